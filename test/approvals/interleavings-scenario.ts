/**
 * What may happen to two processes of the desk, drawn at random: presses, ticks, crashes, time, and
 * which of all pending waits goes on next.
 */
import fc from 'fast-check';
import type { Standing } from '../../src/approvals/authority/standing.ts';
import { hour, minute } from '../support/desk.ts';
import { alice, bob, carol, erin } from '../support/people.ts';
import type { Turn } from '../support/rail.ts';

const verbs = ['approve', 'approve', 'approve', 'takeBack', 'reject', 'retract', 'stop'] as const;
const people = [bob, carol, erin, alice];
const turns: readonly Turn[] = [
  'accepts',
  'accepts unheard',
  'accepts unheard',
  'loses it',
  'declines',
  'defers',
  'defers at once',
];

export const plenty = 10n ** 15n;

const which = fc.constantFrom(0, 1);
const press = fc.record({
  do: fc.constant('press' as const),
  verb: fc.constantFrom(...verbs, 'release' as const),
  person: fc.constantFrom(...people),
  request: which,
  process: which,
  /** Delivered to the other process as well, as Slack does when an answer is slow. */
  twice: fc.boolean(),
});
const step = fc.oneof(
  { weight: 6, arbitrary: press },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('go on' as const),
      pick: fc.nat(30),
      times: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('tick' as const), process: which }) },
  { weight: 3, arbitrary: fc.constant({ do: 'settle' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(2_000, 31_000, 3 * minute, 5 * minute, 5 * minute, 2 * hour, 72 * hour),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      process: which,
      pick: fc.nat(30),
      afterEffect: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('funds' as const), enough: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('standing' as const),
      person: fc.constantFrom(bob, carol),
      standing: fc.constantFrom<Standing>('member', 'member', 'deactivated', 'unknown'),
    }),
  },
);

/** Small on purpose: few people, few requests, so that everything collides. */
export const scenario = fc.record({
  parts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
  approvedBefore: fc.integer({ min: 0, max: 2 }),
  sendDelay: fc.constantFrom(0, 5 * minute),
  skewMs: fc.constantFrom(0, 0, 1_500),
  script: fc.array(fc.constantFrom(...turns), { maxLength: 6 }),
  steps: fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
});
export type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;
export type Step = Scenario['steps'][number];
export type PressStep = Extract<Step, { do: 'press' }>;
