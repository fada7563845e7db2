/**
 * The Events API: envelopes, and three retries (at once, after a minute, after five) that happen
 * when `pump` is called, by the workspace's clock. An event is sent only if the app may hear it.
 */
import type { Answer, Deliveries, DeliveryOptions } from './deliver.ts';
import type { SlackFile } from './files.ts';
import { type Json, text } from './json.ts';
import { type Message, messageObject } from './messages.ts';
import { verificationToken } from './payloads.ts';
import { appId, botUserId, type Channel, type Workspace } from './workspace.ts';

/** When each retry is due, counted from the delivery before it. */
const retryDelaysMs = [0, 60_000, 300_000] as const;

const readScopes = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;

/** The scope without which the app does not hear of it; a channel's kind decides for some. */
const scopeFor: { readonly [type: string]: string | Readonly<Record<Channel['kind'], string>> } = {
  user_change: 'users:read',
  file_shared: 'files:read',
  file_deleted: 'files:read',
  channel_shared: readScopes,
  channel_unshared: readScopes,
  channel_archive: readScopes,
  channel_unarchive: readScopes,
  group_archive: readScopes,
  group_unarchive: readScopes,
  channel_left: readScopes,
  group_left: readScopes,
  member_joined_channel: readScopes,
  member_left_channel: readScopes,
  message: { public: 'channels:history', private: 'groups:history', im: 'im:history' },
};

/** How a kind of channel is called in events, and in the name of a subscription to its messages. */
const channelTypes = {
  public: { type: 'channel', messages: 'message.channels' },
  private: { type: 'group', messages: 'message.groups' },
  im: { type: 'im', messages: 'message.im' },
} as const;

const notSent: Answer = { status: 0, body: '', failure: 'not_sent' };

type Retry = {
  readonly envelope: Json;
  readonly number: number;
  readonly reason: string;
  readonly dueAt: number;
  readonly options: DeliveryOptions;
};

export type Events = ReturnType<typeof openEvents>;

export function openEvents({
  workspace,
  deliveries,
  scopes,
  subscribed,
}: {
  readonly workspace: Workspace;
  readonly deliveries: Deliveries;
  readonly scopes: ReadonlySet<string>;
  /** The `bot_events` of the manifest; without them the app hears whatever its scopes allow. */
  readonly subscribed?: readonly string[] | undefined;
}) {
  let waiting: readonly Retry[] = [];
  const inFlight = new Set<Promise<unknown>>();

  function mayHear(type: string, channel: Channel | undefined): boolean {
    if (channel?.botIsMember === false) return false;
    const kind = channel?.kind ?? 'public';
    const name = type === 'message' ? channelTypes[kind].messages : type;
    if (subscribed !== undefined && !subscribed.includes(name)) return false;
    const needed = scopeFor[type];
    return needed === undefined || scopes.has(typeof needed === 'string' ? needed : needed[kind]);
  }

  function envelopeOf(event: Json, isExternal: boolean): Json {
    const { teamId } = workspace;
    const enterpriseId = workspace.enterprise?.id ?? null;
    return {
      token: verificationToken,
      team_id: teamId,
      context_team_id: teamId,
      context_enterprise_id: enterpriseId,
      api_app_id: appId,
      event,
      type: 'event_callback',
      event_id: workspace.newId('Ev'),
      event_time: Math.floor(workspace.now() / 1000),
      event_context: workspace.newId('EC'),
      is_ext_shared_channel: isExternal,
      authorizations: [
        {
          enterprise_id: enterpriseId,
          team_id: teamId,
          user_id: botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
    };
  }

  async function deliver(envelope: Json, number: number, options: DeliveryOptions, reason = '') {
    const headers = {
      ...options.headers,
      ...(number > 0
        ? { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': reason }
        : {}),
    };
    const answer = await deliveries.send(envelope, 'json', { ...options, headers });
    const failed = answer.status < 200 || answer.status > 299;
    const delay = retryDelaysMs[number];
    if (failed && delay !== undefined && answer.headers?.['x-slack-no-retry'] !== '1') {
      const dueAt = workspace.now() + delay;
      const retry = { envelope, number: number + 1, reason: reasonFor(answer), dueAt, options };
      waiting = [...waiting, retry];
    }
    return answer;
  }

  /** Sends an event now, if the app may hear it; it is retried by `pump` if it fails. */
  function emit(event: Json, options: DeliveryOptions = {}, channel?: Channel): Promise<Answer> {
    if (!mayHear(text(event.type), channel)) return Promise.resolve(notSent);
    const delivery = deliver(envelopeOf(event, channel?.external ?? false), 0, options);
    inFlight.add(delivery);
    return delivery.finally(() => inFlight.delete(delivery));
  }

  /** What the app hears of a person's message, if it may hear anything. */
  async function posted(
    message: Message,
    options: DeliveryOptions,
    subtype = message.files ? 'file_share' : undefined,
  ): Promise<readonly Answer[]> {
    const channel = workspace.channel(message.channel);
    if (!channel?.botIsMember) return [];
    const files = message.files ?? [];
    const event = {
      ...messageObject(message, workspace),
      ...(subtype === undefined ? {} : { subtype }),
      channel: channel.id,
      channel_type: channelTypes[channel.kind].type,
      event_ts: message.ts,
    };
    const sent = [
      ...files.map((file) => fileShared(file, channel.id, options)),
      emit(event, options, channel),
    ];
    return (await Promise.all(sent)).filter(({ failure }) => failure !== 'not_sent');
  }

  function fileShared(file: SlackFile, channelId: string, options: DeliveryOptions = {}) {
    const event = {
      type: 'file_shared',
      file_id: file.id,
      user_id: file.user,
      file: { id: file.id },
      channel_id: channelId,
      event_ts: workspace.newTs(),
    };
    return emit(event, options, workspace.channel(channelId));
  }

  function fileDeleted(file: SlackFile, channelIds: readonly string[]) {
    const about = { file_id: file.id, channel_ids: channelIds };
    return emit({ type: 'file_deleted', ...about, event_ts: workspace.newTs() });
  }

  return {
    emit,
    posted,
    fileDeleted,
    /** The app's own deeds come back to it, later and without anybody waiting. */
    sharedByApp(file: SlackFile, channelId: string): void {
      if (deliveries.isConnected()) void fileShared(file, channelId);
    },
    deletedByApp(file: SlackFile, channelIds: readonly string[]): void {
      if (deliveries.isConnected()) void fileDeleted(file, channelIds);
    },
    /** Sends the retries that are due by now, and answers what came back. */
    async pump(): Promise<readonly Answer[]> {
      const due = waiting.filter((retry) => retry.dueAt <= workspace.now());
      waiting = waiting.filter((retry) => !due.includes(retry));
      const answers: Answer[] = [];
      for (const { envelope, number, options, reason } of due) {
        answers.push(await deliver(envelope, number, options, reason));
      }
      return answers;
    },
    /** Resolves when no event is under way. */
    async settled(): Promise<void> {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

function reasonFor({ status, failure }: Answer): string {
  if (failure === 'timeout') return 'http_timeout';
  if (failure === 'unreachable') return 'connection_failed';
  return status >= 300 && status < 400 ? 'too_many_redirects' : 'http_error';
}
