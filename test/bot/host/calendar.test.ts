/** What happens at a time of day: once for each, by one of several, in the policy's zone, come what may. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Runs } from '../../../src/approvals/ledger/runs.ts';
import { type Calendar, type Job, openCalendar } from '../../../src/bot/host/calendar.ts';

const minute = 60_000;
const hour = 60 * minute;

const berlin = 'Europe/Berlin';

let opened: Calendar[];

beforeEach(() => {
  opened = [];
  vi.useFakeTimers();
});

afterEach(async () => {
  await Promise.all(opened.map((each) => each.stop()));
  vi.useRealTimers();
});

/** The rows of the ledger, as both instances of a test see them. */
function aTable() {
  const rows = new Set<string>();
  let fails = false;
  const runs: Runs = {
    claimRun: async (job, occurrence) => {
      if (fails) throw new Error('the ledger cannot be reached');
      const key = `${job} ${occurrence}`;
      if (rows.has(key)) return false;
      rows.add(key);
      return true;
    },
    lastRun: async (job) =>
      [...rows]
        .filter((row) => row.startsWith(`${job} `))
        .map((row) => row.slice(job.length + 1))
        .toSorted()
        .at(-1),
  };
  return {
    rows,
    runs,
    breaks: (now: boolean) => {
      fails = now;
    },
  };
}

function aCalendar({
  at = '10 4 * * *',
  zone = berlin,
  table = aTable(),
  run = async () => undefined,
}: {
  at?: string;
  zone?: string;
  table?: ReturnType<typeof aTable>;
  run?: Job['run'];
} = {}) {
  /** The moments at which it ran. */
  const ran: string[] = [];
  const errors: unknown[] = [];
  const note = () => undefined;
  const job: Job = {
    job: 'reconcile',
    at,
    run: async () => {
      ran.push(new Date().toISOString().slice(0, 16));
      await run();
    },
  };
  const calendar = openCalendar({
    jobs: [job],
    zone,
    runs: table.runs,
    now: () => Date.now(),
    log: { debug: note, info: note, warn: note, error: (fields) => errors.push(fields) },
  });
  opened.push(calendar);
  return { calendar, ran, table, errors };
}

const isAt = (moment: string) => vi.setSystemTime(new Date(moment));
const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a job', () => {
  it('runs at its time of day in the zone, every day, once', async () => {
    isAt('2026-03-02T02:00:00Z');
    const table = aTable();
    await table.runs.claimRun('reconcile', '2026-03-01T04:10', '');
    const { ran } = aCalendar({ table });
    await passes(48 * hour);
    expect(ran).toEqual(['2026-03-02T03:10', '2026-03-03T03:10']);
    expect([...table.rows]).toEqual([
      'reconcile 2026-03-01T04:10',
      'reconcile 2026-03-02T04:10',
      'reconcile 2026-03-03T04:10',
    ]);
  });

  it('runs in the zone of the policy, whichever that is', async () => {
    isAt('2026-03-02T00:00:00Z');
    const { ran } = aCalendar({ at: '0 8 * * *', zone: 'Asia/Kolkata' });
    await passes(24 * hour);
    expect(ran).toEqual(['2026-03-02T00:00', '2026-03-02T02:30']);
  });

  it('of weekdays runs on those only', async () => {
    isAt('2026-03-05T12:00:00Z');
    const { ran } = aCalendar({ at: '0 8 * * 1-5' });
    await passes(5 * 24 * hour);
    expect(ran.slice(1)).toEqual(['2026-03-06T07:00', '2026-03-09T07:00', '2026-03-10T07:00']);
  });

  it('is refused when nobody can tell when it is', () => {
    expect(() => aCalendar({ at: '10 25 * * *' })).toThrow('10 25 * * *');
    expect(() => aCalendar({ zone: 'Europe/Bremen' })).toThrow();
  });
});

describe('a run that was missed', () => {
  it('is caught up at the start, the last one only', async () => {
    isAt('2026-03-09T12:00:00Z');
    const table = aTable();
    await table.runs.claimRun('reconcile', '2026-03-04T04:10', '');
    const { ran } = aCalendar({ table });
    await passes(minute);
    expect(ran).toEqual(['2026-03-09T12:00']);
    expect(table.rows).toContain('reconcile 2026-03-09T04:10');
    expect(table.rows.size).toBe(2);
  });

  it('is not caught up by the next start, nor when it was not missed', async () => {
    isAt('2026-03-09T12:00:00Z');
    const table = aTable();
    const first = aCalendar({ table });
    await passes(minute);
    await first.calendar.stop();
    const second = aCalendar({ table });
    await passes(minute);
    expect([first.ran.length, second.ran.length]).toEqual([1, 0]);
  });

  it('is caught up when the clock has jumped over it', async () => {
    isAt('2026-03-09T12:00:00Z');
    const { calendar, ran } = aCalendar();
    await passes(minute);
    isAt('2026-03-10T12:00:00Z');
    calendar.look();
    await passes(minute);
    expect(ran).toEqual(['2026-03-09T12:00', '2026-03-10T12:00']);
    await passes(24 * hour);
    expect(ran.slice(2)).toEqual(['2026-03-11T03:10']);
  });

  it('is caught up within the hour when the machine slept over it', async () => {
    isAt('2026-03-09T12:00:00Z');
    const { ran } = aCalendar();
    await passes(minute);
    isAt('2026-03-10T12:20:00Z');
    await passes(hour);
    expect(ran).toHaveLength(2);
  });

  it('is caught up within the hour when the ledger could not be asked', async () => {
    isAt('2026-03-09T12:00:00Z');
    const table = aTable();
    table.breaks(true);
    const { ran, errors } = aCalendar({ table });
    await passes(minute);
    expect([ran.length, errors.length]).toEqual([0, 1]);
    table.breaks(false);
    await passes(hour);
    expect(ran).toHaveLength(1);
  });

  it('of a time ahead that a wrong clock claimed does not stand for the days between', async () => {
    isAt('2026-03-13T12:00:00Z');
    const { calendar, ran } = aCalendar();
    await passes(minute);
    isAt('2026-03-09T12:00:00Z');
    calendar.look();
    await passes(48 * hour);
    expect(ran.slice(1)).toEqual(['2026-03-09T12:00', '2026-03-10T03:10', '2026-03-11T03:10']);
  });
});

describe('of several instances', () => {
  it('one runs it', async () => {
    isAt('2026-03-02T02:00:00Z');
    const table = aTable();
    await table.runs.claimRun('reconcile', '2026-03-01T04:10', '');
    const all = [aCalendar({ table }), aCalendar({ table }), aCalendar({ table })];
    await passes(24 * hour);
    expect(all.flatMap(({ ran }) => ran)).toEqual(['2026-03-02T03:10']);
  });
});

describe('a job that is still running', () => {
  it('is not begun again; its next time is caught up afterwards', async () => {
    isAt('2026-03-02T12:00:00Z');
    const gate = Promise.withResolvers<void>();
    const { ran } = aCalendar({ run: () => gate.promise });
    await passes(25 * hour);
    expect(ran).toHaveLength(1);
    gate.resolve();
    await passes(hour);
    expect(ran).toHaveLength(2);
  });

  it('is waited for at the end, and nothing begins after it', async () => {
    isAt('2026-03-02T12:00:00Z');
    const gate = Promise.withResolvers<void>();
    const { calendar, ran } = aCalendar({ run: () => gate.promise });
    await passes(minute);
    let hasStopped = false;
    const stopped = calendar.stop().then(() => {
      hasStopped = true;
    });
    await passes(minute);
    expect(hasStopped).toBe(false);
    gate.resolve();
    await stopped;
    await passes(48 * hour);
    expect(ran).toHaveLength(1);
  });

  it('and fails is told, and comes again the next day', async () => {
    isAt('2026-03-02T12:00:00Z');
    const { ran, errors } = aCalendar({ run: () => Promise.reject(new Error('no answer')) });
    await passes(24 * hour);
    expect(ran).toHaveLength(2);
    expect(errors).toMatchObject([
      { job: 'reconcile', err: { message: 'no answer' } },
      { job: 'reconcile', err: { message: 'no answer' } },
    ]);
  });
});

describe('02:30 in Berlin', () => {
  const at = '30 2 * * *';

  it('happens once on the day on which it does not exist', async () => {
    isAt('2026-03-28T12:00:00Z');
    const { ran, table } = aCalendar({ at });
    await passes(48 * hour);
    expect(ran.slice(1)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
    expect(table.rows).toContain('reconcile 2026-03-29T02:30');
  });

  it('happens once on the day on which it comes twice', async () => {
    isAt('2026-10-24T12:00:00Z');
    const { ran, table } = aCalendar({ at });
    await passes(48 * hour);
    expect(ran.slice(1)).toEqual(['2026-10-25T01:30', '2026-10-26T01:30']);
    expect(table.rows).toContain('reconcile 2026-10-25T02:30');
  });

  it.each([
    ['before it', '2026-10-25T00:15:00Z', '2026-10-24T02:30'],
    ['between the two', '2026-10-25T01:15:00Z', '2026-10-24T02:30'],
    ['after both', '2026-10-25T01:45:00Z', '2026-10-25T02:30'],
  ])('is caught up for the right day by a start %s', async (_, moment, occurrence) => {
    isAt(moment);
    const { table } = aCalendar({ at });
    await passes(1);
    expect([...table.rows]).toEqual([`reconcile ${occurrence}`]);
  });
});
