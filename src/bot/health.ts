/**
 * What a machine may ask about the desk: numbers for Prometheus, and whether it can do its work.
 * Labels are words of ours and never people, addresses or amounts; reasons of trouble go to the log.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { TookTooLong, within } from './deadline.ts';
import type { Log } from './log.ts';

export interface Metrics {
  inboundRefused(window: 'slack' | 'calypso', reason: string): void;
  pressed(kind: string, outcome: string): void;
  noticed(outcome: string): void;
  outboxBacklog(messages: number): void;
  requestSent(outcome: string): void;
  ticked(seconds: number): void;
  /** Everything so far, in the text format of Prometheus. */
  exposition(): Promise<{ readonly contentType: string; readonly body: string }>;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const refused = new Counter({
    name: 'countersign_inbound_refused_total',
    help: 'Inbound requests that were turned away at the door.',
    labelNames: ['window', 'reason'],
    registers,
  });
  const presses = new Counter({
    name: 'countersign_presses_total',
    help: 'Presses and commands of people.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const notices = new Counter({
    name: 'countersign_notices_total',
    help: 'Verified webhooks.',
    labelNames: ['outcome'],
    registers,
  });
  const backlog = new Gauge({
    name: 'countersign_outbox_backlog',
    help: 'Messages to people that are not told yet.',
    registers,
  });
  const sent = new Counter({
    name: 'countersign_requests_sent_total',
    help: 'Attempts to send a part to the rail.',
    labelNames: ['outcome'],
    registers,
  });
  const ticks = new Histogram({
    name: 'countersign_tick_seconds',
    help: 'How long one tick took.',
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  return {
    inboundRefused: (window, reason) => refused.inc({ window, reason }),
    pressed: (kind, outcome) => presses.inc({ kind, outcome }),
    noticed: (outcome) => notices.inc({ outcome }),
    outboxBacklog: (messages) => backlog.set(messages),
    requestSent: (outcome) => sent.inc({ outcome }),
    ticked: (seconds) => ticks.observe(seconds),
    exposition: async () => ({
      contentType: registry.contentType,
      body: await registry.metrics(),
    }),
  };
}

/** Anybody can ask, so a check says no more than one of these words. */
type Verdict = 'ok' | 'late' | 'failed';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Verdict>>;
}

const cachedForMs = 2_000;

/**
 * Runs all checks side by side, each under a deadline, at most every two seconds however often it
 * is asked. A check that fails throws; why is logged when its verdict changes.
 */
export function openReadiness({
  checks,
  now,
  log,
  answerWithinMs = 2_000,
}: {
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  readonly now: () => number;
  readonly log: Log;
  readonly answerWithinMs?: number;
}): () => Promise<Readiness> {
  const before = new Map<string, Verdict>();
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined;

  async function judge(check: string, work: () => Promise<void>): Promise<Verdict> {
    try {
      await within(answerWithinMs, work);
      if (note(check, 'ok')) log.info({ check }, 'ready again');
      return 'ok';
    } catch (error) {
      const verdict = error instanceof TookTooLong ? 'late' : 'failed';
      if (note(check, verdict)) log.warn({ check, err: error }, 'not ready');
      return verdict;
    }
  }

  /** @returns whether that is news; the first `ok` is none. */
  function note(check: string, verdict: Verdict): boolean {
    const isNews = (before.get(check) ?? 'ok') !== verdict;
    before.set(check, verdict);
    return isNews;
  }

  async function ask(): Promise<Readiness> {
    const verdicts = await Promise.all(
      Object.entries(checks).map(
        async ([check, work]) => [check, await judge(check, work)] as const,
      ),
    );
    return {
      ready: verdicts.every(([, verdict]) => verdict === 'ok'),
      checks: Object.fromEntries(verdicts),
    };
  }

  return () => {
    const at = now();
    if (last === undefined || at - last.at >= cachedForMs) last = { at, answer: ask() };
    return last.answer;
  };
}
