/**
 * Random histories of one request: any command at any time, decided and folded as the desk does it.
 * Every step is kept with what was before and after it.
 */
import fc from 'fast-check';
import type { Command } from '../../src/approvals/request/commands.ts';
import { decide } from '../../src/approvals/request/decide.ts';
import type { RequestEvent } from '../../src/approvals/request/events.ts';
import { evolve } from '../../src/approvals/request/evolve.ts';
import type { Request } from '../../src/approvals/request/request.ts';
import { isRefusal } from '../../src/approvals/vocabulary/refusals.ts';
import { line, noon, requested } from './events.ts';
import { actor } from './given.ts';
import { alice, bob, carol, erin, treasury } from './people.ts';

export interface HistoryStep {
  readonly before: Request | undefined;
  readonly events: readonly RequestEvent[];
  readonly after: Request;
}

const minutes = fc.constantFrom(1, 1, 5, 60, 24 * 60);
const part = fc.constantFrom(1, 2);
const because = fc.constantFrom('this', 'that');
const person = fc.constantFrom(bob, carol, erin, alice);
const lineStatus = fc.constantFrom(
  'open' as const,
  'paid' as const,
  'failed' as const,
  'canceled' as const,
);
const lost = fc.subarray([bob, carol, erin]);

/** Without a time: that passes as the history goes on. */
type Move = Command extends infer C ? (C extends Command ? Omit<C, 'at'> : never) : never;

const personal = fc
  .tuple(
    fc.constantFrom(
      'approve',
      'approve',
      'approve',
      'takeBack',
      'reject',
      'retract',
      'stop',
      'release',
    ),
    person,
    fc.nat(),
  )
  .map(([kind, by, press]): Move => {
    const who = actor(by, { press: `${by}-${press}` });
    const { fingerprint } = asked;
    if (kind === 'approve') return { kind, fingerprint, ...who };
    if (kind === 'reject') return { kind, fingerprint, because: 'Too much', ...who };
    return { kind: kind as 'takeBack' | 'retract' | 'stop' | 'release', ...who };
  });

const outcome = fc.oneof(
  part.map((number) => ({ kind: 'accepted' as const, railId: `rail-${number}` })),
  fc.record({ kind: fc.constant('declined' as const), because }),
  fc.record({
    kind: fc.constant('deferred' as const),
    because,
    again: fc.constantFrom('now' as const, 'later' as const),
  }),
  fc.record({ kind: fc.constant('unclear' as const), because }),
);

const mechanical: fc.Arbitrary<Move> = fc.oneof(
  fc.constant({ kind: 'expire' as const }),
  fc.record({
    kind: fc.constant('hold' as const),
    reason: fc.constantFrom(
      'funds' as const,
      'late' as const,
      'mismatch' as const,
      'policy' as const,
    ),
    detail: because,
  }),
  fc.constant({ kind: 'resume' as const, because: 'it cleared up' }),
  lost.map(
    (people): Move => ({
      kind: 'loseQuorum',
      lost: people.map((each) => ({ person: each, why: 'deactivated' })),
      needsNow: [{ from: 'treasury', count: 2, people: treasury }],
      expiresAt: '2026-04-01T00:00:00.000Z',
    }),
  ),
);

const moneyMoves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ part, absent: fc.boolean() }).map(
    (of): Move => ({
      kind: 'startPart',
      ...of,
      timestamp: Date.parse(noon),
      bodySha256: 'b'.repeat(64),
      deadline: '2026-03-02T12:00:30.000Z',
    }),
  ),
  fc
    .record({ part, attempt: fc.integer({ min: 1, max: 4 }), outcome })
    .map((of): Move => ({ kind: 'recordOutcome', ...of, from: 'answer' })),
  fc.tuple(part, lineStatus, fc.option(because, { nil: undefined })).map(
    ([number, status, problem]): Move => ({
      kind: 'observe',
      part: number,
      report: {
        phase: 'in-progress',
        railState: 'IN_PROGRESS',
        lines: [{ line: number, status, ...(problem === undefined ? {} : { problem }) }],
      },
    }),
  ),
);

const asked = requested({ lines: [line(), line()] });

export const histories: fc.Arbitrary<readonly HistoryStep[]> = fc
  .array(fc.tuple(fc.oneof(personal, mechanical, moneyMoves, moneyMoves), minutes), {
    maxLength: 60,
    size: 'max',
  })
  .map((moves) => {
    let request = evolve(undefined, asked);
    const steps: HistoryStep[] = [{ before: undefined, events: [asked], after: request }];
    let time = Date.parse(noon);
    for (const [move, passed] of moves) {
      time += passed * 60_000;
      const events = decide({ ...move, at: new Date(time).toISOString() }, request);
      if (isRefusal(events) || events.length === 0) continue;
      const after = events.reduce<Request>(evolve, request);
      steps.push({ before: request, events, after });
      request = after;
    }
    return steps;
  });
