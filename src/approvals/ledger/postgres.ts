/**
 * PostgreSQL, for several instances on one ledger. Sessions give up early rather than hang, and a
 * server that may lose a commit it confirmed is not used.
 */
import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Flavor } from './migrations.ts';
import { postgresFlaw, strictUrl } from './postgres-url.ts';
import type { Db } from './schema.ts';

export const postgresFlavor: Flavor = {
  strict: '',
  counting: 'integer generated always as identity primary key',
  digits: (column) => `${column} ~ '^[0-9]+$'`,
  appendOnly: (table) => [
    `create function ${table}_refuse() returns trigger language plpgsql as
      $$ begin raise exception 'The table ${table} is append-only.'; end $$`,
    ...['update', 'delete', 'truncate'].map(
      (verb) => `create trigger ${table}_refuse_${verb} before ${verb} on ${table}
        for each statement execute function ${table}_refuse()`,
    ),
  ],
  /** A lock of the transaction, not of the session: it also works behind a transaction pooler. */
  lock: async (tx) => {
    await sql`set local lock_timeout = '60s'`.execute(tx);
    await sql`set local statement_timeout = '60s'`.execute(tx);
    await sql`select pg_advisory_xact_lock(hashtext('countersign/migrations'))`.execute(tx);
  },
};

const sessionLimits = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
  application_name: 'countersign',
};

/** Connects to a `postgres://` URL. */
export async function openPostgres(url: string): Promise<{ db: Db; close: () => Promise<void> }> {
  const db = connected(url);
  try {
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
      await assertOn(db, setting);
    return { db, close: () => db.destroy() };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The same for whoever only looks: the server refuses every change. */
export async function readPostgres(url: string): Promise<{ db: Db; close: () => Promise<void> }> {
  const db = connected(url, (client) => {
    client.query('set session characteristics as transaction read only').catch(() => {});
  });
  return { db, close: () => db.destroy() };
}

function connected(url: string, first: (client: pg.PoolClient) => void = () => {}): Db {
  const flaw = postgresFlaw(url);
  if (flaw !== undefined) throw new Error(`The address of the ledger ${flaw}`);
  const pool = new pg.Pool({ connectionString: strictUrl(url), max: 10, ...sessionLimits });
  // A connection lost while idle: the pool replaces it, and the next query tells what is wrong.
  pool.on('error', () => {});
  // One lost while it is used: the query under way fails, and that is all there is to say about it.
  pool.on('connect', (client) => {
    client.on('error', () => {});
    first(client);
  });
  return new Kysely({ dialect: dialectOver(pool) });
}

async function assertOn(db: Db, setting: string): Promise<void> {
  const { rows } = await sql<{ value: string }>`
    select current_setting(${setting}) as value`.execute(db);
  if (rows[0]?.value === 'off')
    throw new Error(
      `PostgreSQL runs with ${setting} = off, so a confirmed commit can be lost. Turn it on for this ledger.`,
    );
}

function dialectOver(pool: pg.Pool): Dialect {
  const dialect = new PostgresDialect({ pool });
  return {
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    // Kysely's own migration lock belongs to the session; ours is taken in the transaction.
    createAdapter: () => ({
      supportsReturning: true,
      supportsTransactionalDdl: true,
      acquireMigrationLock: () => Promise.resolve(),
      releaseMigrationLock: () => Promise.resolve(),
    }),
  };
}
