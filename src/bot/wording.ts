/**
 * Every sentence the bot says about requests and decisions. Short: what happened, what it means,
 * what to do. What people typed comes in through `typed`, so nothing here can become markup.
 */
import { durationText } from '../approvals/duration.ts';
import { approvalsMissing } from '../approvals/guards.ts';
import type { Need } from '../approvals/policy.ts';
import type { Refusal, RefusalRule } from '../approvals/refusals.ts';
import { isDeferred, linesOf, type Request, type Stage } from '../approvals/request.ts';
import { type CurrencyBook, counted, listed, recipients, totalWords } from './amounts.ts';
import { moment, typed } from './mrkdwn.ts';
import { cancelState } from './wording-cancel.ts';

/** How a person is called where it is said. */
type Who = (person: string) => string;

/** The words for a state, as they stand on a card. */
export const stateWords: Record<Stage['state'], string> = {
  awaiting: 'Waiting for approval',
  cleared: 'Approved, about to be sent',
  sending: 'Being sent',
  unclear: 'Unclear: asked, no clear answer yet',
  sent: 'Sent, in progress',
  held: 'On hold',
  completed: 'Completed',
  'partly-paid': 'Partly paid',
  failed: 'Failed',
  canceled: 'Canceled',
  rejected: 'Rejected',
  retracted: 'Retracted',
  expired: 'Expired',
};

export const stateMarks: Record<Stage['state'], string> = {
  awaiting: '🟡',
  cleared: '🟢',
  sending: '🔵',
  unclear: '🟠',
  sent: '🔵',
  held: '🟠',
  completed: '✅',
  'partly-paid': '🟠',
  failed: '🔴',
  canceled: '⚪',
  rejected: '⚪',
  retracted: '⚪',
  expired: '⚪',
};

interface Here {
  readonly book: CurrencyBook;
  readonly who: Who;
}

/** One line that stays true: who, how much, for what. */
export function subject({ asked }: Request, { book, who }: Here): string {
  const { number, content, by } = asked;
  const total = listed(totalWords(content.lines, book));
  const count = recipients(content.lines.length);
  return `Payout ${number}, ${typed(content.purpose)}: ${total} to ${count}, asked by ${who(by)}.`;
}

/** The same and how it stands, for notifications and screen readers. */
export function summary(request: Request, here: Here): string {
  return `${subject(request, here)} ${stateWords[request.stage.state]}.`;
}

/** What happened last, in a sentence; the foot of a card. */
export function stageSentence(request: Request, who: Who): string {
  const { stage, parts, dueAt } = request;
  switch (stage.state) {
    case 'awaiting': {
      const lost = request.quorumLost ? `${lostWords(request.quorumLost, who)} ` : '';
      const missing = approvalsMissing(request);
      const needs = `${counted(missing, 'more approval')} needed by ${moment(request.expiresAt)}`;
      return `${lost}${needs} (${needsWords(request)} in all).`;
    }
    case 'cleared':
      return `Approved. It is sent ${moment(dueAt ?? stage.at)} unless someone stops it.`;
    case 'sending':
      if (isDeferred(request))
        return 'Calypso did not consider it. It is tried again every minute with the same key.';
      return parts.length === 1
        ? 'It is being sent.'
        : `It is being sent: ${sentParts(request)} of ${counted(parts.length, 'part')} accepted.`;
    case 'unclear':
      return (
        'Calypso was asked and gave no clear answer. It is looked up by its key; ' +
        'nothing is sent twice.'
      );
    case 'sent':
      return `Sent. ${paidWords(request)}${waitingWords(request)}${cancelState(request)}`;
    case 'held':
      return `On hold: ${holdWords(stage)}`;
    case 'completed':
      return `Completed ${moment(stage.at)}: every recipient was paid.`;
    case 'partly-paid':
      return `${paidWords(request)} The others were not; see the alert.`;
    case 'failed':
      return 'Nobody was paid. Nothing of it is sent again by itself.';
    case 'canceled':
      return 'Canceled in Calypso. Nobody was paid.';
    case 'rejected':
      return `Rejected by ${who(stage.by)}: ${typed(stage.because)}`;
    case 'retracted':
      return `Taken back by ${who(stage.by)} ${moment(stage.at)}. Nothing was sent.`;
    case 'expired':
      return `Expired ${moment(stage.at)}. Nothing was sent.`;
  }
}

function sentParts(request: Request): number {
  return request.parts.filter((part) => part.progress.state === 'accepted').length;
}

export function paidWords(request: Request): string {
  const lines = request.parts.flatMap(linesOf);
  const paid = lines.filter((line) => line.status === 'paid').length;
  return `${paid} of ${recipients(lines.length)} paid.`;
}

function waitingWords(request: Request): string {
  const phases = request.parts.map(({ progress }) =>
    progress.state === 'accepted' ? progress.report.phase : undefined,
  );
  if (phases.includes('short-of-funds'))
    return ' Calypso is waiting for funds and goes on by itself after a top-up.';
  if (phases.includes('waiting-for-confirmation'))
    return ' It waits to be confirmed in the Calypso dashboard.';
  return '';
}

/** Why a request is held and what ends it. */
export function holdWords(stage: Extract<Stage, { state: 'held' }>): string {
  const detail = typed(stage.detail);
  switch (stage.reason) {
    case 'funds':
      return `short of ${detail}. Top up the account; it goes on by itself within a minute.`;
    case 'policy':
      return `the policy in force does not allow it (${detail}). Retract it, or ask again.`;
    case 'mismatch':
      return `what would be sent is not what was approved (${detail}). Do not repeat it by hand; tell whoever runs the bot.`;
    case 'environment':
      return `${detail}, and the bot now talks to another. It goes on when that is set back.`;
    case 'contradiction':
      return `Calypso contradicts itself (${detail}). Check it in Calypso; then an approver lets it go on.`;
    case 'late':
      return `${detail}. An approver must say to send it now, or the requester retracts it.`;
  }
}

function lostWords(lost: NonNullable<Request['quorumLost']>, who: Who): string {
  if (lost.length === 0) return 'The policy in force asks for more approvals.';
  return `${lost.map((each) => `The approval of ${who(each.person)} no longer counts`).join('. ')}.`;
}

/** `2 of treasury and 1 of directors`. */
export function needWords(needs: readonly Need[]): string {
  return listed(needs.map((need) => `${need.count} of ${typed(need.from)}`));
}

/** What this request needs: as it was asked, and what the policy in force wants on top. */
export function needsWords({ asked, needsNow }: Request): string {
  const then = needWords(asked.needs);
  const now = needsNow.length === 0 ? then : needWords(needsNow);
  return now === then ? then : `${then}, and under the policy in force ${now}`;
}

type Say = (refusal: Refusal) => string;

/** A private no: the rule in words, and the way out. */
const refusals: Record<RefusalRule, string | Say> = {
  'not-a-requester':
    'The policy does not name you as a requester, so you cannot ask for payouts. Ask whoever keeps the policy.',
  'draft-not-found': 'This draft is gone; drafts are kept for 14 days. Start again with `/payout`.',
  'draft-already-requested': ({ detail }) =>
    `This draft is payout ${detail ?? ''} already. Nothing was asked twice.`,
  'blocked-by-policy': ({ detail }) =>
    `The policy does not allow this payout (${typed(detail ?? '')}). Nobody was asked.`,
  'request-not-found': ({ detail }) => `There is no payout ${typed(detail ?? '')}.`,
  'own-request':
    'You asked for this payout or shaped it, so your decision cannot count. Somebody else must approve or reject it; you can retract it.',
  'not-an-approver':
    'The policy does not name you as an approver of this payout. Nothing was recorded.',
  'already-decided': 'Your approval is on record already. One person counts once.',
  'fingerprint-changed':
    'This card shows something other than what is on record, so nothing was recorded. Open the newest card of this payout.',
  'not-awaiting': ({ stage }) =>
    `This payout is no longer waiting for approval. ${stage ? `It is: ${lowered(stateWords[stage.state])}.` : ''} Nothing was recorded.`,
  'not-cleared': 'This payout is still waiting for approval. Retract it instead.',
  'not-releasable': 'This payout is not waiting for anybody to let it go on. Nothing was changed.',
  'not-cancelable':
    'There is nothing of this payout at Calypso to cancel now, or it is being canceled already.',
  expired: 'This payout has expired; nobody can approve it any more. It can be asked for again.',
  guest: 'Guests cannot decide about payouts. Ask a full member named by the policy.',
  external: 'People of another workspace cannot decide about payouts.',
  deactivated: 'This account is deactivated, so it cannot decide about payouts.',
  bot: 'Apps and bots cannot decide about payouts.',
  'not-verified':
    'Slack could not confirm who you are just now, so nothing was recorded. Try again in a minute.',
  'nothing-to-take': 'There is no approval of yours to take back.',
  'not-your-request': 'Only the person who asked for it can do this.',
  'too-late-to-retract': ({ stage }) =>
    `It is too late: this payout is ${stage ? lowered(stateWords[stage.state]) : 'under way'}. It was not stopped.`,
  'nothing-unclear': 'Nothing about this payout is unclear any more.',
  'reason-missing': 'Say why in a few words, so that the requester knows what to change.',
};

export function refusalText(refusal: Refusal): string {
  const words = refusals[refusal.rule];
  return typeof words === 'string' ? words : words(refusal);
}

export const delayWords = (ms: number): string =>
  ms === 0 ? 'right after the last approval' : `${durationText(ms)} after the last approval`;

/** To stand inside a sentence. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

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
