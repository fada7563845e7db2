/** Equal lines that fared differently: told apart by the reference, or said to be one of several. */
import { describe, expect, it } from 'vitest';
import { ivan } from '../support/people.ts';
import { startEmulated } from './emulated.ts';
import { key, line, orderOf } from './orders.ts';

/** Lines 4 and 9 of the request are twins; so are 5 and 7, which fare alike. */
const order = orderOf('mass', [
  line(1_000_000n),
  line(2_000_000n),
  line(3_000_000n, { address: ivan }),
  line(2_000_000n),
  line(4_000_000n),
  line(1_000_000n),
]);

async function settled(settings = {}, failing: readonly number[] = [0]) {
  const world = await startEmulated({ settings });
  await world.submit(order);
  world.calypso.failRecipients(key, failing);
  world.calypso.complete(key);
  const before = world.calypso.received.length;
  const filtered = () =>
    world.calypso.received
      .slice(before)
      .flatMap(({ body }) => /"externalId":"([^"]+)"/.exec(body.toString('utf8'))?.[1] ?? []);
  const told = async () =>
    (await world.observed(order)).lines.map(({ line: number, status, problem }) =>
      [number, status, problem ?? ''].join(' ').trim(),
    );
  return { ...world, filtered, told };
}

describe('equal lines', () => {
  it('are told apart by the reference they were sent under, and only where results differ', async () => {
    for (const failing of [0, 5]) {
      const { filtered, told } = await settled({}, [failing]);
      const failed = failing === 0 ? 4 : 9;
      expect(await told()).toEqual(
        [4, 5, 6, 7, 8, 9].map((number) => `${number} ${number === failed ? 'failed' : 'paid'}`),
      );
      expect(filtered()).toEqual(['1042-4', '1042-9']);
    }
  });

  it('are not asked about while they fare alike', async () => {
    const { filtered, told } = await settled({}, [2]);
    expect((await told())[2]).toBe('6 failed');
    expect(filtered()).toEqual([]);
  });

  const doubtful = [
    '4 paid one of lines 4 and 9, which look the same',
    '5 paid',
    '6 paid',
    '7 paid',
    '8 paid',
    '9 failed one of lines 4 and 9, which look the same',
  ];

  it('are said to be one of them where Calypso refuses to filter', async () => {
    const { calypso, told } = await settled();
    const message = 'no such filter';
    calypso.fault({ on: '/payout/withdrawal/all', kind: 'slow', ms: 1 });
    calypso.fault({
      on: '/payout/withdrawal/all',
      kind: 'code',
      errorCode: '001',
      message,
      times: 4,
    });
    expect(await told()).toEqual(doubtful);
  });

  it('are said to be one of them where the filter finds nothing', async () => {
    const world = await startEmulated();
    await world.submit(order);
    for (const withdrawal of world.calypso.payout(key).withdrawals)
      Reflect.set(withdrawal, 'externalId', undefined);
    world.calypso.failRecipients(key, [0]);
    world.calypso.complete(key);
    const { lines } = await world.observed(order);
    expect(lines.map(({ problem }) => problem)).toEqual(
      doubtful.map((words) => words.split(' ').slice(2).join(' ') || undefined),
    );
  });

  it('are not guessed at when the filter cannot be asked', async () => {
    const { calypso, rail } = await settled();
    const { id } = calypso.payout(key);
    calypso.fault({ on: '/payout/withdrawal/all', kind: 'slow', ms: 1 });
    calypso.fault({ on: '/payout/withdrawal/all', kind: 'code', errorCode: '016', times: 3 });
    expect(await rail.observe(order, id)).toMatchObject({ kind: 'unknown' });
  });

  it('keep what they were told through a replaced transfer', async () => {
    const world = await startEmulated();
    await world.submit(order);
    while (world.calypso.payout(key).state !== 'IN_PROGRESS') world.calypso.advance(key);
    world.calypso.replaceWithdrawal(key, 5);
    world.calypso.failRecipients(key, [0]);
    world.calypso.complete(key);
    const { lines } = await world.observed(order);
    expect(lines.map(({ status }) => status)).toEqual([
      'failed',
      ...Array.from({ length: 5 }, () => 'paid'),
    ]);
  });
});
