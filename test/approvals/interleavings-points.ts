/**
 * The windows of one process, with every wait in the hands of the test: nothing of the ledger or
 * the rail happens, and no answer arrives, before the test says so.
 */
import type { Ledger } from '../../src/approvals/ledger/ledger.ts';
import type { PaymentRail } from '../../src/approvals/rail/rail.ts';

export type Point = <T>(effect: () => Promise<T>) => Promise<T>;

export function ledgerThrough(ledger: Ledger, point: Point): Ledger {
  return {
    ...ledger,
    read: (number) => point(() => ledger.read(number)),
    append: (entry) => point(() => ledger.append(entry)),
    due: (now, limit) => point(() => ledger.due(now, limit)),
    list: (filter) => point(() => ledger.list(filter)),
    wakeAt: (number, time) => point(() => ledger.wakeAt(number, time)),
    raise: (incident, time) => point(() => ledger.raise(incident, time)),
    resolve: (key, time) => point(() => ledger.resolve(key, time)),
  };
}

/** The effect of a submission and its answer are two moments: a crash fits between them. */
export function railThrough(rail: PaymentRail, point: Point): PaymentRail {
  return {
    ...rail,
    submit: async (order, attempt) => {
      const outcome = await point(() => rail.submit(order, attempt));
      return point(async () => outcome);
    },
    lookUp: async (order) => {
      const found = await point(() => rail.lookUp(order));
      return point(async () => found);
    },
    observe: (order, railId) => point(() => rail.observe(order, railId)),
    balances: () => point(() => rail.balances()),
  };
}
