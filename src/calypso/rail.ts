/**
 * The payment rail over Calypso: its states and errors become the desk's outcomes and reports.
 * Errors are translated here and nowhere else; nothing is ever sent twice by this file.
 */
import { createHash } from 'node:crypto';
import type {
  Attempt,
  CancelReply,
  LookUp,
  PartOrder,
  PaymentRail,
} from '../approvals/rail/rail.ts';
import type { Outcome } from '../approvals/rail/reports.ts';
import type { Currency } from '../approvals/values/currency.ts';
import { assign } from './assign.ts';
import type { Client } from './client.ts';
import { type Comparison, compareMass, compareSingle } from './compare.ts';
import { currencyTable, explorerLink, tokenContracts } from './currencies.ts';
import { CalypsoDeferred, CalypsoError, CalypsoNotFound, CalypsoRefused } from './errors.ts';
import { estimateFees } from './fees.ts';
import type { Named } from './lists.ts';
import { minorUnits } from './numbers.ts';
import { collected } from './paging.ts';
import { readPayload, writePayload } from './payload.ts';
import { plainText } from './plain-text.ts';
import { reportOf } from './report.ts';
import { tellApart } from './twins.ts';
import type { MassPayout, Payout, Withdrawal } from './wire.ts';

/** No limit is documented; others kept to this. */
const reasonMax = 200;

/**
 * @param host the API host, as recorded with every request, e.g. `https://api.calypso.money`.
 * @param batchMax recipients per mass payout, instead of the documented limits.
 */
export function openRail({
  client,
  host,
  account,
  batchMax,
}: {
  readonly client: Client;
  readonly host: string;
  readonly account: string;
  readonly batchMax?: number;
}): PaymentRail {
  const currencies = currencyTable(batchMax);
  const byCode = new Map(currencies.map((each) => [each.code, each]));
  const currency = (code: string) => byCode.get(code);

  const currencyOf = ({ plan }: PartOrder): Currency => {
    const known = currency(plan.currency);
    if (!known) throw new Error(`Calypso's currency ${plan.currency} is unknown to this version.`);
    return known;
  };
  const read = (order: PartOrder, named: Named): Promise<Payout | MassPayout> =>
    order.plan.kind === 'single' ? client.payout(named) : client.massPayout(named);

  function compare(order: PartOrder, payout: Payout | MassPayout, keyAsked: boolean): Comparison {
    const known = currencyOf(order);
    return 'amount' in payout
      ? compareSingle(order, known, payout, { keyAsked })
      : compareMass(order, known, payout, { keyAsked });
  }

  function attempt(payload: string, at: number): Attempt {
    const timestamp = client.serverTime(at);
    const body = `{"timestamp":${timestamp},"account":${JSON.stringify(account)},"payload":${payload}}`;
    return { body, sha256: createHash('sha256').update(body).digest('hex'), timestamp };
  }

  async function submit(order: PartOrder, { body }: Attempt): Promise<Outcome> {
    try {
      const echo =
        order.plan.kind === 'single'
          ? await client.createPayout(body)
          : await client.createMassPayout(body);
      const comparison = compare(order, echo, false);
      if (comparison.kind === 'equal') return { kind: 'accepted', railId: echo.id };
      return { kind: 'unclear', because: `Calypso answered, but ${comparison.detail}.` };
    } catch (error) {
      const because = reasonOf(error);
      if (error instanceof CalypsoDeferred)
        return { kind: 'deferred', because, again: error.again };
      if (error instanceof CalypsoRefused) return refusedUnlessFound(order, because);
      return { kind: 'unclear', because };
    }
  }

  /** A refusal is believed only when nothing exists under the key. */
  async function refusedUnlessFound(order: PartOrder, because: string): Promise<Outcome> {
    const found = await lookUp(order);
    switch (found.kind) {
      case 'absent':
        return { kind: 'declined', because };
      case 'found':
        return { kind: 'accepted', railId: found.railId };
      case 'different':
        return { kind: 'unclear', because: `${because} Under the key, ${found.detail}.` };
      case 'unknown':
        return { kind: 'unclear', because: `${because} ${found.because}` };
    }
  }

  async function lookUp(order: PartOrder): Promise<LookUp> {
    try {
      const payout = await read(order, { idempotencyKey: order.key });
      return await compareFound(order, payout);
    } catch (error) {
      if (error instanceof CalypsoNotFound) return { kind: 'absent' };
      return { kind: 'unknown', because: reasonOf(error) };
    }
  }

  async function compareFound(order: PartOrder, payout: Payout | MassPayout): Promise<LookUp> {
    const railId = payout.id;
    const comparison = compare(order, payout, true);
    if (comparison.kind === 'different')
      return { kind: 'different', railId, detail: comparison.detail };
    if (comparison.kind === 'equal' && order.plan.kind === 'single')
      return { kind: 'found', railId };
    const { byLine, strangers } = assign(order, currencyOf(order), await transfersOf(railId));
    if (strangers.length > 0)
      return { kind: 'different', railId, detail: 'it holds transfers that were not asked for' };
    // What the payout itself does not tell, its transfers must show.
    if (comparison.kind === 'untold' && byLine.size < order.lines.length)
      return { kind: 'unknown', because: `Calypso has it, but ${comparison.detail}.` };
    return { kind: 'found', railId };
  }

  /** A payout that exists may have no list of transfers yet: that is not its absence. */
  async function transfersOf(railId: string): Promise<readonly Withdrawal[]> {
    try {
      return await collected(client.withdrawals({ of: { id: railId } }));
    } catch (error) {
      if (error instanceof CalypsoNotFound) return [];
      throw error;
    }
  }

  async function cancel(order: PartOrder, railId: string, message: string): Promise<CancelReply> {
    const named = { id: railId };
    const asked = order.plan.kind === 'single' ? client.cancelPayout : client.cancelMassPayout;
    try {
      const { state } = await asked(named, Array.from(message).slice(0, reasonMax).join(''));
      return { answer: 'taken', detail: `Calypso answered with the state ${plainText(state)}.` };
    } catch (error) {
      const detail = reasonOf(error);
      if (error instanceof CalypsoDeferred) return { answer: 'deferred', detail };
      const isNo = error instanceof CalypsoRefused || error instanceof CalypsoNotFound;
      const tooLate = error instanceof CalypsoError && error.code === '012';
      return { answer: isNo || tooLate ? 'refused' : 'unclear', detail };
    }
  }

  return {
    host,
    account,
    currency,
    currencies,
    tokenContracts,
    explorerLink,
    payload: (order, executeAt) => writePayload(order, currencyOf(order), executeAt),
    readBack: (payload) => readPayload(payload, currency),
    attempt,
    submit,
    lookUp,
    cancel,
    fees: (lines) => estimateFees(client, lines, currency),
    async observe(order, railId) {
      try {
        const payout = await read(order, { id: railId });
        if (payout.id !== railId)
          return { kind: 'unknown', because: 'Calypso answered with another payout.' };
        const listed = await transfersOf(railId);
        const withdrawals = await tellApart(order, currencyOf(order), listed, (externalId) =>
          collected(client.withdrawals({ of: { id: railId }, externalId })),
        );
        return { kind: 'seen', report: reportOf(order, currencyOf(order), payout, withdrawals) };
      } catch (error) {
        return { kind: 'unknown', because: reasonOf(error) };
      }
    },
    /**
     * A balance that cannot be written exactly in minor units is left out, and so are currencies
     * this version does not know: what is not listed cannot be spent.
     * @throws CalypsoError when the balances cannot be read.
     */
    async balances() {
      const { balances } = await client.account();
      const entries = balances.flatMap(({ currency: code, amount }): [string, bigint][] => {
        const known = currency(code);
        const minor = known && minorUnits(amount, known.decimals);
        return minor === undefined ? [] : [[code, minor]];
      });
      return new Map(entries);
    },
  };
}

/** Calypso's own words follow ours, made plain. What is no error of Calypso's is a broken program. */
function reasonOf(error: unknown): string {
  if (!(error instanceof CalypsoError)) throw error;
  return error.said === undefined ? error.message : `${error.message} It said: ${error.said}`;
}
