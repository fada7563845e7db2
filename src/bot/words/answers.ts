/**
 * What is said to one person about a press that was late, went wrong or changed nothing but words.
 */

export function troubleText(reference: string): string {
  return (
    'Something went wrong on our side, so this is not done yet. It is on record and is tried ' +
    `again every minute; nothing is done twice. Reference \`${reference}\`.`
  );
}

/** For the audit channel, plain text. */
export function closedText(who: string, incident: string): string {
  return `${who} marked the alert ${incident} as handled.`;
}

export const slowText =
  'Slack’s window of three seconds passed before the form could open. Try once more.';

export const supersededText =
  'This card was posted twice. The newer one counts; nothing happens here any more.';
