/**
 * Payouts, their withdrawals, errors and webhooks as Calypso writes them, read leniently: unknown
 * fields are ignored, unknown states kept. Amounts leave here as exact decimal text.
 */
import { z } from 'zod';
import { amount, count, date, given, id, shown } from './fields.ts';

/** What Calypso says stands in the way of a transfer. `errorResolved: true` is history. */
const withdrawalError = z.object({
  /** Only for enquiries with Calypso's support. */
  id: shown(id),
  status: shown(z.string()),
  errorResolved: shown(z.boolean()),
  errorMessage: shown(z.string()),
});
export type WithdrawalError = z.infer<typeof withdrawalError>;

const payoutErrors = z.object({
  withdrawalErrors: z.array(
    z.object({ withdrawalId: shown(id), errors: z.array(withdrawalError) }),
  ),
});

/** Who canceled it, and why. */
const cancellation = z.object({
  canceledByUserId: shown(id),
  canceledByFirstname: shown(z.string()),
  canceledByLastname: shown(z.string()),
  cancelMessage: shown(z.string()),
});

/** Whether the recipient is a customer of Calypso too; older answers say it with a flag. */
const belonging = { belongingType: shown(z.string()), isInternal: shown(z.boolean()) };

export const payout = z.object({
  id,
  state: z.string(),
  currency: z.string(),
  amount,
  depositAddress: given(z.string()),
  idempotencyKey: given(z.string()),
  account: shown(id),
  comment: shown(z.string()),
  calypsoFee: shown(amount),
  calypsoFeePercentage: shown(amount),
  transactionHash: shown(z.string()),
  createdDate: shown(date),
  executionDate: shown(date),
  errors: shown(payoutErrors),
  cancellation: shown(cancellation),
  ...belonging,
});
export type Payout = z.infer<typeof payout>;

/** Its recipients come only from the list of withdrawals. */
export const massPayout = z.object({
  id,
  state: z.string(),
  currency: given(z.string()),
  name: given(z.string()),
  idempotencyKey: given(z.string()),
  totalWithdrawalAmount: given(amount),
  account: shown(id),
  companyId: shown(id),
  comment: shown(z.string()),
  totalCalypsoFee: shown(amount),
  totalCalypsoFeePercentage: shown(amount),
  executionDate: shown(date),
  errors: shown(payoutErrors),
});
export type MassPayout = z.infer<typeof massPayout>;

/** One transfer on the chain: a single payout has one, a mass payout one for each recipient. */
export const withdrawal = z.object({
  id,
  state: z.string(),
  amount,
  currency: given(z.string()),
  depositAddress: given(z.string()),
  account: shown(id),
  companyName: shown(z.string()),
  comment: shown(z.string()),
  externalId: shown(id),
  calypsoFee: shown(amount),
  /** Not unique: the recipients of one batch may share it. */
  transactionHash: shown(z.string()),
  createdDate: shown(date),
  withdrawalErrors: shown(z.array(withdrawalError)),
  ...belonging,
});
export type Withdrawal = z.infer<typeof withdrawal>;

/** The totals of a page are known to be wrong and are not read. */
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ result: z.array(item), size: shown(count) });
export const payoutPage = pageOf(payout);
export const massPayoutPage = pageOf(massPayout);
export const withdrawalPage = pageOf(withdrawal);

export const subscription = z.object({
  /** Chosen by the subscriber. */
  requestId: z.string(),
  url: z.string(),
  publicKey: given(z.string().min(1)),
  secretKey: given(z.string().min(1)),
  notificationEventTypes: shown(z.array(z.string())),
  notificationServiceTypes: shown(z.array(z.string())),
  createdDate: shown(date),
  /** A flag or a count, the documentation does not say; anything but false and 0 is blocked. */
  blockedByErrorCount: shown(z.union([z.boolean(), count.transform((errors) => errors > 0)])),
});
export type Subscription = z.infer<typeof subscription>;

export const subscriptionList = z.object({ subscriptions: z.array(subscription) });

export const errorAnswer = z.object({
  errorCode: z.string().regex(/^\w{1,20}$/),
  message: shown(z.string()),
  traceId: shown(z.string().regex(/^[\w-]{1,64}$/)),
});

/** A webhook body is a hint: whatever of it is missing or strange, the rest is still used. */
export const notice = z.object({
  id: shown(id),
  eventType: shown(z.string()),
  data: shown(
    z.object({
      type: shown(z.string()),
      idempotencyKey: shown(z.string()),
      parentExternalId: shown(id),
    }),
  ),
});
