/**
 * What can be asked of a request, by a person or by the desk itself. Whether it may be is judged in
 * `decide.ts`.
 */
import type { Need } from '../authority/quorum.ts';
import type { Actor } from '../authority/standing.ts';
import type { CancelAnswer, Outcome, PartReport } from '../rail/reports.ts';
import type { HoldReason } from '../vocabulary/holds.ts';

export type AskCancel = Actor & { readonly kind: 'askCancel'; readonly because: string };

export interface RecordCancel {
  readonly kind: 'recordCancel';
  readonly part: number;
  readonly answer: CancelAnswer;
  readonly detail: string;
}

export type Command = { readonly at: string } & (
  | ({ readonly kind: 'approve'; readonly fingerprint: string } & Actor)
  | ({ readonly kind: 'takeBack' } & Actor)
  | ({ readonly kind: 'reject'; readonly because: string; readonly fingerprint: string } & Actor)
  | ({ readonly kind: 'retract' } & Actor)
  | ({ readonly kind: 'stop' } & Actor)
  | ({ readonly kind: 'release' } & Actor)
  | AskCancel
  | { readonly kind: 'expire' }
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly detail: string }
  | { readonly kind: 'resume'; readonly because: string }
  | {
      readonly kind: 'loseQuorum';
      readonly lost: readonly { readonly person: string; readonly why: string }[];
      readonly needsNow: readonly Need[];
      readonly expiresAt: string;
    }
  | {
      readonly kind: 'startPart';
      readonly part: number;
      readonly timestamp: number;
      readonly bodySha256: string;
      readonly deadline: string;
      /** The rail was asked for this key just now and does not know it. */
      readonly absent: boolean;
    }
  | {
      readonly kind: 'recordOutcome';
      readonly part: number;
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly from: 'answer' | 'look-up';
    }
  | { readonly kind: 'observe'; readonly part: number; readonly report: PartReport }
  | RecordCancel
);
