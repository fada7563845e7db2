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

export interface Surroundings {
  /** `lines`: what is about to be paid, for the fees of it. */
  contextOf(channel: string, lines?: readonly Line[]): Promise<CardContext>;
  /** Forgets what was kept of the balances: something moved. */
  moved(): Promise<void>;
  /** Forgets what was kept of a channel: who sees it has changed. */
  shared(channel: string): Promise<void>;
}

export function openSurroundings({
  keyv,
  rail,
  isPrivateEnough,
  displayName,
  people,
  log,
}: {
  keyv: Keyv;
  rail: PaymentRail;
  /** Whether only invited people of our team see this channel; undefined when Slack cannot say. */
  isPrivateEnough: (channel: string) => Promise<boolean | undefined>;
  /** For showing only. */
  displayName: (person: string) => Promise<string>;
  /** Everybody the policy names: these are called by name where a mention would notify them. */
  people: readonly string[];
  log: Log;
}): Surroundings {
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
  const balances = () => sums('balances', rail.balances);
  const fees = async (lines: readonly Line[]) => {
    const amounts = lines.map(({ currency, amountMinor }) => `${currency} ${amountMinor}`);
    return sums(`fees:${sha256(amounts.toSorted().join())}`, () => rail.fees([...lines]));
  };

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
    contextOf: async (channel, lines) => {
      const [read, taken, isConfidential, who] = await Promise.all([
        balances(),
        lines && fees(lines),
        confidential(channel),
        namesIn(channel),
      ]);
      return { book: rail, balances: read, fees: taken, confidential: isConfidential, who };
    },
    moved: async () => {
      await keyv.delete('balances');
    },
    shared: async (channel) => {
      await keyv.delete(`channel:${channel}`);
    },
  };
}
