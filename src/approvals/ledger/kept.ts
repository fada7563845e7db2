/**
 * A few facts that the process keeps beside the record, one value a name: which workspace it last
 * spoke to, and that it could still write. Nothing that is decided about money rests on them.
 */
import type { Db } from './schema.ts';
import { isBusy, isFull } from './sqlite-file.ts';

export type KeptName = 'slack' | 'written';

/** `full` and `locked` are what a database can be though it answers. */
export type Writing = 'ok' | 'full' | 'locked';

export interface Kept {
  keep(name: KeptName, value: string): Promise<void>;
  kept(name: KeptName): Promise<string | undefined>;
  /** Writes one row anew. Throws when the database cannot be reached. */
  ping(at: string): Promise<Writing>;
}

export function keptFacts(db: Db): Kept {
  const keep = async (name: KeptName, value: string) => {
    await db
      .insertInto('kept')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  };
  return {
    keep,
    kept: async (name) => {
      const row = await db
        .selectFrom('kept')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value;
    },
    ping: async (at) => {
      try {
        await keep('written', at);
        return 'ok';
      } catch (error) {
        if (isBusy(error) || hasCode(error, lockNotAvailable)) return 'locked';
        if (isFull(error) || hasCode(error, diskFull)) return 'full';
        throw error;
      }
    },
  };
}

/** PostgreSQL's words for the same. */
const diskFull = '53100';
const lockNotAvailable = '55P03';

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
