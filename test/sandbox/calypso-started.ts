/**
 * An emulator with a caller and a clock that the test moves: what it answers to reads, in the few
 * shapes that tests of its switches ask about.
 */

import { onTestFinished } from 'vitest';
import { type CalypsoOptions, startCalypso } from '../../sandbox/calypso/emulator.ts';
import type { Settings } from '../../sandbox/calypso/settings.ts';
import { callerOf, ether, keyOne, massOf, noon, single, withKey } from './calypso-caller.ts';

export const byKeyOne = `{"idempotencyKey":"${keyOne}"}`;
export const allStates =
  '"stateNames":["DRAFT","IN_PROGRESS","COMPLETED","REPLACED","FAILED","CANCELED"]';
const transfersOfOne = `{"idempotencyKey":"${keyOne}",${allStates},"pageSize":100}`;

export type Row = Readonly<Record<string, unknown>>;

export async function started(settings: Partial<Settings> = {}, options: CalypsoOptions = {}) {
  let at = noon;
  const calypso = await startCalypso({ now: () => at, tickMs: 0, settings, ...options });
  onTestFinished(() => calypso.stop());
  const call = callerOf(calypso, () => at);
  const rows = async (path: string, payload: string): Promise<readonly Row[]> =>
    rowsIn((await call(path, payload)).body);
  return {
    calypso,
    call,
    rows,
    passes: (ms: number) => {
      at += ms;
    },
    createsSingle: (amount = '100', more = '') =>
      call('/payout/create', single(amount, `${withKey(keyOne)}${more}`)),
    createsMass: (amounts: readonly string[] = ['0.1', '0.2', '0.3']) =>
      call('/payout/mass/create', massOf(amounts, withKey(keyOne))),
    single: async () => (await call('/payout', byKeyOne)).body,
    mass: async () => (await call('/payout/mass', byKeyOne)).body,
    transfers: () => rows('/payout/withdrawal/all', transfersOfOne),
    ledger: () => calypso.lines().map(({ amount, state }) => `${amount} ${state}`),
  };
}

export function rowsIn({ result }: Row): readonly Row[] {
  if (!Array.isArray(result)) throw new Error('The answer has no list.');
  return result;
}

/** What a row says under this name, for each row, oldest first. */
export const told = (rows: readonly Row[], name: string): readonly unknown[] =>
  rows.map((row) => row[name]).toReversed();

/** A batch of ether with a name, and the comment of its only recipient. */
export const namedBatch = (name: string, comment: string): string =>
  JSON.stringify({
    currency: 'ETH',
    name,
    massAddresses: [{ depositAddress: ether, amount: 1, comment }],
    idempotencyKey: keyOne,
  });
