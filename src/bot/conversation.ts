/**
 * What every listener needs: the desk, the record, the two Slack clients, and one way to answer a
 * person privately. The conversations themselves are in `drafting.ts` and `deciding.ts`.
 */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Desk } from '../approvals/desk.ts';
import type { Line } from '../approvals/draft.ts';
import type { Drafts } from '../approvals/drafts.ts';
import type { Ledger, Message } from '../approvals/ledger/ledger.ts';
import { groupsOf, type Policy } from '../approvals/policy.ts';
import type { Clock, Directory, PaymentRail } from '../approvals/ports.ts';
import { type Refusal, refused } from '../approvals/refusals.ts';
import type { CardContext } from './cards.ts';
import type { Log } from './log.ts';
import type { Presses, PressHandler } from './presses.ts';
import type { Pressed } from './pressing.ts';
import { refusalText, slowText } from './wording.ts';

export interface Conversation {
  readonly app: App;
  /** For modals: inside Slack's three seconds or not at all. */
  readonly interactive: WebClient;
  readonly worker: WebClient;
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly drafts: Drafts;
  readonly directory: Directory;
  readonly rail: PaymentRail;
  readonly policy: Policy;
  readonly team: string;
  readonly now: Clock;
  readonly log: Log;
  readonly presses: Presses;
  /** Looks at one request at once instead of when it is due. */
  readonly wake: (request: number) => Promise<void>;
  /** Tells what was queued, soon. */
  readonly kick: () => void;
  /** The look of things in a channel; with lines, the fees of them too. */
  readonly contextOf: (channel: string, lines?: readonly Line[]) => Promise<CardContext>;
  /** Minor units by currency code; undefined when they could not be read in time. */
  readonly balances: () => Promise<ReadonlyMap<string, bigint> | undefined>;
  /** Fetches the bytes of a file that a person handed over, or says by rule why not. */
  readonly download: (file: { url: string; size: number }) => Promise<Buffer | string>;
}

export type Handlers = Readonly<Record<string, PressHandler>>;

export interface PrivateAnswer {
  readonly person: string;
  /** The channel it was pressed in, or the person for a DM. */
  readonly channel: string;
  readonly text: string;
  /** Offers to take an approval back: the value of that button. */
  readonly takeBack?: string;
}

/** Queues a private answer; the key makes it one answer however often its press is handled. */
export async function answer(
  { ledger, now, kick }: Pick<Conversation, 'ledger' | 'now' | 'kick'>,
  key: string,
  data: PrivateAnswer,
): Promise<void> {
  const message: Message = {
    key: `private:${key}`,
    lane: `private:${data.person}`,
    kind: 'private',
    data: { ...data },
  };
  await ledger.enqueue([message], new Date(now()).toISOString());
  kick();
}

export function answerRefusal(
  conversation: Pick<Conversation, 'ledger' | 'now' | 'kick'>,
  pressed: Pick<Pressed, 'key' | 'person' | 'replyTo' | 'value'>,
  refusal: Refusal,
): Promise<void> {
  return answer(conversation, `${pressed.key}:no`, {
    person: pressed.person,
    channel: pressed.replyTo,
    text: refusalText(refusal),
    ...(refusal.rule === 'already-decided' && { takeBack: pressed.value }),
  });
}

/** Whether the policy names this person at all, and Slack says the person is of our workspace. */
export function stranger({ policy }: Conversation, pressed: Pressed): Refusal | undefined {
  if (pressed.isExternal) return refused('external');
  return groupsOf(policy, pressed.person).length === 0 ? refused('not-an-approver') : undefined;
}

/** Names in the policy are not enough where people of our own workspace alone may see or close. */
export async function notAMember(
  { directory }: Conversation,
  person: string,
): Promise<Refusal | undefined> {
  const standing = await directory.standing(person);
  if (standing === 'member') return undefined;
  return refused(standing === 'unknown' ? 'not-verified' : standing);
}

/** Opens a modal for whoever pressed, or says that it was too late to. */
export async function openView(
  conversation: Conversation,
  pressed: Pressed,
  view: ModalView,
): Promise<void> {
  try {
    await conversation.interactive.views.open({ trigger_id: pressed.triggerId, view });
  } catch (error) {
    conversation.log.warn({ person: pressed.person, err: error }, 'a modal could not be opened');
    const { person, replyTo: channel } = pressed;
    await answer(conversation, `${pressed.key}:slow`, { person, channel, text: slowText });
  }
}
