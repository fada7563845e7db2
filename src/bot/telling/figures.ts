/**
 * Balances and fees for showing, kept for a minute. Nothing about money is decided by them.
 */
import { setTimeout } from 'node:timers/promises';
import type { Keyv } from 'keyv';
import { z } from 'zod';
import type { Line } from '../../approvals/draft/content.ts';
import type { PaymentRail } from '../../approvals/rail/rail.ts';
import { minorDigits } from '../../approvals/values/amount.ts';
import { sha256 } from '../../approvals/values/digest.ts';
import type { Log } from '../host/log.ts';

const sumsKeptMs = 60_000;
/** So long nobody waits again for what could not be read a moment ago. */
const unreadableKeptMs = 10_000;

const unreadable = 'unreadable';

/** A form must open within Slack's three seconds, with or without the balances. */
const patienceMs = 1_500;

type Sums = ReadonlyMap<string, bigint>;
const keptSums = z.array(z.tuple([z.string(), minorDigits]));

export interface Figures {
  /** Minor units by currency code; undefined when they could not be read in time. */
  balances(): Promise<Sums | undefined>;
  /** What the provider takes for these lines on top; undefined when that is not known in time. */
  fees(lines: readonly Line[]): Promise<Sums | undefined>;
  /** Forgets what was kept of the balances: something moved. */
  forget(): Promise<void>;
}

export interface FiguresDeps {
  readonly keyv: Keyv;
  readonly rail: Pick<PaymentRail, 'balances' | 'fees'>;
  readonly log: Log;
}

export function openFigures({ keyv, rail, log }: FiguresDeps): Figures {
  /** What was kept under this name, else what the rail says in time. */
  const sums = async (name: string, ask: () => Promise<Sums | undefined>) => {
    const found = await keyv.get(name);
    if (found === unreadable) return undefined;
    const kept = keptSums.safeParse(found);
    if (kept.success) return new Map(kept.data);
    const asked = ask().then(async (read) => {
      if (read) await keyv.set(name, keptSums.encode([...read]), sumsKeptMs);
      return read;
    });
    const late = setTimeout(patienceMs, undefined, { ref: false });
    const read = await Promise.race([asked, late]).catch((error: unknown) => {
      log.warn({ err: error }, `${name} could not be read`);
      return undefined;
    });
    if (!read) await keyv.set(name, unreadable, unreadableKeptMs);
    return read;
  };

  return {
    balances: () => sums('balances', rail.balances),
    fees: async (lines) => {
      const amounts = lines.map(({ currency, amountMinor }) => `${currency} ${amountMinor}`);
      return sums(`fees:${sha256(amounts.toSorted().join())}`, () => rail.fees([...lines]));
    },
    forget: async () => {
      await keyv.delete('balances');
    },
  };
}
