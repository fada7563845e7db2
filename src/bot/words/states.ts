/**
 * What is said about how a request stands. Short: what happened, what it means, what to do. What
 * people typed comes in through `typed`, so nothing here can become markup.
 */
import { approvalsMissing } from '../../approvals/request/guards.ts';
import { isDeferred, linesOf, type Request, type Stage } from '../../approvals/request/request.ts';
import { type Currencies, counted, listed, recipients, totalWords } from './amounts.ts';
import { cancelState } from './cancel.ts';
import { holdWords } from './holds.ts';
import { moment, typed, type Who } from './markup.ts';
import { lostWords, needsWords } from './needs.ts';

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
  readonly currencies: Currencies;
  readonly who: Who;
}

/** One line that stays true: who, how much, for what. */
export function subject({ asked }: Request, { currencies, who }: Here): string {
  const { number, content, by } = asked;
  const total = listed(totalWords(content.lines, currencies));
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
