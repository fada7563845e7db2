/**
 * Lines of a request as people compare them: who, how much, and the whole address.
 * Rich text only, so nothing a person typed is parsed, and no address is ever shortened.
 */
import type { KnownBlock, RichTextElement } from '@slack/types';
import { type Line, textCharactersMax } from '../../approvals/draft/content.ts';
import type { LineProgress } from '../../approvals/rail/reports.ts';
import { shown } from '../../approvals/values/text.ts';
import { amountWords, type Currencies } from '../words/amounts.ts';
import { inFours } from '../words/markup.ts';
import { richLines } from './blocks.ts';
import { chunks } from './limits.ts';

export interface NumberedLine {
  /** Counted from 1 over the whole request. */
  readonly number: number;
  readonly line: Line;
  readonly progress?: LineProgress;
}

export function numbered(
  lines: readonly Line[],
  progress: readonly LineProgress[] = [],
): readonly NumberedLine[] {
  const byLine = new Map(progress.map((each) => [each.line, each]));
  return lines.map((line, index) => {
    const known = byLine.get(index + 1);
    return { number: index + 1, line, ...(known === undefined ? {} : { progress: known }) };
  });
}

const linesPerBlock = 5;

export function lineBlocks(lines: readonly NumberedLine[], currencies: Currencies): KnownBlock[] {
  return chunks(lines, linesPerBlock).map((some) =>
    richLines(
      some.map((each) => elementsOf(each, currencies)),
      '\n\n',
    ),
  );
}

const statusWords: Record<LineProgress['status'], string> = {
  open: '',
  paid: ' · paid',
  failed: ' · failed',
  canceled: ' · canceled',
  'not-sent': ' · not sent',
};

/** A line that has ended may still carry a doubt, e.g. which of two equal lines it was. */
function statusOf({ status, problem }: LineProgress): string {
  const doubt = status === 'open' || problem === undefined ? '' : ` (${shown(problem, 120)})`;
  return `${statusWords[status]}${doubt}`;
}

function elementsOf({ number, line, progress }: NumberedLine, currencies: Currencies) {
  const elements: RichTextElement[] = [
    { type: 'text', text: `${number}. ` },
    {
      type: 'text',
      text: amountWords(line.amountMinor, line.currency, currencies),
      style: { bold: true },
    },
  ];
  if (line.payee !== undefined)
    elements.push({ type: 'text', text: ` to ${shown(line.payee, textCharactersMax)}` });
  const status = progress ? statusOf(progress) : '';
  if (status !== '') elements.push({ type: 'text', text: status });
  elements.push({ type: 'text', text: '\n' });
  elements.push({ type: 'text', text: inFours(line.address), style: { code: true } });
  for (const [name, note] of Object.entries({ Comment: line.comment, Reference: line.reference }))
    if (note !== undefined) {
      const text = `\n${name}: ${shown(note, textCharactersMax)}`;
      elements.push({ type: 'text', text, style: { italic: true } });
    }
  return elements;
}
