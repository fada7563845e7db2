/**
 * Everything that was said: messages, threads, ephemeral messages, and every version of each.
 * Who may post where is decided by the caller; here a message is only kept and shown.
 */
import type { SlackFile } from './files.ts';
import { identified } from './identify.ts';
import type { Json } from './json.ts';
import { appId, botId, botUserId, type Workspace } from './workspace.ts';

/** What a message says at one moment. */
export type MessageContent = {
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly attachments: readonly Json[];
  readonly metadata?: Json;
  readonly files?: readonly SlackFile[];
};

export type Message = MessageContent & {
  readonly channel: string;
  readonly ts: string;
  /** The first message of the thread this one answers. */
  readonly threadTs?: string;
  /** Who wrote it; the bot's user id for the app's own messages. */
  readonly user: string;
  /** The only person who sees it; such a message cannot be found by its ts. */
  readonly ephemeralTo?: string;
  readonly edits: number;
  /** Every version from the first to this one. */
  readonly versions: readonly MessageContent[];
};

export type Draft = Omit<MessageContent, 'blocks' | 'attachments'> & {
  readonly blocks?: unknown;
  readonly attachments?: readonly Json[];
};

export type Where = {
  readonly channel: string;
  readonly user?: string;
  readonly threadTs?: string;
  readonly ephemeralTo?: string;
};

export type Messages = ReturnType<typeof openMessages>;

const keyOf = (channel: string, ts: string): string => `${channel}/${ts}`;

export function openMessages({
  workspace,
  before = [],
}: {
  readonly workspace: Workspace;
  /** What was said before an earlier workspace stopped. */
  readonly before?: readonly Message[] | undefined;
}) {
  const kept = new Map(before.map((one) => [keyOf(one.channel, one.ts), one]));
  const deleted: Message[] = [];

  const contentOf = ({ blocks, attachments = [], ...draft }: Draft): MessageContent => ({
    ...draft,
    blocks: identified(blocks, () => workspace.newId('b').toLowerCase()),
    attachments,
  });

  function keep(message: Message): Message {
    kept.set(keyOf(message.channel, message.ts), message);
    workspace.changed('message', message.channel);
    return message;
  }

  function post(draft: Draft, { channel, user = botUserId, ...where }: Where): Message {
    const content = contentOf(draft);
    const ts = workspace.newTs();
    return keep({ ...content, ...where, channel, user, ts, edits: 0, versions: [content] });
  }

  /** Text without blocks takes the blocks away; metadata stays unless it is replaced. */
  function update(message: Message, draft: Draft): Message {
    const inherited = {
      ...(message.metadata ? { metadata: message.metadata } : {}),
      ...(message.files ? { files: message.files } : {}),
    };
    const content = { ...inherited, ...contentOf(draft) };
    const versions = [...message.versions, content];
    return keep({ ...message, ...content, edits: message.edits + 1, versions });
  }

  function remove(message: Message): void {
    if (!kept.delete(keyOf(message.channel, message.ts))) return;
    deleted.push(message);
    workspace.changed('message', message.channel);
  }

  /** What is left of a file that was deleted, in every message that carries it. */
  function forgetFile(id: string): void {
    for (const message of kept.values()) {
      if (!message.files?.some((file) => file.id === id)) continue;
      const files = message.files.map((file) => (file.id === id ? tombstoneOf(file) : file));
      keep({ ...message, files });
    }
  }

  const all = (): readonly Message[] =>
    [...kept.values()].sort((left, right) => (left.ts < right.ts ? -1 : 1));

  const canSee = (userId: string, { channel, ephemeralTo }: Message): boolean =>
    workspace.isMember(userId, channel) && (ephemeralTo === undefined || ephemeralTo === userId);

  return {
    post,
    update,
    remove,
    forgetFile,
    canSee,
    all,
    /** Messages that are gone now, in the order they went. */
    deleted: (): readonly Message[] => deleted,
    /** Ephemeral messages included: whoever is not allowed to know them must look at the flag. */
    find: (channel: string, ts: string): Message | undefined => kept.get(keyOf(channel, ts)),
    /** Everything posted to a channel, thread replies included, oldest first. */
    inChannel: (channel: string): readonly Message[] =>
      all().filter((one) => one.channel === channel && one.ephemeralTo === undefined),
    thread: (channel: string, ts: string): readonly Message[] =>
      all().filter(
        (one) =>
          one.channel === channel &&
          one.ephemeralTo === undefined &&
          (one.ts === ts || one.threadTs === ts),
      ),
    visibleTo: (userId: string): readonly Message[] => all().filter((one) => canSee(userId, one)),
    ephemerals: (userId: string): readonly Message[] =>
      all().filter((one) => one.ephemeralTo === userId),
  };
}

const tombstoneOf = ({ id, user }: SlackFile): SlackFile => ({
  ...{ id, user, name: '', size: 0, mode: 'tombstone' },
});

/** A message the way API answers, events and payloads carry it. */
export function messageObject(message: Message, workspace: Workspace): Json {
  const byBot = message.user === botUserId;
  return {
    type: 'message',
    ts: message.ts,
    user: message.user,
    team: workspace.teamId,
    ...(byBot ? { bot_id: botId, app_id: appId } : {}),
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(message.files ? { files: message.files.map(fileInMessage) } : {}),
    ...(message.edits > 0 ? { edited: { user: message.user, ts: message.ts } } : {}),
  };
}

const fileInMessage = (file: SlackFile): Json =>
  file.mode === 'tombstone' ? { id: file.id, mode: file.mode } : file;
