/**
 * The record, append-only: every event carries the hash of the one before it in its stream, so that
 * a changed, missing or moved row shows. A cut at the end shows only against a copy kept elsewhere.
 */
import { sql } from 'kysely';
import { sha256 } from '../values/digest.ts';
import type { Ledger } from './ledger.ts';
import { batches, type Db, type EventRow, type Tx } from './schema.ts';

const genesis = '0'.repeat(64);

/** Someone else wrote at this place of the stream first. */
export class LostRace extends Error {
  override readonly name = 'LostRace';
}

export type NewEvent = Pick<EventRow, 'type' | 'data' | 'by' | 'at'>;

/**
 * Adds events at the end of a stream that is `expected` events long.
 * @throws LostRace when it is not, and the transaction must be given up.
 */
export async function appendToStream(
  tx: Tx,
  stream: string,
  expected: number,
  events: readonly NewEvent[],
): Promise<void> {
  const last = await tx
    .selectFrom('events')
    .select(['seq', 'hash'])
    .where('stream', '=', stream)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if ((last?.seq ?? 0) !== expected) throw lost(stream, expected);
  const rows: EventRow[] = [];
  for (const event of events) {
    const prev_hash = rows.at(-1)?.hash ?? last?.hash ?? genesis;
    const row = { stream, seq: expected + rows.length + 1, ...event, prev_hash };
    rows.push({ ...row, hash: hashOf(row) });
  }
  for (const batch of batches(rows)) {
    const written = await tx
      .insertInto('events')
      .values(batch)
      .onConflict((conflict) => conflict.columns(['stream', 'seq']).doNothing())
      .returning('seq')
      .execute();
    if (written.length !== batch.length) throw lost(stream, expected);
  }
}

export function verifier(db: Db): Pick<Ledger, 'verify'> {
  return {
    verify: async () => {
      let before: EventRow | undefined;
      for (;;) {
        const page = await pageAfter(db, before);
        for (const row of page) {
          const previous = before?.stream === row.stream ? before : undefined;
          const seq = (previous?.seq ?? 0) + 1;
          const follows = row.prev_hash === (previous?.hash ?? genesis);
          if (!follows || row.hash !== hashOf(row)) return { stream: row.stream, seq };
          before = row;
        }
        if (page.length < pageRows) return undefined;
      }
    },
  };
}

const pageRows = 500;

function pageAfter(db: Db, row: EventRow | undefined): Promise<EventRow[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .$if(row !== undefined, (query) =>
      query.where(sql<boolean>`(stream, seq) > (${row?.stream}, ${row?.seq})`),
    )
    .orderBy('stream')
    .orderBy('seq')
    .limit(pageRows)
    .execute();
}

/** Every field with its length in front, so that no two different rows share an encoding. */
function hashOf(row: Omit<EventRow, 'hash'>): string {
  const fields = [row.prev_hash, row.stream, `${row.seq}`, row.type, row.data, row.by, row.at];
  return sha256(fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join(','));
}

function lost(stream: string, expected: number): LostRace {
  return new LostRace(`The stream ${stream} is no longer ${expected} events long. Read it again.`);
}
