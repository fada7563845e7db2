/**
 * Finding requests: by number, draft, key or state, and by when to look at them again.
 * Nothing here changes what is recorded.
 */
import type { Ledger } from './ledger.ts';
import type { Db } from './schema.ts';
import { readStream, streamOf } from './stream.ts';

const firstNumber = 1001;

type Requests = Pick<
  Ledger,
  'read' | 'nextNumber' | 'due' | 'wakeAt' | 'byDraft' | 'byPartKey' | 'byRailId' | 'list'
>;

export function requests(db: Db): Requests {
  return {
    read: (request) => readStream(db, streamOf(request)),
    nextNumber: async () => {
      const row = await db
        .selectFrom('requests')
        .select((eb) => eb.fn.max('number').as('highest'))
        .executeTakeFirst();
      return (row?.highest ?? firstNumber - 1) + 1;
    },
    due: async (now, limit) => {
      const rows = await db
        .selectFrom('requests')
        .select('number')
        .where('wake_at', '<=', now)
        .orderBy('wake_at')
        .orderBy('number')
        .limit(limit)
        .execute();
      return rows.map((row) => row.number);
    },
    wakeAt: async (request, at) => {
      await db
        .updateTable('requests')
        .set({ wake_at: at ?? null })
        .where('number', '=', request)
        .execute();
    },
    byDraft: (draftId) => requestOfDraft(db, draftId),
    byPartKey: (key) => partWhere(db, 'key', key),
    byRailId: (id) => partWhere(db, 'rail_id', id),
    list: (filter) => list(db, filter),
  };
}

export async function requestOfDraft(db: Db, draftId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('requests')
    .select('number')
    .where('draft_id', '=', draftId)
    .executeTakeFirst();
  return row?.number;
}

function partWhere(db: Db, column: 'key' | 'rail_id', value: string) {
  return db
    .selectFrom('parts')
    .select(['request', 'part'])
    .where(column, '=', value)
    .executeTakeFirst();
}

async function list(db: Db, { requester, states, limit }: Parameters<Ledger['list']>[0]) {
  if (states?.length === 0) return [];
  return db
    .selectFrom('requests')
    .select(['number', 'state', 'requester', 'purpose', 'asked_at as askedAt'])
    .$if(requester !== undefined, (query) => query.where('requester', '=', requester ?? ''))
    .$if(states !== undefined, (query) => query.where('state', 'in', states ?? []))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}
