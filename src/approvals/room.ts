/**
 * The desk with all that works behind it, tied together: record, verbs, submission, sweep. It is
 * opened once by whoever brings the two windows, and knows neither of them.
 */
import { type Desk, openDesk } from './desk.ts';
import type { Outcome } from './events.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Policy } from './policy.ts';
import type { Clock, Directory, PaymentRail } from './ports.ts';
import { openRecord, type RequestRecord } from './record.ts';
import { openSubmission, type Submission } from './submission.ts';
import { openSweep, openWatch, type Sweep, type SweepDeps } from './sweep.ts';

export interface Room {
  readonly record: RequestRecord;
  readonly submission: Submission;
  readonly desk: Desk;
  readonly sweep: Sweep;
}

export interface RoomDeps extends Pick<SweepDeps, 'noticeAbout' | 'onTrouble' | 'onNews'> {
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

export function openRoom(deps: RoomDeps): Room {
  const reminderAfterMs = deps.policy.schedule.reminderAfter;
  const record = openRecord({ ...deps, reminderAfterMs });
  const watch = openWatch({ ...deps, record });
  const submission = openSubmission({ ...deps, record, onUnclear: watch.unclear });
  const desk = openDesk({ ...deps, record });
  const sweep = openSweep({ ...deps, record, watch, submission, reminderAfterMs });
  return { record, submission, desk, sweep };
}
