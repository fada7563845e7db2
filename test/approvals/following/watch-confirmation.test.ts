/** A payout that waits for people at the rail: said at once, an alert after half an hour. */
import { describe, expect, it } from 'vitest';
import { aDueDesk, minute } from '../../support/desk.ts';

async function waiting() {
  const desk = await aDueDesk();
  await desk.look();
  const [payout] = [...desk.rail.payouts.values()];
  if (!payout) throw new Error('Nothing was sent.');
  payout.phase = 'waiting-for-confirmation';
  await desk.look();
  const key = `confirmation:${desk.number}`;
  return { ...desk, payout, key };
}

describe('waiting to be confirmed at the rail', () => {
  it('is an alert after half an hour, once, and resolved when it moves', async () => {
    const desk = await waiting();
    expect(await desk.alerts()).toEqual([]);
    desk.passes(30 * minute - 1);
    await desk.look();
    expect(await desk.alerts()).toEqual([]);
    desk.passes(1);
    await desk.look();
    await desk.look();
    expect(await desk.alerts()).toEqual([desk.key]);
    desk.payout.phase = 'in-progress';
    await desk.look();
    expect(await desk.alerts()).toEqual([]);
  });

  it('is found in time by the sweep alone', async () => {
    const desk = await waiting();
    for (let minutes = 0; minutes < 45; minutes += 1) {
      desk.passes(minute);
      await desk.sweep.tick();
    }
    expect(await desk.alerts()).toEqual([desk.key]);
  });

  it('begins anew when it moves and comes back', async () => {
    const desk = await waiting();
    desk.passes(20 * minute);
    desk.payout.phase = 'in-progress';
    await desk.look();
    desk.payout.phase = 'waiting-for-confirmation';
    await desk.look();
    desk.passes(20 * minute);
    await desk.look();
    expect(await desk.alerts()).toEqual([]);
  });

  it('ends with the payout', async () => {
    const desk = await waiting();
    desk.passes(31 * minute);
    await desk.look();
    desk.rail.settle(desk.payout.key, 'canceled');
    await desk.look();
    expect(await desk.state()).toBe('canceled');
    expect(await desk.alerts()).toEqual([`failed:${desk.number}`]);
  });
});
