/**
 * Numbers for Prometheus. Labels are words of ours and never people, addresses or amounts.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** `door` is what was turned away before it could say where it wants to go. */
export type InboundWindow = 'slack' | 'calypso' | 'door';

export interface Metrics {
  inboundRefused(window: InboundWindow, reason: string): void;
  inboundHeld(window: InboundWindow, bytes: number): void;
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
  const held = new Gauge({
    name: 'countersign_inbound_bytes',
    help: 'Bytes of inbound bodies that are held at this moment.',
    labelNames: ['window'],
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
    inboundHeld: (window, bytes) => held.set({ window }, bytes),
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
