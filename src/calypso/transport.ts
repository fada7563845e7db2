/**
 * One signed request under its caller's deadline. The bytes that are signed are the bytes that are
 * sent, redirects are never followed, and an answer too long or unreadable is an unclear one.
 */
import { isLoopback } from '../approvals/values/loopback.ts';
import { answerError, CalypsoUnclear, connectionError } from './errors.ts';
import { parseExact } from './numbers.ts';
import type { Pace } from './pace.ts';
import { plainText } from './plain-text.ts';
import { sign } from './signature.ts';
import { errorAnswer } from './wire.ts';

export const answerBytesMax = 4 * 1024 * 1024;
const retryAfterMsMax = 10_000;

export type Method = 'POST' | 'DELETE';

export interface Transport {
  /**
   * @returns the parsed answer, numbers exact; undefined for a DELETE, whose answer is empty.
   * @throws the errors of `errors.ts`.
   */
  send(asked: {
    readonly method: Method;
    readonly path: string;
    readonly body: string;
    /** For the turn, the request and its whole answer. */
    readonly deadline: AbortSignal;
  }): Promise<unknown>;
  /** How far the server's clock is ahead of ours at least, in milliseconds; below zero: behind. */
  clockDifferenceMs(): number;
}

export function openTransport({
  baseUrl,
  key,
  secret,
  now,
  fetch,
  pace,
  onDate = () => {},
}: {
  readonly baseUrl: string;
  readonly key: string;
  readonly secret: string;
  readonly now: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly pace: Pace;
  /** Gets the `Date` header of every answer, or null. */
  readonly onDate?: ((header: string | null) => void) | undefined;
}): Transport {
  const base = checkedBase(baseUrl);
  if (!/^[\x21-\x7e]+$/.test(key) || secret === '')
    throw new Error('The Calypso API key and secret must be given, without spaces. Check both.');
  let differenceMs = 0;

  async function reach(
    method: Method,
    path: string,
    body: string,
    deadline: AbortSignal,
  ): Promise<Response> {
    const bytes = Buffer.from(body, 'utf8');
    const headers = {
      Key: key,
      Sign: sign(secret, bytes),
      'Content-Type': 'application/json',
      Accept: 'application/json',
    };
    const sentAt = now();
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        headers,
        body: bytes,
        redirect: 'error',
        signal: deadline,
      });
      onDate(response.headers.get('date'));
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) differenceMs = clockDifference(date, sentAt, now());
      return response;
    } catch (error) {
      throw connectionError(error);
    }
  }

  const send: Transport['send'] = async ({ method, path, body, deadline }) => {
    const leave = await pace.turn(deadline);
    try {
      const response = await reach(method, path, body, deadline);
      const text = await readText(response);
      if (response.ok && method === 'DELETE') return undefined;
      if (response.ok) return parsed(text);
      const told = errorAnswer.safeParse(readable(text));
      throw answerError({
        status: response.status,
        errorCode: told.data?.errorCode,
        traceId: told.data?.traceId,
        said: plainText(told.data?.message),
        retryAfterMs: retryAfterMs(response.headers.get('retry-after'), now()),
      });
    } finally {
      leave();
    }
  };

  return { send, clockDifferenceMs: () => differenceMs };
}

/** https everywhere but on this machine; without credentials, query or trailing slash. */
function checkedBase(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  const plain = url && [url.username, url.password, url.search, url.hash].join('') === '';
  if (!plain)
    throw new Error('CALYPSO_API_URL must be a plain address such as https://api.calypso.money.');
  const isPlainHere = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !isPlainHere)
    throw new Error(`CALYPSO_API_URL must begin with https://; it is ${url.origin}.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}/api/v1`;
}

/**
 * A `Date` header says the second in which it was written, somewhere between our sending and our
 * receiving. Whatever that leaves open is decided for our own clock.
 */
export function clockDifference(date: number, sentAt: number, receivedAt: number): number {
  const least = date - receivedAt;
  const most = date + 999 - sentAt;
  if (least > 0) return least;
  return most < 0 ? most : 0;
}

/** @returns the pause Calypso asks for, in milliseconds, never more than ten seconds. */
export function retryAfterMs(header: string | null, at: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header)
    ? Number.parseInt(header, 10) * 1000
    : Date.parse(header) - at;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), retryAfterMsMax);
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > answerBytesMax) break;
      chunks.push(chunk);
    }
    if (size <= answerBytesMax)
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new CalypsoUnclear(
      `Calypso's answer (HTTP ${response.status}) was cut off or unreadable. What became of it must be looked up.`,
      { transient: true },
    );
  }
  throw new CalypsoUnclear(
    `Calypso's answer (HTTP ${response.status}) was longer than ${answerBytesMax} bytes. What became of it must be looked up.`,
  );
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw new CalypsoUnclear(
      "Calypso's answer was not JSON. What became of it must be looked up.",
      { transient: true },
    );
  }
}

/** An error page that is not JSON says as much as none. */
function readable(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
