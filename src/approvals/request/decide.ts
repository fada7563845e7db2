/**
 * Commands to events, or a refusal by rule. Pure: the time, what people are and what the policy in
 * force asks arrive as arguments, and nothing is read or sent from here.
 */
import { fills } from '../authority/quorum.ts';
import { endsByItself, type HoldReason } from '../vocabulary/holds.ts';
import { type Refusal, refused } from '../vocabulary/refusals.ts';
import { mayStartPart } from './attempts.ts';
import { askCancel, recordCancel } from './cancel.ts';
import type { Command } from './commands.ts';
import { type RequestEvent, theDesk } from './events.ts';
import { expiredAt } from './expiry.ts';
import { couldDecide, fillsAll, mayApprove } from './guards.ts';
import { isDeferred, nothingSent, partOf, type Request } from './request.ts';
import { mergeReport } from './settlement.ts';

export function decide(command: Command, request: Request): readonly RequestEvent[] | Refusal {
  if ('press' in command && request.presses.includes(command.press)) return [];
  switch (command.kind) {
    case 'approve':
      return approve(command, request);
    case 'takeBack':
      return takeBack(command, request);
    case 'reject':
      return reject(command, request);
    case 'retract':
    case 'stop':
      return withdraw(command, request);
    case 'release':
      return release(command, request);
    case 'askCancel':
      return askCancel(command, request);
    case 'expire':
      return expiredAt(request) <= command.at
        ? [{ type: 'expired', at: command.at, by: theDesk }]
        : [];
    case 'hold':
      return hold(command, request);
    case 'resume':
      return resume(command, request);
    case 'loseQuorum':
      return loseQuorum(command, request);
    case 'startPart':
      return startPart(command, request);
    case 'recordOutcome':
      return recordOutcome(command, request);
    case 'observe':
      return mergeReport(request, command.part, command.report, command.at);
    case 'recordCancel':
      return recordCancel(command, request);
  }
}

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

function approve(command: Of<'approve'>, request: Request): readonly RequestEvent[] | Refusal {
  const no = mayApprove(command, request);
  if (no) return no;
  const { at, by, press, fingerprint } = command;
  const approved: RequestEvent = { type: 'approved', at, by, press, fingerprint };
  const counted = [...request.approvals.map((each) => each.by), by];
  if (!fillsAll(request, counted)) return [approved];
  const { sendDelayMs, content, heldBy } = request.asked;
  const afterDelay = new Date(Date.parse(at) + sendDelayMs).toISOString();
  const executeAt = heldBy === 'rail' ? undefined : content.executeAt;
  const dueAt = executeAt !== undefined && executeAt > afterDelay ? executeAt : afterDelay;
  return [approved, { type: 'cleared', at, by: theDesk, counted, dueAt }];
}

function takeBack(command: Of<'takeBack'>, request: Request): readonly RequestEvent[] | Refusal {
  if (!request.approvals.some((each) => each.by === command.by)) return refused('nothing-to-take');
  if (request.stage.state !== 'awaiting') return refused('not-awaiting', request);
  const { at, by, press } = command;
  return [{ type: 'approvalTakenBack', at, by, press }];
}

function reject(command: Of<'reject'>, request: Request): readonly RequestEvent[] | Refusal {
  const no = couldDecide(command, request);
  if (no) return no;
  if (request.stage.state !== 'awaiting') return refused('not-awaiting', request);
  if (command.fingerprint !== request.asked.fingerprint) return refused('fingerprint-changed');
  if (command.because.trim() === '') return refused('reason-missing');
  const { at, by, because, press } = command;
  return [{ type: 'rejected', at, by, because, press }];
}

/** The requester takes it back; Stop does the same during the send delay, for approvers too. */
function withdraw(
  command: Of<'retract' | 'stop'>,
  request: Request,
): readonly RequestEvent[] | Refusal {
  const { at, by, press, kind } = command;
  const own = request.asked.by === by;
  if (!own) {
    const no = kind === 'stop' ? couldDecide(command, request) : refused('not-your-request');
    if (no) return no;
  }
  const { state } = request.stage;
  const open = ['awaiting', 'cleared', 'sending', 'held'].includes(state);
  if (!open || !nothingSent(request)) return refused('too-late-to-retract', request);
  if (kind === 'stop' && state === 'awaiting') return refused('not-cleared', request);
  return [{ type: kind === 'stop' ? 'stopped' : 'retracted', at, by, press }];
}

/** What time or Calypso made doubtful goes on only when one who could approve says so. */
function release(command: Of<'release'>, request: Request): readonly RequestEvent[] | Refusal {
  const no = couldDecide(command, request);
  if (no) return no;
  const { stage } = request;
  if (stage.state !== 'held' || !(stage.reason === 'late' || stage.reason === 'contradiction'))
    return refused('not-releasable', request);
  if (expiredAt(request) <= command.at) return refused('expired', request);
  const { at, by, press } = command;
  return [{ type: 'released', at, by, because: 'a person said to go on', press }];
}

function hold(command: Of<'hold'>, request: Request): readonly RequestEvent[] {
  const { stage } = request;
  const { at, reason, detail } = command;
  const held = stage.state === 'held' && stage.reason === reason && stage.detail === detail;
  const holdable = ['cleared', 'sending', 'unclear', 'sent', 'held'].includes(stage.state);
  const stalled = request.parts.some(({ progress }) =>
    ['planned', 'deferred'].includes(progress.state),
  );
  const waiting = nothingSent(request) || (reason === 'late' && stalled);
  const tooLate = beforeSending.includes(reason) && !waiting;
  return held || !holdable || tooLate ? [] : [{ type: 'held', at, by: theDesk, reason, detail }];
}

/** Reasons found by the last look before the first byte; found late, they are true no more. */
const beforeSending: readonly HoldReason[] = ['funds', 'policy', 'environment', 'late'];

/** Whoever looked may have looked long ago: a hold that came meanwhile is not undone. */
function resume(command: Of<'resume'>, request: Request): readonly RequestEvent[] {
  const { stage } = request;
  if (stage.state !== 'held' || !endsByItself(stage.reason) || !nothingSent(request)) return [];
  return [{ type: 'released', at: command.at, by: theDesk, because: command.because, press: '' }];
}

/** A quorum that others have completed meanwhile stands. */
function loseQuorum(command: Of<'loseQuorum'>, request: Request): readonly RequestEvent[] {
  if (request.stage.state !== 'cleared' && !isDeferred(request)) return [];
  const { at, lost, needsNow, expiresAt } = command;
  const gone = lost.map((each) => each.person);
  const kept = request.approvals.map((each) => each.by).filter((by) => !gone.includes(by));
  if (fillsAll(request, kept) && fills(needsNow, kept)) return [];
  return [
    { type: 'quorumLost', at, by: theDesk, lost: [...lost], needsNow: [...needsNow], expiresAt },
  ];
}

function startPart(command: Of<'startPart'>, request: Request): readonly RequestEvent[] {
  const attempt = mayStartPart(command, request);
  if (attempt === undefined) return [];
  const { at, part, timestamp, bodySha256, deadline } = command;
  return [{ type: 'partStarted', at, by: theDesk, part, attempt, timestamp, bodySha256, deadline }];
}

function recordOutcome(command: Of<'recordOutcome'>, request: Request): readonly RequestEvent[] {
  const { at, part, attempt, outcome, from } = command;
  const { progress } = partOf(request, part);
  const recorded: RequestEvent = {
    type: 'outcomeRecorded',
    at,
    by: theDesk,
    part,
    attempt,
    outcome,
    from,
  };
  if (progress.state === 'asked' || progress.state === 'unclear') {
    const settles = outcome.kind === 'accepted';
    const current = progress.attempt === attempt;
    const news = progress.state === 'asked' || outcome.kind !== 'unclear';
    return settles || (current && news) ? [recorded] : [];
  }
  if (outcome.kind !== 'accepted') return [];
  if (progress.state === 'accepted' && progress.railId === outcome.railId) return [];
  const detail = `part ${part} is ${progress.state}, yet the rail accepted it as ${outcome.railId}`;
  return [{ type: 'contradicted', at, by: theDesk, part, detail }];
}
