/**
 * The desk with all that works behind it, tied together: record, verbs, submission, sweep. It is
 * opened once by whoever brings the two windows, and knows neither of them.
 */
import type { Directory } from './authority/standing.ts';
import { type Desk, openDesk } from './desk/desk.ts';
import { openRecord, type RequestRecord } from './desk/record.ts';
import { openWatch } from './following/watch.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Policy } from './policy/schema.ts';
import type { PaymentRail } from './rail/rail.ts';
import type { Outcome } from './rail/reports.ts';
import { openSubmission, type Submission } from './sending/submission.ts';
import { openSweep, type Sweep, type SweepDeps } from './sweep.ts';
import type { Clock } from './values/time.ts';

export interface Approvals {
  readonly record: RequestRecord;
  readonly submission: Submission;
  readonly desk: Desk;
  readonly sweep: Sweep;
}

export interface ApprovalsDeps extends Pick<SweepDeps, 'noticeAbout' | 'onTrouble' | 'onNews'> {
  readonly ledger: Ledger;
  readonly rail: PaymentRail;
  readonly directory: Directory;
  /** The policy in force. */
  readonly policy: Policy;
  /** The workspace the people belong to. */
  readonly team: string;
  readonly now: Clock;
  /** 16 random bytes in hex. */
  readonly newNonce: () => string;
  readonly onOutcome?: (outcome: Outcome) => void;
}

export function openApprovals(deps: ApprovalsDeps): Approvals {
  const reminderAfterMs = deps.policy.schedule.reminderAfter;
  const record = openRecord({ ...deps, reminderAfterMs });
  const watch = openWatch({ ...deps, record });
  const submission = openSubmission({ ...deps, record, onUnclear: watch.unclear });
  const desk = openDesk({ ...deps, record });
  const sweep = openSweep({ ...deps, record, watch, submission, reminderAfterMs });
  return { record, submission, desk, sweep };
}
