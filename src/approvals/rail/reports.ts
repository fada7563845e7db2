/**
 * What a rail can say about a part: the outcome of asking, and how it is doing, line by line.
 * A schema here is on record in every ledger: add, never change.
 */
import { z } from 'zod';
import { minorDigits } from '../values/amount.ts';

/**
 * The four things that can be true after money was asked to move.
 * `unclear` is the dangerous one: it is looked up, never sent again under a new key.
 */
export const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted'), railId: z.string() }),
  z.strictObject({ kind: z.literal('declined'), because: z.string() }),
  /** Nothing was considered; the same key may be asked again at once (`now`) or later. */
  z.strictObject({
    kind: z.literal('deferred'),
    because: z.string(),
    again: z.enum(['now', 'later']),
  }),
  z.strictObject({ kind: z.literal('unclear'), because: z.string() }),
]);
export type Outcome = z.infer<typeof outcome>;

export const lineStatuses = ['open', 'paid', 'failed', 'canceled', 'not-sent'] as const;

/** What is known of one line. `line` counts from 1 over the whole request. */
export const lineProgress = z.strictObject({
  line: z.number().int().positive(),
  status: z.enum(lineStatuses),
  transactionHash: z.string().optional(),
  feeMinor: minorDigits.optional(),
  /** What the rail says stands in the way now, e.g. missing funds; gone once resolved. */
  problem: z.string().optional(),
});
export type LineProgress = z.infer<typeof lineProgress>;

export const partPhases = [
  'accepted',
  'waiting-for-confirmation',
  'in-progress',
  'short-of-funds',
  'settled',
] as const;

/** The rail's answer to "how is this part doing", in the desk's words. */
export const partReport = z.strictObject({
  phase: z.enum(partPhases),
  /** The rail's own word for it, for the record. */
  railState: z.string(),
  lines: z.array(lineProgress),
});
export type PartReport = z.infer<typeof partReport>;

/** What the rail said when it was asked to cancel. `refused`: too late, it says. */
export const cancelAnswers = ['taken', 'refused', 'unclear'] as const;
export type CancelAnswer = (typeof cancelAnswers)[number];
