/**
 * Everything that can be wrong with one line, by rule, with the facts a sentence about it needs.
 * Nothing here is a sentence.
 */
import { type AddressFlaw, addressRules } from '../values/address.ts';
import { amountRules } from '../values/amount.ts';
import type { Currency } from '../values/currency.ts';

/** The columns of a file and the fields of the form, by the same names. */
export const columns = ['address', 'amount', 'currency', 'name', 'comment', 'reference'] as const;
export type Column = (typeof columns)[number];
export const requiredColumns: readonly Column[] = ['address', 'amount', 'currency'];

export const lineRules = [
  ...addressRules,
  ...amountRules,
  'currency-missing',
  'currency-unknown',
  'text-too-long',
  'text-control-characters',
] as const;
export type LineRule = (typeof lineRules)[number];

/** What is wrong with one field. */
export type LineFlaw =
  | AddressFlaw
  /** How many digits after the point the currency keeps. */
  | { readonly rule: 'amount-decimals'; readonly decimals: number }
  /** A code that does exist and differs in case or separators only. */
  | { readonly rule: 'currency-unknown'; readonly didYouMean?: string }
  /** Characters. */
  | { readonly rule: 'text-too-long'; readonly limit: number }
  | { readonly rule: Exclude<LineRule, AddressFlaw['rule'] | FactualLineRule> };

type FactualLineRule = 'amount-decimals' | 'currency-unknown' | 'text-too-long';

/** Longest `value` of a problem, in characters. */
export const valueCharactersMax = 60;

/** `value` is the offending text as it may be shown; `currency` the one the line names, if any. */
export type LineProblem = LineFlaw & {
  readonly column: Column;
  readonly value: string;
  readonly currency?: Currency;
};
