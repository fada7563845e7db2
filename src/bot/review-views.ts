/**
 * The modals in which people decide, drawn from the record at the press: what is approved is what
 * stands here, in full, and nothing of it is taken from the message that was clicked.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { Draft } from '../approvals/draft.ts';
import { shortFingerprint } from '../approvals/fingerprint.ts';
import { linesOf, type Request } from '../approvals/request.ts';
import { shown } from '../approvals/text.ts';
import { counted, listed, recipients, totalWords } from './amounts.ts';
import { balanceBlocks } from './balance.ts';
import { button, buttonValue, type CardContext } from './cards.ts';
import {
  chunks,
  headerCharactersMax,
  linesInReviewMax,
  modalBlocksMax,
  modalBytesMax,
} from './limits.ts';
import { lineBlocks, type NumberedLine, numbered } from './lines.ts';
import { moment, person, richLines, section, small } from './mrkdwn.ts';
import { delayWords, needsWords } from './wording.ts';

/** So many of the largest of each currency: the first that fits Slack, whatever they carry. */
const largestShown = [20, 10, 5, 2] as const;
export const reasonCharactersMax = 300;

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
  blocks.push(...lineBlocks(most === undefined ? lines : largest(lines, most), context.book));
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

function headBlocks({ asked }: Request, context: CardContext): KnownBlock[] {
  const { lines, purpose } = asked.content;
  return [
    richLines([
      [{ type: 'text', text: shown(purpose, headerCharactersMax), style: { bold: true } }],
    ]),
    section(
      `*${listed(totalWords(lines, context.book))}* to ${recipients(lines.length)}\n` +
        `Asked by ${person(asked.by)} ${moment(asked.at)}`,
    ),
  ];
}

export function rejectView(request: Request, context: CardContext): ModalView {
  return reasonView(request, context, { callback: 'reject', verb: 'Reject' });
}

/** Calypso is asked to cancel; nobody can promise that it still does. */
export function cancelView(request: Request, context: CardContext): ModalView {
  const note =
    'Calypso is asked to cancel what it has not sent yet. What has left cannot be called back.';
  return reasonView(request, context, { callback: 'cancel', verb: 'Cancel', note });
}

function reasonView(
  request: Request,
  context: CardContext,
  { callback, verb, note }: { callback: string; verb: string; note?: string },
): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: buttonValue(request),
    title: { type: 'plain_text', text: `${verb} payout ${request.asked.number}` },
    submit: { type: 'plain_text', text: `${verb} payout` },
    close: { type: 'plain_text', text: 'Not now' },
    blocks: [
      ...headBlocks(request, context),
      ...(note === undefined ? [] : [section(note)]),
      {
        type: 'input',
        block_id: 'because',
        label: { type: 'plain_text', text: 'Why' },
        hint: { type: 'plain_text', text: 'The requester and the channel see this.' },
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: reasonCharactersMax,
        },
      },
    ],
  };
}

/** Which lines are looked through, page by page: those of a request, or of a draft. */
export interface Looked {
  readonly title: string;
  /** Goes back and forth with the page buttons, e.g. `request:1042` or `draft:6f1c…`. */
  readonly of: string;
  readonly lines: readonly NumberedLine[];
}

export const lookedAtRequest = (request: Request): Looked => ({
  title: `Payout ${request.asked.number}`,
  of: `request:${request.asked.number}`,
  lines: numbered(request.asked.content.lines, request.parts.flatMap(linesOf)),
});

export const lookedAtDraft = (draft: Draft): Looked => ({
  title: 'Draft',
  of: `draft:${draft.id}`,
  lines: numbered(draft.content.lines),
});

/** So few that a page of the longest lines in the widest script still fits Slack. */
const linesPerPage = 80;

/** Read only: nothing can be decided from here. `page` counts from 1. */
export function linesView(looked: Looked, page: number, context: CardContext): ModalView {
  const pages = chunks(looked.lines, linesPerPage);
  const lines = pages[page - 1] ?? [];
  const blocks: KnownBlock[] = [
    section(
      `*${recipients(looked.lines.length)}*${pages.length > 1 ? `, page ${page} of ${pages.length}` : ''}`,
    ),
    ...lineBlocks(lines, context.book),
  ];
  const turn = (to: number) => `${looked.of}:${to}`;
  const elements = [
    ...(page > 1 ? [button('page-back', 'Previous', turn(page - 1))] : []),
    ...(page < pages.length ? [button('page-on', 'Next', turn(page + 1))] : []),
  ];
  if (elements.length > 0) blocks.push({ type: 'actions', block_id: `page.${page}`, elements });
  return {
    type: 'modal',
    callback_id: 'lines',
    title: { type: 'plain_text', text: looked.title },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
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
