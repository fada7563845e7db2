/**
 * Until when a request can still be decided or sent. What is with the rail already never expires.
 */
import { isDeferred, nothingSent, type Request } from './request.ts';

/** A cleared request that is not sent within this time of being due expires. */
export const dueExpiresMs = 24 * 3_600_000;

export function expiredAt(request: Request): string {
  const { stage, dueAt } = request;
  if (stage.state === 'awaiting') return request.expiresAt;
  const waiting = stage.state === 'cleared' || stage.state === 'held' || isDeferred(request);
  if (waiting && nothingSent(request) && dueAt !== undefined)
    return new Date(Date.parse(dueAt) + dueExpiresMs).toISOString();
  return '9999-12-31T00:00:00.000Z';
}
