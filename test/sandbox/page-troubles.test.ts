/** The Trouble panel without a browser: each trouble is on when it is ordered, and has a way back. */

import { describe, expect, it } from 'vitest';
import { letAllBeWell, order, troubleGroups } from '../../sandbox/page/trouble/orders.ts';
import { troublesState } from '../../sandbox/page/trouble/shown.ts';
import { keyOne, keyTwo, single, withKey } from './calypso-caller.ts';
import { requestId } from './calypso-ear.ts';
import { started } from './calypso-started.ts';

const all = troubleGroups.flatMap(({ troubles }) => troubles);
const ofKind = (...kinds: readonly string[]) =>
  all.filter((one) => kinds.includes(one.order.kind)).map(({ id, name }) => [name, id] as const);

async function opened() {
  const world = await started();
  const { calypso } = world;
  await world.createsMass();
  calypso.advance(keyOne);
  await world.call('/payout/create', single('5', withKey(keyTwo)));
  const [mass = '', other = ''] = calypso.payouts.map(({ id }) => id);
  const shown = (trouble: string) =>
    troublesState(calypso)
      .groups.flatMap(({ troubles }) => troubles)
      .find(({ id }) => id === trouble);
  return { ...world, mass, other, shown, onNow: () => troublesState(calypso).on };
}

describe('the list of troubles', () => {
  it('names each one once, shortly and in words', () => {
    for (const names of [all.map(({ id }) => id), troubleGroups.map(({ name }) => name)])
      expect(new Set(names).size).toBe(names.length);
    for (const { troubles } of troubleGroups)
      expect(new Set(troubles.map(({ name }) => name)).size).toBe(troubles.length);
    for (const { name, about } of all) {
      expect(name.length, name).toBeLessThanOrEqual(60);
      expect(about, name).toMatch(/^$|[.…]$/);
    }
  });
});

describe('a trouble that stays or waits', () => {
  it.each(ofKind('once', 'lasting'))(
    '“%s” is on when ordered, and can be undone',
    async (name, trouble) => {
      const { calypso, shown, onNow } = await opened();
      expect(shown(trouble)).toMatchObject({ isOn: false });
      await order(calypso, { deed: 'trouble', trouble, on: true });
      expect(shown(trouble)).toMatchObject({ isOn: true });
      expect(onNow().map((one) => one.name)).toContain(name);
      await order(calypso, { deed: 'trouble', trouble, on: false });
      expect(onNow()).toEqual([]);
      expect([calypso.faults(), calypso.settings]).toEqual([[], calypso.atStart]);
    },
  );
});

describe('a trouble with what is said', () => {
  it.each(ofKind('said'))(
    '“%s” is on for one payout, or for all, and can be undone',
    async (name, trouble) => {
      const { calypso, mass, other, shown, onNow } = await opened();
      await order(calypso, { deed: 'trouble', trouble, on: true, payout: mass });
      expect(shown(trouble)).toMatchObject({ isOn: false, onFor: [mass] });
      expect(onNow()).toMatchObject([{ name, where: 'The payout of 0.6 ETH' }]);
      expect(calypso.saidOf(other)).toEqual({});
      await order(calypso, { deed: 'trouble', trouble, on: false, payout: mass });
      expect(onNow()).toEqual([]);
      await order(calypso, { deed: 'trouble', trouble, on: true });
      expect(shown(trouble)).toMatchObject({ isOn: true });
      await order(calypso, { deed: 'trouble', trouble, on: false });
      expect(onNow()).toEqual([]);
    },
  );
});

describe('a trouble that is done', () => {
  it.each(ofKind('done'))('“%s” wants a payout', async (_name, trouble) => {
    const { calypso, ledger } = await opened();
    const before = ledger();
    await expect(order(calypso, { deed: 'trouble', trouble, on: true })).rejects.toThrow(
      'Choose a payout above',
    );
    expect(ledger()).toEqual(before);
  });
  it.each([
    ['overLimit', 'Over a limit'],
    ['firstFails', 'Moved against the rules'],
    ['failedDraft', 'Moved against the rules'],
    ['canceledOpen', 'Moved against the rules'],
    ['completedDraft', 'Moved against the rules'],
    ['completedReplaced', 'Moved against the rules'],
    ['completedFailed', 'Moved against the rules'],
    ['failedShort', 'Moved against the rules'],
  ])('%s shows as “%s”, and all of it goes when all is to be well', async (trouble, name) => {
    const { calypso, call, mass, onNow, ledger, transfers } = await opened();
    await call(
      '/subscription/webhook/create',
      `{"requestId":"${requestId}","url":"http://127.0.0.1:9/","notificationServiceTypes":["PAYOUT"]}`,
    );
    const before = [...ledger(), calypso.balance('ETH'), calypso.payout(mass).state];
    await order(calypso, { deed: 'trouble', trouble, on: true, payout: mass });
    expect(onNow().map((one) => one.name)).toContain(name);
    letAllBeWell(calypso);
    expect(onNow()).toEqual([]);
    expect([...ledger(), calypso.balance('ETH'), calypso.payout(mass).state]).toEqual(before);
    expect(await transfers()).toHaveLength(3);
  });
});

describe('what is on now', () => {
  it('names what was ordered in code too, with a way back where there is one', async () => {
    const { calypso, mass, onNow } = await opened();
    calypso.turn({ totals: 'right' });
    calypso.says(mass, { nameMax: 3 });
    calypso.fault({ on: '/account', kind: 'truncate', times: 2 });
    expect(onNow()).toMatchObject([
      { name: 'nameMax: 3', undo: { deed: 'unsay', payout: mass, switches: ['nameMax'] } },
      { name: 'truncate, × 2', where: 'On /account' },
      { name: 'totals: "right"', undo: { deed: 'undo', switches: ['totals'] } },
    ]);
  });
  it('does not count whether payouts move by themselves, nor changes it', async () => {
    const { calypso, onNow } = await opened();
    calypso.turn({ progress: 'auto', stepMs: 4_000 });
    expect(onNow()).toEqual([]);
    letAllBeWell(calypso);
    expect(calypso.settings).toMatchObject({ progress: 'auto', stepMs: 4_000 });
  });
});
