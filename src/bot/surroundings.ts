/**
 * What cards need to know of their surroundings: who sees a channel, what the balances are. Both
 * are kept for a minute or so; neither decides anything about money.
 */
import { setTimeout } from 'node:timers/promises';
import type { Keyv } from 'keyv';
import { z } from 'zod';
import { type Line, minorUnits } from '../approvals/draft.ts';
import { sha256 } from '../approvals/fingerprint.ts';
import type { PaymentRail } from '../approvals/ports.ts';
import type { CurrencyBook } from './amounts.ts';
import type { CardContext } from './cards.ts';
import type { Log } from './log.ts';
import { person, typed } from './mrkdwn.ts';

const sumsKeptMs = 60_000;
/** So long nobody waits again for what could not be read a moment ago. */
const unreadableKeptMs = 10_000;
const unreadable = 'unreadable';
/** Short, because Slack does not tell when a private channel is made public. */
const channelKeptMs = 60_000;
/** A form must open within Slack's three seconds, with or without the balances. */
const patienceMs = 1_500;

type Sums = ReadonlyMap<string, bigint>;
const keptSums = z.array(z.tuple([z.string(), minorUnits]));

export interface Figures {
  /** Minor units by currency code; undefined when they could not be read in time. */
  balances(): Promise<Sums | undefined>;
  /** What the provider takes for these lines on top; undefined when that is not known in time. */
  fees(lines: readonly Line[]): Promise<Sums | undefined>;
  /** Forgets what was kept of the balances: something moved. */
  moved(): Promise<void>;
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
    moved: async () => {
      await keyv.delete('balances');
    },
  };
}

export interface Audience {
  /** Whether only people of this team who were invited see the channel. */
  confidential(channel: string): Promise<boolean>;
  /** How people are called there: a mention notifies, so channels get plain names. */
  namesIn(channel: string): Promise<(person: string) => string>;
  /** Forgets what was kept of a channel: who sees it has changed. */
  shared(channel: string): Promise<void>;
}

export interface AudienceDeps {
  readonly keyv: Keyv;
  /** Whether only invited people of our team see this channel; undefined when Slack cannot say. */
  readonly isPrivateEnough: (channel: string) => Promise<boolean | undefined>;
  /** For showing only. */
  readonly displayName: (person: string) => Promise<string>;
  /** Everybody the policy names: these are called by name where a mention would notify them. */
  readonly people: readonly string[];
}

export function openAudience({
  keyv,
  isPrivateEnough,
  displayName,
  people,
}: AudienceDeps): Audience {
  /** A channel Slack cannot vouch for is treated as one that others see. */
  const confidential = async (channel: string) => {
    if (!/^[CG]/.test(channel)) return true;
    const kept = await keyv.get(`channel:${channel}`);
    if (typeof kept === 'boolean') return kept;
    const found = await isPrivateEnough(channel);
    if (found !== undefined) await keyv.set(`channel:${channel}`, found, channelKeptMs);
    return found ?? false;
  };

  const namesIn = async (channel: string) => {
    if (!/^[CG]/.test(channel)) return person;
    const entries = people.map(async (each) => [each, typed(await displayName(each))] as const);
    const names = new Map(await Promise.all(entries));
    return (id: string) => names.get(id) ?? typed(id);
  };

  return {
    confidential,
    namesIn,
    shared: async (channel) => {
      await keyv.delete(`channel:${channel}`);
    },
  };
}

export interface Surroundings {
  /** `lines`: what is about to be paid, for the fees of it. */
  contextOf(channel: string, lines?: readonly Line[]): Promise<CardContext>;
}

export function openSurroundings({
  figures,
  audience,
  book,
}: {
  figures: Figures;
  audience: Audience;
  book: CurrencyBook;
}): Surroundings {
  return {
    contextOf: async (channel, lines) => {
      const [balances, fees, confidential, who] = await Promise.all([
        figures.balances(),
        lines && figures.fees(lines),
        audience.confidential(channel),
        audience.namesIn(channel),
      ]);
      return { book, balances, fees, confidential, who };
    },
  };
}
