/**
 * Messages waiting to be told, queued in the transaction that caused them. Within a lane they go in
 * order, one at a time. A lease only keeps two tellers apart: who dies loses it, nothing is lost.
 */
import { type Selectable, sql } from 'kysely';
import type { Message } from '../vocabulary/messages.ts';
import type { Ledger, QueuedMessage } from './ledger.ts';
import { batches, type Db, readJson, type Tables } from './schema.ts';

type Outbox = Pick<
  Ledger,
  | 'enqueue'
  | 'claimMessages'
  | 'messageTold'
  | 'messageFailed'
  | 'unsent'
  | 'backlog'
  | 'rememberMessage'
  | 'postedMessage'
>;

export function outbox(db: Db): Outbox {
  return {
    enqueue: (messages, at) => enqueue(db, messages, at),
    claimMessages: (now, leaseMs, limit) => claim(db, now, leaseMs, limit),
    messageTold: async (id, at, superseded = []) => {
      await db
        .updateTable('outbox')
        .set((row) => ({
          told_at: at,
          superseded_by: row.case().when('id', '=', id).then(null).else(id).end(),
        }))
        .where('id', 'in', [id, ...superseded])
        .where('told_at', 'is', null)
        .execute();
    },
    messageFailed: async (id, retryAt, error) => {
      await db
        .updateTable('outbox')
        .set({ due_at: retryAt, error })
        .where('id', '=', id)
        .where('told_at', 'is', null)
        .execute();
    },
    unsent: async (lane, kind) => {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('lane', '=', lane)
        .where('kind', '=', kind)
        .where('told_at', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map(messageOf);
    },
    backlog: async () => {
      const row = await db
        .selectFrom('outbox')
        .select(sql<number>`cast(count(*) as integer)`.as('unsent'))
        .where('told_at', 'is', null)
        .executeTakeFirstOrThrow();
      return row.unsent;
    },
    rememberMessage: async (subject, { channel, ts }) => {
      await db
        .insertInto('slack_messages')
        .values({ subject, channel, ts })
        .onConflict((conflict) => conflict.column('subject').doUpdateSet({ channel, ts }))
        .execute();
    },
    postedMessage: (subject) =>
      db
        .selectFrom('slack_messages')
        .select(['channel', 'ts'])
        .where('subject', '=', subject)
        .executeTakeFirst(),
  };
}

/**
 * Everything unsent is due at once. For a ledger that one process holds at a time: whoever claimed
 * a message before this start is gone, and nobody need wait for the end of a dead one's lease.
 */
export async function releaseClaims(db: Db): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ due_at: new Date(0).toISOString() })
    .where('told_at', 'is', null)
    .execute();
}

/** A key that was queued before is passed over. */
export async function enqueue(db: Db, messages: readonly Message[], at: string): Promise<void> {
  const rows = messages.map(({ key, lane, kind, data }) => ({
    key,
    lane,
    kind,
    data: JSON.stringify(data),
    queued_at: at,
    due_at: at,
    attempt: 0,
  }));
  for (const batch of batches(rows))
    await db
      .insertInto('outbox')
      .values(batch)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
}

/**
 * The oldest of its lane or none: a message that failed holds back those behind it. The conditions
 * on the row are asked again when it is written, so two instances never take the same one.
 */
async function claim(
  db: Db,
  now: string,
  leaseMs: number,
  limit: number,
): Promise<readonly QueuedMessage[]> {
  const rows = await db
    .updateTable('outbox')
    .set((row) => ({
      due_at: new Date(Date.parse(now) + leaseMs).toISOString(),
      attempt: row('attempt', '+', 1),
    }))
    .where('told_at', 'is', null)
    .where('due_at', '<=', now)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('outbox as next')
        .select('next.id')
        .where('next.told_at', 'is', null)
        .where('next.due_at', '<=', now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outbox as older')
                .select('older.id')
                .whereRef('older.lane', '=', 'next.lane')
                .whereRef('older.id', '<', 'next.id')
                .where('older.told_at', 'is', null),
            ),
          ),
        )
        .orderBy('next.id')
        .limit(limit),
    )
    .returningAll()
    .execute();
  return rows.map(messageOf).toSorted((one, other) => one.id - other.id);
}

function messageOf(row: Selectable<Tables['outbox']>): QueuedMessage {
  const { id, key, lane, kind, attempt } = row;
  return { id, key, lane, kind, data: readJson(row.data), attempt };
}
