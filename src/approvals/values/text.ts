/**
 * Text that people typed: what may not be in it, and how it is shown when it is.
 * Nothing here corrects a text that is kept; what could deceive a reader is refused, not repaired.
 */

/**
 * Characters that steer or hide instead of being read: controls, bidirectional marks, zero-width
 * and other ignorable characters, halves of a pair. Emoji keep their variation selectors.
 */
const unseen = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]--[\uFE0E\uFE0F]]/v;
const everyUnseen = new RegExp(unseen, 'gv');

export function hasControls(text: string): boolean {
  return unseen.test(text);
}

/** One line of at most `max` characters, for showing only: no controls, `…` where it was cut. */
export function shown(text: string, max: number): string {
  const line = text.replace(/[\t\n\r\u2028\u2029]+/g, ' ').replace(everyUnseen, '');
  const characters = Array.from(line);
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
}

/** Without the spaces and tabs around it. A loop, because a pattern is slow on a million spaces. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charAt(start))) start += 1;
  while (end > start && isBlank(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
