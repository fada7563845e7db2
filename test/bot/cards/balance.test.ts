/** What is left of the balances, in words: with fees, before fees, or not known. */
import { describe, expect, it } from 'vitest';
import { balanceBlocks } from '../../../src/bot/cards/balance.ts';
import { line } from '../../support/events.ts';
import { aRail } from '../../support/rail.ts';

const context = (balances: Record<string, bigint> | undefined, fees?: Record<string, bigint>) => ({
  currencies: aRail(),
  balances: balances && new Map(Object.entries(balances)),
  fees: fees && new Map(Object.entries(fees)),
  confidential: true,
  who: (person: string) => person,
});
const words = (...given: Parameters<typeof context>) =>
  JSON.stringify(balanceBlocks([line()], context(...given)));

describe('the balance after a payout', () => {
  it('is told before fees where no fee is known', () =>
    expect(words({ USDT_TRX: 251_000_000n })).toContain(
      'Left after this, before fees: 1.00 USDT_TRX on Tron',
    ));

  it('is told with the fees, and how much they are', () =>
    expect(
      words({ USDT_TRX: 251_000_000n, TRX: 20_000_000n }, { USDT_TRX: 400_000n, TRX: 15_000_000n }),
    ).toContain(
      'Left after this, fees of about 0.40 USDT_TRX on Tron and 15.00 TRX included: 0.60 USDT_TRX on Tron and 5.00 TRX',
    ));

  it('says what is missing, fees included', () => {
    expect(words({ USDT_TRX: 250_000_000n }, { USDT_TRX: 1n })).toContain(
      'Short of 0.000001 USDT_TRX on Tron: top up before it can be sent',
    );
  });

  it('has no fees to name where they are nothing', () => {
    const said = words({ USDT_TRX: 250_000_000n }, {});
    expect(said).toContain('Left after this: 0.00 USDT_TRX on Tron');
    expect(said).not.toContain('fees');
  });

  it('is not known when it could not be read', () =>
    expect(words(undefined, { USDT_TRX: 1n })).toContain('could not be read just now'));
});
