/**
 * A draft in its author's DM: what it would pay, what stands in its way, and the button that asks.
 * A file with problems is answered here too, with all of them.
 */
import type { KnownBlock } from '@slack/types';
import type { Draft } from '../approvals/draft.ts';
import type { Assessment, Finding } from '../approvals/policy.ts';
import type { Request } from '../approvals/request.ts';
import type { SheetProblem } from '../approvals/sheet/problems.ts';
import { shown } from '../approvals/text.ts';
import { counted, listed, recipients, totalWords } from './amounts.ts';
import { balanceBlocks } from './balance.ts';
import { button, type Card, type CardContext, retractButton } from './cards.ts';
import { chunks, cut, headerCharactersMax } from './limits.ts';
import { lineBlocks, numbered } from './lines.ts';
import { richLines, richList, section, small, typed } from './mrkdwn.ts';
import { lowered, needWords, stateMarks, stateWords, summary } from './wording.ts';
import { problemText } from './wording-problems.ts';

const linesOnDraftMax = 5;

export function draftCard(draft: Draft, assessment: Assessment, context: CardContext): Card {
  const { content } = draft;
  const total = listed(totalWords(content.lines, context.book));
  const blocks: KnownBlock[] = [
    {
      type: 'header',
      text: {
        type: 'plain_text',
        text: cut(`Draft: ${shown(content.purpose, headerCharactersMax)}`, headerCharactersMax),
      },
    },
    section(`*${total}* to ${recipients(content.lines.length)}`),
  ];
  if (content.lines.length <= linesOnDraftMax)
    blocks.push(...lineBlocks(numbered(content.lines), context.book));
  if (content.source) blocks.push(small(`From ${typed(content.source.name)}, read whole`));
  blocks.push(...balanceBlocks(content.lines, context));
  const blocked = assessment.findings.filter((each) => each.severity === 'block');
  blocks.push(...blocked.map((each) => section(`⛔ ${findingWords(each)}`)));
  blocks.push(
    small(
      blocked.length === 0
        ? `Needs ${needWords(assessment.needs)}. Nobody has been asked yet, and nothing is sent before they approve.`
        : 'It cannot be asked for like this. Nobody has been asked.',
    ),
  );
  const ask = button('ask', 'Request approval', draft.id, { style: 'primary' });
  const see = button('see-draft', `See all ${content.lines.length}`, draft.id);
  blocks.push({
    type: 'actions',
    block_id: `draft.${draft.id}`,
    elements: [
      ...(blocked.length === 0 ? [ask] : []),
      ...(content.lines.length > linesOnDraftMax ? [see] : []),
      button('discard', 'Discard', draft.id),
    ],
  });
  return {
    text: `Draft, ${typed(content.purpose)}: ${total} to ${recipients(content.lines.length)}.`,
    blocks,
  };
}

/** What a draft's DM becomes once it is a request. */
export function askedCard(request: Request, link: string | undefined, context: CardContext): Card {
  const { asked, stage } = request;
  const blocks: KnownBlock[] = [
    section(
      `*${stateMarks[stage.state]} Payout ${asked.number}: ${lowered(stateWords[stage.state])}*`,
    ),
    richLines([[{ type: 'text', text: shown(asked.content.purpose, headerCharactersMax) }]]),
    section(
      `${listed(totalWords(asked.content.lines, context.book))} to ${recipients(asked.content.lines.length)}`,
    ),
  ];
  if (link) blocks.push(small(`<${link}|Open the card>`));
  if (stage.state === 'awaiting')
    blocks.push({
      type: 'actions',
      block_id: `asked.${asked.number}.${request.length}`,
      elements: [retractButton(request)],
    });
  return { text: summary(request, context), blocks };
}

export const discardedCard: Card = {
  text: 'Draft discarded. Nobody was asked.',
  blocks: [small('Draft discarded. Nobody was asked.')],
};

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

function findingWords(finding: Finding): string {
  const where = finding.lines.length === 0 ? '' : ` (${lineWords(finding.lines)})`;
  switch (finding.rule) {
    case 'currency-not-allowed':
      return `The policy does not allow ${typed(finding.value)}${where}.`;
    case 'quorum-unreachable':
      return `It needs ${typed(finding.value)} besides yourself, and there are not so many people who could approve it.`;
    case 'own-account':
      return `This is the address of our own account at Calypso, not of a recipient${where}.`;
    case 'token-contract':
      return `This is the contract of a token, not a wallet; money sent there is lost${where}.`;
  }
}

const linesNamedMax = 10;

function lineWords(lines: readonly number[]): string {
  const named = lines.slice(0, linesNamedMax).map(String);
  const rest = lines.length - named.length;
  return `${lines.length === 1 ? 'line' : 'lines'} ${listed(rest > 0 ? [...named, `${rest} more`] : named)}`;
}
