/** What is compared before the first byte, one field at a time; and what is missing, to the digit. */
import { describe, expect, it } from 'vitest';
import { orderOf } from '../../../src/approvals/rail/order.ts';
import type { ReadBack } from '../../../src/approvals/rail/rail.ts';
import { partOf } from '../../../src/approvals/request/request.ts';
import {
  elsewhere,
  mismatch,
  payloadMismatch,
  shortage,
} from '../../../src/approvals/sending/checks.ts';
import { sha256 } from '../../../src/approvals/values/digest.ts';
import { approved, line, requested } from '../../support/events.ts';
import { folded } from '../../support/given.ts';
import { alice, bob } from '../../support/people.ts';
import { aRail } from '../../support/rail.ts';

const asked = requested({ lines: [line({ comment: 'rent' })] });
const request = folded([asked, approved(bob, { asked })]);
const rail = aRail();

describe('the content', () => {
  it('is what was approved when nothing was changed', () =>
    expect(mismatch(request)).toBeUndefined());

  it('differs when an author is counted', () => {
    const own = folded([asked, approved(alice, { asked })]);
    expect(mismatch(own)).toBe('an author is counted among the approvers');
  });

  it('differs when somebody approved another fingerprint', () => {
    const other = folded([asked, { ...approved(bob, { asked }), fingerprint: 'a'.repeat(64) }]);
    expect(mismatch(other)).toBe('an approval is for another fingerprint');
  });
});

describe('a payload', () => {
  const part = partOf(request, 1);
  const order = orderOf(asked.number, asked.content, part, part.key);
  const { address, amountMinor } = line();
  const faithful: ReadBack = {
    kind: 'single',
    key: part.key,
    currency: 'USDT_TRX',
    lines: [{ address, amountMinor, comment: 'rent' }],
  };
  const compared = (said: Partial<ReadBack>, stored = part) =>
    payloadMismatch(stored, order, asked, {
      ...rail,
      readBack: () => ({ ...faithful, ...said }),
    });

  it('that says what was approved passes', () => expect(compared({})).toBeUndefined());

  it.each<[string, Partial<ReadBack>]>([
    ['the payload is mass, not single', { kind: 'mass' }],
    ['the payload carries another key', { key: 'another' }],
    ['the payload pays in ETH', { currency: 'ETH' }],
    ['the payload has 0 recipients, not 1', { lines: [] }],
    ['the payload has 2 recipients, not 1', { lines: [...faithful.lines, ...faithful.lines] }],
    ['the payload has another time to be executed', { executeAt: '2026-03-03T12:00:00.000Z' }],
    ['line 1 has another address', { lines: [{ address: 'T2', amountMinor, comment: 'rent' }] }],
    ['line 1 has another amount', { lines: [{ address, amountMinor: 1n, comment: 'rent' }] }],
    ['line 1 has another comment', { lines: [{ address, amountMinor, comment: 'gift' }] }],
    ['line 1 has another comment', { lines: [{ address, amountMinor }] }],
  ])('does not pass when %s', (detail, said) => expect(compared(said)).toBe(detail));

  it('does not pass when it is not the stored text', () =>
    expect(compared({}, { ...part, payloadSha256: sha256('other') })).toBe(
      'the payload is not the one stored',
    ));

  it('does not pass under a key that was not derived', () =>
    expect(compared({}, { ...part, key: 'drawn' })).toBe('the key is not the one derived'));
});

describe('the funds', () => {
  const lines = [line({ amountMinor: 3n }), line({ amountMinor: 4n })];
  const wanted = folded([requested({ lines })]);
  const short = (balances: Record<string, bigint>, fees: Record<string, bigint> = {}) =>
    shortage(wanted, new Map(Object.entries(balances)), rail, new Map(Object.entries(fees)));

  it('suffice to the last unit', () => expect(short({ USDT_TRX: 7n, TRX: 1n })).toBeUndefined());

  it('are short by one unit, over all lines together', () =>
    expect(short({ USDT_TRX: 6n, TRX: 1n })).toBe('0.000001 USDT_TRX on Tron'));

  it('are short when the rail lists no such balance', () =>
    expect(short({ TRX: 1n })).toBe('0.000007 USDT_TRX on Tron'));

  it('are short when the coin of the network is listed with nothing on it', () =>
    expect(short({ USDT_TRX: 7n, TRX: 0n })).toBe('TRX for network fees (there is none)'));

  it('may pay a fee from a coin the rail does not list', () =>
    expect(short({ USDT_TRX: 7n })).toBeUndefined());

  it('must cover the fees, to the last unit', () => {
    expect(short({ USDT_TRX: 9n, TRX: 1n }, { USDT_TRX: 2n })).toBeUndefined();
    expect(short({ USDT_TRX: 8n, TRX: 1n }, { USDT_TRX: 2n })).toBe('0.000001 USDT_TRX on Tron');
  });

  it('must cover fees in the coin of the network', () => {
    expect(short({ USDT_TRX: 7n, TRX: 5n }, { TRX: 5n })).toBeUndefined();
    expect(short({ USDT_TRX: 7n, TRX: 4n }, { TRX: 5n })).toBe('0.000001 TRX');
    expect(short({ USDT_TRX: 7n, TRX: 0n }, { TRX: 5n })).toBe('0.000005 TRX');
  });

  it('are taken as if there was no fee where a fee of nothing is told', () =>
    expect(short({ USDT_TRX: 7n, TRX: 0n }, { TRX: 0n })).toBe(
      'TRX for network fees (there is none)',
    ));
});

describe('the place', () => {
  it.each([
    ['the same', {}, false],
    ['another host', { host: 'https://elsewhere.example' }, true],
    ['another account', { account: 'TOther' }, true],
  ])('%s', (_, over, is) => {
    const here = aRail({ host: asked.host, account: asked.account, ...over });
    expect(elsewhere(request, here)).toBe(is);
  });
});
