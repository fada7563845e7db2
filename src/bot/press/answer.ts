/**
 * A private answer to whoever pressed, queued under the key of the press: said once, however often
 * the press is handled.
 */
import type { Message } from '../../approvals/vocabulary/messages.ts';
import type { Refusal } from '../../approvals/vocabulary/refusals.ts';
import { refusalText } from '../words/refusals.ts';
import type { Conversation } from './conversation.ts';
import type { Pressed } from './read-press.ts';

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
  { ledger, now, tellSoon }: Pick<Conversation, 'ledger' | 'now' | 'tellSoon'>,
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
  tellSoon();
}

export function answerRefusal(
  conversation: Pick<Conversation, 'ledger' | 'now' | 'tellSoon'>,
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
