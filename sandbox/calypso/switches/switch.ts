/**
 * What a switch is: its usual value, what else it may be, and its meaning in one line. The tables
 * of switches beside this file are the type of the settings, the check of what comes over the
 * control API, and what `npm run calypso-emulator -- --switches` prints. Nothing here acts.
 */

export type Switch<T> = {
  /** What it is until somebody turns it. */
  readonly usual: T;
  readonly means: string;
  /** What it may be, in words. */
  readonly may: string;
  readonly accepts: (value: unknown) => value is T;
};

export type Switches = Readonly<Record<string, Switch<unknown>>>;

/** The values of a table of switches, to be turned at run time. */
export type Turned<Table extends Switches> = {
  -readonly [Name in keyof Table]: Table[Name] extends Switch<infer T> ? T : never;
};

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const decimalShape = /^\d{1,20}(\.\d{1,30})?$/;
const textMax = 500;
const listMax = 1_000;

/** One of some words; the first is the usual one. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  means: string,
  ...words: Words
): Switch<Words[number]> => ({
  usual: words[0],
  means,
  may: words.join(' | '),
  accepts: (value): value is Words[number] => words.some((word) => word === value),
});

/** Any of some words, in a list; none of them unless turned. */
export const someOf = <const Words extends readonly string[]>(
  means: string,
  words: Words,
): Switch<readonly Words[number][]> => ({
  usual: [],
  means,
  may: `a list of ${words.join(', ')}`,
  accepts: (value): value is readonly Words[number][] =>
    Array.isArray(value) && value.length <= listMax && value.every((one) => words.includes(one)),
});

export const flag = (means: string, usual: boolean): Switch<boolean> => ({
  usual,
  means,
  may: 'true | false',
  accepts: (value) => typeof value === 'boolean',
});

/** A count, or milliseconds; never below zero. */
export const count = (means: string, usual: number): Switch<number> => ({
  usual,
  means,
  may: 'a whole number from 0',
  accepts: (value): value is number => isWhole(value) && value >= 0,
});

/** A difference, which may be below zero. */
export const difference = (means: string, usual: number): Switch<number> => ({
  usual,
  means,
  may: 'a whole number',
  accepts: isWhole,
});

/** A word, or a count in its place. */
export const wordOrCount = <const Word extends string>(
  means: string,
  word: Word,
): Switch<Word | number> => ({
  usual: word,
  means,
  may: `${word} | a whole number from 0`,
  accepts: (value): value is Word | number => value === word || (isWhole(value) && value >= 0),
});

export const decimal = (means: string, usual: string): Switch<string> => ({
  usual,
  means,
  may: 'decimal text such as 0.5',
  accepts: (value): value is string => typeof value === 'string' && decimalShape.test(value),
});

/** A decimal, or empty for none. */
export const decimalOrNone = (means: string): Switch<string> => ({
  usual: '',
  means,
  may: 'decimal text such as 0.5, or empty',
  accepts: (value): value is string =>
    typeof value === 'string' && (value === '' || decimalShape.test(value)),
});

/** Digits alone, or empty for none. */
export const digits = (means: string): Switch<string> => ({
  usual: '',
  means,
  may: 'at most 30 digits, or empty',
  accepts: (value): value is string => typeof value === 'string' && /^\d{0,30}$/.test(value),
});

/** Any text; empty for none. */
export const text = (means: string): Switch<string> => ({
  usual: '',
  means,
  may: `text of at most ${textMax} characters, or empty`,
  accepts: (value): value is string => typeof value === 'string' && value.length <= textMax,
});

/** Values by name; empty unless turned. */
export const table = <T>(
  means: string,
  may: string,
  accepts: (name: string, value: unknown) => value is T,
): Switch<Readonly<Record<string, T>>> => ({
  usual: {},
  means,
  may,
  accepts: (value): value is Readonly<Record<string, T>> =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([name, one]) => accepts(name, one)),
});
