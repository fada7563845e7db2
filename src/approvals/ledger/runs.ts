/**
 * Which job ran for which time of day: a row for each, unique for good. Of several instances the one
 * whose row is new runs it; the others, and whoever starts later, find it taken.
 */
import type { Db } from './schema.ts';

export interface Runs {
  /**
   * @param occurrence the time of day it is for, as text that sorts by time.
   * @returns whether it is ours to run.
   */
  claimRun(job: string, occurrence: string, at: string): Promise<boolean>;
  /** The latest occurrence that anybody claimed. */
  lastRun(job: string): Promise<string | undefined>;
}

export function runsOf(db: Db): Runs {
  return {
    claimRun: async (job, occurrence, at) => {
      const fresh = await db
        .insertInto('runs')
        .values({ job, occurrence, at })
        .onConflict((conflict) => conflict.columns(['job', 'occurrence']).doNothing())
        .returning('job')
        .executeTakeFirst();
      return fresh !== undefined;
    },
    lastRun: async (job) => {
      const row = await db
        .selectFrom('runs')
        .select('occurrence')
        .where('job', '=', job)
        .orderBy('occurrence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.occurrence;
    },
  };
}
