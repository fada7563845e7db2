/**
 * A method per Calypso endpoint. Amounts and rates are exact decimal text in main units. Creates
 * take the complete body text; nothing here decides what an answer means for a request.
 */
import { z } from 'zod';
import { openCalls } from './calls.ts';
import { deal, type Lists, type Named, openLists } from './lists.ts';
import { exactNumber } from './numbers.ts';
import { openPace } from './pace.ts';
import { openTransport } from './transport.ts';
import * as wire from './wire.ts';
import * as wireAccount from './wire-account.ts';

/** A fee is asked for `baseAmount` of `currency`, in main units. */
export interface FeeWanted {
  readonly currency: string;
  readonly baseAmount: string;
  /** What of the fee the recipient would bear: all of it, the fixed or the percentage part. */
  readonly feeType?: 'SERVICE' | 'FIX' | 'PERCENT';
  /** `WITHDRAWAL`, a payout, unless told. */
  readonly opType?: string;
}

/** Errors of every method: `CalypsoRefused`, `CalypsoDeferred`, `CalypsoUnclear`, `CalypsoNotFound`. */
export interface Client extends Lists {
  /** Sends `body` (envelope and payload) as it is, once. */
  createPayout(body: string): Promise<wire.Payout>;
  createMassPayout(body: string): Promise<wire.MassPayout>;
  payout(named: Named): Promise<wire.Payout>;
  massPayout(named: Named): Promise<wire.MassPayout>;
  /** Asked once. The answer proves nothing; a fresh read that says CANCELED does. */
  cancelPayout(named: Named, message: string): Promise<wire.Payout>;
  /** As for one; some of its transfers may have left all the same. */
  cancelMassPayout(named: Named, message: string): Promise<wire.MassPayout>;
  /** One transfer by its own id. */
  withdrawal(id: string): Promise<wire.Withdrawal>;
  /** What Calypso would take for payouts of these amounts. An estimate: the payout has the fee. */
  fees(wanted: readonly FeeWanted[]): Promise<readonly wireAccount.FeeEstimate[]>;
  /** The balances. Whether pending payouts are deducted is not documented. */
  account(): Promise<wireAccount.Account>;
  /** Whose key this is and which accounts it may use. */
  currentUser(): Promise<wireAccount.CurrentUser>;
  /** What one unit of each of `from` is worth in each of `to`; currency codes. */
  rates(from: readonly string[], to: readonly string[]): Promise<readonly wireAccount.Rate[]>;
  /** The same by `from` and `to`; a pair Calypso has no rate for is absent. */
  fiatRates(from: readonly string[], to: readonly string[]): Promise<FiatRates>;
  /** Every currency that can be exchanged, with its decimals and dust limit, each once. */
  currencies(): Promise<readonly wireAccount.CurrencyInfo[]>;
  subscriptions(): Promise<readonly wire.Subscription[]>;
  /** Asks for every payout event at `url`, once. The answer may lack the keys; the list has them. */
  createSubscription(wanted: {
    /** A UUID of the caller's choice, by which the subscription is named. */
    readonly requestId: string;
    readonly url: string;
  }): Promise<wire.Subscription>;
  /** Asked once. `CalypsoNotFound` when there is no such subscription. */
  deleteSubscription(requestId: string): Promise<void>;
  /** Milliseconds by which Calypso's clock is ahead of ours, as far as its answers show. */
  clockDifferenceMs(): number;
  /** Epoch milliseconds `at` as Calypso's clock shows them, if it is noticeably another. */
  serverTime(at: number): number;
}

export type FiatRates = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function openClient({
  baseUrl,
  key,
  secret,
  account,
  now,
  fetch = globalThis.fetch,
  deadlineMs = 30_000,
  perSecond = 5,
  onDate,
}: {
  readonly baseUrl: string;
  readonly key: string;
  readonly secret: string;
  readonly account: string;
  readonly now: () => number;
  readonly fetch?: typeof globalThis.fetch;
  /** For one call: waiting for its turn, its retries and the whole answer included. */
  readonly deadlineMs?: number;
  /** Calypso documents no limit; five requests a second offend nobody. */
  readonly perSecond?: number;
  /** Gets the `Date` header of every answer, or null. */
  readonly onDate?: (header: string | null) => void;
}): Client {
  const pace = openPace({ atOnce: 4, perSecond });
  const transport = openTransport({ baseUrl, key, secret, now, fetch, pace, onDate });
  const { read, once, serverTime } = openCalls({ transport, now, deadlineMs });
  return {
    ...openLists({ read, account }),
    createPayout: (body) => once('/payout/create', wire.payout, body),
    createMassPayout: (body) => once('/payout/mass/create', wire.massPayout, body),
    payout: (named) => read('/payout', wire.payout, { account, payload: named }),
    massPayout: (named) => read('/payout/mass', wire.massPayout, { account, payload: named }),
    cancelPayout: (named, message) =>
      once('/payout/cancel', wire.payout, { account, payload: { ...deal(named), message } }),
    cancelMassPayout: (named, message) =>
      once('/payout/mass/cancel', wire.massPayout, {
        account,
        payload: { ...deal(named), message },
      }),
    withdrawal: (requestId) =>
      read('/payout/withdrawal', wire.withdrawal, { account, payload: { requestId } }),
    async fees(wanted) {
      const items = wanted.map(
        ({ baseAmount, feeType = 'SERVICE', opType = 'WITHDRAWAL', ...rest }) => {
          return { baseAmount: exactNumber(baseAmount), ...rest, feeType, opType };
        },
      );
      const answer = await read('/tariff/extended-fee', wireAccount.feeList, {
        payload: { items },
      });
      return answer.items;
    },
    account: () => read('/account', wireAccount.account, { account }),
    currentUser: () => read('/user/current', wireAccount.currentUser, {}),
    async rates(fromCurrencies, toCurrencies) {
      const payload = { fromCurrencies, toCurrencies };
      return (await read('/rate', wireAccount.rateList, { payload })).currencyRates;
    },
    async fiatRates(from, to) {
      const { ratesMap } = await read('/rate/fiat', wireAccount.fiatRateMap, {
        payload: { from, to },
      });
      return new Map(Object.entries(ratesMap).map(([code, row]) => [code, numbersOf(row)]));
    },
    async currencies() {
      const { currencyPairs } = await read('/exchange/pairs', wireAccount.currencyPairs, {
        account,
      });
      const all = Object.values(currencyPairs).flat();
      return [...new Map(all.map((each) => [each.name, each])).values()];
    },
    async subscriptions() {
      const answer = await read('/subscription/webhook', wire.subscriptionList, { account });
      return answer.subscriptions;
    },
    createSubscription: ({ requestId, url }) => {
      const payload = { requestId, url, notificationServiceTypes: ['PAYOUT'] };
      return once('/subscription/webhook/create', wire.subscription, { account, payload });
    },
    async deleteSubscription(requestId) {
      const content = { account, payload: { requestId } };
      await once('/subscription/webhook', z.unknown(), content, 'DELETE');
    },
    clockDifferenceMs: transport.clockDifferenceMs,
    serverTime,
  };
}

/** Without what was no number. */
function numbersOf(row: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(row).flatMap(([code, rate]) => (rate === undefined ? [] : [[code, rate]])),
  );
}
