/**
 * Two processes over one ledger and one rail, every wait of theirs in the hands of the test: it
 * decides who goes on, who crashes and when. What is true is judged from the rail's own ledger and
 * the raw events, after every step, without the code under test.
 */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { RequestEvent } from '../../src/approvals/events.ts';
import { sha256 } from '../../src/approvals/fingerprint.ts';
import type { Ledger } from '../../src/approvals/ledger/ledger.ts';
import type { PaymentRail, Standing } from '../../src/approvals/ports.ts';
import { isRefusal } from '../../src/approvals/refusals.ts';
import { aDesk, aPolicy, hour, minute, type Windows } from '../support/desk.ts';
import { line } from '../support/events.ts';
import { alice, bob, carol, erin, requesters, treasury } from '../support/people.ts';
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
  { weight: 12, arbitrary: fc.record({ do: fc.constant('go on' as const), pick: fc.nat(30) }) },
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
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;
type Step = Scenario['steps'][number];
type PressStep = Extract<Step, { do: 'press' }>;

/** A mistake planted between the desk and its windows. */
export type Plant = (windows: Windows) => Partial<Windows>;

interface Waiting {
  readonly process: number;
  readonly effect: () => Promise<unknown>;
  readonly goOn: () => Promise<void>;
}

/** @throws at the first step after which something is true that must never be. */
export async function play(scenario: Scenario, plant: Plant = () => ({})): Promise<void> {
  const { parts, approvedBefore, sendDelay, skewMs, script, steps } = scenario;
  const schedule = { sendDelay, reminderAfter: [4 * hour], expireAfter: 72 * hour };
  const people = { requesters, treasury: [...treasury, alice] };
  const world = await aDesk({ policy: aPolicy({ schedule, people }) });
  const waiting: Waiting[] = [];
  const wrong: string[] = [];
  const acknowledged: { press: string; number: number }[] = [];
  let lives = 0;

  const numbers: number[] = [];
  for (const count of parts) {
    const lines = Array.from({ length: count }, () => line());
    const { number } = (await world.asks({ lines })).asked;
    await world.approves(number, ...[bob, carol].slice(0, approvedBefore));
    numbers.push(number);
  }
  world.rail.script.push(...script);
  world.rail.control.onSubmit = async (order, attempt) => {
    const past = await world.ledger.read(order.requestNumber);
    const objection = objectionTo(past, order.plan.part, order.key, sha256(attempt.body));
    if (objection !== undefined) wrong.push(objection);
    const earlier = [...world.rail.payouts.values()].filter(
      (each) => each.request === order.requestNumber && each.part < order.plan.part,
    );
    if (earlier.length !== order.plan.part - 1) wrong.push('a part overtook an earlier one');
  };

  const start = (skew: number) => {
    const life = lives++;
    const point = <T>(effect: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const goOn = () => effect().then(resolve, reject);
        waiting.push({ process: life, effect, goOn });
      });
    const onTrouble = (_: number, error: unknown) => wrong.push(`trouble: ${error}`);
    const honest = { ...world, now: () => world.now() + skew, onTrouble };
    const windows = { ...honest, ...plant(honest) };
    const { rail, directory } = windows;
    const process = world.another({
      ...windows,
      ledger: ledgerThrough(windows.ledger, point),
      rail: railThrough(rail, point),
      directory: { standing: (person) => point(() => directory.standing(person)) },
    });
    return { life, ...process };
  };
  const processes = [start(0), start(skewMs)];
  const at = (index: number) => {
    const process = processes[index];
    if (!process) throw new Error(`There is no process ${index}.`);
    return process;
  };

  const goOn = async (pick: number) => {
    const [next] = waiting.splice(pick % Math.max(1, waiting.length), 1);
    await next?.goOn();
    await setImmediate();
  };
  const settle = async () => {
    while (waiting.length > 0) await goOn(0);
  };
  const failed = (error: unknown) => wrong.push(`thrown: ${error}`);
  const presses = (step: PressStep) => {
    const number = numbers[step.request % numbers.length] ?? 0;
    const by = world.by(step.person);
    for (const process of step.twice ? [step.process, 1 - step.process] : [step.process])
      pressed(at(process).desk, world, step, number, by).then((answer) => {
        if (!isRefusal(answer)) acknowledged.push({ press: by.press, number });
      }, failed);
  };
  const crash = async (index: number, pick: number, afterEffect: boolean) => {
    const { life } = at(index);
    const own = waiting.filter((each) => each.process === life);
    if (afterEffect) await own[pick % Math.max(1, own.length)]?.effect();
    for (const each of own) waiting.splice(waiting.indexOf(each), 1);
    processes[index] = start(index * skewMs);
    at(index).sweep.resume().catch(failed);
  };
  const take = async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'press':
        presses(step);
        break;
      case 'go on':
        return goOn(step.pick);
      case 'tick':
        at(step.process).sweep.tick().catch(failed);
        break;
      case 'settle':
        return settle();
      case 'pass':
        world.passes(step.ms);
        break;
      case 'crash':
        return crash(step.process, step.pick, step.afterEffect);
      case 'standing':
        world.standing.set(step.person, step.standing);
        break;
    }
    await setImmediate();
  };
  const judge = async () => {
    for (const number of numbers) wrong.push(...objectionsTo(await world.ledger.read(number)));
    for (const { press, number } of acknowledged)
      if (timesOnRecord(await world.ledger.read(number), press) !== 1)
        wrong.push(`${press} was acknowledged and is not on record once`);
    if (wrong.length > 0) throw new Error([...new Set(wrong)].join('; '));
  };

  for (const each of steps) {
    await take(each);
    await judge();
  }
  world.rail.script.splice(0);
  for (let look = 0; look < 8; look++) {
    await settle();
    world.passes(3 * minute);
    await take({ do: 'tick', process: look % 2 });
  }
  await settle();
  for (const number of numbers) wrong.push(...(await disagreements(world, number)));
  await judge();
  await world.ledger.close();
}
