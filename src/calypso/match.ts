/**
 * Is what Calypso shows what we asked for, and which of its withdrawals is which of our lines.
 * Amounts are compared by value and exactly; nothing here says what follows from a difference.
 */
import type { Currency } from '../approvals/money.ts';
import type { PartOrder } from '../approvals/ports.ts';
import { minorUnits } from './numbers.ts';
import { externalIdOf } from './payload.ts';
import type { MassPayout, Payout, Withdrawal } from './wire.ts';

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

function comparable(family: Currency['family'], address: string): string {
  return family === 'evm' ? address.toLowerCase() : address;
}

export interface Assignment {
  /** By position in the order's lines. */
  readonly byLine: ReadonlyMap<number, Withdrawal>;
  /** Living or paid withdrawals that no line accounts for. */
  readonly strangers: readonly Withdrawal[];
}

/**
 * Lines and withdrawals as multisets: the same external id first, then the same comment, then
 * whatever has the same address and amount.
 */
export function assign(
  order: PartOrder,
  currency: Currency,
  withdrawals: readonly Withdrawal[],
): Assignment {
  const byLine = new Map<number, Withdrawal>();
  const strangers: Withdrawal[] = [];
  let rest = withdrawals;
  const marks: readonly [(index: number) => Mark, (withdrawal: Withdrawal) => Mark][] = [
    [(index) => externalIdOf(order, index), (each) => each.externalId],
    [(index) => order.lines[index]?.comment, (each) => each.comment],
    [() => '', () => ''],
  ];
  const lineKey = (index: number, mark: Mark) => keyOfLine(order, currency, index, mark);
  const withdrawalKey = (each: Withdrawal, mark: Mark) => keyOfTransfer(currency, each, mark);
  for (const [markOfLine, markOfWithdrawal] of marks) {
    const open = [...order.lines.keys()].filter((index) => !byLine.has(index));
    const lines = Map.groupBy(open, (index) => lineKey(index, markOfLine(index)));
    lines.delete(undefined);
    const groups = Map.groupBy(rest, (each) => withdrawalKey(each, markOfWithdrawal(each)));
    for (const [key, indexes] of lines) {
      const { placed, left } = place(indexes, groups.get(key) ?? []);
      for (const [index, each] of placed) byLine.set(index, each);
      strangers.push(...left);
    }
    rest = rest.filter((each) => !lines.has(withdrawalKey(each, markOfWithdrawal(each))));
  }
  return { byLine, strangers: [...strangers, ...rest.filter(isAlive)] };
}

type Mark = string | undefined;

/** Equal for what address, amount and mark do not tell apart; undefined matches nothing. */
export function keyOfLine(order: PartOrder, currency: Currency, index: number, mark: Mark) {
  const line = order.lines[index];
  if (!line || mark === undefined) return undefined;
  return groupKey(comparable(currency.family, line.address), line.amountMinor, mark);
}

export function keyOfTransfer(currency: Currency, each: Withdrawal, mark: Mark) {
  const amount = minorUnits(each.amount, currency.decimals);
  const foreign = each.currency !== undefined && each.currency !== currency.code;
  if (foreign || mark === undefined || amount === undefined) return undefined;
  return groupKey(comparable(currency.family, each.depositAddress ?? ''), amount, mark);
}

const groupKey = (address: string, amountMinor: bigint, mark: string) =>
  JSON.stringify([address, `${amountMinor}`, mark]);

/**
 * Lines that nothing tells apart: the paid ones count from the front, the failed ones from the
 * back. However the list is ordered and whatever is still missing, no line ever changes its mind.
 */
function place(indexes: readonly number[], withdrawals: readonly Withdrawal[]) {
  const ranked = withdrawals.toSorted(
    (one, other) => rank(one) - rank(other) || (one.id < other.id ? -1 : 1),
  );
  const kept = ranked.slice(0, indexes.length);
  const front = kept.filter((each) => rank(each) !== rankEnded);
  const back = kept.filter((each) => rank(each) === rankEnded);
  const placed = new Map<number, Withdrawal>();
  for (const [nth, index] of indexes.entries()) {
    const each = front[nth] ?? back[indexes.length - 1 - nth];
    if (each) placed.set(index, each);
  }
  return { placed, left: ranked.slice(indexes.length).filter(isAlive) };
}

export const statusOf = (state: string) => {
  switch (state) {
    case 'COMPLETED':
      return 'paid' as const;
    case 'FAILED':
      return 'failed' as const;
    case 'CANCELED':
      return 'canceled' as const;
    default:
      return 'open' as const;
  }
};

const rankEnded = 2;

function rank({ state }: Withdrawal): number {
  if (state === 'REPLACED') return 3;
  const status = statusOf(state);
  if (status === 'paid') return 0;
  return status === 'open' ? 1 : rankEnded;
}

/** One that hides its address cannot be told from ours, so it is nobody's evidence. */
const isAlive = (withdrawal: Withdrawal): boolean =>
  rank(withdrawal) < rankEnded && withdrawal.depositAddress !== undefined;
