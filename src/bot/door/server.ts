/**
 * The one door to the outside, in front of Bolt: limits, signatures, draining. Slack's requests are
 * verified here on the bytes as they came; nothing unverified is parsed, and a no gives no reason.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../host/log.ts';
import type { Metrics } from '../host/metrics.ts';
import type { Readiness } from '../host/readiness.ts';
import { readBody } from './body.ts';
import { signatureFlaw } from './slack-signature.ts';

/** A webhook as it came. `key` and `sign` are the headers of those names. */
export interface Ring {
  readonly body: Buffer;
  readonly key: string | undefined;
  readonly sign: string | undefined;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly now: () => number;
  readonly signingSecret: string;
  /** Gets verified requests only, with their bytes in `rawBody`. */
  readonly slackListener: (request: IncomingMessage, response: ServerResponse) => void;
  /** A throw is answered with 503, so that the ring comes again. */
  readonly webhook: (ring: Ring) => Promise<{ readonly status: number; readonly reason?: string }>;
  readonly ready: () => Promise<Readiness>;
  readonly metrics: Metrics['exposition'];
  readonly log: Log;
  readonly counters: Pick<Metrics, 'inboundRefused'>;
  /** How long a request may take to arrive, and how long those under way are waited for. */
  readonly receiveWithinMs?: number;
  readonly drainWithinMs?: number;
}

export interface RunningServer {
  readonly port: number;
  /** Accepts nothing more and resolves when the requests under way have ended, or their time has. */
  stop(): Promise<void>;
}

const slackBytesMax = 1024 * 1024;
const webhookBytesMax = 256 * 1024;
const slackTypes = ['application/x-www-form-urlencoded', 'application/json'];

/** Rejects when the address cannot be listened on. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, log, receiveWithinMs = 10_000, drainWithinMs = 10_000 } = options;
  const server = createServer({
    headersTimeout: receiveWithinMs,
    requestTimeout: receiveWithinMs,
    connectionsCheckingInterval: Math.ceil(receiveWithinMs / 10),
  });
  server.on('request', (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      log.error({ path: pathOf(request), err: error }, 'a request failed');
      if (!response.headersSent) response.writeHead(500, { connection: 'close' });
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  let stopped: Promise<void> | undefined;
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () => {
      stopped ??= drain(server, drainWithinMs);
      return stopped;
    },
  };
}

type Answer = (
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

const routes: ReadonlyMap<string, { readonly method: string; readonly answer: Answer }> = new Map([
  ['/slack/events', { method: 'POST', answer: slackEvents }],
  ['/calypso/webhooks', { method: 'POST', answer: calypsoWebhooks }],
  ['/healthz', { method: 'GET', answer: healthz }],
  ['/readyz', { method: 'GET', answer: readyz }],
  ['/metrics', { method: 'GET', answer: metrics }],
]);

async function answer(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = routes.get(pathOf(request));
  if (route === undefined) turnAway(response, 404);
  else if (route.method !== request.method) turnAway(response, 405, { allow: route.method });
  else await route.answer(options, request, response);
}

async function slackEvents(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = refusing(options, 'slack', response);
  const type = mediaType(request);
  if (isEncoded(request)) return refuse(415, 'encoded');
  if (!slackTypes.includes(type)) return refuse(415, 'content-type');
  const body = await readBody(request, slackBytesMax);
  if (body === 'cut-short') return refuse(400, 'cut-short');
  if (body === 'too-large') return refuse(413, 'too-large');
  const flaw = signatureFlaw({
    body,
    timestamp: header(request, 'x-slack-request-timestamp'),
    signature: header(request, 'x-slack-signature'),
    signingSecret: options.signingSecret,
    now: options.now(),
  });
  if (flaw !== undefined) return refuse(401, flaw);
  // Bolt compares the whole header, and would refuse a charset beside the type.
  request.headers['content-type'] = type;
  options.slackListener(Object.assign(request, { rawBody: body }), response);
}

async function calypsoWebhooks(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = refusing(options, 'calypso', response);
  if (isEncoded(request)) return refuse(415, 'encoded');
  const body = await readBody(request, webhookBytesMax);
  if (body === 'cut-short') return refuse(400, 'cut-short');
  if (body === 'too-large') return refuse(413, 'too-large');
  const ring = { body, key: header(request, 'key'), sign: header(request, 'sign') };
  const { status, reason } = await options.webhook(ring).catch((error: unknown) => {
    options.log.error({ err: error }, 'a webhook could not be taken');
    return { status: 503, reason: 'trouble of ours' };
  });
  if (status < 400) response.writeHead(status).end();
  else refuse(status, status === 401 ? 'signature' : 'not-taken', reason);
}

async function healthz(_: ServerOptions, __: IncomingMessage, response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end('ok');
}

async function readyz({ ready }: ServerOptions, _: IncomingMessage, response: ServerResponse) {
  const readiness = await ready();
  response
    .writeHead(readiness.ready ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    .end(JSON.stringify(readiness));
}

async function metrics(options: ServerOptions, _: IncomingMessage, response: ServerResponse) {
  const { contentType, body } = await options.metrics();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}

/** What is refused is counted and logged here; whoever asked learns the status and no more. */
function refusing(
  { counters, log }: ServerOptions,
  window: 'slack' | 'calypso',
  response: ServerResponse,
) {
  return (status: number, reason: string, detail?: string): void => {
    counters.inboundRefused(window, reason);
    log.warn({ window, status, reason, detail }, 'an inbound request was refused');
    turnAway(response, status);
  };
}

/** The connection ends with it: what may still be coming is not read. */
function turnAway(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { connection: 'close', ...headers }).end();
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const mediaType = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Compressed bodies are refused: a few bytes could become any number. */
const isEncoded = (request: IncomingMessage): boolean =>
  (request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';

/** A connection that was kept open after its last answer would hold a plain `close` up. */
async function drain(server: Server, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const bound = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearInterval(idle);
  clearTimeout(bound);
}
