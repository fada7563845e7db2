/**
 * What a request is at one moment: its stage, its approvals, its parts, its lines.
 * Each state carries only what is true in it. How it came about is in `evolve.ts`.
 */
import type { Need } from '../authority/quorum.ts';
import type { CancelAnswer, LineProgress, PartReport } from '../rail/reports.ts';
import type { HoldReason } from '../vocabulary/holds.ts';
import type { PromisedPart, Requested } from './events.ts';

export interface Approval {
  readonly by: string;
  readonly at: string;
  readonly press: string;
  /** Of what this person saw. */
  readonly fingerprint: string;
}

/** How far one part has come. Each state carries only what is true in it. */
export type PartProgress =
  | { readonly state: 'planned' }
  | { readonly state: 'asked'; readonly attempt: number; readonly deadline: string }
  | {
      readonly state: 'unclear';
      readonly attempt: number;
      readonly deadline: string;
      readonly since: string;
      readonly because: string;
    }
  | {
      readonly state: 'deferred';
      readonly attempt: number;
      readonly since: string;
      readonly because: string;
      readonly again: 'now' | 'later';
    }
  | {
      readonly state: 'accepted';
      readonly railId: string;
      readonly report: PartReport;
      /** When the phase of the report began. */
      readonly since: string;
    }
  | { readonly state: 'declined'; readonly because: string }
  | { readonly state: 'not-sent' };

export type Part = PromisedPart & {
  readonly progress: PartProgress;
  /** Attempts that ended without a clear answer; there are at most three. */
  readonly unclears: number;
  /** The deadline of the first of them: since then the rail may know the key. */
  readonly unclearFrom?: string;
  /** Why the rail does not consider it, from the first deferral until it does. */
  readonly waitsBecause?: string;
  /** What the rail said when it was last asked to cancel it. */
  readonly cancelTried?: CancelAnswer;
};

type Settled = 'completed' | 'partly-paid' | 'failed' | 'canceled';

export type Stage =
  | { readonly state: 'awaiting' }
  | { readonly state: 'cleared'; readonly at: string }
  | { readonly state: 'sending' | 'unclear' | 'sent' }
  | {
      readonly state: 'held';
      readonly at: string;
      readonly reason: HoldReason;
      readonly detail: string;
    }
  | {
      readonly state: 'rejected';
      readonly at: string;
      readonly by: string;
      readonly because: string;
    }
  | { readonly state: 'retracted'; readonly at: string; readonly by: string }
  | { readonly state: 'expired'; readonly at: string }
  | { readonly state: Settled; readonly at: string };

export interface Request {
  readonly asked: Requested;
  readonly stage: Stage;
  readonly approvals: readonly Approval[];
  /** Needs that came on top when the policy in force no longer agreed with the one at asking. */
  readonly needsNow: readonly Need[];
  /** How often its approvers were asked: once, and again after each lost quorum. */
  readonly round: number;
  /** Why approvals stopped counting, last time that happened. */
  readonly quorumLost?: readonly { readonly person: string; readonly why: string }[];
  readonly expiresAt: string;
  /** When the first byte may leave; set by the quorum. */
  readonly dueAt?: string;
  readonly parts: readonly Part[];
  /** Who wants it canceled, and why; the last one who asked. */
  readonly cancel?: { readonly by: string; readonly at: string; readonly because: string };
  /** Facts that contradict what is recorded; never applied, always shown. */
  readonly contradictions: readonly string[];
  /** Presses that are on this record: the same press has no second effect. */
  readonly presses: readonly string[];
  /** When the last event happened. */
  readonly changedAt: string;
  /** Events so far: what the next append expects. */
  readonly length: number;
}

/** Every line of a part with what is known of it. */
export function linesOf(part: Part): readonly LineProgress[] {
  const { progress } = part;
  switch (progress.state) {
    case 'accepted':
      return progress.report.lines;
    case 'declined':
    case 'not-sent':
      return part.lines.map((line) => ({ line, status: 'not-sent' }));
    case 'planned':
    case 'asked':
    case 'unclear':
    case 'deferred':
      return part.lines.map((line) => ({ line, status: 'open' }));
  }
}

/**
 * True while nothing of any part can have been considered: it can still be taken back whole. After
 * an unclear attempt a deferred one proves nothing: the earlier one may still arrive.
 */
export function nothingSent(request: Request): boolean {
  return request.parts.every(
    ({ progress, unclears }) =>
      progress.state === 'planned' || (progress.state === 'deferred' && unclears === 0),
  );
}

export function partOf(request: Request, number: number): Part {
  const part = request.parts.find((each) => each.part === number);
  if (!part) throw new Error(`Request ${request.asked.number} has no part ${number}.`);
  return part;
}

/** Asked for, and so far not considered by the rail at all. */
export function isDeferred(request: Request): boolean {
  return request.stage.state === 'sending' && nothingSent(request);
}
