/**
 * The events of one request, to and from rows. What is read is parsed again: a row that does not
 * fit its schema is a broken ledger, and that throws.
 */
import { z } from 'zod';
import { type RequestEvent, requestEvent } from '../request/events.ts';
import type { NewEvent } from './chain.ts';
import { type Db, readJson } from './schema.ts';

export function streamOf(request: number): string {
  return `request:${request}`;
}

export async function readStream(db: Db, stream: string): Promise<RequestEvent[]> {
  const rows = await db
    .selectFrom('events')
    .select(['type', 'data', 'by', 'at'])
    .where('stream', '=', stream)
    .orderBy('seq')
    .execute();
  return rows.map(({ type, data, by, at }) =>
    requestEvent.parse({ ...readJson(data), type, by, at }),
  );
}

export function written(event: RequestEvent): NewEvent {
  const { type, by, at, ...data } = z.encode(requestEvent, event);
  return { type, by, at, data: JSON.stringify(data) };
}
