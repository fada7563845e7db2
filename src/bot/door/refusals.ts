/**
 * What was turned away at the door: every one is counted, and a line is written at most once a second,
 * however many come. What strangers send can fill neither the log nor the time to write it.
 */
import type { Log } from '../host/log.ts';
import type { InboundWindow, Metrics } from '../host/metrics.ts';

export interface Refusal {
  readonly window: InboundWindow;
  readonly status: number;
  /** A word of ours, for the count. */
  readonly reason: string;
  /** For the log alone. */
  readonly detail?: string | undefined;
}

const everyMs = 1_000;

export function openRefusals({
  counters,
  log,
}: {
  readonly counters: Pick<Metrics, 'inboundRefused'>;
  readonly log: Pick<Log, 'warn'>;
}): (refusal: Refusal) => void {
  /** Since the last line; undefined when the next one may be written at once. */
  let since: Map<string, number> | undefined;

  function pause(): void {
    since = new Map();
    setTimeout(() => {
      const more = Object.fromEntries(since ?? []);
      since = undefined;
      if (Object.keys(more).length === 0) return;
      log.warn({ more }, 'more inbound requests were refused');
      pause();
    }, everyMs).unref();
  }

  return (refusal) => {
    const { window, reason } = refusal;
    counters.inboundRefused(window, reason);
    if (since) {
      const key = `${window} ${reason}`;
      since.set(key, (since.get(key) ?? 0) + 1);
      return;
    }
    log.warn({ ...refusal }, 'an inbound request was refused');
    pause();
  };
}
