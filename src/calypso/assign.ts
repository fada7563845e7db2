/**
 * Which of Calypso’s withdrawals is which of our lines: as multisets, by external id, then comment,
 * then address and amount. Nothing here says what follows.
 */
import type { PartOrder } from '../approvals/rail/rail.ts';
import type { Currency } from '../approvals/values/currency.ts';
import { comparable } from './compare.ts';
import { minorUnits } from './numbers.ts';
import { externalIdOf } from './payload.ts';
import type { Withdrawal } from './wire.ts';

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
