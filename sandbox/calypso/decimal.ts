/**
 * Decimal text as bigint in units of 10^-18 ("atto"), enough for every currency of the table.
 * Written for the emulator alone, so that a mistake in the bot's arithmetic is not repeated here.
 * Nothing is rounded except fees and rates, where the name says so.
 */

const attoDigits = 18;
const one = 10n ** 18n;
const exponentMax = 100;
const shape = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Throws when `text` is no decimal or has more than 18 decimals. */
export function atto(text: string): bigint {
  const { units, decimals } = read(text);
  if (decimals > attoDigits) {
    throw new Error(`The emulator keeps 18 decimals; "${text}" has ${decimals}.`);
  }
  return units * 10n ** BigInt(attoDigits - decimals);
}

/** How many decimals the value needs; trailing zeros do not count. */
export const decimalsOf = (text: string): number => read(text).decimals;

export const hasExponent = (text: string): boolean => /[eE]/.test(text);

/** The plain decimal text of a value in atto, without trailing zeros. */
export function decimalText(value: bigint): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(attoDigits + 1, '0');
  const fraction = digits.slice(-attoDigits).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -attoDigits)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Java's way to write small values, for example `1.0E-7`; digits stay exact. Needs `value > 0`. */
export function scientificText(value: bigint): string {
  const digits = value.toString();
  const exponent = digits.length - 1 - attoDigits;
  const fraction = digits.slice(1).replace(/0+$/, '');
  return `${digits.slice(0, 1)}.${fraction === '' ? '0' : fraction}E${exponent}`;
}

/** `percent` of a value, rounded up to `decimals`. */
export function percentRoundedUp(value: bigint, percent: string, decimals: number): bigint {
  const exact = value * atto(percent);
  const step = 10n ** BigInt(attoDigits - decimals);
  return divideUp(exact, one * 100n * step) * step;
}

/** `left / right`, cut to 12 decimals. */
export function ratioCut(left: bigint, right: bigint): bigint {
  const step = 10n ** 6n;
  return ((left * one) / right / step) * step;
}

const divideUp = (left: bigint, right: bigint): bigint => (left + right - 1n) / right;

function read(text: string): { units: bigint; decimals: number } {
  const [, sign, whole = '', fraction = '', exponent = '0'] = shape.exec(text) ?? [];
  const shift = Number.parseInt(exponent, 10);
  if (sign === undefined || Math.abs(shift) > exponentMax) {
    throw new Error(`"${text.slice(0, 60)}" is not a decimal.`);
  }
  let units = BigInt(`${whole}${fraction}`);
  let decimals = fraction.length - shift;
  while (decimals > 0 && units % 10n === 0n) {
    units /= 10n;
    decimals -= 1;
    if (units === 0n) decimals = 0;
  }
  if (decimals < 0) {
    units *= 10n ** BigInt(-decimals);
    decimals = 0;
  }
  return { units: sign === '-' ? -units : units, decimals };
}
