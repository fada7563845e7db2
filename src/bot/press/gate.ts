/**
 * Who is let near: named by the policy, of our workspace, and pressing what is on record. Whether a
 * decision counts is judged by the desk, not here.
 */
import { groupsOf } from '../../approvals/policy/schema.ts';
import type { Request } from '../../approvals/request/request.ts';
import { type Refusal, refused } from '../../approvals/vocabulary/refusals.ts';
import { readButtonValue } from '../cards/buttons.ts';
import type { Conversation } from './conversation.ts';
import type { Pressed } from './read-press.ts';

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

/** The request a press is about, or the private no that ends it. */
export async function requestOf(
  conversation: Conversation,
  pressed: Pressed,
): Promise<Request | Refusal> {
  const no = stranger(conversation, pressed);
  if (no) return no;
  const value = readButtonValue(pressed.value);
  const request = value && (await conversation.desk.read(value.number));
  if (!request) return refused('request-not-found', undefined, pressed.value.split('.')[0]);
  const current = request.asked.fingerprint === value.fingerprint;
  return current ? request : refused('fingerprint-changed');
}
