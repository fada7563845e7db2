/**
 * The strict local Slack: one workspace that plays Slack's side towards a real app over HTTP.
 * It imports nothing of the product: signing and limits are its own, so that a mistake cannot pass
 * because both sides share it. This file only puts the parts together.
 */
import { openApi } from './api.ts';
import { openCommands } from './commands.ts';
import type { DeedTools } from './deeds.ts';
import { type Delivery, openDeliveries } from './deliver.ts';
import { openEvents } from './events.ts';
import { openFaults } from './faults.ts';
import { type KeptFile, openFiles } from './files.ts';
import { openForms } from './fill.ts';
import { listen } from './http.ts';
import { type Message, openMessages } from './messages.ts';
import type { World } from './method.ts';
import { openPayloads } from './payloads.ts';
import { openPress } from './press.ts';
import { openResponses } from './responses.ts';
import { openRule } from './rule.ts';
import { openSight } from './sight.ts';
import { openTalk } from './talk.ts';
import { openTriggers } from './triggers.ts';
import { openViews } from './views.ts';
import {
  botUserId,
  type KeptWorkspace,
  openWorkspace,
  type WorkspaceOptions,
} from './workspace.ts';

export type SlackOptions = Partial<Omit<WorkspaceOptions, 'kept'>> & {
  readonly port?: number;
  readonly host?: string;
  readonly signingSecret?: string;
  readonly botToken?: string;
  /** Bot scopes that were granted; those of a modest manifest unless told. */
  readonly scopes?: readonly string[];
  /** The events of the manifest; whatever the scopes allow unless told. */
  readonly events?: readonly string[];
  /** Refuse blocks that come without the fallback `text`. On unless told. */
  readonly strictText?: boolean;
  /** How long the app may take to answer, in real milliseconds. Slack gives three seconds. */
  readonly answerWithinMs?: number;
  /** What `keep()` of an earlier one gave; the people are those of this one. */
  readonly kept?: KeptSlack | undefined;
};

/** What outlives the process. As in Slack, modals and ephemeral messages do not. */
export type KeptSlack = {
  readonly workspace: KeptWorkspace;
  readonly messages: readonly Message[];
  readonly files: readonly KeptFile[];
};

const grantedScopes = [
  'commands',
  'chat:write',
  'im:write',
  'files:read',
  'files:write',
  'users:read',
  'channels:read',
  'groups:read',
] as const;

export type SlackEmulator = Awaited<ReturnType<typeof startSlack>>;

/** Starts a local Slack; port 0 (the default) takes any free one. Rejects if it cannot listen. */
export async function startSlack(options: SlackOptions = {}) {
  const signingSecret = options.signingSecret ?? 'local-signing-secret-0123456789abcdef';
  const botToken = options.botToken ?? 'xoxb-local-bot-token';
  const place = { origin: '', aheadMs: 0 };
  const { tools, world, faults } = furnished(options, signingSecret, () => place.origin);
  const api = openApi({ world, faults, botToken });
  const { origin, stop } = await listen({
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    door: () => ({
      api,
      files: tools.files,
      responses: tools.responses,
      mayDownload: (authorization) =>
        authorization === `Bearer ${botToken}` && world.scopes.has('files:read'),
      time: () => world.workspace.now() + place.aheadMs,
    }),
  });
  place.origin = origin;
  return {
    url: origin,
    apiUrl: `${origin}/api/`,
    signingSecret,
    botToken,
    botUserId,
    teamId: tools.workspace.teamId,
    stop,
    ...openPress(tools),
    ...openCommands(tools),
    ...openTalk(tools),
    ...openForms(tools),
    ...openSight(tools),
    ...delivering(tools),
    ...openRule(tools),
    ...keeping(tools),
    /** The last request to the app, for `redeliver`. */
    get lastDelivery(): Delivery | undefined {
      return tools.deliveries.sent.at(-1);
    },
    calls: readonly(api.calls),
    fault: faults.add,
    clearFaults: faults.clear,
    /** From now on the `Date` of every answer runs ahead of the clock we share; 0 ends it. */
    dateRunsAhead(ms: number): void {
      place.aheadMs = ms;
    },
  };
}

/** Everything the parts need of each other. */
function furnished(options: SlackOptions, signingSecret: string, url: () => string) {
  const now = options.now ?? (() => Date.now());
  const scopes = new Set(options.scopes ?? grantedScopes);
  const workspace = openWorkspace({
    now,
    teamId: options.teamId ?? 'T0SANDBOX',
    enterprise: options.enterprise,
    people: options.people ?? [],
    channels: options.channels ?? [],
    groups: options.groups ?? [],
    kept: options.kept?.workspace,
  });
  const messages = openMessages({ workspace, before: options.kept?.messages });
  const views = openViews({ workspace });
  const files = openFiles({ workspace, url, before: options.kept?.files });
  const triggers = openTriggers({ workspace, url });
  const payloads = openPayloads({ workspace });
  const answerWithinMs = options.answerWithinMs ?? 3_000;
  const deliveries = openDeliveries({ now, signingSecret, answerWithinMs });
  const events = openEvents({ workspace, deliveries, scopes, subscribed: options.events });
  const world: World = {
    workspace,
    messages,
    views,
    files,
    triggers,
    scopes,
    strictText: options.strictText ?? true,
    url,
    shared: events.sharedByApp,
    deleted: events.deletedByApp,
  };
  const responses = openResponses(world);
  const parts = { workspace, messages, views, files, triggers, payloads };
  const tools: DeedTools = { ...parts, deliveries, events, responses };
  return { tools, world, faults: openFaults() };
}

/** Where the app listens, and what was sent to it. */
const delivering = ({ deliveries, events }: DeedTools) => ({
  /** Tells where the app listens, such as `http://127.0.0.1:3000/slack/events`. */
  connect: deliveries.connect,
  disconnect: deliveries.disconnect,
  deliveries: readonly(deliveries.sent),
  redeliver: deliveries.redeliver,
  /** Sends the event retries that are due by the clock. */
  pump: events.pump,
  /** Resolves when no event is under way to the app. */
  settled: events.settled,
});

/** What there is now, when it changes, and what outlives the process. */
const keeping = ({ workspace, messages, files }: DeedTools) => ({
  people: workspace.people,
  /** Whether this person is in the workspace, and not a guest of another one's channel. */
  isAtHome: (id: string): boolean => !workspace.isForeign(workspace.knownPerson(id)),
  channels: workspace.channels,
  notices: readonly(workspace.notices),
  onChange: workspace.onChange,
  keep: (): KeptSlack => ({
    workspace: workspace.keep(),
    messages: messages.all().filter((message) => message.ephemeralTo === undefined),
    files: files.all(),
  }),
});

/** The same list, which its reader cannot change. */
const readonly = <T>(list: T[]): readonly T[] => list;
