/**
 * When to look at a request again. Long timers do not exist: each record says when it wants to be
 * woken, and a short tick finds what is due.
 */
import { cancelPending } from './cancel.ts';
import { dueExpiresMs } from './expiry.ts';
import { nothingSent, type Request } from './request.ts';

/** Look-ups after an unclear outcome, counted from when it became unclear. */
const lookUpsMs = [2_000, 5_000, 15_000, 60_000, 120_000, 180_000] as const;
const lookUpsThenEveryMs = 600_000;
const followEveryMs = { least: 30_000, most: 600_000 } as const;
const heldEveryMs = 60_000;
const deferredEveryMs = 60_000;

/** @returns ISO time, or undefined when there is nothing left to wait for. */
export function nextLook(
  request: Request,
  now: number,
  reminderAfterMs: readonly number[],
): string | undefined {
  const at = nextLookMs(request, now, reminderAfterMs);
  return at === undefined ? undefined : new Date(at).toISOString();
}

function nextLookMs(
  request: Request,
  now: number,
  reminderAfterMs: readonly number[],
): number | undefined {
  const { stage } = request;
  switch (stage.state) {
    case 'awaiting': {
      const reminders = reminderAfterMs.map((ms) => Date.parse(request.asked.at) + ms);
      return Math.min(
        Date.parse(request.expiresAt),
        ...reminders.filter((reminder) => reminder > now),
      );
    }
    case 'cleared':
      return Date.parse(request.dueAt ?? stage.at);
    case 'sending':
      return now + sendingEvery(request, now);
    case 'unclear':
      return nextLookUp(request, now);
    case 'sent':
      return now + followNext(request, now);
    case 'held': {
      const expires = Date.parse(request.dueAt ?? stage.at) + dueExpiresMs;
      const next = now + (nothingSent(request) ? heldEveryMs : followEveryMs.least);
      return nothingSent(request) ? Math.min(next, Math.max(expires, now)) : next;
    }
    case 'completed':
    case 'partly-paid':
    case 'failed':
    case 'canceled':
    case 'rejected':
    case 'retracted':
    case 'expired':
      return undefined;
  }
}

/** A cancel hurries: at once, and then at most every half minute until the rail has considered it. */
function followNext(request: Request, now: number): number {
  const { cancel, changedAt } = request;
  if (!cancel || !cancelPending(request)) return followInterval(now - Date.parse(changedAt));
  return Math.min(followEveryMs.least, Math.max(0, now - Date.parse(cancel.at)));
}

/** The longer nothing moved, the less often we ask. */
export function followInterval(quietMs: number): number {
  return Math.min(followEveryMs.most, Math.max(followEveryMs.least, quietMs / 4));
}

function nextLookUp(request: Request, now: number): number {
  const since = request.parts.flatMap(({ progress }) =>
    progress.state === 'unclear' ? [Date.parse(progress.since)] : [],
  );
  const elapsed = now - Math.min(...since, now);
  const next = lookUpsMs.find((ms) => ms > elapsed);
  return next === undefined ? now + lookUpsThenEveryMs : now - elapsed + next;
}

/** An attempt under way is looked at after its deadline, a deferred part a little later. */
function sendingEvery(request: Request, now: number): number {
  for (const { progress } of request.parts) {
    if (progress.state === 'asked') return Math.max(0, Date.parse(progress.deadline) - now);
    if (progress.state === 'deferred' && progress.again === 'later') return deferredEveryMs;
  }
  return 0;
}
