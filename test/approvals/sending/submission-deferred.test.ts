/** A rail that considers nothing for a while: what may still be taken back, and who is asked again. */
import { describe, expect, it } from 'vitest';
import { aDueDesk, hour, minute } from '../../support/desk.ts';
import { line } from '../../support/events.ts';
import { alice, carol, erin } from '../../support/people.ts';

describe('a request whose first part is deferred', () => {
  it('is checked again as a whole: an approver who left takes the quorum along', async () => {
    const desk = await aDueDesk(['defers']);
    await desk.look();
    desk.standing.set(carol, 'deactivated');
    desk.passes(minute);
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
    expect(await desk.stage()).toEqual({ state: 'awaiting' });
    await desk.approves(desk.number, erin);
    desk.passes(5 * minute);
    await desk.look();
    expect(await desk.state()).toBe('sent');
    expect(desk.keys()).toBe(1);
  });

  it('can be taken back: nothing was considered', async () => {
    const desk = await aDueDesk(['defers']);
    await desk.look();
    await desk.desk.retract(desk.number, desk.by(alice));
    desk.passes(hour);
    await desk.look();
    expect(await desk.state()).toBe('retracted');
    expect(desk.rail.payouts.size).toBe(0);
  });

  it('can not be taken back when an earlier attempt is unclear: that one may still arrive', async () => {
    const desk = await aDueDesk(['loses it', 'defers']);
    await desk.look();
    desk.passes(3 * minute);
    await desk.look();
    expect(await desk.parts()).toEqual(['deferred']);
    expect(await desk.desk.retract(desk.number, desk.by(alice))).toMatchObject({
      rule: 'too-late-to-retract',
    });
    desk.passes(minute);
    await desk.look();
    expect(await desk.state()).toBe('sent');
  });
});

describe('a later part that is deferred for more than two hours', () => {
  it('waits for a person, and goes on when one says so', async () => {
    const desk = await aDueDesk(['accepts', 'defers'], { lines: [line(), line()] });
    await desk.look();
    desk.passes(2 * hour + 1);
    await desk.look();
    expect(await desk.stage()).toMatchObject({ state: 'held', reason: 'late' });
    expect(desk.sentParts()).toEqual([1, 2]);
    await desk.desk.release(desk.number, desk.by(erin));
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 2, 2]);
    expect(await desk.state()).toBe('sent');
  });
});
