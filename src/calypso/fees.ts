/**
 * What Calypso would take on top of some payments: its own estimate, summed exactly. An estimate
 * that cannot be had whole is none; nothing here guesses or rounds.
 */
import type { Line } from '../approvals/draft/content.ts';
import { decimalText } from '../approvals/values/amount.ts';
import type { Currency } from '../approvals/values/currency.ts';
import type { Client } from './client.ts';
import { CalypsoError, CalypsoUnclear } from './errors.ts';
import { minorUnits } from './numbers.ts';

/** Different amounts asked about in one request, and altogether; more are not estimated. */
const itemsPerRequest = 100;
const itemsMax = 1000;

/**
 * @returns minor units by the code Calypso names with the fee; undefined when it does not say, or
 * says something that is no fee.
 */
export async function estimateFees(
  client: Pick<Client, 'fees'>,
  lines: readonly Line[],
  currencyOf: (code: string) => Currency | undefined,
): Promise<ReadonlyMap<string, bigint> | undefined> {
  // Equal amounts cost the same: each is asked about once and counted as often as it occurs.
  const groups = Map.groupBy(lines, (line) => `${line.currency} ${line.amountMinor}`);
  const equal = [...groups.values()];
  if (equal.length > itemsMax) return undefined;
  const sums = new Map<string, bigint>();
  try {
    for (let from = 0; from < equal.length; from += itemsPerRequest) {
      const asked = equal.slice(from, from + itemsPerRequest);
      const told = await client.fees(asked.map((same) => itemOf(same, currencyOf)));
      if (told.length !== asked.length) return undefined;
      for (const [index, { currency: code, feeSender }] of told.entries()) {
        const currency = currencyOf(code);
        const fee = feeSender && currency && minorUnits(feeSender.fee, currency.decimals);
        if (fee === undefined || fee < 0n) return undefined;
        const count = BigInt(asked[index]?.length ?? 0);
        sums.set(code, (sums.get(code) ?? 0n) + fee * count);
      }
    }
  } catch (error) {
    if (error instanceof CalypsoError) return undefined;
    throw error;
  }
  return sums;
}

function itemOf([line]: readonly Line[], currencyOf: (code: string) => Currency | undefined) {
  const currency = line && currencyOf(line.currency);
  if (!line || !currency) throw new CalypsoUnclear('A fee is asked for an unknown currency.');
  return { currency: line.currency, baseAmount: decimalText(line.amountMinor, currency.decimals) };
}
