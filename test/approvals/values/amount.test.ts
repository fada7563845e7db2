/** Money: what is read, what is refused and by which rule, and that nothing is lost on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AmountRule,
  amountRules,
  decimalText,
  groupedText,
  readAmount,
  totals,
} from '../../../src/approvals/values/amount.ts';

describe('reading an amount', () => {
  it.each([
    ['5', 6, 5_000_000n],
    ['0.000001', 6, 1n],
    ['12.34', 6, 12_340_000n],
    ['12.340000', 6, 12_340_000n],
    ['1250', 0, 1250n],
    ['0.1', 18, 100_000_000_000_000_000n],
    ['79228162514264337593543950336', 0, 2n ** 96n],
  ])('takes %s with %i decimals', (text, decimals, minor) =>
    expect(readAmount(text, decimals)).toBe(minor),
  );

  const refusals: readonly (readonly [string, AmountRule])[] = [
    ['', 'amount-missing'],
    ['1e3', 'amount-exponent'],
    ['1E3', 'amount-exponent'],
    ['1.5e-3', 'amount-exponent'],
    ['-1e3', 'amount-exponent'],
    ['1,250.00', 'amount-comma'],
    ['1.250,00', 'amount-comma'],
    ['1250,5', 'amount-comma'],
    ['-1,250', 'amount-comma'],
    ['-5', 'amount-negative'],
    ['-0', 'amount-negative'],
    ['-0.5', 'amount-negative'],
    ['0', 'amount-zero'],
    ['0.00', 'amount-zero'],
    ['0.000000', 'amount-zero'],
    ['12.3456789', 'amount-decimals'],
    ['0.0000001', 'amount-decimals'],
    ['0.0000000', 'amount-decimals'],
    ['1'.repeat(41), 'amount-too-long'],
    ['+5', 'amount-unreadable'],
    ['5-', 'amount-unreadable'],
    ['(5)', 'amount-unreadable'],
    ['.5', 'amount-unreadable'],
    ['5.', 'amount-unreadable'],
    ['.', 'amount-unreadable'],
    ['1.2.3', 'amount-unreadable'],
    ['1.250.000', 'amount-unreadable'],
    ['005', 'amount-unreadable'],
    ['00', 'amount-unreadable'],
    ['1 250', 'amount-unreadable'],
    ['1_250', 'amount-unreadable'],
    ["1'250", 'amount-unreadable'],
    [' 5', 'amount-unreadable'],
    ['5\n', 'amount-unreadable'],
    ['$5', 'amount-unreadable'],
    ['5 USDT', 'amount-unreadable'],
    ['=5', 'amount-unreadable'],
    ['0x5', 'amount-unreadable'],
    ['5n', 'amount-unreadable'],
    ['NaN', 'amount-unreadable'],
    ['Infinity', 'amount-unreadable'],
    ['0.1+0.2', 'amount-unreadable'],
    ['５', 'amount-unreadable'],
    ['٥', 'amount-unreadable'],
    ['０.１', 'amount-unreadable'],
    ['５e３', 'amount-unreadable'],
  ];
  it.each(refusals)('refuses %j: %s', (text, rule) => expect(readAmount(text, 6)).toBe(rule));

  it('has a refusal above for every rule', () => {
    expect(new Set(refusals.map(([, rule]) => rule))).toEqual(new Set(amountRules));
  });

  it('keeps 40 digits before the point, and not one more', () => {
    expect(readAmount('9'.repeat(40), 18)).toBe(BigInt(`${'9'.repeat(40)}${'0'.repeat(18)}`));
    expect(readAmount('9'.repeat(41), 18)).toBe('amount-too-long');
  });

  it('takes no fraction at all for a currency without decimals', () => {
    expect(readAmount('5.0', 0)).toBe('amount-decimals');
  });

  it('answers at once for a megabyte of digits', () => {
    expect(readAmount('9'.repeat(1_000_000), 6)).toBe('amount-too-long');
    expect(readAmount(`1.${'9'.repeat(1_000_000)}`, 6)).toBe('amount-decimals');
  });
});

const minorUnits = fc.bigInt({ min: 1n, max: 2n ** 96n });
const decimals = fc.integer({ min: 0, max: 18 });

describe('writing an amount', () => {
  it.each([
    [1_250_000n, 6, '1.25'],
    [1n, 18, '0.000000000000000001'],
    [10_000_000n, 6, '10'],
    [5n, 0, '5'],
    [100n, 0, '100'],
    [0n, 6, '0'],
    [-1_500_000n, 6, '-1.5'],
    [-1n, 6, '-0.000001'],
  ])('writes %s with %i decimals as %s', (minor, digits, text) =>
    expect(decimalText(minor, digits)).toBe(text),
  );

  it.each([
    [12_450_000_000n, 6, '12,450.00'],
    [999_000_000n, 6, '999.00'],
    [1_000_000_123_456n, 6, '1,000,000.123456'],
    [1_500_000n, 6, '1.50'],
    [1_234_567n, 0, '1,234,567'],
    [15n, 1, '1.5'],
    [0n, 6, '0.00'],
    [-123_456_000_000n, 6, '-123,456.00'],
    [-1_234_000_000n, 6, '-1,234.00'],
  ])('shows %s with %i decimals as %s', (minor, digits, text) =>
    expect(groupedText(minor, digits)).toBe(text),
  );

  it('writes what it reads back unchanged, up to 2^96', () => {
    fc.assert(
      fc.property(minorUnits, decimals, (minor, digits) => {
        expect(readAmount(decimalText(minor, digits), digits)).toBe(minor);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads what it writes back unchanged, digit by digit', () => {
    const fraction = fc.stringMatching(/^(?:\d{0,17}[1-9])?$/);
    fc.assert(
      fc.property(minorUnits, fraction, (whole, rest) => {
        const text = rest === '' ? `${whole}` : `${whole}.${rest}`;
        const minor = readAmount(text, 18);
        if (typeof minor !== 'bigint') throw new Error(`${text} was refused: ${minor}`);
        expect(decimalText(minor, 18)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('shows for people the same number that it writes for machines', () => {
    fc.assert(
      fc.property(minorUnits, decimals, (minor, digits) => {
        const shown = groupedText(minor, digits);
        expect(shown).toMatch(/^\d{1,3}(?:,\d{3})*(?:\.\d+)?$/);
        expect(readAmount(shown.replaceAll(',', ''), digits)).toBe(minor);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never turns any text into an amount that says something else', () => {
    const nearlyAmounts = fc.string({ unit: fc.constantFrom(...'0019.,-+e ٥５'), maxLength: 12 });
    fc.assert(
      fc.property(nearlyAmounts, decimals, (text, digits) => {
        const minor = readAmount(text, digits);
        if (typeof minor !== 'bigint') return;
        const [whole = '', fraction = ''] = text.split('.');
        expect(text).toMatch(/^[0-9.]+$/);
        expect(minor).toBe(
          BigInt(whole) * 10n ** BigInt(digits) + BigInt(fraction.padEnd(digits, '0') || '0'),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('totals', () => {
  it('sums by currency, in order of first appearance', () => {
    const sums = totals([
      { currency: 'USDT_TRX', amountMinor: 5n },
      { currency: 'BTC', amountMinor: 2n ** 70n },
      { currency: 'USDT_TRX', amountMinor: 7n },
      { currency: 'BTC', amountMinor: 1n },
    ]);
    expect([...sums]).toEqual([
      ['USDT_TRX', 12n],
      ['BTC', 2n ** 70n + 1n],
    ]);
  });

  it('of nothing are nothing', () => expect([...totals([])]).toEqual([]));
});
