/**
 * One recipient as text, from a row of a file or from the form, read by the same rules.
 * Surrounding spaces and tabs are dropped; anything else a person typed is kept or refused.
 */
import { checkAddress } from '../values/address.ts';
import { type AmountRule, readAmount } from '../values/amount.ts';
import type { Currency } from '../values/currency.ts';
import { hasControls, shown, trimmed } from '../values/text.ts';
import { type Line, textCharactersMax } from './content.ts';
import {
  type Column,
  columns,
  type LineFlaw,
  type LineProblem,
  valueCharactersMax,
} from './line-problems.ts';

export type CurrencyOf = (code: string) => Currency | undefined;
export type Fields = Readonly<Partial<Record<Column, string>>>;

/** @returns the line, or what is wrong with each field that has something wrong with it. */
export function readLine(
  fields: Fields,
  currencyOf: CurrencyOf,
): { readonly line: Line } | { readonly problems: readonly LineProblem[] } {
  const text = (column: Column) => trimmed(fields[column] ?? '');
  const currency = currencyOf(text('currency'));
  // Without a currency no number of decimals is too many yet.
  const decimals = currency?.decimals ?? textCharactersMax;
  const amount = readAmount(text('amount'), decimals);

  const flaws: Partial<Record<Column, LineFlaw | undefined>> = {
    address: checkAddress(text('address'), currency?.family),
    amount: typeof amount === 'bigint' ? undefined : amountFlaw(amount, decimals),
    currency: currency ? undefined : currencyFlaw(text('currency'), currencyOf),
  };
  const problems = columns.flatMap((column): LineProblem[] => {
    const flaw = textFlaw(text(column)) ?? flaws[column];
    if (!flaw) return [];
    const value = shown(text(column), valueCharactersMax);
    return [{ ...flaw, column, value, ...(currency && { currency }) }];
  });
  if (problems.length > 0 || !currency || typeof amount !== 'bigint') return { problems };

  const [payee, comment, reference] = [text('name'), text('comment'), text('reference')];
  return {
    line: {
      address: text('address'),
      currency: currency.code,
      amountMinor: amount,
      ...(payee && { payee }),
      ...(comment && { comment }),
      ...(reference && { reference }),
    },
  };
}

function textFlaw(text: string): LineFlaw | undefined {
  if (text.length > textCharactersMax) return { rule: 'text-too-long', limit: textCharactersMax };
  return hasControls(text) ? { rule: 'text-control-characters' } : undefined;
}

function amountFlaw(rule: AmountRule, decimals: number): LineFlaw {
  return rule === 'amount-decimals' ? { rule, decimals } : { rule };
}

/** Codes are exact: one in the wrong case is refused, and named. */
function currencyFlaw(code: string, currencyOf: CurrencyOf): LineFlaw {
  if (code === '') return { rule: 'currency-missing' };
  const near = currencyOf(code.toUpperCase().replace(/[^A-Z0-9]+/g, '_'));
  return { rule: 'currency-unknown', ...(near && { didYouMean: near.code }) };
}
