/**
 * News for the requester; while it can still be stopped, with the button that does.
 */
import type { KnownBlock } from '@slack/types';
import type { Request } from '../../approvals/request/request.ts';
import { shown } from '../../approvals/values/text.ts';
import { lowered } from '../words/amounts.ts';
import { stageSentence, stateMarks, stateWords, summary } from '../words/states.ts';
import { richLines, section, small } from './blocks.ts';
import { button, buttonValue } from './buttons.ts';
import type { Card, CardContext } from './card.ts';
import { headerCharactersMax } from './limits.ts';

export function newsCard(request: Request, link: string | undefined, context: CardContext): Card {
  const { asked, stage } = request;
  const state = lowered(stateWords[stage.state]);
  const blocks: KnownBlock[] = [
    section(`*${stateMarks[stage.state]} Payout ${asked.number}: ${state}*`),
    richLines([[{ type: 'text', text: shown(asked.content.purpose, headerCharactersMax) }]]),
    section(stageSentence(request, context.who)),
  ];
  if (link) blocks.push(small(`<${link}|Open the card>`));
  if (stage.state === 'cleared')
    blocks.push({
      type: 'actions',
      block_id: `news.${asked.number}.${request.length}`,
      elements: [button('stop', 'Stop', buttonValue(request), { style: 'danger' })],
    });
  return { text: summary(request, context), blocks };
}
