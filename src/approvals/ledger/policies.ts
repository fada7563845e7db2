/**
 * The policies that were ever in force, with their full text, on a stream of their own. The first
 * one is adopted once; a second first one is turned away.
 */
import { appendToStream, LostRace } from './chain.ts';
import type { Ledger } from './ledger.ts';
import { enqueue } from './outbox.ts';
import type { Db } from './schema.ts';
import { inTransaction } from './transaction.ts';

const stream = 'policy';

export function policies(db: Db): Pick<Ledger, 'adoptFirstPolicy' | 'policyInForce'> {
  return {
    adoptFirstPolicy: async ({ digest, text, by, at }, messages) => {
      try {
        await inTransaction(db, async (tx) => {
          const data = JSON.stringify({ digest, text });
          await appendToStream(tx, stream, 0, [{ type: 'policyAdopted', data, by, at }]);
          await tx.insertInto('policies').values({ seq: 1, digest, text, by, at }).execute();
          await enqueue(tx, messages, at);
        });
        return true;
      } catch (error) {
        if (error instanceof LostRace) return false;
        throw error;
      }
    },
    policyInForce: () =>
      db
        .selectFrom('policies')
        .select(['digest', 'text', 'by', 'at'])
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst(),
  };
}
