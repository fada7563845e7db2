/**
 * The history of a request in the thread of its card: one entry for each event worth one.
 * Entries are posted once and never changed; the card above them is what is true now.
 */
import type { RichTextElement } from '@slack/types';
import type { RequestEvent } from '../approvals/events.ts';
import { evolve } from '../approvals/evolve.ts';
import { linesOf, type Request } from '../approvals/request.ts';
import { shown } from '../approvals/text.ts';
import { counted } from './amounts.ts';
import type { Card, CardContext } from './cards.ts';
import { link, moment, richLines, section, small, typed } from './mrkdwn.ts';
import { needWords, stageSentence } from './wording.ts';
import { cancelWords } from './wording-cancel.ts';

const reasonCharactersMax = 500;
const linksMax = 5;

/** @returns the entry for event `seq` (counted from 1), or undefined when there is none to make. */
export function threadEntry(
  events: readonly RequestEvent[],
  seq: number,
  context: CardContext,
): Card | undefined {
  const event = events[seq - 1];
  const request = events.slice(0, seq).reduce<Request | undefined>(evolve, undefined);
  if (!event || !request) return undefined;
  const words = entryWords(event, request, context.who);
  if (words === undefined) return undefined;
  const blocks = [section(words)];
  const isReasoned = event.type === 'rejected' || event.type === 'cancelAsked';
  const reason = isReasoned ? event.because : undefined;
  return {
    text: `Payout ${request.asked.number}: ${words}`,
    blocks: [
      ...blocks,
      ...(reason === undefined ? [] : [richLines([[quoted(reason)]])]),
      ...explorerLinks(event, request, context),
    ],
  };
}

function quoted(text: string): RichTextElement {
  return { type: 'text', text: shown(text, reasonCharactersMax), style: { italic: true } };
}

function entryWords(
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

/** Once it is settled: where everybody can see it on the chain. */
function explorerLinks(event: RequestEvent, request: Request, here: CardContext) {
  const { book, confidential } = here;
  if (event.type !== 'observed' || !confidential) return [];
  const links = request.parts.flatMap((part) =>
    linesOf(part).flatMap(({ transactionHash }) => {
      const url = transactionHash && book.explorerLink(part.currency, transactionHash);
      return url ? [link(url, `${transactionHash.slice(0, 10)}…`)] : [];
    }),
  );
  const distinct = [...new Set(links)];
  if (distinct.length === 0) return [];
  const more = distinct.length > linksMax ? ` and ${distinct.length - linksMax} more` : '';
  return [small(`On the chain: ${distinct.slice(0, linksMax).join(' · ')}${more}`)];
}
