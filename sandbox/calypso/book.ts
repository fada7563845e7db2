/**
 * The emulator's ledger: payouts with their recipients exactly as received. It decides nothing; the
 * rules of movement are in progress.ts and the money in funds.ts.
 */

import type { Settings } from './settings.ts';
import { type ErrorStatus, finalStates, type PayoutState, type WithdrawalState } from './states.ts';

export type WithdrawalError = {
  readonly id: number | string;
  readonly status: ErrorStatus;
  readonly message: string;
  resolved: boolean;
};

export type Withdrawal = {
  readonly id: string;
  readonly depositAddress: string;
  /** The number's text as it was received. */
  readonly amount: string;
  readonly comment: string | undefined;
  readonly externalId: string | undefined;
  readonly calypsoFee: string;
  readonly errors: WithdrawalError[];
  readonly createdAt: number;
  state: WithdrawalState;
  transactionHash: string | undefined;
  /** Atto taken from the balance and not given back. */
  debited: bigint;
  /** The part of `debited` that is fee. */
  debitedFee: bigint;
};

/** What a create asks for; `name` is for mass payouts only. */
export type PayoutContent = {
  readonly kind: 'single' | 'mass';
  readonly idempotencyKey: string | undefined;
  readonly currency: string;
  readonly name: string | undefined;
  readonly comment: string | undefined;
  readonly externalId: string | undefined;
  /** Epoch milliseconds. */
  readonly executionDate: number | undefined;
  readonly recipients: readonly Recipient[];
};

export type Recipient = {
  readonly depositAddress: string;
  readonly amount: string;
  readonly comment: string | undefined;
  readonly externalId: string | undefined;
};

export type Payout = Omit<PayoutContent, 'recipients'> & {
  readonly id: string;
  /** Decimal text: as received for a single payout, the sum for a mass payout. */
  readonly amount: string;
  readonly createdAt: number;
  readonly withdrawals: Withdrawal[];
  state: PayoutState;
  cancellation: Cancellation | undefined;
  /** When automatic progress moves it next, epoch milliseconds. */
  nextStepAt: number;
};

export type Cancellation = {
  readonly userId: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly message: string;
};

export type Book = ReturnType<typeof openBook>;

export type KeptBook = {
  readonly payouts: readonly Payout[];
  /** Each with the time at which it was used. */
  readonly usedKeys: readonly (readonly [key: string, at: number])[];
};

const hourMs = 3_600_000;

export function openBook(settings: Settings, now: () => number, kept?: KeptBook) {
  const payouts: Payout[] = [...(kept?.payouts ?? [])];
  const usedKeys = new Map<string, number>(kept?.usedKeys);
  const scoped = (kind: string, key: string) =>
    `${settings.keyScope === 'perKind' ? kind : 'any'}:${key.toLowerCase()}`;
  const isForgotten = (since: number): boolean =>
    settings.keysForgottenAfterHours > 0 &&
    now() - since >= settings.keysForgottenAfterHours * hourMs;

  return {
    payouts,
    /** By Calypso's id or by idempotency key, whatever reads may say; of two with a key the newer. */
    find: (reference: string): Payout | undefined =>
      payouts.find(({ id }) => id === reference) ??
      payouts.findLast(({ idempotencyKey }) => idempotencyKey === reference),
    /** Whether this is the key of the payout, and Calypso still knows it. */
    hasKey: ({ idempotencyKey, createdAt }: Payout, key: string): boolean =>
      idempotencyKey === key && !isForgotten(createdAt),
    isUsed(kind: string, key: string): boolean {
      const at = usedKeys.get(scoped(kind, key));
      return at !== undefined && !isForgotten(at);
    },
    use: (kind: string, key: string) => usedKeys.set(scoped(kind, key), now()),
    keep: (): KeptBook => ({ payouts, usedKeys: [...usedKeys] }),
  };
}

export const isFinal = ({ state }: Payout): boolean => finalStates.some((one) => one === state);

/** Withdrawals that may still be paid. */
export const openWithdrawals = ({ withdrawals }: Payout): Withdrawal[] =>
  withdrawals.filter(({ state }) => state === 'DRAFT' || state === 'IN_PROGRESS');

/** What holds those back. */
export const unresolvedErrors = (payout: Payout): WithdrawalError[] =>
  openWithdrawals(payout).flatMap(({ errors }) => errors.filter(({ resolved }) => !resolved));
