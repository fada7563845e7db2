/**
 * The table behind Keyv: what may be lost. Nothing that decides about money is kept here.
 */
import { sql } from 'kysely';
import type { Ledger } from './ledger.ts';
import type { Db } from './schema.ts';

export function keyvTable(db: Db): Ledger['keyv'] {
  return {
    get: async (key, now) => {
      const row = await db
        .selectFrom('keyv')
        .select('value')
        .where('key', '=', key)
        .where((eb) => eb.or([eb('expires', 'is', null), eb('expires', '>', instantOf(now))]))
        .executeTakeFirst();
      return row?.value;
    },
    set: async (key, value, until) => {
      const expires = until === undefined ? null : instantOf(until);
      await db
        .insertInto('keyv')
        .values({ key, value, expires })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, expires }))
        .execute();
    },
    delete: async (key) => {
      const gone = await db.deleteFrom('keyv').where('key', '=', key).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
    deleteAll: async (prefix) => {
      await db
        .deleteFrom('keyv')
        .where(sql<boolean>`substr(key, 1, length(${prefix})) = ${prefix}`)
        .execute();
    },
    deleteExpired: async (now) => {
      await db.deleteFrom('keyv').where('expires', '<=', instantOf(now)).execute();
    },
  };
}

function instantOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
