/** The troubles as the page shows them: all there are, those that are on now, and each way back. */
import type { Payout } from '../../calypso/book.ts';
import type { CalypsoEmulator } from '../../calypso/emulator.ts';
import type { Fault } from '../../calypso/faults.ts';
import { describedSwitches, readName, type Settings } from '../../calypso/settings.ts';
import type { ShownTrouble, ShownTroubleOn, TroublesState } from '../wire.ts';
import { isOverLimit, troubleGroups } from './orders.ts';
import type { Trouble } from './trouble.ts';

/** Whether payouts move by themselves is no trouble; it is asked beside them. */
const pace: readonly string[] = ['progress', 'stepMs'];

export function troublesState(calypso: CalypsoEmulator): TroublesState {
  return {
    groups: troubleGroups.map(({ name, about, troubles }) => ({
      ...{ name, about },
      troubles: troubles.map((one) => shownTrouble(calypso, one)),
    })),
    on: [
      ...troubleGroups.flatMap(({ name, troubles }) =>
        troubles.filter((one) => isOn(calypso, one)).map((one) => ordered(calypso, one, name)),
      ),
      ...calypso.payouts.toReversed().flatMap((payout) => onPayout(calypso, payout)),
      ...othersOn(calypso),
    ],
  };
}

function shownTrouble(calypso: CalypsoEmulator, trouble: Trouble): ShownTrouble {
  const { id, name, about, order } = trouble;
  const onFor = calypso.payouts.filter((payout) => isSaidOf(calypso, trouble, payout));
  return {
    ...{ id, name, about, kind: order.kind },
    isOn: isOn(calypso, trouble),
    onFor: onFor.map((payout) => payout.id),
  };
}

/** Whether it is on whatever payout is chosen. */
function isOn(calypso: CalypsoEmulator, { id, order }: Trouble): boolean {
  switch (order.kind) {
    case 'once':
    case 'lasting':
      return calypso.faults().some(({ name }) => name === id) || isTurned(calypso, order.turns);
    case 'said':
      return isTurned(calypso, order.says);
    case 'done':
    case 'happens':
      return false;
  }
}

function isTurned({ settings, atStart }: CalypsoEmulator, turns: Partial<Settings>): boolean {
  const entries = Object.entries(turns).map(([name, value]) => [readName(name), value] as const);
  return (
    entries.every(([name, value]) => isSame(settings[name], value)) &&
    entries.some(([name, value]) => !isSame(atStart[name], value))
  );
}

function isSaidOf(calypso: CalypsoEmulator, { order }: Trouble, { id }: Payout): boolean {
  if (order.kind !== 'said') return false;
  const saidOf = new Map<string, unknown>(Object.entries(calypso.saidOf(id)));
  return Object.entries(order.says).every(([name, value]) => isSame(saidOf.get(name), value));
}

const isSame = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

function ordered(calypso: CalypsoEmulator, { id, name }: Trouble, group: string): ShownTroubleOn {
  const times = calypso.faults().find((fault) => fault.name === id)?.times;
  const more = typeof times === 'number' && times > 1 ? `, ${times} times` : '';
  const undo = { deed: 'trouble', trouble: id, on: false };
  return { key: id, name, where: `${group}${more}`, undo };
}

function onPayout(calypso: CalypsoEmulator, payout: Payout): readonly ShownTroubleOn[] {
  const { id, amount, currency } = payout;
  const where = `The payout of ${amount} ${currency}`;
  const troubles = troubleGroups
    .flatMap((group) => group.troubles)
    .filter((one) => isSaidOf(calypso, one, payout));
  const said = troubles.map((one) => ({
    ...{ key: `${id} ${one.id}`, name: one.name, where },
    undo: { deed: 'trouble', trouble: one.id, on: false, payout: id },
  }));
  const known = troubles.flatMap(switchesOf);
  const others: readonly (ShownTroubleOn | false)[] = [
    ...Object.entries(calypso.saidOf(id))
      .filter(([name]) => !known.includes(name))
      .map(([name, value]) => ({
        ...{ key: `${id} ${name}`, name: `${name}: ${JSON.stringify(value)}`, where },
        undo: { deed: 'unsay', payout: id, switches: [name] },
      })),
    calypso.isMoved(id) && {
      ...{ key: `${id} moved`, name: 'Moved against the rules', where },
      undo: { deed: 'putBack', payout: id },
      undoName: 'Put it back',
    },
    isOverLimit(payout) && {
      ...{ key: `${id} limit`, name: 'Over a limit', where },
      undo: { deed: 'resolve', payout: id },
    },
  ];
  return [...said, ...others.filter((one) => one !== false)];
}

/** What was ordered in code: faults without a name here, and switches no trouble is about. */
function othersOn(calypso: CalypsoEmulator): readonly ShownTroubleOn[] {
  const troubles = troubleGroups.flatMap((group) => group.troubles);
  const ids = troubles.map(({ id }) => id);
  const known = troubles.filter((one) => isOn(calypso, one)).flatMap(switchesOf);
  const turned = describedSwitches()
    .map(({ name }) => readName(name))
    .filter((name) => !pace.includes(name) && !known.includes(name))
    .filter((name) => !isSame(calypso.settings[name], calypso.atStart[name]));
  return [
    ...calypso
      .faults()
      .filter(({ name = '' }) => !ids.includes(name))
      .map((fault, index) => ({ key: `fault ${index}`, ...faultWords(fault) })),
    ...turned.map((name) => ({
      ...{ key: name, name: `${name}: ${JSON.stringify(calypso.settings[name])}` },
      where: 'A switch of the emulator',
      undo: { deed: 'undo', switches: [name] },
    })),
  ];
}

function switchesOf({ order }: Trouble): readonly string[] {
  if (order.kind === 'said') return Object.keys(order.says);
  return order.kind === 'once' || order.kind === 'lasting' ? Object.keys(order.turns) : [];
}

function faultWords({ kind, on, times = 1 }: Fault) {
  return { name: `${kind}, ${times === 'always' ? 'always' : `× ${times}`}`, where: `On ${on}` };
}
