/**
 * A ledger to try things on: opened before each test on an empty database, closed and dropped after.
 */
import { afterEach, beforeEach } from 'vitest';
import type { Entry, Ledger } from '../../src/approvals/ledger/ledger.ts';
import type { RequestEvent } from '../../src/approvals/request/events.ts';
import { evolve, fold } from '../../src/approvals/request/evolve.ts';
import { noon } from './events.ts';
import type { FreshLedger } from './ledgers.ts';

export interface Bench {
  readonly ledger: Ledger;
  /** A second instance on the same database; where only one may be open, the same once more. */
  another(): Promise<Ledger>;
  /** Closes everything and opens it again, as a restart does. */
  restart(): Promise<void>;
  /** Closes everything, for work on the database itself. */
  close(): Promise<void>;
  readonly database: FreshLedger;
}

export function aBench(fresh: () => Promise<FreshLedger>): Bench {
  let database: FreshLedger | undefined;
  let opened: Ledger[] = [];
  const open = async () => {
    const ledger = await there(database).open();
    opened.push(ledger);
    return ledger;
  };
  const close = async () => {
    await Promise.all(opened.map((each) => each.close()));
    opened = [];
  };
  beforeEach(async () => {
    database = await fresh();
    await open();
  });
  afterEach(async () => {
    await close();
    await database?.drop();
  });
  return {
    get ledger() {
      return there(opened[0]);
    },
    get database() {
      return there(database);
    },
    another: async () => (there(database).shared ? open() : there(opened[0])),
    restart: async () => {
      await close();
      await open();
    },
    close,
  };
}

/** An entry that adds `events` to `past`, and nothing else unless told. */
export function entryOf(
  past: readonly RequestEvent[],
  events: readonly RequestEvent[],
  over: Partial<Entry> = {},
): Entry {
  const before = fold(past);
  const after = events.reduce<typeof before>(evolve, before);
  return {
    before,
    events,
    after: there(after),
    messages: [],
    raise: [],
    resolve: [],
    wakeAt: undefined,
    at: events.at(-1)?.at ?? noon,
    ...over,
  };
}

/** Records a whole history, one append an event. */
export async function record(ledger: Ledger, ...history: RequestEvent[]): Promise<void> {
  for (const [length, event] of history.entries()) {
    const outcome = await ledger.append(entryOf(history.slice(0, length), [event]));
    if (outcome !== 'appended') throw new Error(`Event ${length + 1} was not appended: ${outcome}`);
  }
}

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('Nothing is open on the bench.');
  return thing;
}
