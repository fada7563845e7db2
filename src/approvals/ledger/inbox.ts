/**
 * What came in, written down before it is answered: presses of people, and notices of the provider
 * exactly as received. The same one twice is one, for good.
 */
import type { Ledger } from './ledger.ts';
import { type Db, readJson } from './schema.ts';

type Inbox = Pick<
  Ledger,
  'recordPress' | 'openPresses' | 'pressHandled' | 'storeNotice' | 'openNotices' | 'noticeApplied'
>;

export function inbox(db: Db): Inbox {
  return {
    recordPress: async ({ key, kind, person, data, at }) => {
      const fresh = await db
        .insertInto('presses')
        .values({ key, kind, person, data: JSON.stringify(data), at })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id')
        .executeTakeFirst();
      return fresh ? 'new' : 'repeated';
    },
    openPresses: async () => {
      const rows = await db
        .selectFrom('presses')
        .select(['key', 'kind', 'person', 'data', 'at'])
        .where('handled_at', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ ...row, data: readJson(row.data) }));
    },
    pressHandled: async (key, at) => {
      await db
        .updateTable('presses')
        .set({ handled_at: at })
        .where('key', '=', key)
        .where('handled_at', 'is', null)
        .execute();
    },
    storeNotice: async ({ subscription, eventId, body, at }) => {
      const fresh = await db
        .insertInto('notices')
        .values({ subscription, event_id: eventId, body, at })
        .onConflict((conflict) => conflict.columns(['subscription', 'event_id']).doNothing())
        .returning('id')
        .executeTakeFirst();
      return fresh ? 'new' : 'repeated';
    },
    openNotices: (limit) =>
      db
        .selectFrom('notices')
        .select(['subscription', 'event_id as eventId', 'body', 'at'])
        .where('applied_at', 'is', null)
        .orderBy('id')
        .limit(limit)
        .execute(),
    noticeApplied: async (subscription, eventId, at) => {
      await db
        .updateTable('notices')
        .set({ applied_at: at })
        .where('subscription', '=', subscription)
        .where('event_id', '=', eventId)
        .where('applied_at', 'is', null)
        .execute();
    },
  };
}
