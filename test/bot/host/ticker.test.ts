/** The tick under a clock of the test's own: when it runs, and that it never overlaps. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTicker } from '../../../src/bot/host/ticker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work whose runs end when the test says so. */
function aJob() {
  const runs: PromiseWithResolvers<void>[] = [];
  const errors: unknown[] = [];
  const ticker = openTicker({
    everyMs: 1_000,
    work: () => {
      const run = Promise.withResolvers<void>();
      runs.push(run);
      return run.promise;
    },
    onError: (error) => errors.push(error),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    ticker,
    errors,
    settle,
    count: async () => {
      await settle();
      return runs.length;
    },
    end: async () => {
      runs.at(-1)?.resolve();
      await settle();
    },
    fail: async (error: Error) => {
      runs.at(-1)?.reject(error);
      await settle();
    },
  };
}

describe('a ticker', () => {
  it('runs at once, and again an interval after the end of the run', async () => {
    const job = aJob();
    expect(await job.count()).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await job.count()).toBe(1);
    await job.end();
    await vi.advanceTimersByTimeAsync(999);
    expect(await job.count()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await job.count()).toBe(2);
  });

  it('runs at once when it is kicked between two runs, and counts the interval anew', async () => {
    const job = aJob();
    await job.settle();
    await job.end();
    await vi.advanceTimersByTimeAsync(900);
    job.ticker.kick();
    expect(await job.count()).toBe(2);
    await job.end();
    await vi.advanceTimersByTimeAsync(999);
    expect(await job.count()).toBe(2);
  });

  it('runs once more when it is kicked during a run, however often', async () => {
    const job = aJob();
    await job.settle();
    job.ticker.kick();
    job.ticker.kick();
    expect(await job.count()).toBe(1);
    await job.end();
    expect(await job.count()).toBe(2);
    await job.end();
    expect(await job.count()).toBe(2);
  });

  it('never overlaps, even when the work itself kicks', async () => {
    let running = 0;
    let most = 0;
    let left = 3;
    const ticker = openTicker({
      everyMs: 1_000,
      work: async () => {
        most = Math.max(most, ++running);
        if (left-- > 0) ticker.kick();
        await Promise.resolve();
        running -= 1;
      },
      onError: () => expect.unreachable(),
    });
    await vi.advanceTimersByTimeAsync(0);
    expect({ most, left }).toEqual({ most: 1, left: -1 });
    await ticker.stop();
  });

  it('reports what the work throws and comes again', async () => {
    const job = aJob();
    await job.settle();
    const error = new Error('the ledger is locked');
    await job.fail(error);
    expect(job.errors).toEqual([error]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await job.count()).toBe(2);
  });

  it('waits for the run under way when it is stopped, and begins no other', async () => {
    const job = aJob();
    await job.settle();
    job.ticker.kick();
    let isStopped = false;
    const stopped = job.ticker.stop().then(() => {
      isStopped = true;
    });
    await job.settle();
    expect(isStopped).toBe(false);
    await job.end();
    await stopped;
    job.ticker.kick();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await job.count()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
