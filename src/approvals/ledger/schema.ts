/**
 * The tables, as Kysely sees them. Instants are ISO text in UTC, amounts are digits of minor units
 * in text, and JSON is text: neither database is ever asked to compute with money or time.
 */
import type { Generated, Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { LineProgress } from '../rail/reports.ts';

export interface Tables {
  events: EventRow;
  requests: {
    number: number;
    draft_id: string;
    state: string;
    requester: string;
    purpose: string;
    fingerprint: string;
    asked_at: string;
    wake_at: string | null;
  };
  lines: {
    request: number;
    line: number;
    part: number;
    address: string;
    currency: string;
    amount_minor: string;
    payee: string | null;
    comment: string | null;
    reference: string | null;
    status: LineProgress['status'];
    transaction_hash: string | null;
    fee_minor: string | null;
    completed_at: string | null;
  };
  parts: {
    request: number;
    part: number;
    key: string;
    payload: string;
    payload_sha256: string;
    rail_id: string | null;
    kind: string;
    currency: string;
    state: string;
  };
  attempts: {
    request: number;
    part: number;
    n: number;
    timestamp: string;
    body_sha256: string;
    deadline: string;
    outcome: string | null;
    because: string | null;
  };
  policies: { seq: number; digest: string; text: string; by: string; at: string };
  presses: {
    id: Generated<number>;
    key: string;
    kind: string;
    person: string;
    data: string;
    at: string;
    handled_at: string | null;
  };
  notices: {
    id: Generated<number>;
    subscription: string;
    event_id: string;
    body: string;
    at: string;
    applied_at: string | null;
  };
  outbox: {
    id: Generated<number>;
    key: string;
    lane: string;
    kind: string;
    data: string;
    queued_at: string;
    /** When it may be taken: the end of the lease of whoever has it, or of a pause. */
    due_at: string;
    attempt: number;
    told_at: string | null;
    superseded_by: number | null;
    error: string | null;
  };
  alerts: {
    id: Generated<number>;
    key: string;
    kind: string;
    request: number | null;
    detail: string;
    version: number;
    opened_at: string;
    updated_at: string;
    resolved_at: string | null;
  };
  slack_messages: { subject: string; channel: string; ts: string };
  keyv: { key: string; value: string; expires: string | null };
  kept: { name: string; value: string };
  runs: { job: string; occurrence: string; at: string };
}

export interface EventRow {
  stream: string;
  seq: number;
  type: string;
  /** JSON of everything but type, by and at; its exact text is what the hash covers. */
  data: string;
  by: string;
  at: string;
  prev_hash: string;
  hash: string;
}

export type Db = Kysely<Tables>;
/** Inside a transaction only this may be used: on SQLite the `Db` would wait for it for ever. */
export type Tx = Transaction<Tables>;

const jsonObject = z.record(z.string(), z.unknown());

/** Reads a JSON column that was written from an object. */
export function readJson(text: string): Record<string, unknown> {
  return jsonObject.parse(JSON.parse(text));
}

/** Rows per statement: keeps the parameters of the widest table far below every limit. */
const rowsPerStatement = 500;

export function batches<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / rowsPerStatement);
  return Array.from({ length: count }, (_, index) =>
    rows.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement),
  );
}
