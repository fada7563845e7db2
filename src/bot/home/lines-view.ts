/**
 * The lines of a request or a draft as a modal, a page at a time.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { Draft } from '../../approvals/draft/content.ts';
import { linesOf, type Request } from '../../approvals/request/request.ts';
import { section } from '../cards/blocks.ts';
import { button } from '../cards/buttons.ts';
import type { CardContext } from '../cards/card.ts';
import { chunks } from '../cards/limits.ts';
import { lineBlocks, type NumberedLine, numbered } from '../cards/lines.ts';
import { recipients } from '../words/amounts.ts';

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
    ...lineBlocks(lines, context.currencies),
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
