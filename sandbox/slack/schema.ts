/**
 * A small language for saying what a JSON value must look like, in Slack's own words of complaint.
 * Checks never throw and never stop at the first problem; unknown properties are always refused.
 */
import { isRecord, type Json } from './json.ts';

/** One complaint: where (a JSON pointer) and what. */
export type Problem = { readonly pointer: string; readonly message: string };
export type Report = (pointer: string, message: string) => void;
export type Check = (value: unknown, at: string, report: Report) => void;
export type Fields = { readonly [name: string]: Check };

/** Text of `min` to `max` characters. */
export const string =
  (max: number, min = 1): Check =>
  (value, at, report) => {
    if (typeof value !== 'string') return report(at, 'must be a string');
    if (value.length > max) report(at, `must be less than ${max + 1} characters`);
    if (value.length < min) report(at, `must be more than ${min - 1} characters`);
  };

export const anyString: Check = string(Number.MAX_SAFE_INTEGER, 0);

export const flag: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report(at, 'must be a boolean');
};

export const whole =
  (min: number, max: number): Check =>
  (value, at, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) report(at, 'must be an integer');
    else if (value < min) report(at, `must be greater than ${min - 1}`);
    else if (value > max) report(at, `must be less than ${max + 1}`);
  };

export const finite: Check = (value, at, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(at, 'must be a number');
};

export const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value, at, report) => {
    if (!allowed.includes(value)) report(at, `must be one of: ${allowed.join(', ')}`);
  };

export const matching =
  (pattern: RegExp, what: string): Check =>
  (value, at, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(at, `must be ${what}`);
  };

export const items =
  (check: Check, max: number, min = 1): Check =>
  (value, at, report) => {
    if (!Array.isArray(value)) return report(at, 'must be an array');
    if (value.length > max) report(at, `no more than ${max} items allowed`);
    if (value.length < min) report(at, `no fewer than ${min} items allowed`);
    value.forEach((item, index) => {
      check(item, `${at}/${index}`, report);
    });
  };

/** An object with exactly these fields; `also` sees it once it is known to be an object. */
export function shape(
  required: Fields,
  optional: Fields = {},
  also?: (value: Json, at: string, report: Report) => void,
): Check {
  return (value, at, report) => {
    if (!isRecord(value)) return report(at, 'must be an object');
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) report(at, `missing required field: ${name}`);
    }
    for (const [name, given] of Object.entries(value)) {
      if (given === undefined) continue;
      const check = Object.hasOwn(required, name)
        ? required[name]
        : Object.hasOwn(optional, name)
          ? optional[name]
          : undefined;
      if (check) check(given, `${at}/${name}`, report);
      else report(at, `invalid additional property: ${name}`);
    }
    also?.(value, at, report);
  };
}

/** An object whose `type` chooses the check. */
export const byType =
  (table: Fields): Check =>
  (value, at, report) => {
    if (!isRecord(value)) return report(at, 'must be an object');
    const type = value.type;
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
    if (check) check(value, at, report);
    else report(`${at}/type`, `unsupported type: ${String(type)}`);
  };

/** The rows of a table that carry these names. */
export const only = (table: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)));

/** What a check has to say about a value. */
export function problemsOf(check: Check, value: unknown, at: string): readonly Problem[] {
  const problems: Problem[] = [];
  check(value, at, (pointer, message) => problems.push({ pointer, message }));
  return problems;
}

/** A problem the way Slack prints it in `response_metadata.messages`. */
export const printed = (problem: Problem): string =>
  `[ERROR] ${problem.message} [json-pointer:${problem.pointer}]`;
