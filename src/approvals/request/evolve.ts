/**
 * A request is what its events say: this folds them. An event that does not fit what came before
 * means a broken ledger, and that throws; nothing is guessed about money.
 */
import type { RequestEvent, Requested } from './events.ts';
import { broken, moved, observed, stageOf, startable, withOutcome } from './progress.ts';
import { nothingSent, partOf, type Request, type Stage } from './request.ts';

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
