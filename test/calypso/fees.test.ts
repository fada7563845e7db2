/** The estimate of fees: exact sums of what Calypso says, or none. */
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/approvals/draft/content.ts';
import type { Client, FeeWanted } from '../../src/calypso/client.ts';
import { currencyTable } from '../../src/calypso/currencies.ts';
import { CalypsoUnclear } from '../../src/calypso/errors.ts';
import { estimateFees } from '../../src/calypso/fees.ts';
import { olga } from '../support/people.ts';
import { startEmulated } from './emulated.ts';
import { line, massOrder } from './orders.ts';

const table = new Map(currencyTable().map((each) => [each.code, each]));
const currencyOf = (code: string) => table.get(code);

/** A client that takes this fee for everything, and what it was asked. */
function taking(fee: string | undefined, more: { currency?: string; drop?: number } = {}) {
  const asked: (readonly FeeWanted[])[] = [];
  const fees: Client['fees'] = async (wanted) => {
    asked.push(wanted);
    return wanted.slice(more.drop ?? 0).map(({ currency, baseAmount }) => ({
      amount: baseAmount,
      currency: more.currency ?? currency,
      opType: 'WITHDRAWAL',
      feeReceiver: undefined,
      feeSender: fee === undefined ? undefined : { amount: undefined, fee },
    }));
  };
  const estimate = (lines: readonly Line[]) => estimateFees({ fees }, lines, currencyOf);
  return { asked, estimate };
}

describe('the fees', () => {
  it('are summed by currency, equal amounts asked about once', async () => {
    const { asked, estimate } = taking('0.5');
    const eth = line(1n, { currency: 'ETH', address: olga });
    const fees = await estimate([line(1_000_000n), eth, line(1_000_000n), line(2_500_000n)]);
    expect(fees).toEqual(
      new Map([
        ['USDT_TRX', 1_500_000n],
        ['ETH', 500_000_000_000_000_000n],
      ]),
    );
    expect(asked).toEqual([
      [
        { currency: 'USDT_TRX', baseAmount: '1' },
        { currency: 'ETH', baseAmount: '0.000000000000000001' },
        { currency: 'USDT_TRX', baseAmount: '2.5' },
      ],
    ]);
  });

  it('in the coin of the network are kept apart', async () => {
    const { estimate } = taking('15', { currency: 'TRX' });
    expect(await estimate([line(1n), line(2n)])).toEqual(new Map([['TRX', 30_000_000n]]));
  });

  it('of many amounts are asked about a hundred at a time, and of too many not at all', async () => {
    const { asked, estimate } = taking('1.0E-6');
    const lines = Array.from({ length: 1001 }, (_, index) => line(BigInt(index + 1)));
    expect(await estimate(lines.slice(1))).toEqual(new Map([['USDT_TRX', 1000n]]));
    expect(asked.map((each) => each.length)).toEqual(Array.from({ length: 10 }, () => 100));
    expect(await estimate(lines)).toBeUndefined();
    expect(asked).toHaveLength(10);
  });

  it.each([
    ['no fee is told', taking(undefined)],
    ['it has more digits than the currency', taking('0.0000001')],
    ['it is below zero', taking('-1')],
    ['it is in an unknown currency', taking('1', { currency: 'NEW' })],
    ['an item is missing', taking('1', { drop: 1 })],
  ])('are none when %s', async (_what, { estimate }) => {
    expect(await estimate([line(1n)])).toBeUndefined();
  });

  it('are none when Calypso cannot say, and a mistake of ours is not hidden', async () => {
    const failing = (error: Error) =>
      estimateFees({ fees: () => Promise.reject(error) }, [line(1n)], currencyOf);
    expect(await failing(new CalypsoUnclear('no'))).toBeUndefined();
    await expect(failing(new TypeError('broken'))).rejects.toThrow('broken');
  });

  it.each(['total', 'base'] as const)(
    'are what the payouts then cost, fee told with the %s',
    async (feeSenderAmount) => {
      const { calypso, rail, submit } = await startEmulated({
        settings: { feeSenderAmount, feeFixed: '0.3' },
      });
      const order = massOrder();
      const fees = await rail.fees([...order.lines]);
      await submit(order);
      calypso.complete(order.key);
      const taken = 2_000_000_000_000n - 21_000_000n - (fees?.get('USDT_TRX') ?? 0n);
      expect((await rail.balances()).get('USDT_TRX')).toBe(taken);
    },
  );
});
