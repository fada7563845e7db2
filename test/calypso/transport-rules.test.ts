import { describe, expect, it } from 'vitest';
import { openClient } from '../../src/calypso/client.ts';
import { openPace } from '../../src/calypso/pace.ts';
import { clockDifference, retryAfterMs } from '../../src/calypso/transport.ts';
import { clientOf } from './scripted.ts';

describe('a client', () => {
  it.each([
    'http://api.calypso.money',
    'ftp://127.0.0.1',
    'https://user:pass@api.calypso.money',
    'https://api.calypso.money?x=1',
    'api.calypso.money',
  ])('is not opened for %s', (baseUrl) => {
    expect(() => openClient(clientOf(baseUrl))).toThrow('CALYPSO_API_URL');
    expect(() => openClient(clientOf(baseUrl))).not.toThrow('pass');
  });

  it('is not opened without a key or a secret', () => {
    const options = clientOf('https://api.calypso.money');
    expect(() => openClient({ ...options, key: 'a b' })).toThrow('must be given');
    expect(() => openClient({ ...options, secret: '' })).toThrow('must be given');
  });
});

describe('the clock difference', () => {
  it('is the least that a date of whole seconds proves', () => {
    expect(clockDifference(10_000, 10_000, 10_400)).toBe(0);
    expect(clockDifference(10_000, 10_900, 10_950)).toBe(0);
    expect(clockDifference(70_000, 10_000, 10_400)).toBe(59_600);
    expect(clockDifference(10_000, 70_000, 70_400)).toBe(-59_001);
  });
});

describe('a pause that Calypso asks for', () => {
  it.each([
    [null, undefined],
    ['2', 2000],
    ['0', 0],
    ['86400', 10_000],
    ['999999999999', undefined],
    ['Mon, 02 Mar 2026 12:00:03 GMT', 3000],
    ['Mon, 02 Mar 2026 11:00:00 GMT', 0],
    ['Mon, 02 Mar 2036 12:00:00 GMT', 10_000],
    ['soon', undefined],
  ])('of "%s" is %s ms', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-03-02T12:00:00Z'))).toBe(ms);
  });
});

describe('the pace', () => {
  it('gives back the place of a request whose time was up before its turn', async () => {
    const pace = openPace({ atOnce: 1, perSecond: 1 });
    const patient = AbortSignal.timeout(10_000);
    const leave = await pace.turn(patient);
    leave();
    const hasty = new AbortController();
    const late = pace.turn(hasty.signal);
    setImmediate(() => hasty.abort());
    await expect(late).rejects.toThrow('was not asked in time');
    expect(await pace.turn(patient)).toBeTypeOf('function');
  });

  it('gives no turn to a request whose time is up already', async () => {
    const pace = openPace({ atOnce: 1, perSecond: 1 });
    await expect(pace.turn(AbortSignal.abort())).rejects.toThrow('was not asked in time');
  });
});
