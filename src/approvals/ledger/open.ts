/**
 * Opens the ledger a URL names, brings its schema up to date, and puts its parts together.
 * What could lose or damage the record is refused here, before anything is read.
 */
import { alerts } from './alerts.ts';
import { appender } from './append.ts';
import { verifier } from './chain.ts';
import { inbox } from './inbox.ts';
import { keptFacts } from './kept.ts';
import { keyvTable } from './keyv.ts';
import type { Ledger } from './ledger.ts';
import { migrate } from './migrations.ts';
import { outbox, releaseClaims } from './outbox.ts';
import { policies } from './policies.ts';
import { openPostgres, postgresFlavor, readPostgres } from './postgres.ts';
import { requests } from './requests.ts';
import { runsOf } from './runs.ts';
import type { Db } from './schema.ts';
import { openSqlite, readSqlite, sqliteFlavor } from './sqlite.ts';

/**
 * @param url `sqlite:./path.db`, `sqlite::memory:` or `postgres://…`
 * @throws Error with a sentence for whoever runs the desk, never with the URL's password.
 */
export async function openLedger({ url }: { readonly url: string }): Promise<Ledger> {
  const { db, close } = await openDatabase(url);
  return {
    ...requests(db),
    ...appender(db),
    ...inbox(db),
    ...policies(db),
    ...alerts(db),
    ...outbox(db),
    ...verifier(db),
    ...keptFacts(db),
    ...runsOf(db),
    keyv: keyvTable(db),
    close,
  };
}

/** What can be read beside whoever runs the desk. */
export type LedgerReader = Pick<Ledger, 'policyInForce' | 'verify' | 'kept' | 'lastRun' | 'close'>;

/**
 * Looks into a ledger that is there, and changes nothing of it.
 * @throws Error when there is none, or none of this version.
 */
export async function readLedger({ url }: { readonly url: string }): Promise<LedgerReader> {
  const file = sqlitePath(url);
  const { db, close } =
    file === undefined ? await readPostgres(postgresUrl(url)) : readSqlite(file);
  const { policyInForce } = policies(db);
  const { kept } = keptFacts(db);
  const { lastRun } = runsOf(db);
  return { policyInForce, kept, lastRun, ...verifier(db), close };
}

/** The tables alone, checked and migrated: for maintenance. */
export async function openDatabase(url: string): Promise<{ db: Db; close: () => Promise<void> }> {
  const { flavor, ...opened } = await connected(url);
  try {
    await migrate(opened.db, flavor);
    if (flavor === sqliteFlavor) await releaseClaims(opened.db);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function connected(url: string) {
  const file = sqlitePath(url);
  if (file !== undefined) return { ...openSqlite(file), flavor: sqliteFlavor };
  return { ...(await openPostgres(postgresUrl(url))), flavor: postgresFlavor };
}

/** The file that a `sqlite:` URL names. */
export function sqlitePath(url: string): string | undefined {
  return /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1];
}

function postgresUrl(url: string): string {
  if (/^postgres(?:ql)?:\/\//.test(url)) return url;
  throw new Error(
    'The address of the ledger must begin with sqlite: or postgres://, e.g. sqlite:./data/countersign.db.',
  );
}
