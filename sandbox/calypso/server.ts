/**
 * The HTTP side: reads the exact bytes, routes, has the envelope checked, lets an endpoint answer
 * and writes it down. Every request is recorded, also those that were refused or dropped.
 */

import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type Answer, type Answering, respond } from './answering.ts';
import type { Endpoint } from './endpoints.ts';
import { type Envelope, open, verify } from './envelope.ts';
import { type Faults, letsThrough } from './faults.ts';
import { Refused, RefusedWithoutCode } from './fields.ts';
import type { Json } from './json.ts';

/** One request as it arrived and what became of it. */
export type Received = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes. */
  readonly body: Buffer;
  /** `ok`, an error code such as `016`, an HTTP refusal such as `404`, or `fault`. */
  readonly verdict: string;
  /** 0 when nothing was answered. */
  readonly status: number;
  readonly responseText: string;
};

type Draft = { -readonly [name in keyof Received]: Received[name] };

export type Hooks = {
  /** Awaited after the signature check and before the effect. */
  readonly onRequest?: ((request: Received) => void | Promise<void>) | undefined;
  /** Called when the answer has left, or when it never will. */
  readonly onAnswered?: ((request: Received) => void | Promise<void>) | undefined;
};

const bodyBytesMax = 1024 * 1024;
const receivedKept = 10_000;
const prefix = '/api/v1';

export function openServer({
  envelope,
  endpoints,
  faults,
  answering,
  hooks,
  now,
  pump,
  webhookFirst,
  before = [],
}: {
  envelope: Envelope;
  endpoints: readonly Endpoint[];
  faults: Faults;
  answering: Answering;
  hooks: Hooks;
  /** When requests arrive, by our clock; the envelope has Calypso's. */
  now: () => number;
  /** Delivers the webhooks that are due. */
  pump: () => Promise<void>;
  /** Whether this create's first webhook goes out before its answer. */
  webhookFirst: () => boolean;
  /** Requests of an earlier run, to be looked at. */
  before?: readonly Received[] | undefined;
}) {
  const { settings } = envelope;
  const received: Received[] = [...before];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = await receive(request);
    received.push(record);
    if (received.length > receivedKept) received.shift();
    const fault = faults.takeRequest(record.path);
    let answer: Answer | undefined;
    if (fault === undefined || letsThrough(fault)) answer = await carryOut(record);
    else record.verdict = 'fault';
    const isCreate = record.path.endsWith('/create') && record.path.includes('/payout/');
    if (isCreate && record.verdict === 'ok' && webhookFirst()) await pump();
    const written = await respond(response, answer, fault, answering);
    record.status = written.status;
    record.responseText = written.text;
    await hooks.onAnswered?.(record);
    await pump();
  }
  async function receive(request: IncomingMessage): Promise<Draft> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request) {
      length += chunk.length;
      if (length <= bodyBytesMax) chunks.push(chunk);
    }
    return {
      at: now(),
      method: request.method ?? '',
      path: new URL(request.url ?? '/', 'http://calypso').pathname,
      headers: request.headers,
      body: Buffer.concat(chunks),
      verdict: length > bodyBytesMax ? '413' : 'ok',
      status: 0,
      responseText: '',
    };
  }
  async function carryOut(record: Draft): Promise<Answer> {
    try {
      const endpoint = route(record);
      if ('status' in endpoint) {
        record.verdict = String(endpoint.status);
        return endpoint;
      }
      const body = verify(envelope, {
        key: header(record, 'key'),
        sign: header(record, 'sign'),
        body: record.body,
      });
      const payload = open(envelope, body, endpoint);
      await hooks.onRequest?.(record);
      return { status: 200, body: answerOf(endpoint, payload) };
    } catch (error) {
      if (error instanceof RefusedWithoutCode) {
        record.verdict = String(error.status);
        return gateway(record, error.status, error.message);
      }
      const code = error instanceof Refused ? error.code : '000';
      const message = error instanceof Error ? error.message : String(error);
      record.verdict = code;
      const status = settings.statusByCode[code] ?? (code === '000' ? 500 : 400);
      return { status, body: answering.error(code, message) };
    }
  }
  const answerOf = (endpoint: Endpoint, payload: Json | undefined) => endpoint.answer(payload);

  function route(record: Draft): Endpoint | Answer {
    if (record.verdict === '413') return gateway(record, 413, 'Payload Too Large');
    if (isTooFast()) {
      return { ...gateway(record, 429, 'Too Many Requests'), headers: { 'Retry-After': '1' } };
    }
    const path = reference(record.path);
    const here = endpoints.filter((endpoint) => endpoint.path === path);
    if (here.length === 0) return gateway(record, 404, 'Not Found');
    const endpoint = here.find(({ method }) => method === record.method);
    if (endpoint === undefined) {
      const allowed = here.map(({ method }) => method).join(', ');
      return { ...gateway(record, 405, 'Method Not Allowed'), headers: { Allow: allowed } };
    }
    const type = header(record, 'content-type')?.split(';')[0]?.trim().toLowerCase();
    return type === 'application/json' ? endpoint : gateway(record, 415, 'Unsupported Media Type');
  }
  /** The endpoint's path, whatever way it may be spelt now; `undefined` is nowhere. */
  function reference(path: string): string | undefined {
    if (!path.startsWith(`${prefix}/`)) return undefined;
    const rest = path.slice(prefix.length);
    const isPub = rest.startsWith('/pub/');
    if (isPub ? settings.pubPaths === 'refused' : settings.pubPaths === 'only') return undefined;
    return spelling(isPub ? rest.slice('/pub'.length) : rest);
  }
  function spelling(path: string): string | undefined {
    const { transferListAt, balancesAt } = settings;
    switch (path) {
      case '/payout/withdrawal/all':
        return transferListAt === 'find' ? undefined : path;
      case '/payout/withdrawal/find':
        return transferListAt === 'all' ? undefined : '/payout/withdrawal/all';
      case '/account':
        return balancesAt === 'balances' ? undefined : path;
      case '/account/balances':
        return balancesAt === 'account' ? undefined : '/account';
      default:
        return path;
    }
  }
  function isTooFast(): boolean {
    const recent = received.filter(({ at }) => at > now() - 1000).length;
    return settings.requestsPerSecond > 0 && recent > settings.requestsPerSecond;
  }
  /** What a gateway in front of the API says: not the documented error body. */
  const gateway = ({ path }: Draft, status: number, error: string): Answer => ({
    status,
    body: { timestamp: new Date(now()).toISOString(), status: String(status), error, path },
  });

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  return { server, received };
}

function header(record: Draft, name: string): string | undefined {
  const value = record.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
