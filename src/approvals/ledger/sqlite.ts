/**
 * SQLite through node:sqlite: one connection in one process, and every commit is on disk before it
 * returns. A second process is turned away; a database that could lose a commit is not opened.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, Kysely, SqliteDialect } from 'kysely';
import type { Flavor } from './migrations.ts';
import { patient } from './patience.ts';
import type { Db } from './schema.ts';
import { claimFile, existing } from './sqlite-file.ts';

export const sqliteFlavor: Flavor = {
  strict: 'strict',
  counting: 'integer primary key autoincrement',
  digits: (column) => `${column} <> '' and ${column} not glob '*[^0-9]*'`,
  appendOnly: (table) =>
    ['update', 'delete'].map(
      (verb) => `create trigger ${table}_refuse_${verb} before ${verb} on ${table}
        begin select raise(abort, 'The table ${table} is append-only.'); end`,
    ),
  /** There is no other instance: the process lock saw to that. */
  lock: () => Promise.resolve(),
};

const memory = ':memory:';

/** SQLite keeps most of these per connection. The last two only matter on macOS. */
const settings = [
  // While opening, nothing else runs that this could hold up; afterwards see `patience.ts`.
  'busy_timeout = 5000',
  'journal_mode = wal',
  'synchronous = full',
  'foreign_keys = on',
  'trusted_schema = off',
  'cell_size_check = on',
  'mmap_size = 0',
  'wal_autocheckpoint = 1000',
  'fullfsync = on',
  'checkpoint_fullfsync = on',
];

/** Opens `path`, creating the file and its folder when missing; `:memory:` is kept nowhere. */
export function openSqlite(path: string): { db: Db; close: () => Promise<void> } {
  const claimed = path === memory ? undefined : claimFile(path);
  try {
    const database = openChecked(claimed?.file ?? memory);
    const db: Db = new Kysely({ dialect: dialectOver(database) });
    const close = async () => {
      await db.destroy();
      claimed?.release();
    };
    return { db, close };
  } catch (error) {
    claimed?.release();
    throw error;
  }
}

/** Beside whoever runs the desk: nothing is created, locked, changed or migrated. */
export function readSqlite(path: string): { db: Db; close: () => Promise<void> } {
  const database = new DatabaseSync(existing(path), { readOnly: true, timeout: 5_000 });
  const db: Db = new Kysely({ dialect: dialectOver(database) });
  return { db, close: () => db.destroy() };
}

function openChecked(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    for (const setting of settings) database.exec(`pragma ${setting}`);
    // A setting only counts once a query has run under it.
    database.prepare('select count(*) from sqlite_schema').get();
    assertSafeVersion(String(answerTo(database, 'select sqlite_version()')));
    const journal = answerTo(database, 'pragma journal_mode');
    if (journal !== 'wal' && file !== memory)
      throw new Error(
        `SQLite keeps its journal as "${journal}" for ${file}, not as "wal". Put the ledger on a local disk.`,
      );
    const synchronous = answerTo(database, 'pragma synchronous');
    if (synchronous !== 2)
      throw new Error(
        `SQLite runs with synchronous = ${synchronous} for ${file}; only 2 (FULL) keeps every commit.`,
      );
    database.exec('pragma busy_timeout = 0');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function answerTo(database: DatabaseSync, query: string): unknown {
  return Object.values(database.prepare(query).get() ?? {})[0];
}

/** Releases before these can corrupt a database in WAL mode under concurrent checkpoints. */
const safeFrom = { current: '3.51.3', lines: ['3.50.7', '3.44.6'] };

export function assertSafeVersion(version: string): void {
  const atLeast = (floor: string) => version.localeCompare(floor, 'en', { numeric: true }) >= 0;
  const lineOf = (text: string) => text.slice(0, text.lastIndexOf('.'));
  const patched = safeFrom.lines.some(
    (floor) => lineOf(floor) === lineOf(version) && atLeast(floor),
  );
  if (!patched && !atLeast(safeFrom.current))
    throw new Error(
      `SQLite ${version} can damage a ledger. Use a Node that brings SQLite ${safeFrom.current} or newer.`,
    );
}

const cachedStatementsMax = 200;
const cachedCharactersMax = 4_000;

function dialectOver(database: DatabaseSync): Dialect {
  const cache = new Map<string, StatementSync>();
  const prepared = (text: string): StatementSync => {
    const known = cache.get(text);
    if (known) return known;
    const statement = database.prepare(text);
    const [oldest] = cache.keys();
    if (oldest !== undefined && cache.size >= cachedStatementsMax) cache.delete(oldest);
    if (text.length <= cachedCharactersMax) cache.set(text, statement);
    return statement;
  };
  const dialect = new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (text) => {
        // A commit that failed may have rolled back by itself; its own error is the one to tell.
        const over = text === 'rollback' && !database.isTransaction;
        // A transaction that takes the write lock late can fail where waiting does not help.
        const statement = prepared(over ? 'select 1' : text === 'begin' ? 'begin immediate' : text);
        return {
          reader: statement.columns().length > 0,
          all: (values) => statement.all(...values.map(bindable)),
          run: (values) => statement.run(...values.map(bindable)),
          iterate: (values) => statement.iterate(...values.map(bindable)),
        };
      },
    },
  });
  return {
    createDriver: () => patient(dialect.createDriver()),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createAdapter: () => ({
      supportsMultipleConnections: false,
      supportsReturning: true,
      supportsTransactionalDdl: true,
      acquireMigrationLock: () => Promise.resolve(),
      releaseMigrationLock: () => Promise.resolve(),
    }),
  };
}

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`The ledger keeps text, whole numbers and null; it was given a ${typeof value}.`);
}
