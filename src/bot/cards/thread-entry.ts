/**
 * The history of a request in the thread of its card: one entry for each event worth one.
 * Entries are posted once and never changed; the card above them is what is true now.
 */
import type { RichTextElement } from '@slack/types';
import type { RequestEvent } from '../../approvals/request/events.ts';
import { evolve } from '../../approvals/request/evolve.ts';
import { linesOf, type Request } from '../../approvals/request/request.ts';
import { shown } from '../../approvals/values/text.ts';
import { entryWords } from '../words/history.ts';
import { link } from '../words/markup.ts';
import { richLines, section, small } from './blocks.ts';
import type { Card, CardContext } from './card.ts';

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

/** Once it is settled: where everybody can see it on the chain. */
function explorerLinks(event: RequestEvent, request: Request, here: CardContext) {
  const { currencies, confidential } = here;
  if (event.type !== 'observed' || !confidential) return [];
  const links = request.parts.flatMap((part) =>
    linesOf(part).flatMap(({ transactionHash }) => {
      const url = transactionHash && currencies.explorerLink(part.currency, transactionHash);
      return url ? [link(url, `${transactionHash.slice(0, 10)}…`)] : [];
    }),
  );
  const distinct = [...new Set(links)];
  if (distinct.length === 0) return [];
  const more = distinct.length > linksMax ? ` and ${distinct.length - linksMax} more` : '';
  return [small(`On the chain: ${distinct.slice(0, linksMax).join(' · ')}${more}`)];
}
