/**
 * A method per Calypso endpoint. Writes take the complete body text and are asked exactly once;
 * reads are asked again a few times. Nothing here decides what an answer means for a request.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { CalypsoDeferred, CalypsoError, CalypsoRefused, CalypsoUnclear } from './errors.ts';
import { writeExact } from './numbers.ts';
import { openPace } from './pace.ts';
import { openTransport } from './transport.ts';
import * as wire from './wire.ts';

/** How a payout is named: exactly one of Calypso's id and the key it was created with. */
export type Named = { readonly id: string } | { readonly idempotencyKey: string };

/** Errors of every method: `CalypsoRefused`, `CalypsoDeferred`, `CalypsoUnclear`, `CalypsoNotFound`. */
export interface Client {
  /** Sends `body` (envelope and payload) as it is, once. Amounts in main units, as exact text. */
  createPayout(body: string): Promise<wire.Payout>;
  createMassPayout(body: string): Promise<wire.MassPayout>;
  payout(named: Named): Promise<wire.Payout>;
  massPayout(named: Named): Promise<wire.MassPayout>;
  /** All transfers of a payout in every state; may be incomplete just after its creation. */
  withdrawals(dealId: string): Promise<readonly wire.Withdrawal[]>;
  /** The balances, in main units. Whether pending payouts are deducted is not documented. */
  account(): Promise<wire.Account>;
  /** Whose key this is and which accounts it may use. */
  currentUser(): Promise<wire.CurrentUser>;
  subscriptions(): Promise<readonly wire.Subscription[]>;
  /** Asks for every payout event at `url`. The answer may lack the keys; the list has them. */
  createSubscription(wanted: {
    readonly requestId: string;
    readonly url: string;
  }): Promise<wire.Subscription>;
  /** Milliseconds by which Calypso's clock is ahead of ours, as far as its answers show. */
  clockDifferenceMs(): number;
  /** Epoch milliseconds `at` as Calypso's clock shows them, if it is noticeably another. */
  serverTime(at: number): number;
}

const readRetriesMax = 2;
const clockToleranceMs = 2000;
const pageSize = 100;
/** One page more than the largest batch needs, and as many again for replaced transfers. */
const pagesMax = 201;

const documentedStates = ['DRAFT', 'IN_PROGRESS', 'COMPLETED', 'REPLACED', 'FAILED'];
/** Two pages of the documentation name five states each, and not the same five. */
const allStates = [...documentedStates, 'CANCELED'];

export function openClient({
  baseUrl,
  key,
  secret,
  account,
  now,
  fetch = globalThis.fetch,
  deadlineMs = 30_000,
  perSecond = 5,
}: {
  readonly baseUrl: string;
  readonly key: string;
  readonly secret: string;
  readonly account: string;
  readonly now: () => number;
  readonly fetch?: typeof globalThis.fetch;
  /** For one request and its whole answer, waiting for its turn included. */
  readonly deadlineMs?: number;
  /** Calypso documents no limit; five requests a second offend nobody. */
  readonly perSecond?: number;
}): Client {
  const pace = openPace({ atOnce: 4, perSecond });
  const transport = openTransport({ baseUrl, key, secret, now, fetch, pace, deadlineMs });
  let states = allStates;

  function serverTime(at: number): number {
    const difference = transport.clockDifferenceMs();
    return Math.abs(difference) > clockToleranceMs ? at + difference : at;
  }

  /** Built anew for every attempt: the signature covers the time. */
  const envelope = (content: { readonly account?: string; readonly payload?: unknown }) =>
    writeExact({ timestamp: serverTime(now()), ...content });

  async function ask<T extends z.ZodType>(
    path: string,
    schema: T,
    body: string,
  ): Promise<z.output<T>> {
    const answer = schema.safeParse(await transport.post(path, body));
    if (answer.success) return answer.data;
    const fields = answer.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'answer');
    throw new CalypsoUnclear(
      `Calypso's answer to ${path} is not as documented (${fields.join(', ')}). What became of it must be looked up.`,
    );
  }

  async function read<T extends z.ZodType>(
    path: string,
    schema: T,
    content: { readonly account?: string; readonly payload?: unknown },
  ): Promise<z.output<T>> {
    for (let retry = 0; ; retry += 1) {
      try {
        return await ask(path, schema, envelope(content));
      } catch (error) {
        if (retry === readRetriesMax || !(error instanceof CalypsoError) || !error.transient)
          throw error;
        await pause(retryPauseMs(retry, error));
      }
    }
  }

  async function withdrawalPages(dealId: string, stateNames: readonly string[]) {
    const found = new Map<string, wire.Withdrawal>();
    for (let pageNumber = 1; pageNumber <= pagesMax; pageNumber += 1) {
      const payload = { dealId, stateNames, pageNumber, pageSize };
      const page = await read('/payout/withdrawal/all', wire.withdrawalPage, { account, payload });
      const known = found.size;
      for (const each of page.result) found.set(each.id, each);
      // Calypso may give fewer than asked for on every page; then it says which size it used.
      const used = Math.min(pageSize, page.size && page.size > 0 ? page.size : pageSize);
      if (page.result.length < used || found.size === known) return [...found.values()];
    }
    throw new CalypsoUnclear(
      `Calypso's list of withdrawals does not end after ${pagesMax} pages. It is read again later.`,
    );
  }

  return {
    createPayout: (body) => ask('/payout/create', wire.payout, body),
    createMassPayout: (body) => ask('/payout/mass/create', wire.massPayout, body),
    payout: (named) => read('/payout', wire.payout, { account, payload: named }),
    massPayout: (named) => read('/payout/mass', wire.massPayout, { account, payload: named }),
    async withdrawals(dealId) {
      try {
        return await withdrawalPages(dealId, states);
      } catch (error) {
        if (!(error instanceof CalypsoRefused) || error.code !== '001' || states !== allStates)
          throw error;
        const found = await withdrawalPages(dealId, documentedStates);
        states = documentedStates;
        return found;
      }
    },
    account: () => read('/account', wire.account, { account }),
    currentUser: () => read('/user/current', wire.currentUser, {}),
    async subscriptions() {
      const answer = await read('/subscription/webhook', wire.subscriptionList, { account });
      return answer.subscriptions;
    },
    createSubscription: ({ requestId, url }) => {
      const payload = { requestId, url, notificationServiceTypes: ['PAYOUT'] };
      const body = envelope({ account, payload });
      return ask('/subscription/webhook/create', wire.subscription, body);
    },
    clockDifferenceMs: transport.clockDifferenceMs,
    serverTime,
  };
}

/** Full jitter over a doubling span; a wrong time is corrected by then and needs no pause. */
function retryPauseMs(retry: number, error: CalypsoError): number {
  if (error instanceof CalypsoDeferred && error.again === 'now') return 0;
  return Math.max(error.retryAfterMs ?? 0, Math.random() * 300 * 2 ** retry);
}
