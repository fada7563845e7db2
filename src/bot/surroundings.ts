/**
 * What cards need to know of their surroundings: who sees a channel, what the balances are. Both
 * are kept for a minute or so; neither decides anything about money.
 */
import { setTimeout } from 'node:timers/promises';
import type { Keyv } from 'keyv';
import { z } from 'zod';
import { minorUnits } from '../approvals/draft.ts';
import type { PaymentRail } from '../approvals/ports.ts';
import type { CardContext } from './cards.ts';
import type { Log } from './log.ts';
import { person, typed } from './mrkdwn.ts';

const balancesKeptMs = 60_000;
/** Short, because Slack does not tell when a private channel is made public. */
const channelKeptMs = 60_000;
/** A form must open within Slack's three seconds, with or without the balances. */
const patienceMs = 1_500;

const keptBalances = z.array(z.tuple([z.string(), minorUnits]));

export interface Surroundings {
  contextOf(channel: string): Promise<CardContext>;
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
  const balances = async () => {
    const kept = keptBalances.safeParse(await keyv.get('balances'));
    if (kept.success) return new Map(kept.data);
    const asked = rail.balances().then(async (read) => {
      await keyv.set('balances', keptBalances.encode([...read]), balancesKeptMs);
      return read;
    });
    const late = setTimeout(patienceMs, undefined, { ref: false });
    return Promise.race([asked, late]).catch((error: unknown) => {
      log.warn({ err: error }, 'balances could not be read');
      return undefined;
    });
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
    contextOf: async (channel) => {
      const [read, isConfidential, who] = await Promise.all([
        balances(),
        confidential(channel),
        namesIn(channel),
      ]);
      return { book: rail, balances: read, confidential: isConfidential, who };
    },
    moved: async () => {
      await keyv.delete('balances');
    },
    shared: async (channel) => {
      await keyv.delete(`channel:${channel}`);
    },
  };
}
