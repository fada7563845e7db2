/**
 * One transaction, all or nothing. Where PostgreSQL asks for it to be run again, all of it is run
 * again; nothing in it may have an effect outside the database.
 */
import { setTimeout } from 'node:timers/promises';
import type { Db, Tx } from './schema.ts';

const triesMax = 5;
const pauseMaxMs = 50;

export async function inTransaction<Result>(
  db: Db,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!wantsAnotherTry(error) || attempt === triesMax) throw error;
      await setTimeout(Math.random() * pauseMaxMs * attempt);
    }
  }
}

/** A serialization failure or a deadlock: nothing was committed, and a later try may succeed. */
function wantsAnotherTry(error: unknown): boolean {
  const codes: readonly unknown[] = ['40001', '40P01'];
  return error instanceof Error && 'code' in error && codes.includes(error.code);
}
