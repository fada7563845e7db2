import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText } from '../../src/approvals/values/amount.ts';
import {
  exactNumber,
  isExactNumber,
  minorUnits,
  parseExact,
  writeExact,
} from '../../src/calypso/numbers.ts';

const digits = fc.stringMatching(/^\d{1,30}$/);
const whole = fc.stringMatching(/^(0|[1-9]\d{0,29})$/);
const token = fc
  .tuple(
    fc.constantFrom('', '-'),
    whole,
    fc.option(digits, { nil: undefined }),
    fc.option(fc.stringMatching(/^[eE][+-]?\d{1,3}$/), { nil: undefined }),
  )
  .map(([sign, first, fraction, exponent]) =>
    [sign, first, fraction === undefined ? '' : `.${fraction}`, exponent ?? ''].join(''),
  );

describe('exact JSON', () => {
  it('is unchanged by reading and writing, number for number', () => {
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        const text = `{"amounts":[${tokens.join(',')}],"name":"x","none":null}`;
        expect(writeExact(parseExact(text))).toBe(text);
      }),
    );
  });

  it('keeps the digits a JavaScript number would lose', () => {
    const text = '[0.123456789012345678,1000000.000001,100000000000000000001,1.10,-0.0,1e-7]';
    expect(writeExact(parseExact(text))).toBe(text);
  });

  it('does not take an object that looks like a number for one', () => {
    expect(isExactNumber(parseExact('{"rawJSON":"1"}'))).toBe(false);
    expect(isExactNumber(parseExact('1.50'))).toBe(true);
  });

  it.each(['', '01', '.5', '1.', '+1', 'NaN', '1,"x":2', '"1"', 'true', ' 1', '0x1'])(
    'refuses to write "%s" as a number',
    (text) => expect(() => exactNumber(text)).toThrow(SyntaxError),
  );
});

describe('the value of a number', () => {
  it.each([
    ['1.0E-7', 8, 10n],
    ['1e-7', 8, 10n],
    ['1.5E3', 0, 1500n],
    ['12.50', 6, 12_500_000n],
    ['12.5000000000', 6, 12_500_000n],
    ['0.123456789012345678', 18, 123456789012345678n],
    ['1000000.000001', 6, 1_000_000_000_001n],
    ['-3.25', 2, -325n],
    ['0', 6, 0n],
  ])('%s with %i decimals is %s minor units', (text, decimals, minor) => {
    expect(minorUnits(text, decimals)).toBe(minor);
  });

  it.each([
    ['0.0000001', 6],
    ['1.0E-7', 6],
    ['9'.repeat(61), 0],
    ['1e1000', 0],
    ['NaN', 6],
    ['', 6],
  ])('is not rounded: %s with %i decimals has none', (text, decimals) => {
    expect(minorUnits(text, decimals)).toBeUndefined();
  });

  it('is the one that was written, for every amount', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 40n), fc.integer({ min: 0, max: 18 }), (minor, decimals) => {
        expect(minorUnits(decimalText(minor, decimals), decimals)).toBe(minor);
      }),
    );
  });

  it('is the same with an exponent', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 30n), (minor) => {
        expect(minorUnits(`${minor}E-18`, 18)).toBe(minor);
        expect(minorUnits(`${minor}0e-19`, 18)).toBe(minor);
      }),
    );
  });
});
