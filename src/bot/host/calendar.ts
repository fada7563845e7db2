/**
 * What happens at a time of day, in the policy's zone. It only rings: whether a run is due and whose it
 * is, a row in the ledger says, so that several instances run it once and what was missed is caught up.
 */
import { createTask, parse, type ScheduledTask, schedule, validate } from 'node-cron';
import type { Runs } from '../../approvals/ledger/runs.ts';
import type { Clock } from '../../approvals/values/time.ts';
import type { Log } from './log.ts';

export interface Job {
  readonly job: string;
  /** When, as cron says it, to the minute: `10 4 * * *`. */
  readonly at: string;
  /** Its errors are logged; the next time comes all the same. */
  readonly run: () => Promise<void>;
}

export interface Calendar {
  /** After the clock was set or the machine slept: rings anew, and catches up what was missed. */
  look(): void;
  /** Nothing begins any more; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** What an hour without a ring may have missed: a time that does not exist today, a ledger that was away. */
const watch = '0 * * * *';

const dayMs = 24 * 60 * 60_000;
const minuteMs = 60_000;
const daysBackMax = 366;

/** @throws Error for a time or a zone that cannot be understood. */
export function openCalendar({
  jobs,
  zone,
  runs,
  now,
  log,
}: {
  readonly jobs: readonly Job[];
  readonly zone: string;
  readonly runs: Runs;
  readonly now: Clock;
  readonly log: Log;
}): Calendar {
  const wallClock = wallClockOf(zone);
  const known = jobs.map((each) => ({ ...each, lastAt: lastOccurrence(each.at) }));
  const running = new Map<string, Promise<void>>();
  let isStopped = false;

  const ring = (each: (typeof known)[number]): void => {
    if (isStopped || running.has(each.job)) return;
    const ended = runOnce(each)
      .catch((error: unknown) => log.error({ job: each.job, err: error }, 'a job failed'))
      .finally(() => running.delete(each.job));
    running.set(each.job, ended);
  };

  async function runOnce({ job, lastAt, run }: (typeof known)[number]): Promise<void> {
    const occurrence = lastAt(wallClock(now()));
    if (occurrence === undefined || (await runs.lastRun(job)) === occurrence) return;
    if (!(await runs.claimRun(job, occurrence, new Date(now()).toISOString()))) return;
    log.info({ job, occurrence }, 'a job begins');
    await run();
  }

  const ringAll = () => known.forEach(ring);
  const rings = (at: string, timezone: string, work: () => void): ScheduledTask => {
    const task = schedule(at, work, { timezone, logger: quiet });
    // Late by more than a second: the process was busy or slept, and it is not run by the library.
    task.on('execution:missed', work);
    return task;
  };
  const tasks: readonly ScheduledTask[] = [
    ...known.map((each) => rings(each.at, zone, () => ring(each))),
    rings(watch, 'UTC', ringAll),
  ];
  ringAll();

  return {
    look: () => {
      for (const task of isStopped ? [] : tasks) {
        void task.stop();
        void task.start();
      }
      ringAll();
    },
    stop: async () => {
      isStopped = true;
      for (const task of tasks) await task.destroy();
      await Promise.all(running.values());
    },
  };
}

/**
 * The last time at or before a reading of the wall clock, as that clock would show it. By what the clock
 * shows, an hour that comes twice is one, and one that is left out has passed when it is over.
 */
function lastOccurrence(at: string): (wallMs: number) => string | undefined {
  if (!validate(at) || at.trim().split(/\s+/).length !== 5)
    throw new Error(`"${at}" is no time of day as cron says it, such as "10 4 * * *".`);
  const { hour, minute } = parse(at);
  const times = hour
    .flatMap((hours) => minute.map((minutes) => (hours * 60 + minutes) * minuteMs))
    .toSorted((one, other) => other - one);
  const pattern = createTask(at, () => {}, { timezone: 'UTC' });
  return (wallMs) => {
    const today = wallMs - (wallMs % dayMs);
    for (let daysBack = 0; daysBack <= daysBackMax; daysBack++) {
      const found = times
        .map((time) => today - daysBack * dayMs + time)
        .find((each) => each <= wallMs && pattern.match(new Date(each)));
      if (found !== undefined) return new Date(found).toISOString().slice(0, 16);
    }
    return undefined;
  };
}

/** What a clock on the wall shows there, written as if it were UTC. */
function wallClockOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const read = (type: Intl.DateTimeFormatPartTypes) => Number.parseInt(parts.get(type) ?? '', 10);
    return Date.UTC(
      read('year'),
      read('month') - 1,
      read('day'),
      read('hour'),
      read('minute'),
      read('second'),
    );
  };
}

/** Its own would write to the console; what matters is logged here. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
