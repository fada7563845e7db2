/**
 * Ends and moves against the documented roll-up, as a provider on a bad day may make them: each is
 * asked for by name, is announced, moves the money it says, and can be put back as it was.
 */

import type { Payout, Withdrawal } from './book.ts';
import type { Chance } from './chance.ts';
import type { Funds } from './funds.ts';
import type { Progress } from './progress.ts';
import type { ErrorStatus, FinalState, PayoutState, WithdrawalState } from './states.ts';

/** What becomes of the transfers: one state for all, or one for each; the others stay as they are. */
export type TransferStates = WithdrawalState | readonly (WithdrawalState | undefined)[];

export type Reason = { readonly status: ErrorStatus; readonly message: string };

type Before = {
  readonly state: PayoutState;
  readonly cancellation: Payout['cancellation'];
  readonly transfers: readonly (Pick<
    Withdrawal,
    'id' | 'state' | 'transactionHash' | 'debited' | 'debitedFee'
  > & { readonly errors: number })[];
};

export function openEndings({
  funds,
  progress,
  chance,
}: {
  funds: Funds;
  progress: Progress;
  chance: Chance;
}) {
  const before = new Map<Payout, Before>();

  /** The first look back is the one that counts. */
  function remember(payout: Payout): void {
    if (before.has(payout)) return;
    const { state, cancellation, withdrawals } = payout;
    const transfers = withdrawals.map((one) => ({
      ...{ id: one.id, state: one.state, transactionHash: one.transactionHash },
      ...{ debited: one.debited, debitedFee: one.debitedFee, errors: one.errors.length },
    }));
    before.set(payout, { state, cancellation, transfers });
  }
  /** Only DRAFT has no money on its way; a REPLACED one keeps what it took, as its successor would. */
  function move(payout: Payout, transfer: Withdrawal, state: WithdrawalState): void {
    const isPaying = state === 'IN_PROGRESS' || state === 'COMPLETED';
    if (isPaying && transfer.debited === 0n) funds.debitOne(payout, transfer);
    if (state === 'DRAFT' || state === 'FAILED' || state === 'CANCELED') {
      funds.giveBack(payout, transfer);
    }
    if (state === 'DRAFT') transfer.transactionHash = undefined;
    if (state === 'COMPLETED' || state === 'REPLACED') {
      transfer.transactionHash ??= chance.hex(64);
    }
    transfer.state = state;
  }
  return {
    /** The payout ends, whatever its transfers are. */
    end(payout: Payout, state: FinalState, transfers: TransferStates = []): void {
      remember(payout);
      payout.withdrawals.forEach((transfer, index) => {
        const wanted = typeof transfers === 'string' ? transfers : transfers[index];
        if (wanted !== undefined) move(payout, transfer, wanted);
      });
      progress.enter(payout, state);
    },
    /** One transfer moves and the payout does not; nothing is announced, as for batches nothing is. */
    setTransfer(
      payout: Payout,
      transfer: Withdrawal,
      state: WithdrawalState,
      reason?: Reason,
    ): void {
      remember(payout);
      move(payout, transfer, state);
      if (reason) transfer.errors.push({ id: progress.errorId(), resolved: false, ...reason });
    },
    isMoved: (payout: Payout): boolean => before.has(payout),
    /** As it was before the first of the above, its money too; the state is announced again. */
    putBack(payout: Payout): void {
      const then = before.get(payout);
      if (then === undefined) throw new Error(`Payout ${payout.id} is as it came to be.`);
      before.delete(payout);
      for (const { id, errors, ...was } of then.transfers) {
        const transfer = payout.withdrawals.find((one) => one.id === id);
        if (transfer === undefined) continue;
        funds.move(payout.currency, transfer.debited - was.debited);
        Object.assign(transfer, was);
        transfer.errors.splice(errors);
      }
      payout.cancellation = then.cancellation;
      progress.enter(payout, then.state);
    },
  };
}
