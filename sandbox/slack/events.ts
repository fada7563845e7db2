/**
 * The Events API: envelopes, and three retries (at once, after a minute, after five) that happen
 * when `pump` is called, by the workspace's clock. An event is sent only if the app may hear it.
 */
import type { Answer, Deliveries, DeliveryOptions } from './deliver.ts';
import type { SlackFile } from './files.ts';
import { type Json, text } from './json.ts';
import { type Message, messageObject } from './messages.ts';
import { verificationToken } from './payloads.ts';
import { appId, botUserId, type Workspace } from './workspace.ts';

/** When each retry is due, counted from the delivery before it. */
const retryDelaysMs = [0, 60_000, 300_000] as const;

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
}: {
  readonly workspace: Workspace;
  readonly deliveries: Deliveries;
  readonly scopes: ReadonlySet<string>;
}) {
  let waiting: readonly Retry[] = [];
  const inFlight = new Set<Promise<unknown>>();

  function envelopeOf(event: Json, isExternal: boolean): Json {
    const { teamId } = workspace;
    return {
      token: verificationToken,
      team_id: teamId,
      context_team_id: teamId,
      context_enterprise_id: null,
      api_app_id: appId,
      event,
      type: 'event_callback',
      event_id: workspace.newId('Ev'),
      event_time: Math.floor(workspace.now() / 1000),
      event_context: workspace.newId('EC'),
      is_ext_shared_channel: isExternal,
      authorizations: [
        {
          enterprise_id: null,
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

  /** Sends an event now; it is retried by `pump` if it fails. */
  function emit(event: Json, options: DeliveryOptions = {}, isExternal = false): Promise<Answer> {
    const delivery = deliver(envelopeOf(event, isExternal), 0, options);
    inFlight.add(delivery);
    return delivery.finally(() => inFlight.delete(delivery));
  }

  /** What the app hears of a person's message, if it may hear anything. */
  async function posted(message: Message, options: DeliveryOptions): Promise<readonly Answer[]> {
    const channel = workspace.channel(message.channel);
    if (!channel?.botIsMember) return [];
    const shared: Promise<Answer>[] = [];
    for (const file of message.files ?? []) shared.push(fileShared(file, channel.id, options));
    const [kind, scope] = {
      public: ['channel', 'channels:history'],
      private: ['group', 'groups:history'],
      im: ['im', 'im:history'],
    }[channel.kind];
    const event = {
      ...messageObject(message, workspace),
      ...(message.files ? { subtype: 'file_share' } : {}),
      channel: channel.id,
      channel_type: kind,
      event_ts: message.ts,
    };
    if (scopes.has(text(scope))) shared.push(emit(event, options, channel.external));
    return Promise.all(shared);
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
    return emit(event, options, workspace.channel(channelId)?.external ?? false);
  }

  return {
    emit,
    posted,
    /** The app's own upload comes back to it, later and without anybody waiting. */
    sharedByApp(file: SlackFile, channelId: string): void {
      if (!deliveries.isConnected() || !scopes.has('files:read')) return;
      void fileShared(file, channelId);
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
