/**
 * Which approvals are needed, which were lost, and when it is sent after the last one.
 */
import type { Need } from '../../approvals/authority/quorum.ts';
import type { Request } from '../../approvals/request/request.ts';
import { durationText } from '../../approvals/values/time.ts';
import { listed } from './amounts.ts';
import { typed, type Who } from './markup.ts';

export function lostWords(lost: NonNullable<Request['quorumLost']>, who: Who): string {
  if (lost.length === 0) return 'The policy in force asks for more approvals.';
  return `${lost.map((each) => `The approval of ${who(each.person)} no longer counts`).join('. ')}.`;
}

/** `2 of treasury and 1 of directors`. */
export function needWords(needs: readonly Need[]): string {
  return listed(needs.map((need) => `${need.count} of ${typed(need.from)}`));
}

/** What this request needs: as it was asked, and what the policy in force wants on top. */
export function needsWords({ asked, needsNow }: Request): string {
  const then = needWords(asked.needs);
  const now = needsNow.length === 0 ? then : needWords(needsNow);
  return now === then ? then : `${then}, and under the policy in force ${now}`;
}

export const delayWords = (ms: number): string =>
  ms === 0 ? 'right after the last approval' : `${durationText(ms)} after the last approval`;
