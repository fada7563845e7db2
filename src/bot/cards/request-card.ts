/**
 * A request as a card: a function of its state, repainted whenever that changes. The body stays
 * the same for good; what changes is the foot, and no button stays that does nothing.
 */
import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { isCancelable } from '../../approvals/request/cancel.ts';
import { shortFingerprint } from '../../approvals/request/fingerprint.ts';
import { linesOf, nothingSent, type Request } from '../../approvals/request/request.ts';
import { shown } from '../../approvals/values/text.ts';
import { type Currencies, counted, listed, recipients, totalWords } from '../words/amounts.ts';
import { moment, typed } from '../words/markup.ts';
import { stageSentence, stateMarks, summary } from '../words/states.ts';
import { balanceBlocks } from './balance.ts';
import { section, small } from './blocks.ts';
import { button, buttonValue, retractButton } from './buttons.ts';
import type { Card, CardContext } from './card.ts';
import { cut, headerCharactersMax } from './limits.ts';
import { lineBlocks, numbered } from './lines.ts';

/** A single request may list this many recipients on its card; a longer list is in the review. */
const linesOnCardMax = 5;

export function requestCard(request: Request, context: CardContext): Card {
  const { asked, stage } = request;
  const { currencies } = context;
  const title = `${stateMarks[stage.state]} Payout ${asked.number}: ${shown(asked.content.purpose, headerCharactersMax)}`;
  return {
    text: summary(request, context),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: cut(title, headerCharactersMax), emoji: true },
      },
      totalBlock(request, currencies),
      ...body(request, context),
      section(stageSentence(request, context.who)),
      ...decisions(request, context),
      ...buttons(request, context),
      small(footWords(request)),
    ],
  };
}

export function totalBlock({ asked }: Request, currencies: Currencies): KnownBlock {
  const { lines } = asked.content;
  return section(`*${listed(totalWords(lines, currencies))}* to ${recipients(lines.length)}`);
}

function body(request: Request, context: CardContext): KnownBlock[] {
  const { asked, stage, parts } = request;
  const { lines } = asked.content;
  const blocks: KnownBlock[] = [];
  if (!context.confidential)
    blocks.push(
      small('Recipients are not shown here, because this channel is public or shared with others.'),
    );
  else if (lines.length <= linesOnCardMax)
    blocks.push(...lineBlocks(numbered(lines, parts.flatMap(linesOf)), context.currencies));
  const facts = [`Asked by ${context.who(asked.by)} ${moment(asked.at)}`];
  if (parts.length > 1) facts.push(`sent as ${counted(parts.length, 'payout')}`);
  if (asked.content.source) facts.push(`from ${typed(asked.content.source.name)}`);
  blocks.push(small(facts.join(' · ')));
  if (stage.state === 'awaiting') blocks.push(...balanceBlocks(lines, context));
  return blocks;
}

function decisions({ approvals }: Request, { who }: CardContext): KnownBlock[] {
  if (approvals.length === 0) return [];
  const given = approvals.map((each) => `✓ ${who(each.by)} ${moment(each.at)}`);
  return [small(`Approved by ${given.join(' · ')}`)];
}

function footWords({ asked }: Request): string {
  return `Fingerprint \`${shortFingerprint(asked.fingerprint)}\``;
}

/** Only what can still be done is offered; whether this person may is checked at the press. */
function buttons(request: Request, { confidential }: CardContext): ActionsBlock[] {
  const { stage, asked } = request;
  const value = buttonValue(request);
  const see = button('see', `See all ${asked.content.lines.length}`, value);
  const retract = retractButton(request);
  const stop = button('stop', 'Stop', value, { style: 'danger' });
  const elements: Button[] = [];
  if (stage.state === 'awaiting')
    elements.push(
      button('review', 'Review and approve', value, { style: 'primary' }),
      button('reject', 'Reject', value),
    );
  if (stage.state === 'cleared') elements.push(stop);
  if (stage.state === 'held' && stage.reason === 'late')
    elements.push(button('release', 'Send it now', value, { style: 'primary' }));
  if (stage.state === 'held' && stage.reason === 'contradiction')
    elements.push(button('release', 'Checked, go on', value));
  if (!confidential || asked.content.lines.length > linesOnCardMax) elements.push(see);
  if (isCancelable(request)) elements.push(button('cancel', 'Cancel', value));
  const waits = stage.state === 'held' || stage.state === 'sending';
  if (stage.state === 'awaiting' || (waits && nothingSent(request))) elements.push(retract);
  if (elements.length === 0) return [];
  return [{ type: 'actions', block_id: `act.${asked.number}.${request.length}`, elements }];
}
