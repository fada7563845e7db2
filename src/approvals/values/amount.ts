/**
 * Decimal text in, bigint minor units inside, decimal text out.
 * Nothing here rounds: a digit we cannot keep is a mistake someone should see.
 */
import { z } from 'zod';

/** Minor units: bigint in memory, digits in the record. */
export const minorDigits = z.codec(z.string().regex(/^-?\d{1,60}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (minor) => minor.toString(),
});

export const amountRules = [
  'amount-missing',
  'amount-exponent',
  'amount-comma',
  'amount-negative',
  'amount-zero',
  'amount-decimals',
  'amount-too-long',
  'amount-unreadable',
] as const;
export type AmountRule = (typeof amountRules)[number];

/** More digits than any coin's whole supply needs; bounds what `BigInt` is asked to read. */
const digitsMax = 40;

/**
 * Reads what a person typed or a file holds: digits, and after a point at most `decimals` more.
 * @returns minor units, above zero, or the one rule the text breaks.
 */
export function readAmount(text: string, decimals: number): bigint | AmountRule {
  if (text === '') return 'amount-missing';
  if (/^[+-]?[\d.]+e[+-]?\d+$/i.test(text)) return 'amount-exponent';
  if (text.includes(',')) return 'amount-comma';
  if (/^-[\d.]+$/.test(text)) return 'amount-negative';
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return 'amount-unreadable';
  const whole = parts[1] ?? '';
  const fraction = parts[2] ?? '';
  if (/^0\d/.test(whole)) return 'amount-unreadable';
  if (whole.length > digitsMax) return 'amount-too-long';
  if (fraction.length > decimals) return 'amount-decimals';
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  return minor === 0n ? 'amount-zero' : minor;
}

/** The shortest exact decimal text: `1250000` with 6 decimals is `1.25`. Never an exponent. */
export function decimalText(minor: bigint, decimals: number): string {
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`);
}

/** For people: `12450000000` with 6 decimals is `12,450.00`. Every digit that counts is shown. */
export function groupedText(minor: bigint, decimals: number): string {
  const [whole = '', fraction = ''] = decimalText(minor, decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const shown = fraction.padEnd(Math.min(2, decimals), '0');
  return shown === '' ? grouped : `${grouped}.${shown}`;
}

/** Sums by currency, in order of first appearance. */
export function totals(
  lines: readonly { readonly currency: string; readonly amountMinor: bigint }[],
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of lines) {
    sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  }
  return sums;
}

/** The same sums with what is taken on top of them; a currency of fees alone comes last. */
export function withFees(
  sums: ReadonlyMap<string, bigint>,
  fees: ReadonlyMap<string, bigint> = new Map(),
): ReadonlyMap<string, bigint> {
  const all = new Map(sums);
  for (const [code, fee] of fees) if (fee > 0n) all.set(code, (all.get(code) ?? 0n) + fee);
  return all;
}
