/**
 * The events of a request, as they are recorded: what happened, when, by whom.
 * A schema here is a promise to every ledger already written: add, never change.
 */
import { z } from 'zod';
import { resolvedNeed } from '../authority/quorum.ts';
import { content } from '../draft/content.ts';
import { plannedPart } from '../draft/parts.ts';
import { cancelAnswers, outcome, partReport } from '../rail/reports.ts';
import { instant } from '../values/time.ts';
import { finding } from '../vocabulary/findings.ts';
import { holdReasons } from '../vocabulary/holds.ts';

const personOrDesk = z.string();
const stamp = { at: instant, by: personOrDesk };
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

/** A part as promised: its key and the exact text that will be sent as the payload. */
export const promisedPart = plannedPart.extend({
  key: z.uuid(),
  payload: z.string(),
  payloadSha256: hex64,
});
export type PromisedPart = z.infer<typeof promisedPart>;

const requested = z.strictObject({
  type: z.literal('requested'),
  ...stamp,
  number: z.number().int().positive(),
  draftId: z.string(),
  team: z.string(),
  host: z.string(),
  account: z.string(),
  authors: z.array(z.string()).min(1),
  content,
  parts: z.array(promisedPart).min(1),
  decimals: z.record(z.string(), z.number().int()),
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  fingerprint: hex64,
  policy: hex64,
  approval: z.string(),
  needs: z.array(resolvedNeed).min(1),
  findings: z.array(finding),
  sendDelayMs: z.number().int().nonnegative(),
  /** The rail waits for the day of a scheduled request; else the desk does. */
  heldBy: z.literal('rail').optional(),
  expiresAt: instant,
});
export type Requested = z.infer<typeof requested>;

export const requestEvent = z.discriminatedUnion('type', [
  requested,
  z.strictObject({
    type: z.literal('approved'),
    ...stamp,
    fingerprint: hex64,
    press: z.string(),
  }),
  z.strictObject({ type: z.literal('approvalTakenBack'), ...stamp, press: z.string() }),
  z.strictObject({
    type: z.literal('rejected'),
    ...stamp,
    because: z.string(),
    press: z.string(),
  }),
  z.strictObject({ type: z.literal('retracted'), ...stamp, press: z.string() }),
  z.strictObject({ type: z.literal('stopped'), ...stamp, press: z.string() }),
  z.strictObject({ type: z.literal('expired'), ...stamp }),
  z.strictObject({
    type: z.literal('cleared'),
    ...stamp,
    counted: z.array(z.string()),
    dueAt: instant,
  }),
  z.strictObject({
    type: z.literal('quorumLost'),
    ...stamp,
    /** Approvals that no longer count, each with its refusal rule. */
    lost: z.array(z.strictObject({ person: z.string(), why: z.string() })),
    /** What the policy in force asks in addition. */
    needsNow: z.array(resolvedNeed),
    expiresAt: instant,
  }),
  z.strictObject({
    type: z.literal('held'),
    ...stamp,
    reason: z.enum(holdReasons),
    detail: z.string(),
  }),
  z.strictObject({
    type: z.literal('released'),
    ...stamp,
    because: z.string(),
    /** The press that released it; empty when the desk did. */
    press: z.string(),
  }),
  z.strictObject({
    type: z.literal('partStarted'),
    ...stamp,
    part: z.number().int().positive(),
    attempt: z.number().int().positive(),
    /** Epoch milliseconds inside the signed body. */
    timestamp: z.number().int(),
    bodySha256: hex64,
    deadline: instant,
  }),
  z.strictObject({
    type: z.literal('outcomeRecorded'),
    ...stamp,
    part: z.number().int().positive(),
    attempt: z.number().int().positive(),
    outcome,
    /** How we know: the answer itself, or a look-up by key. */
    from: z.enum(['answer', 'look-up']),
  }),
  z.strictObject({
    type: z.literal('observed'),
    ...stamp,
    part: z.number().int().positive(),
    report: partReport,
  }),
  z.strictObject({
    type: z.literal('cancelAsked'),
    ...stamp,
    because: z.string(),
    press: z.string(),
  }),
  /** The rail was asked to cancel a part. Its answer proves nothing; what is observed does. */
  z.strictObject({
    type: z.literal('cancelTried'),
    ...stamp,
    part: z.number().int().positive(),
    answer: z.enum(cancelAnswers),
    detail: z.string(),
  }),
  z.strictObject({
    type: z.literal('contradicted'),
    ...stamp,
    part: z.number().int().positive(),
    detail: z.string(),
  }),
]);
export type RequestEvent = z.infer<typeof requestEvent>;
export type RequestEventOf<T extends RequestEvent['type']> = Extract<RequestEvent, { type: T }>;

/** The desk itself, where no person acted. */
export const theDesk = 'countersign';
