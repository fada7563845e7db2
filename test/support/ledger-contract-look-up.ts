/** Finding requests, and when to look at them. */
import { expect, it } from 'vitest';
import {
  accepted,
  approved,
  at,
  cleared,
  line,
  partStarted,
  rejected,
  requested,
} from './events.ts';
import { type Bench, entryOf, record } from './ledger-bench.ts';
import { alice, bob, carol, dave } from './people.ts';

export function lookUpContract(bench: Bench): void {
  it('gets the next number, from 1001 on', async () => {
    expect(await bench.ledger.nextNumber()).toBe(1001);
    await record(bench.ledger, requested({ number: 1001 }));
    expect(await bench.ledger.nextNumber()).toBe(1002);
  });

  it('is found by its draft, by the key of a part and by the rail’s id', async () => {
    const asked = requested({ lines: [line(), line({ amountMinor: 1n })] });
    const approvals = [approved(bob, { asked }), approved(carol, { asked })];
    const start = [cleared(bob, carol), partStarted(1)];
    await record(bench.ledger, asked, ...approvals, ...start, accepted(1, '71ab'));
    expect(await bench.ledger.byDraft('draft-1001')).toBe(1001);
    expect(await bench.ledger.byPartKey(asked.parts[1]?.key ?? '')).toEqual({
      request: 1001,
      part: 2,
    });
    expect(await bench.ledger.byRailId('71ab')).toEqual({ request: 1001, part: 1 });
  });

  it('is not found by what belongs to none', async () => {
    expect(await bench.ledger.byDraft('draft-1001')).toBeUndefined();
    expect(await bench.ledger.byPartKey('none')).toBeUndefined();
    expect(await bench.ledger.byRailId('none')).toBeUndefined();
  });

  it('is listed newest first, narrowed by requester and state', async () => {
    await record(bench.ledger, requested({ number: 1001, purpose: 'Rent' }));
    await record(bench.ledger, requested({ number: 1002, by: dave }), rejected(bob));
    await record(bench.ledger, requested({ number: 1003 }));
    const numbers = async (filter: Omit<Parameters<typeof bench.ledger.list>[0], 'limit'>) =>
      (await bench.ledger.list({ ...filter, limit: 10 })).map((row) => row.number);
    expect(await numbers({})).toEqual([1003, 1002, 1001]);
    expect(await numbers({ requester: alice })).toEqual([1003, 1001]);
    expect(await numbers({ states: ['rejected', 'expired'] })).toEqual([1002]);
    expect(await numbers({ requester: alice, states: ['rejected'] })).toEqual([]);
    expect(await numbers({ states: [] })).toEqual([]);
    expect(await bench.ledger.list({ limit: 2 })).toHaveLength(2);
    expect((await bench.ledger.list({ limit: 10 })).at(-1)).toEqual({
      number: 1001,
      state: 'awaiting',
      requester: alice,
      purpose: 'Rent',
      askedAt: at(0),
    });
  });

  it('is looked at when its time has come, the one that waited longest first', async () => {
    const asks = async (number: number, wakeAt: string | undefined) =>
      bench.ledger.append(entryOf([], [requested({ number })], { wakeAt }));
    await asks(1001, at(30));
    await asks(1002, at(10));
    await asks(1003, at(10));
    await asks(1004, undefined);
    await asks(1005, at(31));
    expect(await bench.ledger.due(at(9), 10)).toEqual([]);
    expect(await bench.ledger.due(at(30), 10)).toEqual([1002, 1003, 1001]);
    expect(await bench.ledger.due(at(30), 1)).toEqual([1002]);
  });

  it('can be looked at later without anything being recorded', async () => {
    await bench.ledger.append(entryOf([], [requested()], { wakeAt: at(1) }));
    await bench.ledger.wakeAt(1001, at(5));
    expect(await bench.ledger.due(at(4), 10)).toEqual([]);
    expect(await bench.ledger.due(at(5), 10)).toEqual([1001]);
    expect(await bench.ledger.read(1001)).toHaveLength(1);
  });
}
