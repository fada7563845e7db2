/**
 * A new, empty database for one test, on either kind, with a way around the ledger: what somebody
 * with the database's password could do.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { inject } from 'vitest';
import type { Ledger } from '../../src/approvals/ledger/ledger.ts';
import { openLedger } from '../../src/approvals/ledger/open.ts';

type Row = Readonly<Record<string, unknown>>;

export interface FreshLedger {
  readonly url: string;
  /** Whether several may be open at once. */
  readonly shared: boolean;
  open(): Promise<Ledger>;
  /** Runs statements beside the ledger; answers the rows of the last. */
  sql(...statements: string[]): Promise<readonly Row[]>;
  /** The same with the triggers out of the way. */
  forge(...statements: string[]): Promise<readonly Row[]>;
  /** Close what is open before. */
  drop(): Promise<void>;
}

export async function freshSqlite(): Promise<FreshLedger> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-ledger-'));
  const file = join(folder, 'countersign.db');
  const url = `sqlite:${file}`;
  const sql = async (...statements: string[]) => {
    const database = new DatabaseSync(file, { timeout: 5_000 });
    try {
      return statements.map((each) => database.prepare(each).all().map(plain)).at(-1) ?? [];
    } finally {
      database.close();
    }
  };
  return {
    url,
    shared: false,
    open: () => openLedger({ url }),
    sql,
    forge: (...statements) =>
      sql(
        'drop trigger if exists events_refuse_update',
        'drop trigger if exists events_refuse_delete',
        ...statements,
      ),
    drop: () => rm(folder, { recursive: true }),
  };
}

/** Needs the server that the project `whole` starts. */
export async function freshPostgres(): Promise<FreshLedger> {
  const server = inject('postgresUrl');
  const name = `ledger_${randomUUID().replaceAll('-', '')}`;
  await runOn(server, [`create database ${name}`]);
  const url = server.replace(/[^/]*$/, name);
  return {
    url,
    shared: true,
    open: () => openLedger({ url }),
    sql: (...statements) => runOn(url, statements),
    forge: (...statements) =>
      runOn(url, ['alter table events disable trigger user', ...statements]),
    drop: async () => {
      await runOn(server, [`drop database ${name} with (force)`]);
    },
  };
}

async function runOn(url: string, statements: readonly string[]): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: readonly Row[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** node:sqlite's rows have no prototype, which matters to nobody but an assertion. */
function plain(row: Row): Row {
  return { ...row };
}
