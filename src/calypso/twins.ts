/**
 * Lines of one batch that look the same and fared differently: which is which. Calypso does not
 * echo our reference, but it can be asked for the transfers under one; believed only if it is
 * whole.
 */
import type { PartOrder } from '../approvals/rail/rail.ts';
import type { Currency } from '../approvals/values/currency.ts';
import { assign, keyOfLine, keyOfTransfer, statusOf } from './assign.ts';
import { CalypsoNotFound, CalypsoRefused } from './errors.ts';
import { externalIdOf } from './payload.ts';
import type { Withdrawal } from './wire.ts';

/** Positions in the order's lines, and all transfers that may be theirs. */
export interface Twins {
  readonly indexes: readonly number[];
  readonly transfers: readonly Withdrawal[];
}

/** More are not asked about in one look. */
const askedMax = 50;

/** Groups of lines that no answer tells apart although what became of them differs. */
export function unequalTwins(
  order: PartOrder,
  currency: Currency,
  withdrawals: readonly Withdrawal[],
): readonly Twins[] {
  const { byLine } = assign(order, currency, withdrawals);
  const commentsTold = withdrawals.some(({ comment }) => comment !== undefined);
  const mark = (comment: string | undefined) => (commentsTold ? (comment ?? '') : '');
  const lines = Map.groupBy(order.lines.keys(), (index) =>
    keyOfLine(order, currency, index, mark(order.lines[index]?.comment)),
  );
  const transfers = Map.groupBy(withdrawals, (each) =>
    keyOfTransfer(currency, each, mark(each.comment)),
  );
  return [...lines].flatMap(([key, indexes]) => {
    const theirs = transfers.get(key) ?? [];
    const told = theirs.some(({ externalId }) => externalId !== undefined);
    const statuses = indexes.map((index) => statusOf(byLine.get(index)?.state ?? ''));
    const unequal = new Set(statuses).size > 1;
    return indexes.length > 1 && unequal && !told ? [{ indexes, transfers: theirs }] : [];
  });
}

/**
 * @param ask the transfers of this payout that were sent under an external id.
 * @returns the same transfers, those of twins with the external id under which they were found.
 * @throws whatever `ask` throws, but for a refusal: then nothing is known, as without asking.
 */
export async function tellApart(
  order: PartOrder,
  currency: Currency,
  withdrawals: readonly Withdrawal[],
  ask: (externalId: string) => Promise<readonly Withdrawal[]>,
): Promise<readonly Withdrawal[]> {
  const owners = new Map<string, string>();
  let asked = 0;
  for (const { indexes, transfers } of unequalTwins(order, currency, withdrawals)) {
    asked += indexes.length;
    if (asked > askedMax) break;
    const found = await ownersOf(order, indexes, ask);
    // Twice the same transfer, or one that nobody owns: the filter does not filter.
    const ids = found?.map(([id]) => id) ?? [];
    const whole = transfers.every(({ id }) => ids.includes(id)) && ids.length === transfers.length;
    if (found && whole) for (const [id, externalId] of found) owners.set(id, externalId);
  }
  return withdrawals.map((each) => {
    const externalId = owners.get(each.id);
    return externalId === undefined ? each : { ...each, externalId };
  });
}

async function ownersOf(
  order: PartOrder,
  indexes: readonly number[],
  ask: (externalId: string) => Promise<readonly Withdrawal[]>,
): Promise<readonly (readonly [id: string, externalId: string])[] | undefined> {
  const found: [string, string][] = [];
  try {
    for (const index of indexes) {
      const externalId = externalIdOf(order, index);
      for (const { id } of await ask(externalId)) found.push([id, externalId]);
    }
  } catch (error) {
    if (error instanceof CalypsoRefused || error instanceof CalypsoNotFound) return undefined;
    throw error;
  }
  return found;
}
