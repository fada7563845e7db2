/**
 * The one door to the outside, in front of Bolt: routes, bounds on connections and time, draining.
 * What comes in is judged in `inbound.ts`; nobody here is asked for credentials but by signature.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from '../host/metrics.ts';
import type { Readiness } from '../host/readiness.ts';
import { type Answer, type InboundOptions, openInbound, turnAway } from './inbound.ts';
import { openRefusals } from './refusals.ts';

export interface ServerOptions extends InboundOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly ready: () => Promise<Readiness>;
  readonly metrics: Metrics['exposition'];
  /** More are closed unanswered. */
  readonly connectionsMax?: number;
  /** How long a request may take to arrive, and how long those under way are waited for. */
  readonly receiveWithinMs?: number;
  readonly drainWithinMs?: number;
}

export interface RunningServer {
  readonly port: number;
  /** Accepts nothing more and resolves when the requests under way have ended, or their time has. */
  stop(): Promise<void>;
}

/** Rejects when the address cannot be listened on. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, log, counters } = options;
  const { receiveWithinMs = 10_000, drainWithinMs = 10_000, connectionsMax = 256 } = options;
  const server = createServer({
    headersTimeout: receiveWithinMs,
    requestTimeout: receiveWithinMs,
    connectionsCheckingInterval: Math.ceil(receiveWithinMs / 10),
  });
  const refused = openRefusals({ counters, log });
  server.maxConnections = connectionsMax;
  server.on('drop', () => refused({ window: 'door', status: 0, reason: 'connections' }));
  const routes = routesOf(options, openInbound(options, refused));
  server.on('request', (request, response) => {
    answer(routes, request, response).catch((error: unknown) => {
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

type Routes = ReadonlyMap<string, { readonly method: string; readonly answer: Answer }>;

function routesOf(
  { ready, metrics }: ServerOptions,
  { slackEvents, calypsoWebhooks }: ReturnType<typeof openInbound>,
): Routes {
  return new Map([
    ['/slack/events', { method: 'POST', answer: slackEvents }],
    ['/calypso/webhooks', { method: 'POST', answer: calypsoWebhooks }],
    [
      '/healthz',
      { method: 'GET', answer: async (_, response) => tell(response, 200, 'text/plain', 'ok') },
    ],
    [
      '/readyz',
      {
        method: 'GET',
        answer: async (_, response) => {
          const readiness = await ready();
          const status = readiness.ready ? 200 : 503;
          tell(response, status, 'application/json', JSON.stringify(readiness));
        },
      },
    ],
    [
      '/metrics',
      {
        method: 'GET',
        answer: async (_, response) => {
          const { contentType, body } = await metrics();
          tell(response, 200, contentType, body);
        },
      },
    ],
  ]);
}

async function answer(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = routes.get(pathOf(request));
  if (route === undefined) turnAway(response, 404);
  else if (route.method !== request.method) turnAway(response, 405, { allow: route.method });
  else await route.answer(request, response);
}

function tell(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

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
