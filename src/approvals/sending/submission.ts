/**
 * Sending: the key is on record before the request leaves, each attempt is committed before its
 * bytes, and an answer that is not clear is looked up by key, never sent again under another one.
 */
import type { Directory } from '../authority/standing.ts';
import type { Done, RequestRecord } from '../desk/record.ts';
import type { Policy } from '../policy/schema.ts';
import { orderOf } from '../rail/order.ts';
import type { PaymentRail } from '../rail/rail.ts';
import type { Outcome } from '../rail/reports.ts';
import { graceIsOver, isExhausted } from '../request/attempts.ts';
import type { Command } from '../request/commands.ts';
import { type Part, partOf, type Request } from '../request/request.ts';
import type { Clock } from '../values/time.ts';
import type { HoldReason } from '../vocabulary/holds.ts';
import { isRefusal } from '../vocabulary/refusals.ts';
import { elsewhere, mismatch, payloadMismatch } from './checks.ts';
import { clearance, lateMs, lateWords } from './clearance.ts';
import { nextStep, type Step } from './next-step.ts';

/** How long one attempt may take before its answer counts as unclear. */
export const attemptMs = 30_000;

export interface Submission {
  /**
   * Does everything that can be done for this request now, one part after the other. Inside one
   * process it is called for one request at a time; the sweep sees to that.
   */
  advance(number: number): Promise<void>;
  /**
   * The same after a start: whoever sent an attempt that is still open is gone, so it is looked up
   * at once. (If another instance lives, its answer is merged when it comes.)
   */
  resume(number: number): Promise<void>;
}

export interface SubmissionDeps {
  readonly record: RequestRecord;
  readonly rail: PaymentRail;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly now: Clock;
  /** An outcome is still unclear after a look-up: whoever watches may want to alert. */
  readonly onUnclear: (request: Request) => Promise<void>;
  /** For whoever counts. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

export function openSubmission(deps: SubmissionDeps): Submission {
  const { record, rail, now } = deps;
  const at = () => new Date(now()).toISOString();

  const carryOut = async (request: Request, command: Command): Promise<Done> => {
    const done = await record.carryOut(request.asked.number, command);
    if (isRefusal(done)) throw new Error(`The desk refused itself: ${done.rule}.`);
    return done;
  };
  const hold = (request: Request, reason: HoldReason, detail: string) =>
    carryOut(request, { kind: 'hold', at: at(), reason, detail });

  const advance = async (number: number, orphaned: boolean): Promise<void> => {
    // Each turn records something or ends; the bound is parts times what a part can go through.
    for (let turn = 0; turn < 10_000; turn++) {
      const request = await record.read(number);
      if (!request) return;
      const step = nextStep(request, at(), orphaned);
      const more = await carry(request, step);
      if (!more) return;
    }
  };

  const carry = async (request: Request, step: Step): Promise<boolean> => {
    switch (step.do) {
      case 'nothing':
        return false;
      case 'check':
        return check(request);
      case 'send':
        return send(request, step.part, false);
      case 'look-up':
        return lookUp(request, step.part);
    }
  };

  /** @returns whether it went on to send. */
  const check = async (request: Request): Promise<boolean> => {
    const verdict = await clearance(request, deps);
    if (verdict === undefined) return false;
    if (verdict === 'send') return send(request, partOf(request, 1), false);
    const { events } = await carryOut(request, verdict);
    return verdict.kind === 'resume' && events.length > 0;
  };

  const send = async (request: Request, part: Part, absent: boolean): Promise<boolean> => {
    const order = orderOf(request.asked.number, request.asked.content, part, part.key);
    const wrong = mismatch(request) ?? payloadMismatch(part, order, request.asked, rail);
    if (wrong !== undefined) {
      await hold(request, 'mismatch', wrong);
      return false;
    }
    // A sweep that throws is tried again and tells people; once the settings are back it goes on.
    if (elsewhere(request, rail))
      throw new Error(
        `Request ${request.asked.number} is half sent from ${request.asked.account} at ${request.asked.host}; this process would go on elsewhere. Restore the settings.`,
      );
    if (isTooSoon(part, now())) return false;
    const waited = now() - Date.parse(request.dueAt ?? at());
    if (part.progress.state !== 'unclear' && waited > lateMs) {
      await hold(request, 'late', lateWords);
      return false;
    }
    const attempt = rail.attempt(part.payload, now());
    const deadlineMs = now() + attemptMs;
    const { request: started, events } = await carryOut(request, {
      kind: 'startPart',
      at: at(),
      part: part.part,
      timestamp: attempt.timestamp,
      bodySha256: attempt.sha256,
      deadline: new Date(deadlineMs).toISOString(),
      absent,
    });
    // Only the writer of the attempt sends it; whoever lost the race does nothing.
    if (events.length === 0) return false;
    // Past the deadline others may have looked already: a process that slept sends nothing.
    const answer = now() < deadlineMs ? await rail.submit(order, attempt) : overslept;
    deps.onOutcome?.(answer);
    return recordOutcome(started, part.part, onlyOnce(answer, part), 'answer');
  };

  const recordOutcome = async (
    request: Request,
    number: number,
    outcome: Outcome,
    from: 'answer' | 'look-up',
  ): Promise<boolean> => {
    const { progress } = partOf(request, number);
    if (progress.state !== 'asked' && progress.state !== 'unclear') return false;
    await carryOut(request, {
      kind: 'recordOutcome',
      at: at(),
      part: number,
      attempt: progress.attempt,
      outcome,
      from,
    });
    return (
      outcome.kind !== 'unclear' && !(outcome.kind === 'deferred' && outcome.again === 'later')
    );
  };

  const lookUp = async (request: Request, part: Part): Promise<boolean> => {
    const { progress } = part;
    if (progress.state !== 'asked' && progress.state !== 'unclear') return false;
    const order = orderOf(request.asked.number, request.asked.content, part, part.key);
    const found = elsewhere(request, rail)
      ? ({ kind: 'unknown', because: 'this process talks to another account' } as const)
      : await rail.lookUp(order);
    switch (found.kind) {
      case 'found': {
        const accepted = { kind: 'accepted', railId: found.railId } as const;
        return recordOutcome(request, part.part, accepted, 'look-up');
      }
      case 'different':
        await recordOutcome(
          request,
          part.part,
          { kind: 'unclear', because: found.detail },
          'look-up',
        );
        await hold(
          request,
          'mismatch',
          `under our key the rail has something else: ${found.detail}`,
        );
        return false;
      case 'absent':
      case 'unknown': {
        const because =
          found.kind === 'absent'
            ? 'no answer was recorded, and the rail does not know the key yet'
            : found.because;
        if (progress.state === 'asked')
          await recordOutcome(request, part.part, { kind: 'unclear', because }, 'look-up');
        else if (found.kind === 'absent' && mayTryAgain(part, at()))
          return send(request, part, true);
        await deps.onUnclear(request);
        return false;
      }
    }
  };

  return {
    advance: (number) => advance(number, false),
    resume: (number) => advance(number, true),
  };
}

function mayTryAgain(part: Part, at: string): boolean {
  const { progress } = part;
  return progress.state === 'unclear' && !isExhausted(part, at) && graceIsOver(progress, at);
}

const overslept: Outcome = {
  kind: 'deferred',
  because: 'this process was held up until the deadline, so nothing was sent',
  again: 'later',
};

/** "Ask again at once" is followed once; a second time it is trouble that wants time or people. */
function onlyOnce(outcome: Outcome, before: Part): Outcome {
  return outcome.kind === 'deferred' && before.progress.state !== 'planned'
    ? { ...outcome, again: 'later' }
    : outcome;
}

/** A deferred part is asked again a minute later, unless the rail said at once. */
function isTooSoon({ progress }: Part, now: number): boolean {
  if (progress.state !== 'deferred' || progress.again === 'now') return false;
  return now - Date.parse(progress.since) < 60_000;
}
