/**
 * A request is what its events say: this folds them. An event that does not fit what came before
 * means a broken ledger, and that throws; nothing is guessed about money.
 */
import type { RequestEvent, Requested } from './events.ts';
import {
  isFinal,
  linesOf,
  nothingSent,
  type Part,
  type PartProgress,
  partOf,
  type Request,
  type Stage,
} from './request.ts';

export function fold(events: readonly RequestEvent[]): Request | undefined {
  return events.reduce<Request | undefined>(evolve, undefined);
}

export function evolve(request: Request | undefined, event: RequestEvent): Request {
  if (event.type === 'requested') {
    if (request) throw broken(event, request);
    return {
      asked: event,
      stage: { state: 'awaiting' },
      approvals: [],
      needsNow: [],
      round: 1,
      expiresAt: event.expiresAt,
      parts: event.parts.map((part) => ({ ...part, progress: { state: 'planned' }, unclears: 0 })),
      contradictions: [],
      presses: [],
      changedAt: event.at,
      length: 1,
    };
  }
  if (!request) throw broken(event);
  const press = 'press' in event && event.press !== '' ? [event.press] : [];
  return {
    ...applied(request, event),
    presses: [...request.presses, ...press],
    changedAt: event.at,
    length: request.length + 1,
  };
}

function applied(request: Request, event: Exclude<RequestEvent, Requested>): Request {
  const { stage, approvals } = request;
  const expect = (...states: Stage['state'][]) => {
    if (!states.includes(stage.state)) throw broken(event, request);
  };
  const expectUnsent = (...states: Stage['state'][]) => {
    expect(...states);
    if (!nothingSent(request)) throw broken(event, request);
  };
  switch (event.type) {
    case 'approved': {
      expect('awaiting');
      const { by, at, press, fingerprint } = event;
      if (approvals.some((each) => each.by === by)) throw broken(event, request);
      return { ...request, approvals: [...approvals, { by, at, press, fingerprint }] };
    }
    case 'approvalTakenBack':
      expect('awaiting');
      return { ...request, approvals: approvals.filter((each) => each.by !== event.by) };
    case 'rejected':
      expect('awaiting');
      return {
        ...request,
        stage: { state: 'rejected', at: event.at, by: event.by, because: event.because },
      };
    case 'retracted':
    case 'stopped':
      expectUnsent('awaiting', 'cleared', 'sending', 'held');
      return { ...request, stage: { state: 'retracted', at: event.at, by: event.by } };
    case 'expired':
      expectUnsent('awaiting', 'cleared', 'sending', 'held');
      return { ...request, stage: { state: 'expired', at: event.at } };
    case 'cleared':
      expect('awaiting');
      return { ...request, stage: { state: 'cleared', at: event.at }, dueAt: event.dueAt };
    case 'quorumLost': {
      expectUnsent('cleared', 'sending', 'held');
      const lost = new Set(event.lost.map((each) => each.person));
      return {
        ...request,
        stage: { state: 'awaiting' },
        approvals: approvals.filter((each) => !lost.has(each.by)),
        needsNow: event.needsNow,
        quorumLost: event.lost,
        round: request.round + 1,
        expiresAt: event.expiresAt,
      };
    }
    case 'held': {
      expect('cleared', 'sending', 'unclear', 'sent', 'held');
      const { at, reason, detail } = event;
      return { ...request, stage: { state: 'held', at, reason, detail } };
    }
    case 'released':
      expect('held');
      if (nothingSent(request))
        return { ...request, stage: { state: 'cleared', at: event.at }, dueAt: event.at };
      return { ...request, stage: stageOf(request.parts, event.at), dueAt: event.at };
    case 'partStarted':
      expect('cleared', 'sending', 'unclear');
      if (!startable.includes(partOf(request, event.part).progress.state))
        throw broken(event, request);
      return moved(request, event.at, event.part, {
        state: 'asked',
        attempt: event.attempt,
        deadline: event.deadline,
      });
    case 'outcomeRecorded':
      return withOutcome(request, event);
    case 'observed':
      return observed(request, event);
    case 'cancelAsked': {
      expect('sent');
      const { by, at, because } = event;
      const parts = request.parts.map(({ cancelTried: _, ...part }) => part);
      return { ...request, parts, cancel: { by, at, because } };
    }
    case 'cancelTried': {
      if (!request.cancel || partOf(request, event.part).progress.state !== 'accepted')
        throw broken(event, request);
      const parts = request.parts.map((part) =>
        part.part === event.part ? { ...part, cancelTried: event.answer } : part,
      );
      return { ...request, parts };
    }
    case 'contradicted':
      return { ...request, contradictions: [...request.contradictions, event.detail] };
  }
}

const startable: readonly PartProgress['state'][] = ['planned', 'deferred', 'unclear'];

function withOutcome(
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

function observed(request: Request, event: Extract<RequestEvent, { type: 'observed' }>): Request {
  const part = partOf(request, event.part);
  if (part.progress.state !== 'accepted') throw broken(event, request);
  const { report } = event;
  const same = part.progress.report.phase === report.phase;
  const since = same ? part.progress.since : event.at;
  return moved(request, event.at, event.part, { ...part.progress, report, since });
}

function moved(request: Request, at: string, number: number, progress: PartProgress): Request {
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
function stageOf(parts: readonly Part[], at: string): Stage {
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

function broken(event: RequestEvent, request?: Request): Error {
  const where = request
    ? `on request ${request.asked.number}, which is ${request.stage.state}`
    : 'before any request';
  return new Error(`Broken ledger: "${event.type}" is recorded ${where}.`);
}
