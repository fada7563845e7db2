/**
 * The four documented payout events with realistic `data`: no amount, no address and no fee is ever
 * in them, and their dates have no zone and no trailing zeros.
 */

import type { Payout, Withdrawal } from './book.ts';
import type { JsonObject } from './json.ts';
import type { ErrorStatus, PayoutState } from './states.ts';

export const payoutEventTypes = [
  'PAYOUT_CHANGE_STATUS',
  'PAYOUT_CONFIRMED',
  'PAYOUT_HASH_RECEIVED',
  'PAYOUT_VALIDATION_ERROR',
] as const;

/** From old pages of the documentation; nobody sends them today. */
export const legacyEventTypes = [
  'PAYOUT_SPEEDED_UP',
  'PAYOUT_WITHDRAWALS_CREATING_VALIDATION_ERROR',
] as const;

export type PayoutEvent = {
  readonly type: (typeof payoutEventTypes | typeof legacyEventTypes)[number];
  readonly level: 'SUCCESS' | 'INFO' | 'WARNING';
  readonly data: JsonObject;
};

export const statusChanged = (
  payout: Payout,
  state: PayoutState = payout.state,
  externalId = payout.externalId,
): PayoutEvent => ({
  type: 'PAYOUT_CHANGE_STATUS',
  level: levelOf(state),
  data: {
    hash: payout.kind === 'single' ? hashOf(payout) : null,
    ...common(payout, 'PAYOUT_CHANGE_STATUS'),
    payoutStatus: state,
    externalId,
  },
});

/** What a change of state is told in: one event, or one for each recipient of a batch. */
export const statusEvents = (payout: Payout, perRecipient: boolean): readonly PayoutEvent[] =>
  perRecipient && payout.kind === 'mass'
    ? payout.withdrawals.map(({ externalId }) => statusChanged(payout, payout.state, externalId))
    : [statusChanged(payout)];

export const speededUp = (payout: Payout): PayoutEvent => ({
  type: 'PAYOUT_SPEEDED_UP',
  level: 'INFO',
  data: common(payout, 'PAYOUT_SPEEDED_UP'),
});

export const confirmed = (payout: Payout, approved: readonly string[]): PayoutEvent => ({
  type: 'PAYOUT_CONFIRMED',
  level: 'INFO',
  data: { ...common(payout, 'PAYOUT_CONFIRMED'), approved },
});

export const hashReceived = (payout: Payout): PayoutEvent => ({
  type: 'PAYOUT_HASH_RECEIVED',
  level: 'INFO',
  data: {
    hash: hashOf(payout),
    ...common(payout, 'PAYOUT_HASH_RECEIVED'),
    payoutStatus: payout.state,
    externalId: payout.externalId,
  },
});

export const validationFailed = (
  payout: Payout,
  withdrawal: Withdrawal,
  validationStatus: ErrorStatus,
  message: string,
): PayoutEvent => ({
  type: 'PAYOUT_VALIDATION_ERROR',
  level: 'WARNING',
  data: {
    ...common(payout, 'PAYOUT_VALIDATION_ERROR'),
    message,
    externalId: withdrawal.externalId ?? null,
    dealWithdrawalId: withdrawal.id,
    validationStatus,
  },
});

/** For example `2025-10-30T14:08:39.96068`: up to six digits, read as UTC. */
export function zonelessDate(at: number): string {
  const micros = String((Math.abs(at) * 7919) % 1000).padStart(3, '0');
  return `${new Date(at).toISOString().slice(0, -1)}${micros}`.replace(/\.?0+$/, '');
}

const common = (payout: Payout, type: PayoutEvent['type']) => ({
  type,
  currency: payout.currency,
  createdDate: zonelessDate(payout.createdAt),
  idempotencyKey: payout.idempotencyKey ?? null,
  parentExternalId: payout.id,
});

const hashOf = ({ withdrawals }: Payout): string | null =>
  withdrawals.find(({ transactionHash }) => transactionHash !== undefined)?.transactionHash ?? null;

function levelOf(state: PayoutState): PayoutEvent['level'] {
  if (state === 'COMPLETED') return 'SUCCESS';
  return state === 'FAILED' || state === 'PARTIAL' ? 'WARNING' : 'INFO';
}
