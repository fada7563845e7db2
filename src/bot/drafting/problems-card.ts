/**
 * A file that was refused, with every problem by row, column and cure. Nothing of the file is ever
 * taken into a draft.
 */
import type { KnownBlock } from '@slack/types';
import type { SheetProblem } from '../../approvals/sheet/problems.ts';
import { richList, section, small } from '../cards/blocks.ts';
import type { Card } from '../cards/card.ts';
import { chunks } from '../cards/limits.ts';
import { counted } from '../words/amounts.ts';
import { typed } from '../words/markup.ts';
import { problemText } from '../words/problems.ts';

export interface FileProblems {
  readonly name: string;
  readonly problems: readonly SheetProblem[];
  readonly unlisted: number;
}

const problemsPerBlock = 10;
const problemsShownMax = 200;

/** Every problem with row, column, value and cure, as text that nothing can turn into markup. */
export function problemsCard(file: FileProblems, allowed: readonly string[]): Card {
  const count = file.problems.length + file.unlisted;
  const lead = `${counted(count, 'problem')} in ${typed(file.name)}. Nothing was imported.`;
  const listedProblems = file.problems.slice(0, problemsShownMax);
  const items = listedProblems.map((problem) => problemText(problem, allowed));
  const blocks: KnownBlock[] = [
    section(`*${lead}*`),
    ...chunks(items, problemsPerBlock).map(richList),
  ];
  const rest = count - listedProblems.length;
  if (rest > 0) blocks.push(small(`and ${counted(rest, 'more problem')}; cure these first.`));
  blocks.push(small('Correct the file and send it again with `/payout`.'));
  return { text: lead, blocks };
}
