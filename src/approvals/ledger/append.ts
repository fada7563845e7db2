/**
 * The one way a request moves: events, projections, messages and alerts in one transaction, or
 * nothing of it. Who comes second is told so and has written nothing.
 */
import { raise, resolve } from './alerts.ts';
import { appendToStream, LostRace } from './chain.ts';
import type { Entry, Ledger } from './ledger.ts';
import { enqueue } from './outbox.ts';
import { DraftTaken, project } from './projections.ts';
import { requestOfDraft } from './requests.ts';
import type { Db } from './schema.ts';
import { streamOf, written } from './stream.ts';
import { inTransaction } from './transaction.ts';

export function appender(db: Db): Pick<Ledger, 'append'> {
  return {
    append: async (entry) => {
      try {
        await write(db, entry);
        return 'appended';
      } catch (error) {
        if (error instanceof DraftTaken) return 'draft-already-requested';
        if (!(error instanceof LostRace)) throw error;
        // Two requests of one draft may also meet at the number both were about to take.
        const taken = entry.before
          ? undefined
          : await requestOfDraft(db, entry.after.asked.draftId);
        return taken === undefined ? 'lost-race' : 'draft-already-requested';
      }
    },
  };
}

async function write(db: Db, entry: Entry): Promise<void> {
  const { before, events, after, at } = entry;
  const length = before?.length ?? 0;
  const { number } = after.asked;
  if (after.length !== length + events.length)
    throw new Error(
      `Request ${number} had ${length} events and gets ${events.length}; it can not have ${after.length} then.`,
    );
  const rows = events.map(written);
  await inTransaction(db, async (tx) => {
    await appendToStream(tx, streamOf(number), length, rows);
    await project(tx, entry);
    await enqueue(tx, entry.messages, at);
    for (const key of entry.resolve) await resolve(tx, key, at);
    for (const incident of entry.raise) await raise(tx, incident, at);
  });
}
