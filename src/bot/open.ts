/**
 * The window to people, tied together: what they press comes in, what the desk queued is told.
 * It is given the desk and the record, and never touches the rail but to show what it knows.
 */
import { randomBytes } from 'node:crypto';
import { Keyv } from 'keyv';
import type { Desk } from '../approvals/desk/desk.ts';
import { openDrafts } from '../approvals/draft/drafts.ts';
import { keyvStore } from '../approvals/ledger/keyv-store.ts';
import type { Ledger } from '../approvals/ledger/ledger.ts';
import type { Policy } from '../approvals/policy/schema.ts';
import type { PaymentRail } from '../approvals/rail/rail.ts';
import { fileBytesMax } from '../approvals/sheet/csv.ts';
import type { Clock } from '../approvals/values/time.ts';
import { decidingHandlers, decidingListeners } from './deciding/deciding.ts';
import { draftingHandlers, draftingListeners } from './drafting/drafting.ts';
import { closingHandlers, closingListeners } from './following/close-alert.ts';
import { seeingListeners } from './home/see-lines.ts';
import type { Log } from './host/log.ts';
import type { Metrics } from './host/metrics.ts';
import { openTicker } from './host/ticker.ts';
import { answer } from './press/answer.ts';
import type { Conversation } from './press/conversation.ts';
import { openPresses, type PressHandler } from './press/presses.ts';
import type { SlackApp } from './slack/app.ts';
import type { People } from './slack/directory.ts';
import { downloadFile, fileOrigins } from './slack/download.ts';
import { openAudience } from './telling/audience.ts';
import { openFigures } from './telling/figures.ts';
import { openOutbox } from './telling/outbox.ts';
import { openRender } from './telling/render.ts';
import { openSurroundings } from './telling/surroundings.ts';
import { troubleText } from './words/answers.ts';

export interface Bot {
  /** Tells what is queued, soon. */
  tellSoon(): void;
  /** What is kept of the balances is out of date. */
  forgetFigures(): void;
  /** Presses that were recorded and not finished: before the last stop, or by an instance that died. */
  resume(olderThanMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface BotDeps {
  readonly slack: SlackApp;
  readonly botToken: string;
  readonly slackApiUrl: string;
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly people: People;
  readonly rail: PaymentRail;
  readonly policy: Policy;
  readonly now: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Looks at a request at once instead of when it is due. */
  readonly lookSoon: (request: number) => Promise<void>;
}

const tellEveryMs = 1_000;

export function openBot(deps: BotDeps): Bot {
  const { slack, ledger, desk, people, rail, policy, now, log, metrics } = deps;
  const keyvOf = (namespace: string) => {
    const keyv = new Keyv({ store: keyvStore(ledger.keyv, now), namespace });
    keyv.on('error', (error: unknown) => log.warn({ err: error, namespace }, 'keyv'));
    return keyv;
  };
  const drafts = openDrafts(keyvOf('drafts'));
  const cache = keyvOf('cache');
  const figures = openFigures({ keyv: cache, rail, log });
  const audience = openAudience({
    keyv: cache,
    isPrivateEnough: people.isPrivateEnough,
    displayName: people.displayName,
    people: [...new Set(Object.values(policy.people).flat())],
  });
  const { contextOf } = openSurroundings({ figures, audience, currencies: rail });

  const permalink = async (subject: string) => {
    const posted = await ledger.postedMessage(subject);
    if (!posted) return undefined;
    const { channel, ts: message_ts } = posted;
    const found = await slack.worker.chat
      .getPermalink({ channel, message_ts })
      .catch(() => undefined);
    return found?.permalink;
  };
  const { assess } = desk;
  const seen = { contextOf, permalink, directory: people, assess };
  const render = openRender({ ledger, drafts, policy, ...seen });
  const outbox = openOutbox({ ledger, client: slack.worker, render, now, log });
  const telling = openTicker({
    everyMs: tellEveryMs,
    onError: (error) => log.error({ err: error }, 'telling failed'),
    work: async () => {
      await outbox.pump();
      metrics.outboxBacklog(await ledger.backlog());
    },
  });
  const tellSoon = telling.kick;

  const handlers: Record<string, PressHandler> = {};
  const presses = openPresses({
    ledger,
    handlers,
    now,
    onActed: ({ kind }) => metrics.pressed(kind, 'acted'),
    onTrouble: async ({ key, kind, person }, error) => {
      const reference = randomBytes(4).toString('hex');
      metrics.pressed(kind, 'trouble');
      log.error({ reference, kind, err: error }, 'a press was not carried out');
      const told = { person, channel: person, text: troubleText(reference) };
      await answer({ ledger, now, tellSoon }, `${key}:trouble`, told);
    },
  });
  const conversation: Conversation = {
    app: slack.app,
    interactive: slack.interactive,
    worker: slack.worker,
    team: slack.team,
    ledger,
    desk,
    drafts,
    directory: people,
    rail,
    policy,
    now,
    log,
    presses,
    contextOf,
    balances: figures.balances,
    tellSoon,
    lookSoon: deps.lookSoon,
    download: downloader(deps),
  };
  const all = [draftingHandlers, decidingHandlers, closingHandlers];
  Object.assign(handlers, ...all.map((handlersOf) => handlersOf(conversation)));
  draftingListeners(conversation);
  decidingListeners(conversation);
  seeingListeners(conversation);
  closingListeners(conversation);
  slack.app.event('channel_shared', ({ event }) => audience.shared(event.channel));

  return {
    tellSoon,
    forgetFigures: () => {
      figures.forget().catch((error: unknown) => log.warn({ err: error }, 'keyv'));
    },
    resume: presses.resume,
    stop: async () => {
      await presses.settled();
      await telling.stop();
    },
  };
}

/** Files come from Slack's own host only; why one was not read is logged, by rule. */
function downloader({ botToken, slackApiUrl, log }: BotDeps): Conversation['download'] {
  const origins = fileOrigins(slackApiUrl);
  return async ({ url, size }) => {
    const got = await downloadFile({ url, token: botToken, size, bytesMax: fileBytesMax, origins });
    if ('bytes' in got) return got.bytes;
    log.warn({ rule: got.rule, detail: got.detail }, 'a file was not read');
    return got.rule;
  };
}
