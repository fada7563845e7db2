/**
 * What the emulator assumes where Calypso's documentation is silent or contradicts itself, and what
 * it says and does on its bad days. Each is a switch, described in switches/; the usual values are
 * the documented or the strictest reading. A switch never changes what is in the ledger already.
 */

import { doorSwitches } from './switches/doors.ts';
import { lifeSwitches } from './switches/life.ts';
import { moneySwitches } from './switches/money.ts';
import { readSwitches } from './switches/reads.ts';
import { sayingSwitches } from './switches/sayings.ts';
import type { Switches, Turned } from './switches/switch.ts';
import { webhookSwitches } from './switches/webhooks.ts';

const switches = {
  ...lifeSwitches,
  ...doorSwitches,
  ...readSwitches,
  ...moneySwitches,
  ...sayingSwitches,
  ...webhookSwitches,
};
export type Settings = Turned<typeof switches>;

/** Those that can also be turned for one payout alone. */
export type Sayings = Turned<typeof sayingSwitches>;

const named: Switches = switches;

/** Values by name, as they come from outside. */
type Asked = Readonly<Record<string, unknown>>;

/** Everything as it usually is, but for what is given. @throws Error about what may not be given. */
export function settingsWith(given: Partial<Settings> = {}): Settings {
  check(named, given);
  const usual = Object.fromEntries(
    Object.entries(named).map(([name, one]): [string, unknown] => [name, one.usual]),
  );
  const all: unknown = { ...usual, ...given };
  if (!isSettings(all)) throw new Error('The usual settings are not what their switches accept.');
  return all;
}

/** What was asked for by name, checked. @throws Error with a sentence about the first that is wrong. */
export function readSettings(asked: Asked): Partial<Settings> {
  check<Settings>(named, asked);
  return asked;
}

/** The same for what can be said of one payout. */
export function readSayings(asked: Asked): Partial<Sayings> {
  check<Sayings>(sayingSwitches, asked);
  return asked;
}

/** @throws Error when there is no switch of that name. */
export function readName(name: string): keyof Settings {
  if (isNameIn(switches, name)) return name;
  throw new Error(`There is no switch ${name} here.`);
}

/** The same for those that can be turned for one payout. */
export function readSayingName(name: string): keyof Sayings {
  if (isNameIn(sayingSwitches, name)) return name;
  throw new Error(`There is no switch ${name} that can be turned for one payout.`);
}

/** A line for each switch: its name, its usual value, what it may be, what it means. */
export const describedSwitches = () =>
  Object.entries(named).map(([name, { usual, may, means }]) => ({ name, usual, may, means }));

function check<T>(known: Switches, asked: Asked): asserts asked is Asked & Partial<T> {
  for (const [name, value] of Object.entries(asked)) {
    const one = isNameIn(known, name) ? known[name] : undefined;
    if (one === undefined) throw new Error(`There is no switch ${name} here.`);
    if (!one.accepts(value)) {
      throw new Error(`${name} may be ${one.may}; it is not ${JSON.stringify(value)}.`);
    }
  }
}

const isNameIn = <T extends object>(known: T, name: PropertyKey): name is keyof T =>
  Object.hasOwn(known, name);

const isSettings = (all: unknown): all is Settings =>
  typeof all === 'object' &&
  all !== null &&
  Object.entries(named).every(([name, one]) => one.accepts(Reflect.get(all, name)));
