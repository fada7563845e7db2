/**
 * Is what Calypso shows what we asked for. Amounts are compared by value and exactly; nothing here
 * says what follows from a difference.
 */
import type { PartOrder } from '../approvals/rail/rail.ts';
import type { Currency } from '../approvals/values/currency.ts';
import { minorUnits } from './numbers.ts';
import type { MassPayout, Payout } from './wire.ts';

export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'different'; readonly detail: string }
  /** Nothing contradicts, but something that must agree was not told. */
  | { readonly kind: 'untold'; readonly detail: string };

/** `keyAsked`: the payout was found under the key, so an answer without it agrees. */
export function compareSingle(
  order: PartOrder,
  currency: Currency,
  payout: Payout,
  { keyAsked }: { readonly keyAsked: boolean },
): Comparison {
  const [line] = order.lines;
  const { depositAddress } = payout;
  const known = depositAddress !== undefined;
  if (!line) return different('lines: there are none');
  if (payout.currency !== order.plan.currency) return different('the currency');
  if (minorUnits(payout.amount, currency.decimals) !== line.amountMinor)
    return different(`the amount (${payout.amount.slice(0, 40)})`);
  if (known && !sameAddress(currency, depositAddress, line.address))
    return different('the address');
  const key = compareKey(order, payout.idempotencyKey, keyAsked);
  if (key.kind === 'different' || known) return key;
  return { kind: 'untold', detail: 'the address is not in the answer' };
}

export function compareMass(
  order: PartOrder,
  currency: Currency,
  payout: MassPayout,
  { keyAsked }: { readonly keyAsked: boolean },
): Comparison {
  const { name, totalWithdrawalAmount: total } = payout;
  const sum = order.lines.reduce((subtotal, line) => subtotal + line.amountMinor, 0n);
  const coin = payout.currency;
  if (coin !== undefined && coin !== order.plan.currency) return different('the currency');
  if (name !== undefined && name !== order.purpose) return different('the name');
  if (total !== undefined && minorUnits(total, currency.decimals) !== sum)
    return different(`the total (${total.slice(0, 40)})`);
  const key = compareKey(order, payout.idempotencyKey, keyAsked);
  if (key.kind === 'different' || coin !== undefined) return key;
  return { kind: 'untold', detail: 'the currency is not in the answer' };
}

function compareKey(order: PartOrder, key: string | undefined, keyAsked: boolean): Comparison {
  if (key !== undefined && key.toLowerCase() !== order.key) return different('the key');
  if (key === undefined && !keyAsked)
    return { kind: 'untold', detail: 'the key is not in the answer' };
  return { kind: 'equal' };
}

const different = (what: string): Comparison => ({
  kind: 'different',
  detail: `${what} differs from what was asked`,
});

/** EVM addresses are the same in any case; everywhere else case carries meaning. */
function sameAddress({ family }: Currency, one: string, other: string): boolean {
  return comparable(family, one) === comparable(family, other);
}

export function comparable(family: Currency['family'], address: string): string {
  return family === 'evm' ? address.toLowerCase() : address;
}
