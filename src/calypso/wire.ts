/**
 * Every shape Calypso answers with or sends us, read leniently: unknown fields are ignored, unknown
 * states kept, null means absent, ids may be numbers. Amounts leave here as exact decimal text.
 */
import { z } from 'zod';
import { isExactNumber } from './numbers.ts';

const amount = z
  .custom<{ readonly rawJSON: string }>(isExactNumber, 'must be a number')
  .transform((token) => token.rawJSON);

/** Documented as text here and as a number there; always text for us. */
const id = z.union([z.string().min(1).max(200), amount]);

/** Absent and null are the same; a value of the wrong type is an unreadable answer. */
const given = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** For what is only shown: a value of the wrong type is as good as none. */
const shown = <T extends z.ZodType>(schema: T) => given(schema).catch(undefined);

/** With or without a zone; without one it is UTC. For display only, never for ordering. */
const date = z.string().transform((text, ctx) => {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const at = Date.parse(zoned);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  ctx.addIssue({ code: 'custom', message: 'must be an ISO 8601 date' });
  return z.NEVER;
});

const count = amount.transform((digits) => Number.parseInt(digits, 10));

/** What Calypso says stands in the way of a transfer. `errorResolved: true` is history. */
const withdrawalError = z.object({
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

export const payout = z.object({
  id,
  state: z.string(),
  currency: z.string(),
  amount,
  depositAddress: given(z.string()),
  idempotencyKey: given(z.string()),
  comment: shown(z.string()),
  calypsoFee: shown(amount),
  transactionHash: shown(z.string()),
  createdDate: shown(date),
  errors: shown(payoutErrors),
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
  totalCalypsoFee: shown(amount),
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
  comment: shown(z.string()),
  externalId: shown(id),
  calypsoFee: shown(amount),
  /** Not unique: the recipients of one batch may share it. */
  transactionHash: shown(z.string()),
  createdDate: shown(date),
  withdrawalErrors: shown(z.array(withdrawalError)),
});
export type Withdrawal = z.infer<typeof withdrawal>;

/** The totals of a page are known to be wrong and are not read. */
export const withdrawalPage = z.object({ result: z.array(withdrawal), size: shown(count) });

export const account = z.object({
  account: shown(id),
  name: shown(z.string()),
  balances: z.array(z.object({ currency: z.string(), amount })),
});
export type Account = z.infer<typeof account>;

export const currentUser = z.object({
  userFullInfo: z.object({ active: given(z.boolean()), blocked: given(z.boolean()) }),
  availableAccounts: z.array(z.object({ account: id, name: shown(z.string()) })),
});
export type CurrentUser = z.infer<typeof currentUser>;

export const subscription = z.object({
  /** Chosen by the subscriber. */
  requestId: z.string(),
  url: z.string(),
  publicKey: given(z.string().min(1)),
  secretKey: given(z.string().min(1)),
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
