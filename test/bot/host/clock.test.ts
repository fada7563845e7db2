/** Our clock under settings, sleep and answers that agree or do not: when it is relied on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClockSource, openClock } from '../../../src/bot/host/clock.ts';

const second = 1_000;
const minute = 60 * second;

/** A machine in a world whose time is right: what its own clocks show is up to the test. */
function aMachine() {
  const world = { at: Date.parse('2026-03-02T12:00:00.000Z'), setBy: 0, slept: 0 };
  const start = world.at;
  let jumps = 0;
  const clock = openClock({
    now: () => world.at + world.setBy,
    monotonic: () => 5_000 + world.at - start - world.slept,
    onJump: () => {
      jumps += 1;
    },
  });
  const machine = {
    jumps: () => jumps,
    /** Time passes, with the tick of every second. */
    runs: (ms: number) => {
      for (let passed = 0; passed < ms; passed += second) {
        world.at += Math.min(second, ms - passed);
        clock.trust();
      }
    },
    isSet: (ms: number) => {
      world.setBy += ms;
    },
    sleeps: (ms: number) => {
      world.at += ms;
      world.slept += ms;
    },
    hears: (source: ClockSource, wrongBy = 0) => {
      clock.heard(source, new Date(world.at + wrongBy).toUTCString());
    },
    clock,
    trusts: () => clock.trust().isTrusted,
  };
  return machine;
}

describe('T12: our clock', () => {
  it('is relied on while nothing speaks against it', () => {
    const { runs, trusts } = aMachine();
    expect(trusts()).toBe(true);
    runs(30 * minute);
    expect(trusts()).toBe(true);
  });

  it.each([10 * minute, -10 * minute, 4 * 24 * 60 * minute, 61 * second])(
    'is not, at the first look after it was set by %i ms, and says by how much',
    (ms) => {
      const { isSet, clock, jumps } = aMachine();
      isSet(ms);
      expect(clock.trust()).toEqual({ isTrusted: false, differenceMs: ms });
      expect(jumps()).toBe(1);
    },
  );

  it('is relied on though it is corrected by less than a minute', () => {
    const { isSet, trusts, runs } = aMachine();
    isSet(59 * second);
    runs(second);
    expect(trusts()).toBe(true);
  });

  it('is not when many small settings add up', () => {
    const { isSet, trusts, runs } = aMachine();
    for (let times = 0; times < 4; times++) {
      isSet(20 * second);
      runs(second);
    }
    expect(trusts()).toBe(false);
  });

  it('is not after the machine slept, and is again when one answer agrees', () => {
    const { sleeps, trusts, hears, runs } = aMachine();
    hears('slack');
    hears('rail');
    sleeps(8 * 60 * minute);
    expect(trusts()).toBe(false);
    runs(10 * second);
    expect(trusts()).toBe(false);
    hears('rail');
    expect(trusts()).toBe(true);
  });

  it('is not for one tick of four days ahead, nor right after it was set back', () => {
    const { isSet, trusts, runs, hears } = aMachine();
    hears('rail');
    isSet(4 * 24 * 60 * minute);
    expect(trusts()).toBe(false);
    runs(second);
    isSet(-4 * 24 * 60 * minute);
    expect(trusts()).toBe(false);
    runs(second);
    expect(trusts()).toBe(false);
    hears('rail');
    expect(trusts()).toBe(true);
  });

  it('is relied on again after five even minutes when nobody can be asked, and not before', () => {
    const { isSet, trusts, runs } = aMachine();
    isSet(10 * minute);
    trusts();
    runs(5 * minute - second);
    expect(trusts()).toBe(false);
    runs(second);
    expect(trusts()).toBe(true);
  });

  it('begins the five minutes anew with every jump', () => {
    const { isSet, trusts, runs } = aMachine();
    isSet(10 * minute);
    runs(4 * minute);
    isSet(10 * minute);
    runs(4 * minute);
    expect(trusts()).toBe(false);
    runs(minute + second);
    expect(trusts()).toBe(true);
  });
});

describe('T12: an answer', () => {
  it.each(['rail', 'slack'] as const)('of %s that is a minute off is enough to doubt', (source) => {
    const { hears, clock } = aMachine();
    hears(source, -90 * second);
    const trust = clock.trust();
    expect(trust).toMatchObject({ isTrusted: false });
    const aheadMs = trust.isTrusted ? 0 : trust.differenceMs;
    expect(Math.abs(aheadMs - 90 * second)).toBeLessThanOrEqual(second);
  });

  it('that agrees does not outvote one that does not', () => {
    const { hears, trusts } = aMachine();
    hears('slack', 2 * minute);
    hears('rail');
    expect(trusts()).toBe(false);
    hears('slack');
    expect(trusts()).toBe(true);
  });

  it.each([null, '', 'yesterday', 'NaN'])('without a date (%j) says nothing', (header) => {
    const { clock, trusts, isSet } = aMachine();
    clock.heard('rail', header);
    expect(trusts()).toBe(true);
    isSet(10 * minute);
    clock.heard('rail', header);
    expect(trusts()).toBe(false);
  });

  it('that is older than ten minutes says nothing any more; five even minutes do then', () => {
    const { hears, trusts, runs } = aMachine();
    hears('rail', 5 * minute);
    runs(10 * minute);
    expect(trusts()).toBe(false);
    runs(4 * minute);
    expect(trusts()).toBe(false);
    runs(minute + second);
    expect(trusts()).toBe(true);
  });

  it('from before the clock was set does not agree for it', () => {
    const { hears, isSet, trusts, runs } = aMachine();
    hears('rail');
    isSet(90 * second);
    runs(second);
    isSet(-90 * second);
    runs(second);
    expect(trusts()).toBe(false);
  });
});

describe('T12: whatever happens', () => {
  const happening = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('runs'), ms: fc.nat(4 * minute) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('isSet'),
        ms: fc.integer({ min: -20 * minute, max: 20 * minute }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('sleeps'), ms: fc.nat(60 * minute) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('hears rail', 'hears slack'),
        ms: fc.constantFrom(0, 0, 0, -30 * second, 30 * second),
      }),
    },
  );

  /** More than half a second of rounding either way decides nothing here. */
  const slackMs = second;

  it('a clock that is off by more than a minute is never relied on within five minutes of it, nor while an answer says so', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        const machine = aMachine();
        let [off, sinceJump] = [0, Number.POSITIVE_INFINITY];
        for (const { kind, ms } of happenings) {
          if (kind === 'runs') {
            machine.runs(ms);
            sinceJump += ms;
          } else if (kind === 'isSet') {
            machine.isSet(ms);
            off += ms;
            if (Math.abs(ms) > minute) sinceJump = 0;
          } else if (kind === 'sleeps') machine.sleeps(ms);
          else machine.hears(kind === 'hears rail' ? 'rail' : 'slack', ms);
          const isRelied = machine.trusts();
          if (Math.abs(off) > 90 * second + slackMs && kind.startsWith('hears'))
            expect(isRelied).toBe(false);
          if (Math.abs(off) > 90 * second + slackMs && sinceJump < 5 * minute)
            expect(isRelied).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a clock that is right is relied on as soon as both have answered', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        const machine = aMachine();
        let off = 0;
        for (const { kind, ms } of happenings) {
          if (kind === 'runs') machine.runs(ms);
          else if (kind === 'isSet') {
            machine.isSet(ms);
            off += ms;
          } else if (kind === 'sleeps') machine.sleeps(ms);
          else machine.hears(kind === 'hears rail' ? 'rail' : 'slack', ms);
        }
        machine.isSet(-off);
        machine.trusts();
        machine.hears('rail');
        machine.hears('slack');
        expect(machine.trusts()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
