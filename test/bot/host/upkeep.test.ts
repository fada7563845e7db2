/** What is looked after besides the requests: the subscription, and the clocks. */
import { describe, expect, it } from 'vitest';
import { openUpkeep } from '../../../src/bot/host/upkeep.ts';
import { freshSqlite } from '../../support/ledgers.ts';

const minute = 60_000;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Upkeep over a real ledger, with a doorbell that answers by script and a clock that is set. */
async function aHouse(...found: ('kept' | 'created' | 'renewed' | 'no answer')[]) {
  const fresh = await freshSqlite();
  const ledger = await fresh.open();
  const house = {
    at: Date.parse('2026-03-02T12:00:00.000Z'),
    ahead: 0,
    checks: 0,
    resumed: [] as number[],
  };
  const doorbell = {
    ensure: async () => {
      const answer = found[Math.min(house.checks++, found.length - 1)];
      if (answer === 'no answer' || answer === undefined) throw new Error('no answer');
      return answer;
    },
  };
  const clockDifferenceMs = () => house.ahead;
  const now = () => house.at;
  const resume = async (olderThanMs: number) => {
    house.resumed.push(olderThanMs);
  };
  const upkeep = openUpkeep({ ledger, now, log: silent, doorbell, clockDifferenceMs, resume });
  const passes = async (ms: number) => {
    house.at += ms;
    await upkeep.run();
  };
  const open = async () => (await ledger.openAlerts()).map(({ kind, detail }) => [kind, detail]);
  return { house, passes, open };
}

describe('the webhook subscription', () => {
  it('is no alert when it is made at the first start', async () => {
    const { passes, open } = await aHouse('created', 'kept');
    await passes(0);
    expect(await open()).toEqual([]);
  });

  it.each([
    ['created', 'it was missing and is made anew'],
    ['renewed', 'Calypso had blocked it after too many errors; it is made anew'],
  ] as const)('that had to be %s later is an alert until the next check', async (found, words) => {
    const { passes, open } = await aHouse('kept', found, 'kept');
    await passes(0);
    await passes(10 * minute);
    expect(await open()).toEqual([['subscription', words]]);
    await passes(10 * minute);
    expect(await open()).toEqual([]);
  });

  it('is asked for again soon when it could not be checked, and told after five minutes', async () => {
    const { house, passes, open } = await aHouse('no answer');
    for (let check = 1; check <= 10; check++) {
      expect(await open()).toEqual([]);
      await passes(minute / 2);
      expect(house.checks).toBe(check);
    }
    expect(await open()).toEqual([['subscription', 'it could not be checked for five minutes']]);
  });

  it('is looked at every ten minutes only', async () => {
    const { house, passes } = await aHouse('kept');
    for (let times = 0; times < 20; times++) await passes(minute);
    expect(house.checks).toBe(2);
  });
});

describe('presses that somebody left open', () => {
  it('are finished once a minute, when they are a minute old', async () => {
    const { house, passes } = await aHouse('kept');
    for (let times = 0; times < 6; times++) await passes(minute / 2);
    expect(house.resumed).toEqual([minute, minute, minute]);
  });
});

describe('the clocks', () => {
  it.each([
    [59_999, []],
    [60_000, [['clock', "Calypso's clock is 60 s ahead of ours"]]],
    [-90_000, [['clock', "Calypso's clock is 90 s behind ours"]]],
  ])('that differ by %d ms', async (ahead, alerts) => {
    const { house, passes, open } = await aHouse('kept');
    house.ahead = ahead;
    await passes(0);
    expect(await open()).toEqual(alerts);
    house.ahead = 0;
    await passes(10 * minute);
    expect(await open()).toEqual([]);
  });
});
