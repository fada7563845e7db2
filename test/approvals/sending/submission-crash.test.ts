/** Whoever sends may die at any moment: what is open is looked up, and a late answer still counts. */
import { describe, expect, it } from 'vitest';
import { aDueDesk, minute } from '../../support/desk.ts';

describe('after a crash', () => {
  it('an attempt that was left open is looked up at once, and not sent again', async () => {
    const desk = await aDueDesk([]);
    desk.rail.control.onSubmit = () => new Promise(() => {});
    void desk.look();
    await expect.poll(() => desk.state()).toBe('sending');
    desk.rail.control.onSubmit = async () => {};
    await desk.another().sweep.resume();
    expect(desk.rail.sends).toEqual([]);
    expect(await desk.parts()).toEqual(['unclear']);
    desk.passes(3 * minute);
    await desk.another().sweep.tick();
    expect(desk.rail.sends).toHaveLength(1);
    expect(await desk.state()).toBe('sent');
  });

  it('the late answer of an attempt that was looked up meanwhile still counts', async () => {
    const desk = await aDueDesk([]);
    let answer = () => {};
    desk.rail.control.onSubmit = () => new Promise((resolve) => (answer = resolve));
    const slow = desk.look();
    await expect.poll(() => desk.state()).toBe('sending');
    await desk.another().sweep.resume();
    expect(await desk.parts()).toEqual(['unclear']);
    answer();
    await slow;
    expect(await desk.parts()).toEqual(['accepted']);
  });
});
