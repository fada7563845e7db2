/**
 * Who reads what is posted in a channel, and how people are called there. Kept for a minute.
 */
import type { Keyv } from 'keyv';
import { person, typed } from '../words/markup.ts';

/** Short, because Slack does not tell when a private channel is made public. */
const channelKeptMs = 60_000;

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
