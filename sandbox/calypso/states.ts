/**
 * The states and statuses of the documentation, as lists: types, switches and the checks of what
 * comes in are made of them. Nothing here says what follows what; that is in progress.ts.
 */

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

/** Those nothing leads out of. */
export const finalStates = ['COMPLETED', 'PARTIAL', 'FAILED', 'CANCELED'] as const;
export type FinalState = (typeof finalStates)[number];

/** From newer pages; a Calypso of the 2022 guide does not know them. */
export const newerPayoutStates: readonly string[] = ['CREATED', 'PARTIAL'];

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
