/**
 * Payouts, their withdrawals, errors and webhooks as Calypso writes them, read leniently: unknown
 * fields are ignored, unknown states kept. Amounts leave here as exact decimal text.
 */
import { z } from 'zod';
import { amount, count, date, forShow, given, id } from './fields.ts';

/** What Calypso says stands in the way of a transfer. `errorResolved: true` is history. */
const withdrawalError = z.object({
  /** Only for enquiries with Calypso's support. */
  id: forShow(id),
  status: forShow(z.string()),
  errorResolved: forShow(z.boolean()),
  errorMessage: forShow(z.string()),
});
export type WithdrawalError = z.infer<typeof withdrawalError>;

const payoutErrors = z.object({
  withdrawalErrors: z.array(
    z.object({ withdrawalId: forShow(id), errors: z.array(withdrawalError) }),
  ),
});

/** Who canceled it, and why. */
const cancellation = z.object({
  canceledByUserId: forShow(id),
  canceledByFirstname: forShow(z.string()),
  canceledByLastname: forShow(z.string()),
  cancelMessage: forShow(z.string()),
});

/** Whether the recipient is a customer of Calypso too; older answers say it with a flag. */
const belonging = { belongingType: forShow(z.string()), isInternal: forShow(z.boolean()) };

export const payout = z.object({
  id,
  state: z.string(),
  currency: z.string(),
  amount,
  depositAddress: given(z.string()),
  idempotencyKey: given(z.string()),
  account: forShow(id),
  comment: forShow(z.string()),
  calypsoFee: forShow(amount),
  calypsoFeePercentage: forShow(amount),
  transactionHash: forShow(z.string()),
  createdDate: forShow(date),
  executionDate: forShow(date),
  errors: forShow(payoutErrors),
  cancellation: forShow(cancellation),
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
  account: forShow(id),
  companyId: forShow(id),
  comment: forShow(z.string()),
  totalCalypsoFee: forShow(amount),
  totalCalypsoFeePercentage: forShow(amount),
  executionDate: forShow(date),
  errors: forShow(payoutErrors),
});
export type MassPayout = z.infer<typeof massPayout>;

/** One transfer on the chain: a single payout has one, a mass payout one for each recipient. */
export const withdrawal = z.object({
  id,
  state: z.string(),
  amount,
  currency: given(z.string()),
  depositAddress: given(z.string()),
  account: forShow(id),
  companyName: forShow(z.string()),
  comment: forShow(z.string()),
  externalId: forShow(id),
  calypsoFee: forShow(amount),
  /** Not unique: the recipients of one batch may share it. */
  transactionHash: forShow(z.string()),
  createdDate: forShow(date),
  withdrawalErrors: forShow(z.array(withdrawalError)),
  ...belonging,
});
export type Withdrawal = z.infer<typeof withdrawal>;

/** The totals of a page are known to be wrong and are not read. */
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ result: z.array(item), size: forShow(count) });
export const payoutPage = pageOf(payout);
export const massPayoutPage = pageOf(massPayout);
export const withdrawalPage = pageOf(withdrawal);

export const subscription = z.object({
  /** Chosen by the subscriber. */
  requestId: z.string(),
  url: z.string(),
  publicKey: given(z.string().min(1)),
  secretKey: given(z.string().min(1)),
  notificationEventTypes: forShow(z.array(z.string())),
  notificationServiceTypes: forShow(z.array(z.string())),
  createdDate: forShow(date),
  /** A flag or a count, the documentation does not say; anything but false and 0 is blocked. */
  blockedByErrorCount: forShow(z.union([z.boolean(), count.transform((errors) => errors > 0)])),
});
export type Subscription = z.infer<typeof subscription>;

export const subscriptionList = z.object({ subscriptions: z.array(subscription) });

export const errorAnswer = z.object({
  errorCode: z.string().regex(/^\w{1,20}$/),
  message: forShow(z.string()),
  traceId: forShow(z.string().regex(/^[\w-]{1,64}$/)),
});

/** A webhook body is a hint: whatever of it is missing or strange, the rest is still used. */
export const notice = z.object({
  id: forShow(id),
  eventType: forShow(z.string()),
  data: forShow(
    z.object({
      type: forShow(z.string()),
      idempotencyKey: forShow(z.string()),
      parentExternalId: forShow(id),
    }),
  ),
});
