/** Amounts and totals as people read them: grouped digits, the coin, and the network by name. */

import type { Line } from '../../approvals/draft/content.ts';
import { groupedText, totals } from '../../approvals/values/amount.ts';
import type { Currency } from '../../approvals/values/currency.ts';

/** What the renderers need of the rail. */
export interface Currencies {
  currency(code: string): Currency | undefined;
  explorerLink(currency: string, transactionHash: string): string | undefined;
}

/** `12,450.00 USDT on Tron`; a coin on its own network is just `0.25 BTC`. */
export function amountWords(minor: bigint, code: string, currencies: Currencies): string {
  const currency = currencies.currency(code);
  if (!currency) return `${minor} minor units of ${code}`;
  const amount = `${groupedText(minor, currency.decimals)} ${currency.coin}`;
  return currency.feeCurrency === code ? amount : `${amount} on ${currency.network}`;
}

/** One text per currency, in the order they appear. */
export function totalWords(lines: readonly Line[], currencies: Currencies): readonly string[] {
  return [...totals(lines)].map(([code, minor]) => amountWords(minor, code, currencies));
}

/** `3 recipients`, counting lines: one payment is one recipient to be checked. */
export function recipients(count: number): string {
  return counted(count, 'recipient');
}

export function counted(count: number, noun: string): string {
  return `${groupedText(BigInt(count), 0)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** To stand inside a sentence. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
