/**
 * A rule in one line: what is on record, what is asked, what comes of it. The pasts below are one
 * history for every state a request can be in; the commands pass unless a test says otherwise.
 */
import { expect } from 'vitest';
import type { Actor } from '../../src/approvals/authority/standing.ts';
import type { Command } from '../../src/approvals/request/commands.ts';
import { decide } from '../../src/approvals/request/decide.ts';
import type { RequestEvent, RequestEventOf } from '../../src/approvals/request/events.ts';
import { fold } from '../../src/approvals/request/evolve.ts';
import type { Request } from '../../src/approvals/request/request.ts';
import { isRefusal, type RefusalRule } from '../../src/approvals/vocabulary/refusals.ts';
import * as on from './events.ts';
import { alice, bob, carol } from './people.ts';

export function given(...past: readonly RequestEvent[]) {
  return {
    when: (command: Command) => {
      const answer = decide(command, folded(past));
      return {
        /** Exactly these events in this order; each names the fields it is about. */
        records: (...events: readonly Partial<RequestEvent>[]) => {
          if (isRefusal(answer)) expect.unreachable(`refused: ${answer.rule}`);
          expect(answer).toMatchObject(events);
        },
        refuses: (rule: RefusalRule) => expect(answer).toMatchObject({ kind: 'refused', rule }),
      };
    },
  };
}

export function folded(past: readonly RequestEvent[]): Request {
  const request = fold(past);
  if (!request) throw new Error('A past begins with its request.');
  return request;
}

export function deferred(part = 1, again: 'now' | 'later' = 'later') {
  const outcome = { kind: 'deferred', because: 'Busy', again } as const;
  return { ...on.accepted(part), outcome };
}

export function held(reason: RequestEventOf<'held'>['reason'], at = on.at(9)) {
  return { type: 'held', at, by: 'countersign', reason, detail: `because of ${reason}` } as const;
}

export function settled(part: number, ...statuses: ('open' | 'paid' | 'failed' | 'canceled')[]) {
  const lines = statuses.map((status, index) => ({ line: part + index, status }));
  return { ...on.observed(12, lines), part };
}

const asked = [on.requested()];
const quorum = [...asked, on.approved(bob), on.approved(carol)];
const cleared = [...quorum, on.cleared(bob, carol)];
const sending = [...cleared, on.partStarted()];
const sent = [...sending, on.accepted()];

/** One history for every state, and for the kinds of `held` and `sending` that differ. */
export const pasts = {
  awaiting: asked,
  'one short': [...asked, on.approved(bob)],
  cleared,
  'held for funds': [...cleared, held('funds')],
  'held as late': [...cleared, held('late')],
  'held for a mismatch': [...cleared, held('mismatch')],
  'held after sending': [...sent, held('contradiction')],
  sending,
  deferred: [...sending, deferred()],
  'deferred after unclear': [
    ...sending,
    on.unclear(),
    { ...on.partStarted(1, 2), at: on.at(15) },
    { ...deferred(), attempt: 2 },
  ],
  unclear: [...sending, on.unclear()],
  sent,
  completed: [...sent, settled(1, 'paid')],
  'partly-paid': [
    on.requested({ lines: [on.line(), on.line()] }),
    ...[bob, carol].map((by) =>
      on.approved(by, { asked: on.requested({ lines: [on.line(), on.line()] }) }),
    ),
    on.cleared(bob, carol),
    on.partStarted(),
    on.accepted(),
    on.partStarted(2),
    on.declined(2),
    settled(1, 'paid'),
  ],
  failed: [...sending, on.declined()],
  canceled: [...sent, settled(1, 'canceled')],
  rejected: [...asked, on.rejected(bob)],
  retracted: [...asked, { type: 'retracted', at: on.at(2), by: alice, press: 'press-away' }],
  expired: [...asked, { type: 'expired', at: on.at(72 * 60), by: 'countersign' }],
} as const satisfies Record<string, readonly RequestEvent[]>;
export type Past = keyof typeof pasts;

export function actor(by: string, over: Partial<Actor> = {}): Actor {
  return { by, standing: 'member', namedNow: true, press: `now-${by}`, ...over };
}

const { fingerprint } = on.requested();
const now = on.at(10);

/** Commands of people, at ten past twelve. */
export const command = {
  approve: (by: string, over: Partial<Actor & { fingerprint: string; at: string }> = {}) =>
    ({ kind: 'approve', fingerprint, at: now, ...actor(by), ...over }) as const,
  takeBack: (by: string) => ({ kind: 'takeBack', at: now, ...actor(by) }) as const,
  reject: (by: string, over: Partial<Actor & { fingerprint: string; because: string }> = {}) =>
    ({ kind: 'reject', fingerprint, because: 'Too much', at: now, ...actor(by), ...over }) as const,
  retract: (by: string) => ({ kind: 'retract', at: now, ...actor(by) }) as const,
  stop: (by: string, over: Partial<Actor> = {}) =>
    ({ kind: 'stop', at: now, ...actor(by), ...over }) as const,
  release: (by: string, over: Partial<Actor> & { at?: string } = {}) =>
    ({ kind: 'release', at: now, ...actor(by), ...over }) as const,
  askCancel: (by: string, over: Partial<Actor & { because: string }> = {}) =>
    ({ kind: 'askCancel', at: now, because: 'Wrong month', ...actor(by), ...over }) as const,
  startPart: (part = 1, over: { at?: string; absent?: boolean } = {}) =>
    ({
      kind: 'startPart',
      at: now,
      part,
      timestamp: Date.parse(now),
      bodySha256: 'b'.repeat(64),
      deadline: on.at(11),
      absent: false,
      ...over,
    }) as const,
  outcome: (kind: 'accepted' | 'declined' | 'deferred' | 'unclear', part = 1, attempt = 1) => {
    const because = 'Said so';
    const outcome =
      kind === 'accepted'
        ? ({ kind, railId: 'rail-9' } as const)
        : kind === 'deferred'
          ? ({ kind, because, again: 'later' } as const)
          : ({ kind, because } as const);
    return { kind: 'recordOutcome', at: now, part, attempt, outcome, from: 'answer' } as const;
  },
} satisfies Record<string, (...args: never[]) => Command>;
