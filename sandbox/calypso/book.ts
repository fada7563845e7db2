/**
 * The emulator's ledger: payouts with their recipients exactly as received. It decides nothing; the
 * rules of movement are in progress.ts and the money in funds.ts.
 */

import type { Settings } from './settings.ts';

export const payoutStates = [
  'CREATED',
  'CREATION_IN_PROGRESS',
  'PENDING_CONFIRMATION',
  'CONFIRMED',
  'IN_PROGRESS',
  'COMPLETED',
  'PARTIAL',
  'FAILED',
  'CANCELED',
] as const;
export type PayoutState = (typeof payoutStates)[number];

export const withdrawalStates = [
  'DRAFT',
  'IN_PROGRESS',
  'COMPLETED',
  'REPLACED',
  'FAILED',
  'CANCELED',
] as const;
export type WithdrawalState = (typeof withdrawalStates)[number];

export const errorStatuses = [
  'EXCEEDING_LIMIT',
  'NOT_ENOUGH_FUNDS',
  'NOT_ENOUGH_FUNDS_FOR_COMMISSION',
  'NOT_ENOUGH_FUNDS_FOR_SERVICE_COMMISSION',
] as const;
export type ErrorStatus = (typeof errorStatuses)[number];

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
  readonly usedKeys: readonly string[];
};

export function openBook(settings: Settings, kept?: KeptBook) {
  const payouts: Payout[] = [...(kept?.payouts ?? [])];
  const usedKeys = new Set<string>(kept?.usedKeys);
  const scoped = (kind: string, key: string) =>
    `${settings.keyScope === 'perKind' ? kind : 'any'}:${key.toLowerCase()}`;

  return {
    payouts,
    /** By Calypso's id or by idempotency key, whether or not it is visible to reads. */
    find: (reference: string): Payout | undefined =>
      payouts.find(({ id, idempotencyKey }) => id === reference || idempotencyKey === reference),
    isUsed: (kind: string, key: string) => usedKeys.has(scoped(kind, key)),
    use: (kind: string, key: string) => usedKeys.add(scoped(kind, key)),
    keep: (): KeptBook => ({ payouts, usedKeys: [...usedKeys] }),
  };
}

export const isFinal = ({ state }: Payout): boolean =>
  state === 'COMPLETED' || state === 'PARTIAL' || state === 'FAILED' || state === 'CANCELED';

/** Withdrawals that may still be paid. */
export const openWithdrawals = ({ withdrawals }: Payout): Withdrawal[] =>
  withdrawals.filter(({ state }) => state === 'DRAFT' || state === 'IN_PROGRESS');

export const unresolvedErrors = ({ withdrawals }: Payout): WithdrawalError[] =>
  withdrawals.flatMap(({ errors }) => errors.filter(({ resolved }) => !resolved));
