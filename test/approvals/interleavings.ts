/**
 * Two processes over one ledger and one rail, every wait of theirs in the hands of the test: it
 * decides who goes on, who crashes and when. What is true is judged from the rail's own ledger and
 * the raw events, after every step, without the code under test.
 */
import { setImmediate } from 'node:timers/promises';
import type { By, Desk } from '../../src/approvals/desk/desk.ts';
import { isExhausted } from '../../src/approvals/request/attempts.ts';
import type { RequestEvent } from '../../src/approvals/request/events.ts';
import { sha256 } from '../../src/approvals/values/digest.ts';
import { isRefusal } from '../../src/approvals/vocabulary/refusals.ts';
import { aDesk, aPolicy, minute, type Windows } from '../support/desk.ts';
import { line } from '../support/events.ts';
import { alice, bob, carol, requesters, treasury } from '../support/people.ts';
import {
  disagreements,
  objectionsTo,
  objectionToSending,
  timesOnRecord,
} from './interleavings-oracle.ts';
import { ledgerThrough, railThrough } from './interleavings-points.ts';
import { type PressStep, plenty, type Scenario, type Step } from './interleavings-scenario.ts';

/** A mistake planted between the desk and its windows. */
export type Plant = (windows: Windows) => Partial<Windows>;

interface Waiting {
  readonly process: number;
  readonly effect: () => Promise<unknown>;
  readonly goOn: () => Promise<void>;
}

/**
 * @returns the kinds of events that came up.
 * @throws at the first step after which something is true that must never be.
 */
export async function play(
  scenario: Scenario,
  plant: Plant = () => ({}),
): Promise<ReadonlySet<string>> {
  const { parts, approvedBefore, sendDelay, skewMs, script, steps } = scenario;
  const schedule = { ...aPolicy().schedule, sendDelay };
  const people = { requesters, treasury: [...treasury, alice] };
  const world = await aDesk({ policy: aPolicy({ schedule, people }) });
  const waiting: Waiting[] = [];
  const wrong: string[] = [];
  const acknowledged: { press: string; number: number }[] = [];
  let lives = 0;

  const numbers: number[] = [];
  const prints = new Map<number, string>();
  for (const count of parts) {
    const lines = Array.from({ length: count }, () => line());
    const { number, fingerprint } = (await world.asks({ lines })).asked;
    prints.set(number, fingerprint);
    await world.approves(number, ...[bob, carol].slice(0, approvedBefore));
    numbers.push(number);
  }
  world.rail.script.push(...script);
  world.rail.control.onSubmit = async (order, attempt) => {
    const past = await world.ledger.read(order.requestNumber);
    const { part } = order.plan;
    const sent = { part, key: order.key, bodySha256: sha256(attempt.body) };
    const objection = objectionToSending(past, sent);
    if (objection !== undefined) wrong.push(objection);
    const earlier = [...world.rail.payouts.values()].filter(
      (each) => each.request === order.requestNumber && each.part < part,
    );
    if (earlier.length !== part - 1) wrong.push('a part overtook an earlier one');
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
    while (waiting.length > 0 && wrong.length === 0) await goOn(0);
  };
  const failed = (error: unknown) => wrong.push(`thrown: ${error}`);
  const presses = (step: PressStep) => {
    const number = numbers[step.request % numbers.length] ?? 0;
    const by = world.by(step.person);
    for (const process of step.twice ? [step.process, 1 - step.process] : [step.process])
      pressed(at(process).desk, step.verb, number, prints.get(number) ?? '', by).then((answer) => {
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
        for (let time = 0; time < step.times; time++) await goOn(step.pick);
        return;
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
      case 'funds':
        world.rail.balance.set('USDT_TRX', step.enough ? plenty : 0n);
        break;
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
  world.rail.balance.set('USDT_TRX', plenty);
  for (let look = 0; look < 8; look++) {
    await settle();
    world.passes(3 * minute);
    await take({ do: 'tick', process: look % 2 === 0 ? 0 : 1 });
  }
  await settle();
  for (const number of numbers) {
    wrong.push(...disagreements(await world.ledger.read(number), world.rail));
    const { stage, parts: left } = await world.read(number);
    const forPeople = left.some((part) => isExhausted(part, new Date(world.now()).toISOString()));
    if (!['cleared', 'sending', 'unclear'].includes(stage.state) || forPeople) continue;
    wrong.push(`nobody looked at one that is ${stage.state}`);
  }
  await judge();
  const past = await Promise.all(numbers.map((number) => world.ledger.read(number)));
  await world.ledger.close();
  return new Set(past.flat().map(kindOf));
}

/** e.g. `held: funds`, `outcomeRecorded: accepted from look-up`, `partStarted: 2`. */
function kindOf(event: RequestEvent): string {
  switch (event.type) {
    case 'held':
      return `held: ${event.reason}`;
    case 'partStarted':
      return `partStarted: ${event.attempt}`;
    case 'outcomeRecorded':
      return `outcomeRecorded: ${event.outcome.kind} from ${event.from}`;
    default:
      return event.type;
  }
}

function pressed(desk: Desk, verb: PressStep['verb'], number: number, print: string, by: By) {
  switch (verb) {
    case 'approve':
      return desk.approve(number, print, by);
    case 'reject':
      return desk.reject(number, print, 'Too much', by);
    case 'takeBack':
    case 'retract':
    case 'stop':
    case 'release':
      return desk[verb](number, by);
  }
}
