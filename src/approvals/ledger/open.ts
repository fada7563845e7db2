/**
 * Opens the ledger a URL names, brings its schema up to date, and puts its parts together.
 * What could lose or damage the record is refused here, before anything is read.
 */
import { sql } from 'kysely';
import { alerts } from './alerts.ts';
import { appender } from './append.ts';
import { verifier } from './chain.ts';
import { inbox } from './inbox.ts';
import { keyvTable } from './keyv.ts';
import type { Ledger } from './ledger.ts';
import { migrate } from './migrations.ts';
import { outbox, releaseClaims } from './outbox.ts';
import { policies } from './policies.ts';
import { openPostgres, postgresFlavor } from './postgres.ts';
import { requests } from './requests.ts';
import type { Db } from './schema.ts';
import { openSqlite, sqliteFlavor } from './sqlite.ts';

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
    keyv: keyvTable(db),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close,
  };
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
  const file = /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1];
  if (file !== undefined) return { ...openSqlite(file), flavor: sqliteFlavor };
  if (/^postgres(?:ql)?:\/\//.test(url))
    return { ...(await openPostgres(url)), flavor: postgresFlavor };
  throw new Error(
    'The address of the ledger must begin with sqlite: or postgres://, e.g. sqlite:./data/countersign.db.',
  );
}
