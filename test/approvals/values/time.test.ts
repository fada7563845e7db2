/** Durations: what a policy may write, and how it is said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs, durationText } from '../../../src/approvals/values/time.ts';

describe('reading a duration', () => {
  it.each([
    ['0s', 0],
    ['30s', 30_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['72h', 259_200_000],
    ['3d', 259_200_000],
    ['366d', 31_622_400_000],
  ])('takes %s', (text, ms) => expect(durationMs(text)).toBe(ms));

  it.each(['', '5', 'm', '5 m', ' 5m', '5m ', '5m\n', '-5m', '+5m', '1.5h', '1e2s', '5M', '5min'])(
    'refuses %j',
    (text) => expect(durationMs(text)).toBeUndefined(),
  );

  it.each(['٥m', '５m', '1h30m', '0x5m', '5w', '5ms'])('refuses %j', (text) =>
    expect(durationMs(text)).toBeUndefined(),
  );

  it.each(['367d', '8785h', '999999999d', '9999999999s'])('refuses more than a year: %s', (text) =>
    expect(durationMs(text)).toBeUndefined(),
  );
});

describe('saying a duration', () => {
  it.each([
    [300_000, '5 minutes'],
    [60_000, '1 minute'],
    [90_000, '90 seconds'],
    [3_600_000, '1 hour'],
    [129_600_000, '36 hours'],
    [259_200_000, '3 days'],
    [86_400_000, '1 day'],
    [1_000, '1 second'],
    [0, '0 seconds'],
  ])('says %i ms as %s', (ms, text) => expect(durationText(ms)).toBe(text));

  it('rounds a rest up to the next second, and never says "1 seconds"', () => {
    expect(durationText(1)).toBe('1 second');
    expect(durationText(1_001)).toBe('2 seconds');
  });

  it('says every duration that a policy can write without losing any of it', () => {
    const unit = { second: 's', minute: 'm', hour: 'h', day: 'd' } as const;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 366 * 86_400 }), (seconds) => {
        const [count = '', name = ''] = durationText(seconds * 1_000).split(' ');
        const letter = Object.entries(unit).find(([each]) => name.replace(/s$/, '') === each)?.[1];
        expect(durationMs(`${count}${letter}`)).toBe(seconds * 1_000);
      }),
    );
  });
});
