/** Metrics as Prometheus reads them, and readiness under checks that fail, hang and recover. */
import { describe, expect, it } from 'vitest';
import { openLog } from '../../../src/bot/host/log.ts';
import { openMetrics } from '../../../src/bot/host/metrics.ts';
import { openReadiness } from '../../../src/bot/host/readiness.ts';

function openRecorder() {
  const lines: string[] = [];
  const log = openLog({
    level: 'debug',
    secrets: [],
    destination: { write: (line) => lines.push(line) },
  });
  return { log, written: () => lines.map((line): unknown => JSON.parse(line)) };
}

describe('the metrics', () => {
  it('count what happened, by our own words', async () => {
    const metrics = openMetrics();
    metrics.inboundRefused('slack', 'stale');
    metrics.inboundRefused('slack', 'stale');
    metrics.inboundRefused('calypso', 'signature');
    metrics.pressed('approve', 'approved');
    metrics.noticed('repeated');
    metrics.outboxBacklog(7);
    metrics.requestSent('unclear');
    metrics.ticked(0.2);
    const { contentType, body } = await metrics.exposition();
    expect(contentType).toMatch(/^text\/plain/);
    expect(body.split('\n').filter((line) => line.startsWith('countersign_'))).toEqual(
      expect.arrayContaining([
        'countersign_inbound_refused_total{window="slack",reason="stale"} 2',
        'countersign_inbound_refused_total{window="calypso",reason="signature"} 1',
        'countersign_presses_total{kind="approve",outcome="approved"} 1',
        'countersign_notices_total{outcome="repeated"} 1',
        'countersign_outbox_backlog 7',
        'countersign_requests_sent_total{outcome="unclear"} 1',
        'countersign_tick_seconds_bucket{le="0.1"} 0',
        'countersign_tick_seconds_bucket{le="0.5"} 1',
        'countersign_tick_seconds_count 1',
      ]),
    );
    expect(body).toContain('process_resident_memory_bytes');
  });

  it('belong to one desk: a second one begins at nothing', async () => {
    openMetrics().noticed('new');
    const { body } = await openMetrics().exposition();
    expect(body).not.toContain('countersign_notices_total{');
  });
});

describe('readiness', () => {
  it('is all checks at once, and says of each no more than a word', async () => {
    const { log, written } = openRecorder();
    const ready = openReadiness({
      checks: {
        ledger: async () => undefined,
        slack: async () => {
          throw new Error('connect ECONNREFUSED 10.0.0.7:443');
        },
        calypso: () => new Promise(() => undefined),
      },
      now: () => 0,
      log,
      answerWithinMs: 5,
    });
    expect(await ready()).toEqual({
      ready: false,
      checks: { ledger: 'ok', slack: 'failed', calypso: 'late' },
    });
    expect(written()).toMatchObject([
      { check: 'slack', err: { message: 'connect ECONNREFUSED 10.0.0.7:443' } },
      { check: 'calypso', err: { message: 'There was no answer within 5 ms.' } },
    ]);
  });

  it('asks once in two seconds, however many want to know', async () => {
    let at = 0;
    let asked = 0;
    const ready = openReadiness({
      checks: {
        ledger: async () => {
          asked += 1;
        },
      },
      now: () => at,
      log: openRecorder().log,
    });
    await Promise.all([ready(), ready(), ready()]);
    at = 1_999;
    await ready();
    expect(asked).toBe(1);
    at = 2_000;
    expect(await ready()).toEqual({ ready: true, checks: { ledger: 'ok' } });
    expect(asked).toBe(2);
  });

  it('logs a change, not every answer', async () => {
    const { log, written } = openRecorder();
    let at = 0;
    let works = true;
    const ready = openReadiness({
      checks: {
        ledger: async () => {
          if (!works) throw new Error('locked');
        },
      },
      now: () => at,
      log,
    });
    for (const next of [true, false, false, true, true]) {
      works = next;
      expect((await ready()).ready).toBe(next);
      at += 2_000;
    }
    expect(written()).toMatchObject([
      { level: 'warn', check: 'ledger', msg: 'not ready' },
      { level: 'info', check: 'ledger', msg: 'ready again' },
    ]);
  });
});
