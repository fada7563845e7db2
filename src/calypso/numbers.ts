/**
 * JSON whose numbers stay the text they were written in, and their value in minor units.
 * No amount ever becomes a JavaScript number: that would lose digits without a word.
 */

/** A JSON number as its source text, e.g. `1000000.000001`; `JSON.stringify` writes it unchanged. */
export interface ExactNumber {
  readonly rawJSON: string;
}

declare global {
  /** ES2026, in Node since 22, not yet in TypeScript's library. */
  interface JSON {
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
  }
}

export const isExactNumber = (value: unknown): value is ExactNumber => JSON.isRawJSON(value);

/** Writes `text`, which must be a JSON number, as a number token. */
export function exactNumber(text: string): ExactNumber {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text))
    throw new SyntaxError(`A JSON number cannot be written as "${text.slice(0, 60)}".`);
  return JSON.rawJSON(text);
}

/** Throws `SyntaxError` for text that is not JSON, `RangeError` for text nested too deeply. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, keepSource);
}

export function writeExact(value: unknown): string {
  return JSON.stringify(value);
}

function keepSource(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  if (context?.source === undefined)
    throw new Error('This Node does not show revivers the source of a number. Use Node 24.');
  return JSON.rawJSON(context.source);
}

/**
 * The value of a number token in minor units, exponents included: `1.0E-7` with 8 decimals is 10.
 * @returns undefined when the value has more digits than `decimals` can keep, or is absurdly long.
 */
export function minorUnits(token: string, decimals: number): bigint | undefined {
  const parts = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(token);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = BigInt(sign + whole + fraction);
  const shift = BigInt(exponent) + BigInt(decimals - fraction.length);
  if (shift >= 0n) return digits * 10n ** shift;
  const divisor = 10n ** -shift;
  return digits % divisor === 0n ? digits / divisor : undefined;
}

/**
 * A number token in minor units with just the decimals it needs: `1.0E-7` is 10 with 8 decimals.
 * @returns undefined when it is absurdly long.
 */
export function exactParts(
  token: string,
): { readonly minor: bigint; readonly decimals: number } | undefined {
  const parts = /(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(token);
  const exponent = Number.parseInt(parts?.[2] ?? '0', 10);
  const decimals = Math.max(0, (parts?.[1] ?? '').length - exponent);
  const minor = minorUnits(token, decimals);
  return minor === undefined ? undefined : { minor, decimals };
}
