/** The ledger on SQLite: the contract, and what only a file has. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, openLedger } from '../../../src/approvals/ledger/open.ts';
import { assertSafeVersion } from '../../../src/approvals/ledger/sqlite.ts';
import { noon, requested } from '../../support/events.ts';
import { record } from '../../support/ledger-bench.ts';
import { ledgerContract } from '../../support/ledger-contract.ts';
import { type FreshLedger, freshSqlite } from '../../support/ledgers.ts';

ledgerContract('SQLite', freshSqlite);

describe('a ledger in a file', () => {
  let fresh: FreshLedger;
  beforeEach(async () => {
    fresh = await freshSqlite();
  });
  afterEach(() => fresh.drop());

  it('creates the folder it is to lie in', async () => {
    const url = fresh.url.replace('countersign.db', 'data/deep/countersign.db');
    const ledger = await openLedger({ url });
    await ledger.close();
    expect(existsSync(url.replace('sqlite:', ''))).toBe(true);
  });

  it('hands out at once what a killed process had claimed', async () => {
    const message = { key: 'a', lane: 'dm:U0BOB', kind: 'ask', data: {} };
    const first = await fresh.open();
    await first.enqueue([message], noon);
    expect(await first.claimMessages(noon, 60_000, 10)).toHaveLength(1);
    await first.close();
    const second = await fresh.open();
    expect(await second.claimMessages(noon, 60_000, 10)).toMatchObject([{ key: 'a', attempt: 2 }]);
    await second.close();
  });

  it('turns a second opener away until the first has closed', async () => {
    const first = await fresh.open();
    const file = fresh.url.replace('sqlite:', '');
    await expect(fresh.open()).rejects.toThrow(
      `The ledger ${file} is in use by another process. Stop that one first, or use PostgreSQL to run several.`,
    );
    await record(first, requested());
    await first.close();
    const second = await fresh.open();
    expect(await second.read(1001)).toEqual([requested()]);
    await second.close();
  });

  it('lets go of the file when it can not be opened', async () => {
    const first = await fresh.open();
    await first.close();
    await fresh.sql(`update kysely_migration set name = '999' where name = '002'`);
    await expect(fresh.open()).rejects.toThrow('previously executed migration 999 is missing');
    await fresh.sql(`update kysely_migration set name = '002' where name = '999'`);
    const second = await fresh.open();
    await second.close();
  });

  it('syncs every commit to disk, checks references and writes ahead', async () => {
    const { db, close } = await openDatabase(fresh.url);
    const value = async (pragma: string) =>
      Object.values((await sql.raw<object>(`pragma ${pragma}`).execute(db)).rows[0] ?? {});
    expect(await value('synchronous')).toEqual([2]);
    expect(await value('foreign_keys')).toEqual([1]);
    expect(await value('journal_mode')).toEqual(['wal']);
    await close();
  });

  it('takes the write lock when a transaction begins, not when it first writes', async () => {
    const { db, close } = await openDatabase(fresh.url);
    await db.transaction().execute(async (tx) => {
      await tx.selectFrom('keyv').selectAll().execute();
      const other = new DatabaseSync(fresh.url.replace('sqlite:', ''), { timeout: 0 });
      expect(() => other.exec('begin immediate')).toThrow('database is locked');
      other.close();
    });
    await close();
  });

  it('tells that the disk is full, keeps what it had and goes on when there is room', async () => {
    const { db, close } = await openDatabase(fresh.url);
    const row = (key: string, value: string) => db.insertInto('keyv').values({ key, value });
    await row('before', 'kept').execute();
    const pages = Object.values(
      (await sql.raw<object>('pragma page_count').execute(db)).rows[0] ?? {},
    );
    await sql.raw(`pragma max_page_count = ${pages[0]}`).execute(db);
    const filled = db.transaction().execute(async (tx) => {
      await tx.insertInto('keyv').values({ key: 'small', value: 'x' }).execute();
      await tx
        .insertInto('keyv')
        .values({ key: 'big', value: 'x'.repeat(100_000) })
        .execute();
    });
    await expect(filled).rejects.toThrow('database or disk is full');
    await sql.raw('pragma max_page_count = 1000000').execute(db);
    await row('after', 'kept').execute();
    const kept = await db.selectFrom('keyv').select('key').orderBy('key').execute();
    expect(kept.map((each) => each.key)).toEqual(['after', 'before']);
    await close();
  });

  it('takes text and whole numbers, and refuses what SQLite would bend', async () => {
    const { db, close } = await openDatabase(fresh.url);
    await expect(sql`select ${true}`.execute(db)).rejects.toThrow('it was given a boolean');
    await expect(sql`select ${1n}`.execute(db)).rejects.toThrow('it was given a bigint');
    await close();
  });
});

describe('where a ledger is', () => {
  it('may be nowhere, for a test', async () => {
    const ledger = await openLedger({ url: 'sqlite::memory:' });
    await ledger.enqueue([{ key: 'a', lane: 'a', kind: 'a', data: {} }], noon);
    expect(await ledger.backlog()).toBe(1);
    await ledger.close();
  });

  it('has an address of one of two kinds, and another one is not repeated in the error', async () => {
    const opening = openLedger({ url: 'mysql://root:hunter2@db/countersign' });
    await expect(opening).rejects.toThrow(
      /^The address of the ledger must begin with sqlite: or postgres:\/\/, e\.g\. sqlite:\.\/data\/countersign\.db\.$/,
    );
  });

  it('is not told, with its password, by an address that can not be read', async () => {
    const failure = await openLedger({ url: 'postgres://desk:hunter2@db:port/x' }).catch(inspect);
    expect(failure).toContain('cannot be read');
    expect(failure).not.toContain('hunter2');
  });
});

describe('the version of SQLite', () => {
  it.for(['3.51.3', '3.51.10', '3.53.4', '4.0.0', '3.50.7', '3.44.6'])('%s is safe', (version) => {
    expect(() => assertSafeVersion(version)).not.toThrow();
  });
  it.for(['3.51.2', '3.50.6', '3.44.5', '3.46.1', '3.9.9'])('%s is not', (version) => {
    expect(() => assertSafeVersion(version)).toThrow(`SQLite ${version} can damage a ledger.`);
  });
});
