/** When a request is looked at again: soon while something is open, seldom while nothing moves. */
import { describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../../src/approvals/request/events.ts';
import { followInterval, nextLook } from '../../../src/approvals/request/next-look.ts';
import { finalStates } from '../../../src/approvals/vocabulary/states.ts';
import * as on from '../../support/events.ts';
import { deferred, folded, pasts } from '../../support/given.ts';

const hour = 3_600_000;

function lookAfter(
  past: readonly RequestEvent[],
  minutes: number,
  reminders: readonly number[] = [],
) {
  return nextLook(folded(past), Date.parse(on.at(minutes)), reminders);
}

describe('a request that waits for approvals', () => {
  const reminders = [4 * hour, 12 * hour];
  it.each([
    ['before the first reminder', 1, on.at(4 * 60)],
    ['between two', 4 * 60, on.at(12 * 60)],
    ['after the last', 13 * 60, on.at(72 * 60)],
  ])('is looked at %s', (_, minutes, expected) =>
    expect(lookAfter(pasts.awaiting, minutes, reminders)).toBe(expected),
  );

  it('is looked at when it expires, though a reminder would be later', () =>
    expect(lookAfter(pasts.awaiting, 1, [100 * hour])).toBe(on.at(72 * 60)));
});

describe('a request on its way', () => {
  it('is looked at when it is due', () => expect(lookAfter(pasts.cleared, 4)).toBe(on.at(8)));

  it('is looked at when the deadline of its attempt has passed', () => {
    expect(lookAfter(pasts.sending, 8)).toBe(on.at(9));
    expect(lookAfter(pasts.sending, 20)).toBe(on.at(20));
  });

  it('is looked at once more at once when a part is ready', () => {
    const now = [...pasts.sending, deferred(1, 'now')];
    expect(lookAfter(now, 10)).toBe(on.at(10));
  });

  it('is left alone for a minute when a part was deferred', () =>
    expect(lookAfter(pasts.deferred, 10)).toBe(on.at(11)));

  it.each([
    [0, 2_000],
    [2_000, 5_000],
    [14_999, 15_000],
    [15_000, 60_000],
    [60_000, 120_000],
    [120_000, 180_000],
    [180_000, 180_000 + 600_000],
  ])('is looked up %i ms after it became unclear: next after %i ms', (elapsed, next) => {
    const since = Date.parse(on.at(9));
    const look = nextLook(folded(pasts.unclear), since + elapsed, []);
    expect(look).toBe(new Date(since + next).toISOString());
  });

  it('is looked up in time for the next attempt, as soon as that is allowed', () => {
    const deadline = Date.parse(on.at(9)) + 120_000;
    expect(lookAfter(pasts.unclear, 10)).toBe(new Date(deadline).toISOString());
  });

  it.each([
    [0, 30_000],
    [60_000, 30_000],
    [240_000, 60_000],
    [24 * hour, 600_000],
  ])('is followed the less often the longer it is quiet: after %i ms every %i ms', (quiet, every) =>
    expect(followInterval(quiet)).toBe(every),
  );

  it.each([
    [9, '2026-03-02T12:09:00.000Z'],
    [12, '2026-03-02T12:12:30.000Z'],
  ])('is looked at soon while it is to be canceled: at %d minutes, again at %s', (now, next) => {
    const by = 'U0BOB';
    const asked = { type: 'cancelAsked', at: on.at(9), by, because: 'Typo', press: 'p' } as const;
    expect(lookAfter([...pasts.sent, asked], now)).toBe(next);
  });

  it('is followed from what happened last', () =>
    expect(lookAfter(pasts.sent, 9 + 40)).toBe(on.at(9 + 50)));
});

describe('a request that is held', () => {
  it('is looked at every minute, until it expires', () => {
    expect(lookAfter(pasts['held for funds'], 10)).toBe(on.at(11));
    const expiry = 8 + 24 * 60;
    expect(lookAfter(pasts['held for funds'], expiry - 0.5)).toBe(on.at(expiry));
  });

  it('is followed every half minute when something was sent', () =>
    expect(lookAfter(pasts['held after sending'], 10)).toBe('2026-03-02T12:10:30.000Z'));
});

describe('a request that is final', () => {
  it.each(finalStates)('is not looked at again: %s', (state) =>
    expect(lookAfter(pasts[state], 100)).toBeUndefined(),
  );
});
