/**
 * One open alert per problem: opened once, updated when what is known changes, resolved, and opened
 * anew when it comes back. Every change is told through the outbox, in the same transaction.
 */
import type { Selectable } from 'kysely';
import type { Incident } from '../vocabulary/alerts.ts';
import type { Alert, Ledger } from './ledger.ts';
import { enqueue } from './outbox.ts';
import type { Db, Tables, Tx } from './schema.ts';
import { inTransaction } from './transaction.ts';

export function alerts(db: Db): Pick<Ledger, 'raise' | 'resolve' | 'alert' | 'openAlerts'> {
  return {
    raise: (incident, at) => inTransaction(db, (tx) => raise(tx, incident, at)),
    resolve: (key, at) => inTransaction(db, (tx) => resolve(tx, key, at)),
    alert: async (id) => {
      const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
      return row && alertOf(row);
    },
    openAlerts: async () => {
      const rows = await db
        .selectFrom('alerts')
        .selectAll()
        .where('resolved_at', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map(alertOf);
    },
  };
}

/** An alert that is open with this very detail stays as it is, and nothing is told. */
export async function raise(tx: Tx, incident: Incident, at: string): Promise<void> {
  const { key, kind, request, detail } = incident;
  const changed = await tx
    .insertInto('alerts')
    .values({
      key,
      kind,
      request: request ?? null,
      detail,
      version: 1,
      opened_at: at,
      updated_at: at,
    })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .where('resolved_at', 'is', null)
        .doUpdateSet((row) => ({
          detail: row.ref('excluded.detail'),
          version: row('alerts.version', '+', 1),
          updated_at: row.ref('excluded.updated_at'),
        }))
        .whereRef('alerts.detail', '<>', 'excluded.detail'),
    )
    .returning(['id', 'key', 'version'])
    .executeTakeFirst();
  await tell(tx, changed, at);
}

export async function resolve(tx: Tx, key: string, at: string): Promise<void> {
  const changed = await tx
    .updateTable('alerts')
    .set((row) => ({ resolved_at: at, updated_at: at, version: row('version', '+', 1) }))
    .where('key', '=', key)
    .where('resolved_at', 'is', null)
    .returning(['id', 'key', 'version'])
    .executeTakeFirst();
  await tell(tx, changed, at);
}

type Changed = Pick<Selectable<Tables['alerts']>, 'id' | 'key' | 'version'>;

async function tell(tx: Tx, alert: Changed | undefined, at: string): Promise<void> {
  if (!alert) return;
  const { id, key, version } = alert;
  const message = {
    key: `alert:${id}:${version}`,
    lane: `alert:${key}`,
    kind: 'alert',
    data: { alert: id },
  };
  await enqueue(tx, [message], at);
}

function alertOf(row: Selectable<Tables['alerts']>): Alert {
  return {
    id: row.id,
    key: row.key,
    kind: row.kind,
    ...(row.request === null ? {} : { request: row.request }),
    detail: row.detail,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    ...(row.resolved_at === null ? {} : { resolvedAt: row.resolved_at }),
  };
}
