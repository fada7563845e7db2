/**
 * Calypso's lists of payouts and transfers. They want every state named, and pages of the
 * documentation name different ones: where all are refused, those an older Calypso knows are asked.
 */
import type { Calls } from './calls.ts';
import { CalypsoRefused } from './errors.ts';
import { openPaging, pageSize } from './paging.ts';
import * as wire from './wire.ts';

/** How a payout is named: exactly one of Calypso's id and the key it was created with. */
export type Named = { readonly id: string } | { readonly idempotencyKey: string };

/** The same, as everything but the look-up wants it. */
export const deal = (named: Named) => ('id' in named ? { dealId: named.id } : named);

export interface PayoutsWanted {
  /** Every state unless told. */
  readonly states?: readonly string[];
  /** Only those whose execution date is ahead, or only the others. */
  readonly scheduled?: boolean;
}

/** Of one payout, of everything sent under an external id, or of both. */
export type WithdrawalsWanted =
  | { readonly of: Named; readonly externalId?: string }
  | { readonly of?: undefined; readonly externalId: string };

/** Everything in no certain order, each item once. Errors come while it is read. */
export interface Lists {
  payouts(wanted?: PayoutsWanted): AsyncIterable<wire.Payout>;
  /** Mass payouts are not among the payouts. */
  massPayouts(wanted?: PayoutsWanted): AsyncIterable<wire.MassPayout>;
  /** Transfers in every state; those of a payout may be incomplete just after its creation. */
  withdrawals(wanted: WithdrawalsWanted): AsyncIterable<wire.Withdrawal>;
}

const olderPayoutStates = [
  ...['CREATION_IN_PROGRESS', 'PENDING_CONFIRMATION', 'CONFIRMED', 'IN_PROGRESS'],
  ...['COMPLETED', 'FAILED', 'CANCELED'],
];
const documentedTransferStates = ['DRAFT', 'IN_PROGRESS', 'COMPLETED', 'REPLACED', 'FAILED'];

export function openLists({
  read,
  account,
}: {
  readonly read: Calls['read'];
  readonly account: string;
}): Lists {
  const { list } = openPaging();
  const inPayoutStates = openStates(olderPayoutStates, ['CREATED', 'PARTIAL']);
  const inTransferStates = openStates(documentedTransferStates, ['CANCELED']);

  const payoutsPayload = (
    { scheduled }: PayoutsWanted,
    stateNames: readonly string[],
    pageNumber: number,
  ) => ({ stateNames, isExecutionDateInFuture: scheduled, pageNumber, size: pageSize });

  return {
    payouts: (wanted = {}) =>
      inPayoutStates(wanted.states, (states) =>
        list('payouts', (page) => {
          const payload = payoutsPayload(wanted, states, page);
          return read('/payout/all', wire.payoutPage, { account, payload });
        }),
      ),
    massPayouts: (wanted = {}) =>
      inPayoutStates(wanted.states, (states) =>
        list('mass payouts', (page) => {
          const payload = payoutsPayload(wanted, states, page);
          return read('/payout/mass/all', wire.massPayoutPage, { account, payload });
        }),
      ),
    withdrawals: ({ of, externalId }) =>
      inTransferStates(undefined, (stateNames) =>
        list('withdrawals', (pageNumber) => {
          const payload = { ...(of && deal(of)), externalId, stateNames, pageNumber, pageSize };
          return read('/payout/withdrawal/all', wire.withdrawalPage, { account, payload });
        }),
      ),
  };
}

/** Remembers that the long list of states was refused and the short one was not. */
function openStates(older: readonly string[], newer: readonly string[]) {
  const all = [...older, ...newer];
  let known: readonly string[] = all;
  return async function* inStates<T>(
    wanted: readonly string[] | undefined,
    list: (states: readonly string[]) => AsyncIterable<T>,
  ): AsyncGenerator<T> {
    const asked = wanted ?? known;
    try {
      yield* list(asked);
    } catch (error) {
      if (!(error instanceof CalypsoRefused) || error.code !== '001' || asked !== all) throw error;
      yield* list(older);
      known = older;
    }
  };
}
