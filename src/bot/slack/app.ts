/**
 * Slack's side of the bot, before anyone listens: the Bolt app, its request listener, two clients.
 * Nothing here knows a command or a button. Bearer tokens and answers go to Slack's own hosts only.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, AuthorizationError, type CodedError, type Context, HTTPReceiver } from '@slack/bolt';
import {
  type FetchFunction,
  WebAPIPlatformError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { boltLogger, type Log } from '../host/log.ts';
import { fileOrigins } from './download.ts';

type SlackListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface SlackApp {
  readonly app: App;
  /** Takes requests whose signature was verified already; it verifies once more. */
  readonly listener: SlackListener;
  /** For the outbox, which decides itself what is tried again and when. */
  readonly worker: WebClient;
  /** For the three seconds in which a person waits. */
  readonly interactive: WebClient;
  readonly team: string;
  readonly botUserId: string;
}

const interactiveWithinMs = 2_000;
const workerWithinMs = 10_000;
const unansweredAfterMs = 2_900;

/** @throws Error with one sentence for whoever starts the bot, when Slack does not know the token. */
export async function createApp({
  signingSecret,
  botToken,
  slackApiUrl,
  log,
}: {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly slackApiUrl: string;
  readonly log: Log;
}): Promise<SlackApp> {
  const options = (timeout: number): WebClientOptions => ({
    slackApiUrl,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
    fetch: slackFetch(slackApiUrl),
  });
  const worker = new WebClient(botToken, options(workerWithinMs));
  const interactive = new WebClient(botToken, options(interactiveWithinMs));
  const ours = await introduce(worker);
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    logger: boltLogger(log),
    unhandledRequestTimeoutMillis: unansweredAfterMs,
    processEventErrorHandler: async ({ error, response }) => answerFailure(error, response),
  });
  const app = new App({
    receiver,
    authorize: async () => ({
      botToken,
      botId: ours.botId,
      botUserId: ours.botUserId,
      teamId: ours.team,
    }),
    logger: boltLogger(log),
    clientOptions: options(interactiveWithinMs),
    convoStore: false,
    extendedErrorHandler: true,
    deferInitialization: true,
  });
  await app.init();
  app.error(async (failure: { error: CodedError; context: Context; body: unknown }) => {
    report(log, failure);
    // Swallowed, it would leave the person waiting for three seconds; thrown, they see it at once.
    throw failure.error;
  });
  const { team, botUserId } = ours;
  return { app, listener: receiver.requestListener, worker, interactive, team, botUserId };
}

/** Asks Slack who we are, once. */
async function introduce(client: WebClient) {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw new Error(unknownToSlack(error, client.slackApiUrl), { cause: error });
  });
  const { team_id: team, user_id: botUserId, bot_id: botId, is_enterprise_install: isOrg } = answer;
  if (!team || !botUserId || !botId || isOrg === true)
    throw new Error(
      'SLACK_BOT_TOKEN must be the bot token of one workspace; Slack says that it is not. Install the app to one workspace and copy its Bot User OAuth Token.',
    );
  return { team, botUserId, botId };
}

function unknownToSlack(error: unknown, apiUrl: string): string {
  if (error instanceof WebAPIPlatformError)
    return `SLACK_BOT_TOKEN was refused by Slack (${error.data.error}). Install the app to the workspace again and copy its Bot User OAuth Token.`;
  const why = error instanceof Error ? error.message : 'no answer';
  return `Slack could not be asked at ${apiUrl} (${why}). Check the network and SLACK_API_URL, then start again.`;
}

/** Web API calls and answers to a `response_url` alike: not a byte to anybody but Slack. */
function slackFetch(slackApiUrl: string): FetchFunction {
  const origins = new Set([
    new URL(slackApiUrl).origin,
    'https://hooks.slack.com',
    ...fileOrigins(slackApiUrl),
  ]);
  return async (url, init) => {
    const { origin } = new URL(url);
    if (!origins.has(origin))
      throw new Error(`Nothing was sent to ${origin}: it is not a host of Slack.`);
    const signal = init?.signal ?? AbortSignal.timeout(workerWithinMs);
    return fetch(url, { ...init, redirect: 'error', signal });
  };
}

/** @returns true, which tells Bolt that this request is answered and wants no late 404. */
function answerFailure(error: Error, response: ServerResponse): boolean {
  if (!response.headersSent) response.writeHead(error instanceof AuthorizationError ? 401 : 500);
  response.end();
  return true;
}

/** The errors themselves, not Bolt's wrapping; never the body, only what kind it is. */
function report(
  log: Log,
  { error, context, body }: { error: CodedError; context: Context; body: unknown },
): void {
  const reference = randomBytes(4).toString('hex');
  const payload = kindOf(body);
  for (const err of error.originals ?? [error.original ?? error])
    log.error({ reference, payload, retry: context.retryNum, err }, 'a listener failed');
}

function kindOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return 'unknown';
  if ('command' in body) return 'command';
  return 'type' in body && typeof body.type === 'string' ? body.type : 'unknown';
}
