/**
 * Waiting for a lock that somebody else holds on the SQLite file, without holding up anything else in
 * this process. Once a lock has lasted too long nobody waits for it again until it is gone.
 */
import { setTimeout } from 'node:timers/promises';
import type { DatabaseConnection, Driver } from 'kysely';
import { isBusy } from './sqlite-file.ts';

const pauseMs = 25;

/** The same driver, whose statements are tried again while the file is locked. */
export function patient(driver: Driver, patienceMs = 5_000): Driver {
  /** By the monotonic clock; undefined while nothing is locked. */
  let lockedSince: number | undefined;

  async function tried<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await work();
        lockedSince = undefined;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        lockedSince ??= performance.now();
        if (performance.now() - lockedSince > patienceMs) throw error;
        await setTimeout(pauseMs * (0.5 + Math.random()));
      }
    }
  }

  const patiently = (connection: DatabaseConnection): DatabaseConnection => ({
    executeQuery: (query) => tried(() => connection.executeQuery(query)),
    streamQuery: (query, size) => connection.streamQuery(query, size),
  });

  return {
    init: () => driver.init(),
    acquireConnection: async () => patiently(await driver.acquireConnection()),
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: () => driver.destroy(),
  };
}
