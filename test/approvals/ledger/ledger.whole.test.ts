/** The ledger on a real PostgreSQL: the contract, and what only a server has. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptFacts } from '../../../src/approvals/ledger/kept.ts';
import { openDatabase, readLedger } from '../../../src/approvals/ledger/open.ts';
import { readPostgres } from '../../../src/approvals/ledger/postgres.ts';
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
    const ran = await fresh.sql('select name from kysely_migration order by name');
    expect(ran).toEqual([{ name: '001' }, { name: '002' }]);
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
    await ledger.ping(noon);
    await fresh.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign'
       and datname = current_database()`,
    );
    await expect
      .poll(() =>
        ledger.ping(noon).then(
          () => 'reached',
          () => 'lost',
        ),
      )
      .toBe('reached');
    expect(await ledger.nextNumber()).toBe(1001);
    await ledger.close();
  });

  it('D8: survives that the server cuts a connection in the middle of a transaction', async () => {
    const { db, close } = await openDatabase(fresh.url);
    const cut = db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await fresh.sql(`select pg_terminate_backend(${rows[0]?.pid})`);
      // Nothing is asked while the connection goes away: nobody waits for an answer that could fail.
      await expect
        .poll(() => fresh.sql(`select 1 from pg_stat_activity where pid = ${rows[0]?.pid}`))
        .toEqual([]);
      await tx.insertInto('keyv').values({ key: 'lost', value: '' }).execute();
    });
    await expect(cut).rejects.toThrow();
    expect(await db.selectFrom('keyv').selectAll().execute()).toEqual([]);
    await close();
  });

  it('R4: says in a word when the server has no room left', async () => {
    const ledger = await fresh.open();
    await fresh.sql(
      `create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
      'create trigger no_room before insert or update on kept execute function no_room()',
    );
    expect(await ledger.ping(noon)).toBe('full');
    await fresh.sql('drop trigger no_room on kept');
    expect(await ledger.ping(noon)).toBe('ok');
    await ledger.close();
  });

  it('R4: says in a word when somebody else holds the row', async () => {
    const ledger = await fresh.open();
    await ledger.ping(noon);
    const holder = new pg.Client({ connectionString: fresh.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select * from kept for update');
    expect(await ledger.ping(noon)).toBe('locked');
    await holder.end();
    await ledger.close();
  });

  it('is only read by whoever opens it to read', async () => {
    const ledger = await fresh.open();
    await ledger.keep('slack', 'T0ONE');
    const reader = await readLedger({ url: fresh.url });
    expect(await reader.kept('slack')).toBe('T0ONE');
    const { db, close } = await readPostgres(fresh.url);
    await expect(keptFacts(db).keep('slack', 'T0TWO')).rejects.toThrow('read-only transaction');
    await Promise.all([ledger.close(), reader.close(), close()]);
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
