/**
 * How far a part has come, and what its parts make of a request. An event that does not fit throws.
 */
import { isFinal } from '../vocabulary/states.ts';
import type { RequestEvent } from './events.ts';
import {
  linesOf,
  type Part,
  type PartProgress,
  partOf,
  type Request,
  type Stage,
} from './request.ts';

export const startable: readonly PartProgress['state'][] = ['planned', 'deferred', 'unclear'];

export function withOutcome(
  request: Request,
  event: Extract<RequestEvent, { type: 'outcomeRecorded' }>,
): Request {
  const { outcome, attempt, at } = event;
  const part = partOf(request, event.part);
  if (part.progress.state !== 'asked' && part.progress.state !== 'unclear')
    throw broken(event, request);
  switch (outcome.kind) {
    case 'accepted':
      return moved(request, at, event.part, {
        state: 'accepted',
        railId: outcome.railId,
        since: at,
        report: {
          phase: 'accepted',
          railState: '',
          lines: part.lines.map((line) => ({ line, status: 'open' })),
        },
      });
    case 'declined': {
      const declined = moved(request, at, event.part, {
        state: 'declined',
        because: outcome.because,
      });
      const parts = declined.parts.map((each) =>
        each.progress.state === 'planned'
          ? { ...each, progress: { state: 'not-sent' as const } }
          : each,
      );
      return { ...declined, parts, stage: staged(request.stage, parts, at) };
    }
    case 'deferred':
      return moved(request, at, event.part, {
        state: 'deferred',
        attempt,
        since: at,
        because: outcome.because,
        again: outcome.again,
      });
    case 'unclear': {
      const first = part.progress.state === 'asked';
      const unclearFrom = part.unclearFrom ?? part.progress.deadline;
      const counted = first ? { ...part, unclears: part.unclears + 1, unclearFrom } : part;
      const parts = request.parts.map((each) => (each === part ? counted : each));
      return moved({ ...request, parts }, at, event.part, {
        state: 'unclear',
        attempt,
        deadline: part.progress.deadline,
        since: part.progress.state === 'unclear' ? part.progress.since : at,
        because: outcome.because,
      });
    }
  }
}

export function observed(
  request: Request,
  event: Extract<RequestEvent, { type: 'observed' }>,
): Request {
  const part = partOf(request, event.part);
  if (part.progress.state !== 'accepted') throw broken(event, request);
  const { report } = event;
  const same = part.progress.report.phase === report.phase;
  const since = same ? part.progress.since : event.at;
  return moved(request, event.at, event.part, { ...part.progress, report, since });
}

export function moved(
  request: Request,
  at: string,
  number: number,
  progress: PartProgress,
): Request {
  const parts = request.parts.map((part) =>
    part.part === number ? withProgress(part, progress) : part,
  );
  return { ...request, parts, stage: staged(request.stage, parts, at) };
}

/** A reason to wait outlives the next attempt, and ends with any other answer. */
function withProgress({ waitsBecause, ...part }: Part, progress: PartProgress): Part {
  if (progress.state === 'asked' && waitsBecause !== undefined)
    return { ...part, progress, waitsBecause };
  if (progress.state === 'deferred' && progress.again === 'later')
    return { ...part, progress, waitsBecause: progress.because };
  return { ...part, progress };
}

/** A hold stays until it is released, whatever the parts do; a final state stays for good. */
function staged(stage: Stage, parts: readonly Part[], at: string): Stage {
  return stage.state === 'held' || isFinal(stage.state) ? stage : stageOf(parts, at);
}

/** Several parts make one state. */
export function stageOf(parts: readonly Part[], at: string): Stage {
  const states = new Set(parts.map((part) => part.progress.state));
  if (states.has('unclear')) return { state: 'unclear' };
  if (states.has('asked') || states.has('planned') || states.has('deferred'))
    return { state: 'sending' };
  const statuses = new Set(parts.flatMap(linesOf).map((line) => line.status));
  if (statuses.has('open')) return { state: 'sent' };
  if (statuses.size === 1 && statuses.has('paid')) return { state: 'completed', at };
  if (statuses.has('paid')) return { state: 'partly-paid', at };
  if (statuses.size === 1 && statuses.has('canceled')) return { state: 'canceled', at };
  return { state: 'failed', at };
}

export function broken(event: RequestEvent, request?: Request): Error {
  const where = request
    ? `on request ${request.asked.number}, which is ${request.stage.state}`
    : 'before any request';
  return new Error(`Broken ledger: "${event.type}" is recorded ${where}.`);
}
