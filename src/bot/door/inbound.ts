/**
 * What Slack and Calypso send: headers first, then the bytes, then whose they are, then what they
 * hold. Nothing unverified is parsed, a no gives no reason, and nobody unknown makes us hold much.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../host/log.ts';
import type { Metrics } from '../host/metrics.ts';
import { readBody } from './body.ts';
import { openBytesInFlight } from './bytes-in-flight.ts';
import type { Refusal } from './refusals.ts';
import { isObject } from './slack-body.ts';
import { headerFlaw, isSigned } from './slack-signature.ts';

/** A webhook as it came. `key` and `sign` are the headers of those names. */
export interface Ring {
  readonly body: Buffer;
  readonly key: string | undefined;
  readonly sign: string | undefined;
}

export interface InboundOptions {
  readonly now: () => number;
  readonly signingSecret: string;
  /** Gets verified requests only, with their bytes in `rawBody`; the body is an object. */
  readonly slackListener: (request: IncomingMessage, response: ServerResponse) => void;
  /** A throw is answered with 503, so that the ring comes again. */
  readonly webhook: (ring: Ring) => Promise<{ readonly status: number; readonly reason?: string }>;
  readonly log: Log;
  readonly counters: Pick<Metrics, 'inboundRefused' | 'inboundHeld'>;
  /** For the bodies of all requests of one window together. */
  readonly bytesInFlightMax?: number;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const slackBytesMax = 1024 * 1024;

const webhookBytesMax = 256 * 1024;

const slackTypes = ['application/x-www-form-urlencoded', 'application/json'];

/** Calypso's own are UUIDs; whatever is longer than this is no key. */
const keyCharactersMax = 128;

const statusOf = { 'cut-short': 400, 'too-large': 413, busy: 503 } as const;

export function openInbound(
  options: InboundOptions,
  refused: (refusal: Refusal) => void,
): { readonly slackEvents: Answer; readonly calypsoWebhooks: Answer } {
  const { counters, log, bytesInFlightMax = 16 * 1024 * 1024 } = options;
  const bytesOf = (window: 'slack' | 'calypso') =>
    openBytesInFlight(bytesInFlightMax, (bytes) => counters.inboundHeld(window, bytes));
  const bytes = { slack: bytesOf('slack'), calypso: bytesOf('calypso') };
  const refusing =
    (window: 'slack' | 'calypso', response: ServerResponse) =>
    (status: number, reason: string, detail?: string): void => {
      refused({ window, status, reason, ...(detail !== undefined && { detail }) });
      turnAway(response, status);
    };

  return {
    slackEvents: async (request, response) => {
      const refuse = refusing('slack', response);
      const type = mediaType(request);
      if (isEncoded(request)) return refuse(415, 'encoded');
      if (!slackTypes.includes(type)) return refuse(415, 'content-type');
      const headers = {
        timestamp: header(request, 'x-slack-request-timestamp'),
        signature: header(request, 'x-slack-signature'),
      };
      const flaw = headerFlaw(headers, options.now());
      if (flaw !== undefined) return refuse(401, flaw);
      const body = await readBody(request, slackBytesMax, bytes.slack.for(response));
      if (typeof body === 'string') return refuse(statusOf[body], body);
      if (!isSigned(body, headers, options.signingSecret)) return refuse(401, 'signature');
      if (!isObject(body, type)) return refuse(400, 'body');
      // Bolt compares the whole header, and would refuse a charset beside the type.
      request.headers['content-type'] = type;
      options.slackListener(Object.assign(request, { rawBody: body }), response);
    },

    calypsoWebhooks: async (request, response) => {
      const refuse = refusing('calypso', response);
      if (isEncoded(request)) return refuse(415, 'encoded');
      const key = header(request, 'key');
      const sign = header(request, 'sign');
      if (!isKey(key) || !/^[0-9a-f]{128}$/i.test(sign ?? '')) return refuse(401, 'signature');
      const body = await readBody(request, webhookBytesMax, bytes.calypso.for(response));
      if (typeof body === 'string') return refuse(statusOf[body], body);
      const { status, reason } = await options
        .webhook({ body, key, sign })
        .catch((error: unknown) => {
          log.error({ err: error }, 'a webhook could not be taken');
          return { status: 503, reason: 'trouble of ours' };
        });
      if (status < 400) response.writeHead(status).end();
      else refuse(status, status === 401 ? 'signature' : 'not-taken', reason);
    },
  };
}

/** The connection ends with it: what may still be coming is not read. */
export function turnAway(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { connection: 'close', ...headers }).end();
}

const isKey = (key: string | undefined): boolean =>
  key !== undefined && key !== '' && key.length <= keyCharactersMax;

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const mediaType = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Compressed bodies are refused: a few bytes could become any number. */
const isEncoded = (request: IncomingMessage): boolean =>
  (request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
