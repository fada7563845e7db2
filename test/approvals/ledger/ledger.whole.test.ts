/** The ledger on a real PostgreSQL: the contract, and what only a server has. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/approvals/ledger/open.ts';
import { inTransaction } from '../../../src/approvals/ledger/transaction.ts';
import { noon } from '../../support/events.ts';
import { ledgerContract } from '../../support/ledger-contract.ts';
import { type FreshLedger, freshPostgres } from '../../support/ledgers.ts';

ledgerContract('PostgreSQL', freshPostgres);

describe('a ledger on a server', () => {
  let fresh: FreshLedger;
  beforeEach(async () => {
    fresh = await freshPostgres();
  });
  afterEach(() => fresh.drop());

  it('is set up once when several instances start at the same moment', async () => {
    const instances = await Promise.all([1, 2, 3, 4].map(() => fresh.open()));
    for (const each of instances) expect(await each.nextNumber()).toBe(1001);
    await Promise.all(instances.map((each) => each.close()));
    const ran = await fresh.sql('select name from kysely_migration');
    expect(ran).toEqual([{ name: '001' }]);
  });

  it('is not used while confirmed commits may be lost', async () => {
    const name = new URL(fresh.url).pathname.slice(1);
    await fresh.sql(`alter database ${name} set synchronous_commit = off`);
    await expect(fresh.open()).rejects.toThrow(
      'PostgreSQL runs with synchronous_commit = off, so a confirmed commit can be lost. Turn it on for this ledger.',
    );
  });

  it('gives up what takes too long, and leaves no transaction open for long', async () => {
    const { db, close } = await openDatabase(fresh.url);
    const { rows } = await sql`select
      current_setting('statement_timeout') as statement,
      current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle,
      current_setting('application_name') as name`.execute(db);
    expect(rows).toEqual([{ statement: '5s', lock: '2s', idle: '10s', name: 'countersign' }]);
    await close();
  });

  it('survives that the server drops its connections', async () => {
    const ledger = await fresh.open();
    await ledger.ping();
    await fresh.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign'
       and datname = current_database()`,
    );
    await expect
      .poll(() =>
        ledger.ping().then(
          () => 'reached',
          () => 'lost',
        ),
      )
      .toBe('reached');
    expect(await ledger.nextNumber()).toBe(1001);
    await ledger.close();
  });

  it('gives a message to one of two instances that waited for the same row', async () => {
    const [one, other] = [await fresh.open(), await fresh.open()];
    await one.enqueue([{ key: 'a', lane: 'a', kind: 'a', data: {} }], noon);
    const holder = new pg.Client({ connectionString: fresh.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select * from outbox for update');
    const claims = Promise.all([one, other].map((each) => each.claimMessages(noon, 60_000, 1)));
    const waiting = `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(() => fresh.sql(waiting)).toEqual([{ n: 2 }]);
    await holder.query('commit');
    expect((await claims).flat().map((each) => each.attempt)).toEqual([1]);
    await Promise.all([one.close(), other.close(), holder.end()]);
  });

  it('runs a transaction again that the server ended to break a deadlock', async () => {
    const { db, close } = await openDatabase(fresh.url);
    const keys = ['a', 'b'] as const;
    for (const key of keys) await db.insertInto('keyv').values({ key, value: '' }).execute();
    let runs = 0;
    const bothHold = Promise.withResolvers<void>();
    const writes = (order: readonly string[]) =>
      inTransaction(db, async (tx) => {
        for (const key of order) {
          await sql`update keyv set value = value || 'x' where key = ${key}`.execute(tx);
          if (key !== order[0]) continue;
          runs += 1;
          if (runs === keys.length) bothHold.resolve();
          await bothHold.promise;
        }
      });
    await Promise.all([writes(keys), writes(keys.toReversed())]);
    expect(runs).toBe(3);
    const rows = await db.selectFrom('keyv').selectAll().orderBy('key').execute();
    expect(rows.map((row) => row.value)).toEqual(['xx', 'xx']);
    await close();
  });
});
