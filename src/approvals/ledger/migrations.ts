/**
 * The schema as SQL, the same for both databases but for five words. A migration that any ledger
 * has run is never changed: the next one is added. All of them run in one transaction.
 */
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Db, Tx } from './schema.ts';

/** Where the two databases say the same thing differently. */
export interface Flavor {
  /** After the closing parenthesis of a table. */
  readonly strict: string;
  /** The type of a column that counts by itself. */
  readonly counting: string;
  /** A condition: this column is a whole number written in digits. */
  digits(column: string): string;
  /** Statements that make this table refuse UPDATE and DELETE. */
  appendOnly(table: string): readonly string[];
  /** Waits until no other instance is migrating; let go at the end of the transaction. */
  lock(tx: Tx): Promise<void>;
}

/** Safe when several instances start at once: one migrates, the others wait and find it done. */
export async function migrate(db: Db, flavor: Flavor): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await flavor.lock(tx);
    const step = (statements: readonly string[]) => ({
      up: (within: Kysely<unknown>) => run(within, statements),
    });
    const migrations = { '001': step(first(flavor)), '002': step(ofTheHost(flavor)) };
    const provider = { getMigrations: () => Promise.resolve(migrations) };
    const { error } = await new Migrator({ db: tx, provider }).migrateToLatest();
    if (error !== undefined) throw error;
  });
}

async function run(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

function first(flavor: Flavor): readonly string[] {
  return [...record(flavor), ...projections(flavor), ...queues(flavor), ...theRest(flavor)];
}

function record({ strict, appendOnly }: Flavor): readonly string[] {
  return [
    `create table events (
      stream text not null,
      seq integer not null check (seq > 0),
      type text not null,
      data text not null,
      "by" text not null,
      at text not null,
      prev_hash text not null check (length(prev_hash) = 64),
      hash text not null check (length(hash) = 64),
      primary key (stream, seq)
    ) ${strict}`,
    ...appendOnly('events'),
  ];
}

function projections({ strict, digits }: Flavor): readonly string[] {
  return [
    `create table requests (
      number integer primary key check (number > 0),
      draft_id text not null unique,
      state text not null,
      requester text not null,
      purpose text not null,
      fingerprint text not null check (length(fingerprint) = 64),
      asked_at text not null,
      wake_at text
    ) ${strict}`,
    'create index requests_to_look_at on requests (wake_at, number) where wake_at is not null',
    'create index requests_by_requester on requests (requester, number)',
    `create table parts (
      request integer not null references requests (number),
      part integer not null check (part > 0),
      key text not null unique,
      payload text not null,
      payload_sha256 text not null check (length(payload_sha256) = 64),
      rail_id text unique,
      kind text not null check (kind in ('single', 'mass')),
      currency text not null,
      state text not null,
      primary key (request, part)
    ) ${strict}`,
    `create table lines (
      request integer not null,
      line integer not null check (line > 0),
      part integer not null,
      address text not null,
      currency text not null,
      amount_minor text not null check (${digits('amount_minor')}),
      payee text,
      comment text,
      reference text,
      status text not null check (status in ('open', 'paid', 'failed', 'canceled', 'not-sent')),
      transaction_hash text,
      fee_minor text check (fee_minor is null or ${digits("ltrim(fee_minor, '-')")}),
      completed_at text,
      primary key (request, line),
      foreign key (request, part) references parts (request, part)
    ) ${strict}`,
    'create index lines_by_part on lines (request, part)',
    `create table attempts (
      request integer not null,
      part integer not null,
      n integer not null check (n > 0),
      timestamp text not null,
      body_sha256 text not null check (length(body_sha256) = 64),
      deadline text not null,
      outcome text check (outcome in ('accepted', 'declined', 'deferred', 'unclear')),
      because text,
      primary key (request, part, n),
      foreign key (request, part) references parts (request, part)
    ) ${strict}`,
  ];
}

function queues({ strict, counting }: Flavor): readonly string[] {
  return [
    `create table presses (
      id ${counting},
      key text not null unique,
      kind text not null,
      person text not null,
      data text not null,
      at text not null,
      handled_at text
    ) ${strict}`,
    'create index presses_open on presses (id) where handled_at is null',
    `create table notices (
      id ${counting},
      subscription text not null,
      event_id text not null,
      body text not null,
      at text not null,
      applied_at text,
      unique (subscription, event_id)
    ) ${strict}`,
    'create index notices_open on notices (id) where applied_at is null',
    `create table outbox (
      id ${counting},
      key text not null unique,
      lane text not null,
      kind text not null,
      data text not null,
      queued_at text not null,
      due_at text not null,
      attempt integer not null default 0,
      told_at text,
      superseded_by integer references outbox (id),
      error text
    ) ${strict}`,
    'create index outbox_unsent on outbox (lane, id) where told_at is null',
    `create table alerts (
      id ${counting},
      key text not null,
      kind text not null,
      request integer,
      detail text not null,
      version integer not null,
      opened_at text not null,
      updated_at text not null,
      resolved_at text
    ) ${strict}`,
    'create unique index alerts_open on alerts (key) where resolved_at is null',
  ];
}

function theRest({ strict }: Flavor): readonly string[] {
  return [
    `create table policies (
      seq integer primary key,
      digest text not null check (length(digest) = 64),
      text text not null,
      "by" text not null,
      at text not null
    ) ${strict}`,
    `create table slack_messages (
      subject text primary key,
      channel text not null,
      ts text not null
    ) ${strict}`,
    `create table keyv (
      key text primary key,
      value text not null,
      expires text
    ) ${strict}`,
    'create index keyv_by_expiry on keyv (expires) where expires is not null',
  ];
}

/** What the process keeps about itself. */
function ofTheHost({ strict }: Flavor): readonly string[] {
  return [
    `create table kept (
      name text primary key,
      value text not null
    ) ${strict}`,
    `create table runs (
      job text not null,
      occurrence text not null,
      at text not null,
      primary key (job, occurrence)
    ) ${strict}`,
  ];
}
