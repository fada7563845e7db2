/** The part plan: every line exactly once, in order, within the limits of its currency. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { content, type Line } from '../../../src/approvals/draft/content.ts';
import { planParts } from '../../../src/approvals/draft/parts.ts';
import { minorDigits } from '../../../src/approvals/values/amount.ts';
import type { Currency } from '../../../src/approvals/values/currency.ts';

const limits: Record<string, number> = { TRX: 100, ETH: 1000, BTC: 7 };

function currencyOf(code: string): Currency {
  return {
    code,
    coin: code,
    network: code,
    decimals: 6,
    family: 'tron',
    feeCurrency: code,
    linesPerPart: limits[code] ?? 1,
  };
}

function lines(currency: string, count: number): Line[] {
  return Array.from({ length: count }, () => ({ address: 'T1', currency, amountMinor: 1n }));
}

function sizes(of: readonly Line[]) {
  return planParts(of, currencyOf).map((part) => [part.kind, part.currency, part.lines.length]);
}

describe('a part plan', () => {
  it('makes five parts of 180 TRX and 3 ETH', () =>
    expect(sizes([...lines('TRX', 180), ...lines('ETH', 3)])).toEqual([
      ['mass', 'TRX', 100],
      ['mass', 'TRX', 80],
      ['single', 'ETH', 1],
      ['single', 'ETH', 1],
      ['single', 'ETH', 1],
    ]));

  it('sends up to five of a currency one by one, and six together', () => {
    expect(sizes(lines('TRX', 5))).toEqual(Array(5).fill(['single', 'TRX', 1]));
    expect(sizes(lines('TRX', 6))).toEqual([['mass', 'TRX', 6]]);
  });

  it('fills a mass payout to its limit and not beyond', () => {
    expect(sizes(lines('TRX', 100))).toEqual([['mass', 'TRX', 100]]);
    expect(sizes(lines('TRX', 101))).toEqual([
      ['mass', 'TRX', 100],
      ['mass', 'TRX', 1],
    ]);
  });

  it('carries every line once, in order, one currency a part, numbered from 1', () => {
    const currencies = fc.array(fc.constantFrom('TRX', 'ETH', 'BTC'), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(currencies, (codes) => {
        const asked = codes.flatMap((code) => lines(code, 1));
        const plan = planParts(asked, currencyOf);
        const carried = plan.flatMap((part) => part.lines);
        expect(carried.toSorted((a, b) => a - b)).toEqual(asked.map((_, index) => index + 1));
        expect(plan.map((part) => part.part)).toEqual(plan.map((_, index) => index + 1));
        for (const part of plan) {
          const of = codes.filter((code) => code === part.currency).length;
          expect(part.lines.map((line) => asked[line - 1]?.currency)).toEqual(
            part.lines.map(() => part.currency),
          );
          expect(part.lines).toEqual(part.lines.toSorted((a, b) => a - b));
          expect(part.kind).toBe(of <= 5 ? 'single' : 'mass');
          expect(part.lines.length).toBeLessThanOrEqual(of <= 5 ? 1 : (limits[part.currency] ?? 0));
        }
      }),
    );
  });
});

describe('the content of a draft', () => {
  it('keeps every digit of an amount on its way to the record and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 190n }), (amount) => {
        expect(minorDigits.decode(minorDigits.encode(amount))).toBe(amount);
      }),
    );
  });

  it.each(['1.5', '1e3', '', ' 1', '٣', `${'9'.repeat(61)}`])('reads no amount from %j', (text) =>
    expect(minorDigits.safeDecode(text).success).toBe(false),
  );

  it('holds at least one line, and no field that nobody approved', () => {
    const [line] = lines('TRX', 1);
    const kept = { ...line, amountMinor: '1' };
    expect(content.safeParse({ purpose: 'p', lines: [kept] }).success).toBe(true);
    expect(content.safeParse({ purpose: 'p', lines: [] }).success).toBe(false);
    expect(content.safeParse({ purpose: 'p', lines: [{ ...kept, fee: '1' }] }).success).toBe(false);
    expect(content.safeParse({ purpose: '', lines: [kept] }).success).toBe(false);
  });

  it.each(['2026-03-02T12:00:00Z', '2026-03-02T12:00:00.000+01:00', '2026-03-02'])(
    'is due at an instant in UTC with milliseconds, not at %s',
    (executeAt) => {
      const line = { address: 'T1', currency: 'TRX', amountMinor: '1' };
      expect(content.safeParse({ purpose: 'p', lines: [line], executeAt }).success).toBe(false);
    },
  );
});
