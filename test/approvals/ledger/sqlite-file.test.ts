/** The file of a ledger: whose it is, under which names it may be opened, and a lock held by others. */

import { chmodSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Driver } from 'kysely';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { keptFacts } from '../../../src/approvals/ledger/kept.ts';
import { openDatabase, openLedger, readLedger } from '../../../src/approvals/ledger/open.ts';
import { patient } from '../../../src/approvals/ledger/patience.ts';
import { noon, requested } from '../../support/events.ts';
import { record } from '../../support/ledger-bench.ts';
import { type FreshLedger, freshSqlite } from '../../support/ledgers.ts';

let fresh: FreshLedger;
let file: string;

beforeEach(async () => {
  fresh = await freshSqlite();
  file = fresh.url.replace('sqlite:', '');
});
afterEach(() => fresh.drop());

const modeOf = (path: string) => statSync(path).mode & 0o777;
const another = (name: string) => join(dirname(file), name);

describe('a ledger that was made before a table was', () => {
  it('gets it when it is opened, and keeps what it holds', async () => {
    const before = await fresh.open();
    await record(before, requested());
    await before.close();

    await fresh.sql('drop table kept', 'drop table runs');
    await fresh.sql(`delete from kysely_migration where name > '001'`);
    const ledger = await fresh.open();
    expect(await ledger.ping(noon)).toBe('ok');
    expect(await ledger.read(1001)).toHaveLength(1);
    await ledger.close();
  });
});

describe('D12: the files of a ledger', () => {
  it('are for their owner alone, in a folder that was there and open to everybody', async () => {
    chmodSync(dirname(file), 0o755);
    const ledger = await fresh.open();
    await ledger.ping(noon);
    for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}.lock`])
      expect([each, modeOf(each)]).toEqual([each, 0o600]);
    await ledger.close();
  });

  it('are closed to others when they were made open by somebody else', async () => {
    const first = await fresh.open();
    await first.close();
    writeFileSync(`${file}-wal`, '');
    for (const each of [file, `${file}-wal`, `${file}.lock`]) chmodSync(each, 0o644);
    const ledger = await fresh.open();
    for (const each of [file, `${file}-wal`, `${file}.lock`])
      expect([each, modeOf(each)]).toEqual([each, 0o600]);
    await ledger.close();
  });

  it('lie in a folder for their owner alone when it had to be made', async () => {
    const ledger = await openLedger({ url: `sqlite:${another('new/deep/ledger.db')}` });
    expect([modeOf(another('new')), modeOf(another('new/deep'))]).toEqual([0o700, 0o700]);
    await ledger.close();
  });
});

describe('D12: a ledger under another name', () => {
  it.each([
    ['a symbolic link to it', (name: string) => symlinkSync(file, name)],
    [
      'a link to a link to it',
      (name: string) => {
        symlinkSync(file, `${name}.1`);
        symlinkSync(`${name}.1`, name);
      },
    ],
  ])('that is %s is the same one: it is not opened twice', async (_, link) => {
    const first = await fresh.open();
    link(another('other.db'));
    const url = `sqlite:${another('other.db')}`;
    await expect(openLedger({ url })).rejects.toThrow('is in use by another process');
    await record(first, requested());
    await first.close();
    const second = await openLedger({ url });
    expect(await second.read(1001)).toEqual([requested()]);
    await expect(fresh.open()).rejects.toThrow('is in use by another process');
    await second.close();
  });

  it('in a folder that is a link is not opened twice', async () => {
    const first = await fresh.open();
    mkdirSync(another('links'));
    symlinkSync(dirname(file), another('links/data'));
    const url = `sqlite:${another('links/data/countersign.db')}`;
    await expect(openLedger({ url })).rejects.toThrow('is in use by another process');
    await first.close();
  });

  it('that is a hard link is not opened at all, under either name', async () => {
    const first = await fresh.open();
    linkSync(file, another('other.db'));
    const url = `sqlite:${another('other.db')}`;
    await expect(openLedger({ url })).rejects.toThrow('has 2 names (hard links)');
    await first.close();
    await expect(fresh.open()).rejects.toThrow('has 2 names (hard links)');
  });

  it('that leads to no file is refused, with its name', async () => {
    symlinkSync(another('nowhere.db'), file);
    await expect(fresh.open()).rejects.toThrow(`The ledger ${file} leads to no file.`);
    await expect(openLedger({ url: `sqlite:${dirname(file)}` })).rejects.toThrow('is not a file');
  });
});

/** Another connection, with a write under way. */
function holder() {
  const other = new DatabaseSync(file, { timeout: 0 });
  other.exec('begin immediate');
  return {
    letsGo: () => {
      other.exec('rollback');
      other.close();
    },
  };
}

describe('R4: while somebody else holds the lock of the file', () => {
  const beats = async (count: number) => {
    for (let beat = 0; beat < count; beat++) await new Promise((next) => setImmediate(next));
  };

  it('everything else in the process goes on, and the write follows when the lock is gone', async () => {
    const ledger = await fresh.open();
    const { letsGo } = holder();
    const press = { key: 'a', kind: 'stop', person: 'U0BOB', data: {}, at: noon };
    const writes = Promise.all([ledger.recordPress(press), record(ledger, requested())]);
    await beats(500);
    letsGo();
    expect((await writes)[0]).toBe('new');
    expect(await ledger.read(1001)).toEqual([requested()]);
    await ledger.close();
  });

  it('nobody waits for ever, and once the lock has lasted too long nobody waits at all', async () => {
    let tries = 0;
    let locked = true;
    const connection = {
      executeQuery: async () => {
        tries += 1;
        if (locked) throw Object.assign(new Error('database is locked'), { errcode: 5 });
        return { rows: [] };
      },
      streamQuery: () => expect.unreachable(),
    };
    const nothing = async () => undefined;
    const inner: Driver = {
      init: nothing,
      acquireConnection: async () => connection,
      beginTransaction: nothing,
      commitTransaction: nothing,
      rollbackTransaction: nothing,
      releaseConnection: nothing,
      destroy: nothing,
    };
    const { acquireConnection } = patient(inner, 60);
    const { executeQuery } = await acquireConnection();
    const query = sql`select 1`.compile((await openDatabase('sqlite::memory:')).db);
    await expect(executeQuery(query)).rejects.toThrow('database is locked');
    expect(tries).toBeGreaterThan(1);
    tries = 0;
    await expect(executeQuery(query)).rejects.toThrow('database is locked');
    expect(tries).toBe(1);
    locked = false;
    expect(await executeQuery(query)).toEqual({ rows: [] });
    locked = true;
    tries = 0;
    await expect(executeQuery(query)).rejects.toThrow('database is locked');
    expect(tries).toBeGreaterThan(1);
  });
});

describe('R4: whether the ledger can be written to', () => {
  it('is told in a word when the disk is full', async () => {
    const { db, close } = await openDatabase(fresh.url);
    const { keep, ping } = keptFacts(db);
    await keep('slack', 'x'.repeat(4_040));
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(db);
    expect(await ping(noon)).toBe('full');
    await sql.raw('pragma max_page_count = 100000').execute(db);
    expect(await ping(noon)).toBe('ok');
    await close();
  });

  it('is told in a word when somebody else holds its lock for good', async () => {
    const ledger = await fresh.open();
    const { letsGo } = holder();
    let passed = performance.now();
    const hastened = vi.spyOn(performance, 'now').mockImplementation(() => (passed += 3_000));
    onTestFinished(() => hastened.mockRestore());
    expect(await ledger.ping(noon)).toBe('locked');
    letsGo();
    expect(await ledger.ping(noon)).toBe('ok');
    await ledger.close();
  });
});

describe('a ledger that is only read', () => {
  it('is opened beside whoever runs the desk, and changes nothing', async () => {
    const ledger = await fresh.open();
    await record(ledger, requested());
    const reader = await readLedger({ url: fresh.url });
    expect(await reader.verify()).toBeUndefined();
    expect(await reader.policyInForce()).toBeUndefined();
    await reader.close();
    await ledger.close();
  });

  it('is not made when it is not there', async () => {
    await expect(readLedger({ url: fresh.url })).rejects.toThrow('leads to no file');
  });
});
