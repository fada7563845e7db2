/**
 * One sentence for each event worth an entry in the thread.
 */
import type { RequestEvent } from '../../approvals/request/events.ts';
import { linesOf, type Request } from '../../approvals/request/request.ts';
import { counted } from './amounts.ts';
import { cancelWords } from './cancel.ts';
import { moment, typed } from './markup.ts';
import { needWords } from './needs.ts';
import { stageSentence } from './states.ts';

export function entryWords(
  event: RequestEvent,
  request: Request,
  called: (person: string) => string,
): string | undefined {
  const who = called(event.by);
  switch (event.type) {
    case 'requested':
      return `${who} asked for approval. It needs ${needWords(event.needs)}.`;
    case 'approved':
      return `${who} approved.`;
    case 'approvalTakenBack':
      return `${who} took the approval back.`;
    case 'rejected':
      return `${who} rejected it:`;
    case 'retracted':
      return `${who} retracted it. Nothing was sent.`;
    case 'stopped':
      return `${who} stopped it. Nothing was sent.`;
    case 'expired':
      return 'It expired. Nothing was sent.';
    case 'cleared':
      return `All approvals are there. It is sent ${moment(event.dueAt)} unless someone stops it.`;
    case 'quorumLost':
      return stageSentence(request, called);
    case 'held':
      return stageSentence(request, called);
    case 'released':
      return event.press === '' ? 'It goes on.' : `${who} said to send it now.`;
    case 'outcomeRecorded':
      return outcomeWords(event, request);
    case 'observed':
      return stageSentence(request, called);
    case 'cancelAsked':
      return `${who} wants it canceled. Calypso is asked now; what it does is said here.`;
    case 'cancelTried':
      return cancelOutcomeWords(event, request);
    case 'contradicted':
      return `Calypso contradicts the record: ${typed(event.detail)}. The record stays as it was.`;
    case 'partStarted':
      return undefined;
  }
}

/** What the lines show after the cancel was tried, whatever Calypso said to it. */
function cancelOutcomeWords(
  { part: number, answer }: Extract<RequestEvent, { type: 'cancelTried' }>,
  request: Request,
): string {
  const part = request.parts.find((each) => each.part === number);
  const lines = part ? linesOf(part) : [];
  const what = request.parts.length > 1 ? `Part ${number} of ${request.parts.length}` : 'It';
  return `${what} ${cancelWords(lines, answer)}`;
}

function outcomeWords(
  { outcome, part, from }: Extract<RequestEvent, { type: 'outcomeRecorded' }>,
  request: Request,
): string | undefined {
  const many = request.parts.length > 1;
  const what = many ? `Part ${part} of ${request.parts.length}` : 'It';
  switch (outcome.kind) {
    case 'accepted': {
      const how = from === 'look-up' ? ' (found by its key)' : '';
      const carried = request.parts.find((each) => each.part === part)?.lines.length ?? 0;
      const size = many ? `, ${counted(carried, 'recipient')}` : '';
      return `${what} was accepted by Calypso${how}${size}.`;
    }
    case 'declined':
      return `${what} was declined by Calypso: ${typed(outcome.because)}. Nothing of it was sent.`;
    case 'deferred':
      return `${what} was not considered by Calypso: ${typed(outcome.because)}. It is tried again with the same key.`;
    case 'unclear':
      return undefined;
  }
}
