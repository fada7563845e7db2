/**
 * What people query, written beside the events and from nothing else. Appending and rebuilding take
 * the same path, so that a projection can always be thrown away.
 */

import type { RequestEvent } from '../request/events.ts';
import { evolve, fold } from '../request/evolve.ts';
import { linesOf, type Part, type Request } from '../request/request.ts';
import { isFinal } from '../vocabulary/states.ts';
import type { Entry } from './ledger.ts';
import { batches, type Db, type Tables, type Tx } from './schema.ts';
import { readStream, streamOf } from './stream.ts';
import { inTransaction } from './transaction.ts';

/** The draft of a new request has become a request before. */
export class DraftTaken extends Error {
  override readonly name = 'DraftTaken';
}

type Change = Pick<Entry, 'before' | 'events' | 'after' | 'wakeAt'>;

/** @throws DraftTaken, and the transaction must be given up. */
export async function project(tx: Tx, change: Change): Promise<void> {
  await writeRequest(tx, change);
  let request = change.before;
  for (const event of change.events) {
    const next = evolve(request, event);
    await writeParts(tx, request, next);
    await writeLines(tx, request, next, event.at);
    await writeAttempt(tx, next.asked.number, event);
    request = next;
  }
}

/**
 * Writes all projections again. When to look at a request is not history: after this every
 * unfinished one is due at once.
 */
export async function rebuildProjections(db: Db): Promise<void> {
  await inTransaction(db, async (tx) => {
    const streams = await tx
      .selectFrom('events')
      .select('stream')
      .where('seq', '=', 1)
      .where('type', '=', 'requested')
      .execute();
    for (const table of ['attempts', 'lines', 'parts', 'requests'] as const)
      await tx.deleteFrom(table).execute();
    for (const { stream } of streams) {
      const events = await readStream(tx, stream);
      const after = fold(events);
      if (!after || streamOf(after.asked.number) !== stream)
        throw new Error(`Broken ledger: the stream ${stream} does not begin with its request.`);
      const wakeAt = isFinal(after.stage.state) ? undefined : after.asked.at;
      await project(tx, { before: undefined, events, after, wakeAt });
    }
  });
}

async function writeRequest(tx: Tx, { before, after, wakeAt }: Change): Promise<void> {
  const { asked } = after;
  const now = { state: after.stage.state, wake_at: wakeAt ?? null };
  if (before) {
    await tx.updateTable('requests').set(now).where('number', '=', asked.number).execute();
    return;
  }
  const written = await tx
    .insertInto('requests')
    .values({
      ...now,
      number: asked.number,
      draft_id: asked.draftId,
      requester: asked.by,
      purpose: asked.content.purpose,
      fingerprint: asked.fingerprint,
      asked_at: asked.at,
    })
    .onConflict((conflict) => conflict.column('draft_id').doNothing())
    .returning('number')
    .executeTakeFirst();
  if (!written) throw new DraftTaken(`The draft ${asked.draftId} is a request already.`);
}

/** A part that is still the same object has not changed: a request is never modified in place. */
function changedParts(previous: Request | undefined, next: Request): readonly Part[] {
  return next.parts.filter((part, index) => part !== previous?.parts[index]);
}

async function writeParts(tx: Tx, previous: Request | undefined, next: Request): Promise<void> {
  const rows = changedParts(previous, next).map((part) => ({
    request: next.asked.number,
    part: part.part,
    key: part.key,
    payload: part.payload,
    payload_sha256: part.payloadSha256,
    rail_id: part.progress.state === 'accepted' ? part.progress.railId : null,
    kind: part.kind,
    currency: part.currency,
    state: part.progress.state,
  }));
  for (const batch of batches(rows))
    await tx
      .insertInto('parts')
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(['request', 'part']).doUpdateSet((row) => ({
          state: row.ref('excluded.state'),
          rail_id: row.ref('excluded.rail_id'),
        })),
      )
      .execute();
}

async function writeLines(
  tx: Tx,
  previous: Request | undefined,
  next: Request,
  at: string,
): Promise<void> {
  for (const batch of batches(changedLines(previous, next, at)))
    await tx
      .insertInto('lines')
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(['request', 'line']).doUpdateSet((row) => ({
          status: row.ref('excluded.status'),
          transaction_hash: row.ref('excluded.transaction_hash'),
          fee_minor: row.ref('excluded.fee_minor'),
          // More becoming known of a finished line does not finish it again.
          completed_at: row
            .case()
            .when('lines.status', '=', row.ref('excluded.status'))
            .then(row.ref('lines.completed_at'))
            .else(row.ref('excluded.completed_at'))
            .end(),
        })),
      )
      .execute();
}

function changedLines(previous: Request | undefined, next: Request, at: string): Tables['lines'][] {
  return changedParts(previous, next).flatMap((part) => {
    const past = previous?.parts.find((each) => each.part === part.part);
    const known = new Map((past ? linesOf(past) : []).map((each) => [each.line, each]));
    return linesOf(part).flatMap((progress) => {
      const { line, status, transactionHash, feeMinor } = progress;
      const before = known.get(line);
      const same =
        before?.status === status &&
        before.transactionHash === transactionHash &&
        before.feeMinor === feeMinor;
      const content = next.asked.content.lines[line - 1];
      if (!content || !part.lines.includes(line))
        throw new Error(
          `Broken ledger: part ${part.part} of request ${next.asked.number} has no line ${line}.`,
        );
      if (same) return [];
      return {
        request: next.asked.number,
        line,
        part: part.part,
        address: content.address,
        currency: content.currency,
        amount_minor: content.amountMinor.toString(),
        payee: content.payee ?? null,
        comment: content.comment ?? null,
        reference: content.reference ?? null,
        status,
        transaction_hash: transactionHash ?? null,
        fee_minor: feeMinor?.toString() ?? null,
        completed_at: status === 'open' ? null : at,
      };
    });
  });
}

async function writeAttempt(tx: Tx, request: number, event: RequestEvent): Promise<void> {
  if (event.type === 'partStarted')
    await tx
      .insertInto('attempts')
      .values({
        request,
        part: event.part,
        n: event.attempt,
        timestamp: new Date(event.timestamp).toISOString(),
        body_sha256: event.bodySha256,
        deadline: event.deadline,
      })
      .execute();
  if (event.type === 'outcomeRecorded')
    await tx
      .updateTable('attempts')
      .set({
        outcome: event.outcome.kind,
        because: 'because' in event.outcome ? event.outcome.because : null,
      })
      .where('request', '=', request)
      .where('part', '=', event.part)
      .where('n', '=', event.attempt)
      .execute();
}
