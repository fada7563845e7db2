/**
 * Outbox → Slack. A message is rendered from the state at the moment it is told, posted once under
 * its subject and edited ever after. Slack being down delays words here, and never money.
 */
import type { WebClient } from '@slack/web-api';
import type { Ledger, QueuedMessage } from '../../approvals/ledger/ledger.ts';
import type { Card } from '../cards/card.ts';
import type { Log } from '../host/log.ts';

/** Where a message goes, under which subject it is remembered, and how it looks now. */
export interface Posting {
  readonly channel: string;
  /** Posted once and edited later under this name; undefined: always a new message. */
  readonly subject?: string;
  readonly threadOf?: string;
  /** Only this person sees it, in that channel. */
  readonly onlyFor?: string;
  readonly card: Card;
  /** It stands for every unsent message of its lane that asks for the very same thing. */
  readonly coversOthers?: boolean;
  /** Only edits what is there; nothing is posted if it is not. */
  readonly editOnly?: boolean;
}

/** @returns undefined when there is nothing to say any more. */
export type Render = (message: QueuedMessage) => Promise<Posting | undefined>;

export interface Outbox {
  /** Tells everything that is due, in order within each lane. */
  pump(): Promise<void>;
}

/** Longer than any call to Slack may take; so long a message of a killed instance waits. */
const leaseMs = 30_000;
const claimedAtOnce = 20;
/** So often a hopeless message is tried before the rest of its lane goes on without it. */
const hopelessTriesMax = 5;
const backOffMs = { least: 1_000, most: 600_000 } as const;

export function openOutbox({
  ledger,
  client,
  render,
  now,
  log,
}: {
  ledger: Ledger;
  client: WebClient;
  render: Render;
  now: () => number;
  log: Log;
}): Outbox {
  const at = () => new Date(now()).toISOString();

  const tell = async (message: QueuedMessage) => {
    try {
      // Asked before the state is read: what is queued later tells of what this one cannot know.
      const others = (await ledger.unsent(message.lane, message.kind)).filter(isSame(message));
      const told = await render(message);
      const covered = told?.coversOthers === true ? others : [];
      if (told) await say(told);
      await ledger.messageTold(
        message.id,
        at(),
        covered.map(({ id }) => id),
      );
    } catch (error) {
      const wait = retryAfterMs(error) ?? backOff(message.attempt);
      const reason = reasonOf(error);
      if (isHopeless(error) && message.attempt >= hopelessTriesMax) {
        log.error({ message: message.key, reason }, 'message given up; Slack will never take it');
        await ledger.messageTold(message.id, at());
        return;
      }
      log.warn({ message: message.key, attempt: message.attempt, reason }, 'message not told yet');
      await ledger.messageFailed(message.id, new Date(now() + wait).toISOString(), reason);
    }
  };

  const say = async ({ channel, subject, threadOf, onlyFor, card, editOnly }: Posting) => {
    const { text, blocks } = card;
    const quiet = { unfurl_links: false, unfurl_media: false };
    if (onlyFor !== undefined) {
      await sayPrivately(channel, onlyFor, card);
      return;
    }
    const posted = subject === undefined ? undefined : await ledger.postedMessage(subject);
    if (posted) {
      const edited = await edit(posted, card);
      if (edited) return;
    }
    if (editOnly === true) return;
    const parent = threadOf === undefined ? undefined : await ledger.postedMessage(threadOf);
    const thread = parent?.channel === channel ? { thread_ts: parent.ts } : {};
    const answer = await client.chat.postMessage({ channel, text, blocks, ...quiet, ...thread });
    if (subject !== undefined && answer.channel !== undefined && answer.ts !== undefined)
      await ledger.rememberMessage(subject, { channel: answer.channel, ts: answer.ts });
  };

  /** @returns false when the message is gone and must be posted anew. */
  const edit = async (posted: { channel: string; ts: string }, { text, blocks }: Card) => {
    try {
      await client.chat.update({ ...posted, text, blocks });
      return true;
    } catch (error) {
      if (platformError(error) === 'message_not_found') return false;
      throw error;
    }
  };

  /** In the channel where it was pressed; by DM where Slack will not show it there. */
  const sayPrivately = async (channel: string, user: string, { text, blocks }: Card) => {
    try {
      if (/^[CG]/.test(channel)) {
        await client.chat.postEphemeral({ channel, user, text, blocks });
        return;
      }
    } catch (error) {
      if (retryAfterMs(error) !== undefined || platformError(error) === undefined) throw error;
    }
    await client.chat.postMessage({ channel: user, text, blocks });
  };

  return {
    pump: async () => {
      for (;;) {
        const messages = await ledger.claimMessages(at(), leaseMs, claimedAtOnce);
        if (messages.length === 0) return;
        await Promise.all(messages.map(tell));
      }
    },
  };
}

/** Another message, not told yet, of the same kind about the same thing. */
function isSame({ id, data }: QueuedMessage) {
  const about = JSON.stringify(data);
  return (other: QueuedMessage) => other.id !== id && JSON.stringify(other.data) === about;
}

function backOff(attempt: number): number {
  return Math.min(backOffMs.most, backOffMs.least * 2 ** Math.min(attempt, 20));
}

function retryAfterMs(error: unknown): number | undefined {
  const seconds = property(error, 'retryAfter');
  return typeof seconds === 'number' ? Math.min(seconds * 1_000, backOffMs.most) : undefined;
}

/** Refusals that no waiting changes: the message is wrong, or nobody is there to read it. */
const hopeless = [
  'invalid_blocks',
  'invalid_arguments',
  'msg_too_long',
  'msg_blocks_too_long',
  'cannot_dm_bot',
  'user_not_found',
  'user_disabled',
];

function isHopeless(error: unknown): boolean {
  return hopeless.includes(platformError(error) ?? '');
}

function platformError(error: unknown): string | undefined {
  const name = property(property(error, 'data'), 'error');
  return typeof name === 'string' ? name : undefined;
}

/** Short, and never the request: that may hold names and amounts. */
function reasonOf(error: unknown): string {
  const pointers = property(property(property(error, 'data'), 'response_metadata'), 'messages');
  const name = platformError(error) ?? (error instanceof Error ? error.message : 'unknown');
  return Array.isArray(pointers) ? `${name}: ${pointers.join('; ')}` : name;
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}
