/** Canceling over the rail: what Calypso says is passed on, what it shows is what counts. */
import { describe, expect, it } from 'vitest';
import type { RequestFault } from '../../sandbox/calypso/faults.ts';
import { startEmulated } from './emulated.ts';
import { key, massOrder, singleOrder } from './orders.ts';

async function sent(order = singleOrder(), settings = {}) {
  const world = await startEmulated({ settings });
  await world.submit(order);
  const { id } = world.calypso.payout(key);
  const cancel = (message = 'Wrong month') => world.rail.cancel(order, id, message);
  const asked = () => world.calypso.received.filter(({ path }) => path.endsWith('/cancel'));
  const statuses = async () => (await world.observed(order)).lines.map(({ status }) => status);
  return { ...world, cancel, asked, statuses };
}

describe('a cancel', () => {
  it('of a single payout names it, says why, and is seen afterwards', async () => {
    const { calypso, cancel, asked, statuses } = await sent();
    expect(await cancel()).toEqual({
      answer: 'taken',
      detail: 'Calypso answered with the state CANCELED.',
    });
    expect(calypso.payout(key).cancellation?.message).toBe('Wrong month');
    expect(asked().map(({ path }) => path)).toEqual(['/api/v1/payout/cancel']);
    expect(await statuses()).toEqual(['canceled']);
  });

  it('of a mass payout goes where mass payouts are canceled', async () => {
    const { cancel, asked, statuses } = await sent(massOrder());
    expect((await cancel()).answer).toBe('taken');
    expect(asked().map(({ path }) => path)).toEqual(['/api/v1/payout/mass/cancel']);
    expect(new Set(await statuses())).toEqual(new Set(['canceled']));
  });

  it('that comes too late is refused, and nothing ends', async () => {
    const { calypso, cancel, statuses } = await sent(massOrder());
    while (calypso.payout(key).state !== 'IN_PROGRESS') calypso.advance(key);
    expect(await cancel()).toMatchObject({
      answer: 'refused',
      detail: expect.stringContaining('too late to cancel (error 012'),
    });
    expect(new Set(await statuses())).toEqual(new Set(['open']));
  });

  it('of a batch of which some had left leaves those paid', async () => {
    const { calypso, cancel, observed } = await sent(massOrder(), { cancelInProgress: true });
    while (calypso.payout(key).state !== 'IN_PROGRESS') calypso.advance(key);
    const [first] = calypso.payout(key).withdrawals;
    if (first) first.state = 'COMPLETED';
    expect((await cancel()).answer).toBe('taken');
    const { phase, lines } = await observed(massOrder());
    expect(phase).toBe('settled');
    expect(lines.map(({ status }) => status)).toEqual([
      'paid',
      ...Array.from({ length: 5 }, () => 'canceled'),
    ]);
  });

  it('tells Calypso no more than 200 characters', async () => {
    const { calypso, cancel } = await sent();
    await cancel('№'.repeat(300));
    expect(calypso.payout(key).cancellation?.message).toBe('№'.repeat(200));
  });

  const on = '/payout/cancel';
  const faults: readonly [RequestFault, 'taken' | 'refused' | 'unclear' | 'deferred', string][] = [
    [{ on, kind: 'acceptThenDrop' }, 'unclear', 'canceled'],
    [{ on, kind: 'dropBefore' }, 'unclear', 'open'],
    [{ on, kind: 'truncate' }, 'unclear', 'canceled'],
    [{ on, kind: 'errorAfter' }, 'unclear', 'canceled'],
    [{ on, kind: 'html' }, 'unclear', 'open'],
    [{ on, kind: 'code', errorCode: '001' }, 'refused', 'open'],
    [{ on, kind: 'code', errorCode: '004' }, 'refused', 'open'],
    [{ on, kind: 'code', errorCode: '012', handled: true }, 'refused', 'canceled'],
    [{ on, kind: 'code', errorCode: '002' }, 'deferred', 'open'],
    [{ on, kind: 'status', status: 429 }, 'deferred', 'open'],
    [{ on, kind: 'wrongEcho', field: 'state', value: 'CREATED' }, 'taken', 'canceled'],
  ];
  it.each(faults)('after %j is %s, and the line is %s', async (fault, answer, status) => {
    const { calypso, cancel, asked, statuses } = await sent();
    calypso.fault(fault);
    expect(await cancel()).toMatchObject({ answer });
    expect(asked()).toHaveLength(1);
    expect(await statuses()).toEqual([status]);
  });
});
