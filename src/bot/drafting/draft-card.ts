/**
 * A draft in its author's DM: what it would pay, what stands in its way, and the button that asks.
 * Drawn anew whenever it is told; nothing is kept in the message.
 */
import type { KnownBlock } from '@slack/types';
import type { Draft } from '../../approvals/draft/content.ts';
import type { Assessment } from '../../approvals/policy/assess.ts';
import type { Request } from '../../approvals/request/request.ts';
import { shown } from '../../approvals/values/text.ts';
import { balanceBlocks } from '../cards/balance.ts';
import { richLines, section, small } from '../cards/blocks.ts';
import { button, retractButton } from '../cards/buttons.ts';
import type { Card, CardContext } from '../cards/card.ts';
import { cut, headerCharactersMax } from '../cards/limits.ts';
import { lineBlocks, numbered } from '../cards/lines.ts';
import { listed, lowered, recipients, totalWords } from '../words/amounts.ts';
import { findingWords } from '../words/findings.ts';
import { typed } from '../words/markup.ts';
import { needWords } from '../words/needs.ts';
import { stateMarks, stateWords, summary } from '../words/states.ts';

const linesOnDraftMax = 5;

export function draftCard(draft: Draft, assessment: Assessment, context: CardContext): Card {
  const { content } = draft;
  const total = listed(totalWords(content.lines, context.currencies));
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
    blocks.push(...lineBlocks(numbered(content.lines), context.currencies));
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
      `${listed(totalWords(asked.content.lines, context.currencies))} to ${recipients(asked.content.lines.length)}`,
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
