/**
 * The DM that asks one approver. Decided, it says so and keeps no button.
 */
import type { KnownBlock } from '@slack/types';
import type { Request } from '../../approvals/request/request.ts';
import { shown } from '../../approvals/values/text.ts';
import { summary } from '../words/states.ts';
import { richLines, section, small } from './blocks.ts';
import { button, buttonValue } from './buttons.ts';
import type { Card, CardContext } from './card.ts';
import { headerCharactersMax } from './limits.ts';
import { totalBlock } from './request-card.ts';

export function askCard(
  request: Request,
  to: string,
  link: string | undefined,
  context: CardContext,
): Card {
  const { asked, stage, approvals } = request;
  const mine = approvals.some((each) => each.by === to);
  const open = stage.state === 'awaiting' && !mine;
  const lead = open
    ? `Payout ${asked.number} needs your approval.`
    : mine
      ? `You approved payout ${asked.number}.`
      : `Payout ${asked.number} needs nothing more from you.`;
  const value = buttonValue(request);
  const facts = [`Asked by ${context.who(asked.by)}`, ...(link ? [`<${link}|Open the card>`] : [])];
  const blocks: KnownBlock[] = [
    section(`*${lead}*`),
    richLines([[{ type: 'text', text: shown(asked.content.purpose, headerCharactersMax) }]]),
    totalBlock(request, context.currencies),
    small(facts.join(' · ')),
  ];
  if (open)
    blocks.push({
      type: 'actions',
      block_id: `ask.${asked.number}.${request.length}`,
      elements: [
        button('review', 'Review and approve', value, { style: 'primary' }),
        button('reject', 'Reject', value),
      ],
    });
  return { text: `${lead} ${summary(request, context)}`, blocks };
}
