/** How long a key protects, and what a process that slept may still send. */
import { describe, expect, it } from 'vitest';
import { aDueDesk, hour, minute } from '../../support/desk.ts';
import { line } from '../../support/events.ts';
import { erin } from '../../support/people.ts';

describe('an attempt that was never answered', () => {
  it('is not repeated once the rail may have forgotten its key: people are asked', async () => {
    const desk = await aDueDesk(['accepts unheard']);
    desk.rail.control.blind = true;
    await desk.look();
    const [made] = desk.rail.payouts.values();
    desk.passes(30 * hour);
    desk.rail.payouts.clear();
    desk.rail.control.blind = false;
    await desk.look();
    desk.passes(hour);
    await desk.look();
    expect(made).toBeDefined();
    expect(desk.rail.sends).toHaveLength(1);
    expect(await desk.parts()).toEqual(['unclear']);
    expect(await desk.alerts()).toEqual([`unclear:${desk.number}`]);
  });

  it('is not repeated either when the whole bot was down as long', async () => {
    const desk = await aDueDesk(['accepts and throws']);
    await desk.look();
    desk.passes(30 * hour);
    desk.rail.payouts.clear();
    const restarted = desk.another();
    await restarted.sweep.resume();
    desk.passes(5 * minute);
    await restarted.sweep.tick();
    expect(desk.rail.sends).toHaveLength(1);
    expect(await desk.parts()).toEqual(['unclear']);
  });

  it('is repeated under the same key while that still protects', async () => {
    const desk = await aDueDesk(['loses it']);
    await desk.look();
    desk.passes(11 * hour);
    await desk.look();
    expect(desk.rail.sends).toHaveLength(2);
    expect(desk.keys()).toBe(1);
    expect(await desk.state()).toBe('sent');
  });
});

describe('a process that sleeps between writing an attempt down and sending it', () => {
  it('sends nothing after the deadline, and begins anew with a new time', async () => {
    const desk = await aDueDesk();
    const slow = desk.another({
      ledger: {
        ...desk.ledger,
        append: async (entry) => {
          const outcome = await desk.ledger.append(entry);
          if (entry.events.some((event) => event.type === 'partStarted')) desk.passes(10 * minute);
          return outcome;
        },
      },
    });
    await slow.sweep.look(desk.number);
    expect(desk.rail.sends).toEqual([]);
    expect(await desk.parts()).toEqual(['deferred']);
    desk.passes(minute);
    await desk.look();
    expect(desk.rail.sends).toMatchObject([{ at: desk.now() }]);
    expect(await desk.state()).toBe('sent');
  });

  it('sends nothing when another process has looked and asked meanwhile', async () => {
    const desk = await aDueDesk();
    const slow = desk.another({
      ledger: {
        ...desk.ledger,
        append: async (entry) => {
          const outcome = await desk.ledger.append(entry);
          if (!entry.events.some((event) => event.type === 'partStarted')) return outcome;
          for (const wait of [1, 3]) {
            desk.passes(wait * minute);
            await desk.look();
          }
          return outcome;
        },
      },
    });
    await slow.sweep.look(desk.number);
    expect(desk.rail.sends).toHaveLength(1);
    expect(await desk.parts()).toEqual(['accepted']);
    expect((await desk.read(desk.number)).contradictions).toEqual([]);
  });
});

describe('a request that is half sent', () => {
  it('asks people before its later parts go out hours late, and goes on when one says so', async () => {
    const lines = [line(), line({ amountMinor: 2n }), line({ amountMinor: 3n })];
    const desk = await aDueDesk(['accepts unheard'], { lines });
    await desk.look();
    expect(desk.sentParts()).toEqual([1]);
    desk.passes(3 * hour);
    await desk.look();
    expect(desk.sentParts()).toEqual([1]);
    expect(await desk.stage()).toMatchObject({ state: 'held', reason: 'late' });
    await desk.desk.release(desk.number, { person: erin, press: 'send it' });
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 2, 3]);
    expect(await desk.state()).toBe('sent');
  });
});
