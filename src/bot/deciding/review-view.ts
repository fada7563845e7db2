/**
 * The modal in which people approve, drawn from the record at the press: what is approved is what
 * stands here, in full, and nothing of it is taken from the message that was clicked.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import { shortFingerprint } from '../../approvals/request/fingerprint.ts';
import { linesOf, type Request } from '../../approvals/request/request.ts';
import { shown } from '../../approvals/values/text.ts';
import { balanceBlocks } from '../cards/balance.ts';
import { richLines, section, small } from '../cards/blocks.ts';
import { buttonValue } from '../cards/buttons.ts';
import type { CardContext } from '../cards/card.ts';
import {
  headerCharactersMax,
  linesInReviewMax,
  modalBlocksMax,
  modalBytesMax,
} from '../cards/limits.ts';
import { lineBlocks, type NumberedLine, numbered } from '../cards/lines.ts';
import { counted, listed, recipients, totalWords } from '../words/amounts.ts';
import { moment, person } from '../words/markup.ts';
import { delayWords, needsWords } from '../words/needs.ts';

/** So many of the largest of each currency: the first that fits Slack, whatever they carry. */
const largestShown = [20, 10, 5, 2] as const;

/**
 * Every line where that fits Slack, else the largest. `approve` in `callback_id`; the metadata
 * names the request and its whole fingerprint.
 */
export function reviewView(request: Request, context: CardContext): ModalView {
  const lines = numbered(request.asked.content.lines, request.parts.flatMap(linesOf));
  if (lines.length <= linesInReviewMax) {
    const whole = reviewOf(request, lines, undefined, context);
    if (fits(whole)) return whole;
  }
  for (const most of largestShown) {
    const some = reviewOf(request, lines, most, context);
    if (fits(some)) return some;
  }
  return reviewOf(request, lines, 1, context);
}

function fits(view: ModalView): boolean {
  return (
    view.blocks.length <= modalBlocksMax && Buffer.byteLength(JSON.stringify(view)) <= modalBytesMax
  );
}

/** @param most how many of each currency; undefined for all of them. */
function reviewOf(
  request: Request,
  lines: readonly NumberedLine[],
  most: number | undefined,
  context: CardContext,
): ModalView {
  const { asked } = request;
  const blocks: KnownBlock[] = [
    ...headBlocks(request, context),
    ...balanceBlocks(asked.content.lines, context),
    small(
      `Needs ${needsWords(request)}. It is sent ${delayWords(asked.sendDelayMs)}` +
        `${asked.parts.length > 1 ? `, as ${counted(asked.parts.length, 'payout')}` : ''}.`,
    ),
    { type: 'divider' },
  ];
  if (most !== undefined)
    blocks.push(
      section(
        `*The ${most === 1 ? '' : `${most} `}largest of each currency.* “See all ${lines.length}” on the card shows the rest.`,
      ),
    );
  blocks.push(...lineBlocks(most === undefined ? lines : largest(lines, most), context.currencies));
  blocks.push(small(`Fingerprint \`${shortFingerprint(asked.fingerprint)}\``));
  return {
    type: 'modal',
    callback_id: 'approve',
    private_metadata: buttonValue(request),
    title: { type: 'plain_text', text: `Payout ${asked.number}` },
    submit: { type: 'plain_text', text: 'Approve payout' },
    close: { type: 'plain_text', text: 'Not now' },
    blocks,
  };
}

export function headBlocks({ asked }: Request, context: CardContext): KnownBlock[] {
  const { lines, purpose } = asked.content;
  return [
    richLines([
      [{ type: 'text', text: shown(purpose, headerCharactersMax), style: { bold: true } }],
    ]),
    section(
      `*${listed(totalWords(lines, context.currencies))}* to ${recipients(lines.length)}\n` +
        `Asked by ${person(asked.by)} ${moment(asked.at)}`,
    ),
  ];
}

function largest(lines: readonly NumberedLine[], most: number): readonly NumberedLine[] {
  const byCurrency = Map.groupBy(lines, (each) => each.line.currency);
  return [...byCurrency.values()].flatMap((some) =>
    some.toSorted((a, b) => compare(b.line.amountMinor, a.line.amountMinor)).slice(0, most),
  );
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
