/**
 * A request as a card: a function of its state, repainted whenever that changes. The body stays
 * the same for good; what changes is the foot, and no button stays that does nothing.
 */
import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { isCancelable } from '../approvals/cancel.ts';
import { shortFingerprint } from '../approvals/fingerprint.ts';
import { linesOf, nothingSent, type Request } from '../approvals/request.ts';
import { shown } from '../approvals/text.ts';
import { type CurrencyBook, counted, listed, recipients, totalWords } from './amounts.ts';
import { balanceBlocks } from './balance.ts';
import { cut, headerCharactersMax } from './limits.ts';
import { lineBlocks, numbered } from './lines.ts';
import { moment, richLines, section, small, typed } from './mrkdwn.ts';
import { lowered, stageSentence, stateMarks, stateWords, summary } from './wording.ts';

export interface Card {
  /** What notifications and screen readers say: every fact that matters, in one line. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export interface CardContext {
  readonly book: CurrencyBook;
  /** Minor units by currency code; undefined when they could not be read. */
  readonly balances?: ReadonlyMap<string, bigint> | undefined;
  /** What the provider takes on top of what is shown; undefined when that is not known. */
  readonly fees?: ReadonlyMap<string, bigint> | undefined;
  /** Whether only people of this team who were invited see the channel. */
  readonly confidential: boolean;
  /** How a person is called there: a mention notifies, so channels get plain names. */
  readonly who: (person: string) => string;
}

/** A single request may list this many recipients on its card; a longer list is in the review. */
const linesOnCardMax = 5;

export function requestCard(request: Request, context: CardContext): Card {
  const { asked, stage } = request;
  const { book } = context;
  const title = `${stateMarks[stage.state]} Payout ${asked.number}: ${shown(asked.content.purpose, headerCharactersMax)}`;
  return {
    text: summary(request, context),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: cut(title, headerCharactersMax), emoji: true },
      },
      totalBlock(request, book),
      ...body(request, context),
      section(stageSentence(request, context.who)),
      ...decisions(request, context),
      ...buttons(request, context),
      small(footWords(request)),
    ],
  };
}

function totalBlock({ asked }: Request, book: CurrencyBook): KnownBlock {
  const { lines } = asked.content;
  return section(`*${listed(totalWords(lines, book))}* to ${recipients(lines.length)}`);
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
    blocks.push(...lineBlocks(numbered(lines, parts.flatMap(linesOf)), context.book));
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

/** What a button acts on: the request and all 256 bits of what was shown. */
export function buttonValue(request: Request): string {
  return `${request.asked.number}.${request.asked.fingerprint}`;
}

export function readButtonValue(
  value: string | undefined,
): { readonly number: number; readonly fingerprint: string } | undefined {
  const parts = /^(\d{1,15})\.([0-9a-f]{64})$/.exec(value ?? '');
  return parts?.[1] && parts[2]
    ? { number: Number.parseInt(parts[1], 10), fingerprint: parts[2] }
    : undefined;
}

export function button(
  action: string,
  label: string,
  value: string,
  more: Partial<Pick<Button, 'style' | 'confirm'>> = {},
): Button {
  return {
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: label, emoji: false },
    value,
    accessibility_label: label,
    ...more,
  };
}

export function retractButton(request: Request): Button {
  const confirm = {
    title: { type: 'plain_text', text: `Retract payout ${request.asked.number}` },
    text: { type: 'plain_text', text: 'Nobody will be asked for it any more. Nothing was sent.' },
    confirm: { type: 'plain_text', text: 'Retract' },
    deny: { type: 'plain_text', text: 'Keep it' },
  } as const;
  return button('retract', 'Retract', buttonValue(request), { confirm });
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

/** The DM that asks one approver. Decided, it says so and keeps no button. */
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
    totalBlock(request, context.book),
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

/** News for the requester; while it can still be stopped, with the button that does. */
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
