/** Failures of the way at every other request of the rail: what is not known is never made up. */
import { describe, expect, it } from 'vitest';
import type { RequestFault } from '../../sandbox/calypso/faults.ts';
import { numberToken } from '../../sandbox/calypso/json.ts';
import { CalypsoUnclear } from '../../src/calypso/errors.ts';
import { ivan } from '../support/people.ts';
import { startEmulated } from './emulated.ts';
import { key, massOrder, singleOrder } from './orders.ts';

type Without<F> = F extends RequestFault ? Omit<F, 'on' | 'times'> : never;
type Kind = Without<RequestFault>;

/** Before the request is handled, after it, and in the middle of its answer. */
const ways: readonly Kind[] = [
  { kind: 'dropBefore' },
  { kind: 'acceptThenDrop' },
  { kind: 'truncate' },
  { kind: 'errorBefore' },
  { kind: 'errorAfter' },
  { kind: 'empty' },
  { kind: 'html' },
  { kind: 'huge', bytes: 5_000_000 },
  { kind: 'redirect', to: 'http://127.0.0.1:1/' },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 503 },
  { kind: 'code', errorCode: '002' },
  { kind: 'code', errorCode: '016' },
];
const stalls: readonly Kind[] = [{ kind: 'hang' }, { kind: 'trickle', ms: 200 }];

const faultOn = (on: string, kind: Kind, times: number): RequestFault => ({ ...kind, on, times });

async function started(deadlineMs?: number) {
  const world = await startEmulated({}, deadlineMs);
  return { ...world, id: () => world.calypso.payout(key).id };
}

describe('a look-up that fails', () => {
  it.each(ways)('by %j finds neither a payout nor its absence', async (kind) => {
    const { calypso, submit, rail } = await started();
    await submit(singleOrder());
    calypso.fault(faultOn('/payout', kind, 3));
    expect(await rail.lookUp(singleOrder())).toMatchObject({ kind: 'unknown' });
    calypso.clearFaults();
    expect(await rail.lookUp(singleOrder())).toMatchObject({ kind: 'found' });
  });

  it.each(stalls)('by %j ends at the deadline, all attempts together', async (kind) => {
    const { calypso, submit, rail } = await started(300);
    await submit(massOrder());
    calypso.fault(faultOn('/payout/mass', kind, 1));
    expect(await rail.lookUp(massOrder())).toMatchObject({ kind: 'unknown' });
    const asked = calypso.received.filter(({ path }) => path.endsWith('/payout/mass'));
    expect(asked).toHaveLength(1);
  });
});

describe('a look at a payout', () => {
  it.each(ways)('of which the transfers fail by %j tells nothing', async (kind) => {
    const { calypso, submit, rail, id } = await started();
    await submit(massOrder());
    calypso.complete(key);
    calypso.fault(faultOn('/payout/withdrawal/all', kind, 6));
    expect(await rail.observe(massOrder(), id())).toMatchObject({ kind: 'unknown' });
    calypso.clearFaults();
    const seen = await rail.observe(massOrder(), id());
    expect(seen).toMatchObject({ kind: 'seen', report: { phase: 'settled' } });
  });

  it('is not settled by a state that its transfers do not bear out', async () => {
    const { calypso, submit, rail, id } = await started();
    await submit(massOrder());
    calypso.fault({ on: '/payout/mass', kind: 'wrongEcho', field: 'state', value: 'COMPLETED' });
    const seen = await rail.observe(massOrder(), id());
    expect(seen).toMatchObject({ kind: 'seen', report: { phase: 'in-progress' } });
  });

  it.each([
    ['amount', numberToken('999')],
    ['depositAddress', ivan],
    ['currency', 'TRX'],
  ])('does not take transfers with another %s for its lines', async (field, value) => {
    const { calypso, submit, rail, id } = await started();
    await submit(singleOrder());
    calypso.fault({ on: '/payout/withdrawal/all', kind: 'wrongEcho', field, value });
    while (calypso.payout(key).state !== 'IN_PROGRESS') calypso.advance(key);
    const seen = await rail.observe(singleOrder(), id());
    const problem = expect.stringContaining('not asked for');
    expect(seen).toMatchObject({ report: { lines: [{ status: 'open', problem }] } });
  });
});

describe('the create of a mass payout', () => {
  const points: readonly [Kind, 0 | 1][] = [
    [{ kind: 'dropBefore' }, 0],
    [{ kind: 'acceptThenDrop' }, 1],
    [{ kind: 'truncate' }, 1],
    [{ kind: 'errorBefore' }, 0],
    [{ kind: 'errorAfter' }, 1],
    [{ kind: 'html', handled: true }, 1],
    [{ kind: 'wrongEcho', field: 'totalWithdrawalAmount', value: numberToken('22') }, 1],
    [{ kind: 'wrongEcho', field: 'name', value: 'Bonuses' }, 1],
    [{ kind: 'wrongEcho', field: 'currency', value: 'USDT' }, 1],
  ];
  it.each(points)('is unclear after %j, which leaves %i payouts', async (kind, count) => {
    const { calypso, submit, rail } = await started();
    calypso.fault(faultOn('/payout/mass/create', kind, 1));
    expect(await submit(massOrder())).toMatchObject({ kind: 'unclear' });
    expect(calypso.payouts).toHaveLength(count);
    const found = count === 1 ? 'found' : 'absent';
    expect(await rail.lookUp(massOrder())).toMatchObject({ kind: found });
  });
});

describe('what changes something', () => {
  it.each(ways.slice(0, 8))('is asked once although it fails by %j', async (kind) => {
    const { calypso, client, submit, id } = await started();
    await submit(singleOrder());
    const requestId = 'bf9348b7-2c14-46d7-868c-b597852da319';
    const asks = [
      ['/payout/cancel', () => client.cancelPayout({ id: id() }, 'no')],
      [
        '/subscription/webhook/create',
        () => client.createSubscription({ requestId, url: 'http://x.test/' }),
      ],
    ] as const;
    for (const [path, ask] of asks) {
      calypso.fault(faultOn(path, kind, 9));
      await expect(ask()).rejects.toThrow(CalypsoUnclear);
      expect(calypso.received.filter((each) => each.path.endsWith(path))).toHaveLength(1);
    }
  });
});
