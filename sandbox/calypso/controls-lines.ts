/** The provider's ledger line by line, for whoever compares it with what the bot believes. */

import type { Book, Payout } from './book.ts';
import type { WithdrawalState } from './states.ts';

/** One recipient of one payout, as the provider's ledger has it. */
export type Line = {
  readonly payoutId: string;
  readonly idempotencyKey: string | undefined;
  readonly kind: Payout['kind'];
  readonly currency: string;
  readonly depositAddress: string;
  readonly amount: string;
  readonly comment: string | undefined;
  readonly externalId: string | undefined;
  readonly state: WithdrawalState;
  readonly transactionHash: string | undefined;
};

export function openLines(book: Book) {
  const lines = (): Line[] =>
    book.payouts.flatMap(({ id, idempotencyKey, kind, currency, withdrawals }) =>
      withdrawals.map(
        ({ depositAddress, amount, comment, externalId, state, transactionHash }) => ({
          ...{ payoutId: id, idempotencyKey, kind, currency },
          ...{ depositAddress, amount, comment, externalId, state, transactionHash },
        }),
      ),
    );
  return {
    lines,
    /** The recipients whose money has arrived. */
    paidLines: () => lines().filter(({ state }) => state === 'COMPLETED'),
  };
}
