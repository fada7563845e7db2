/**
 * Writes an answer to the socket, spoiled as the fault says. Whatever happens here, the ledger has
 * already moved or never will: no fault in this file changes what the provider did.
 */

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { inOtherShape, withEcho, withOddRow } from './bending.ts';
import type { RequestFault } from './faults.ts';
import { type Json, type JsonObject, writeJson } from './json.ts';

export type Answer = {
  readonly status: number;
  /** `undefined` is an empty body. */
  readonly body: JsonObject | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What went over the wire; status 0 and no text when nothing did. */
export type Written = { readonly status: number; readonly text: string };

export type Answering = {
  /** Calypso's clock. */
  readonly clock: () => number;
  /** Whether the header Date is given. */
  readonly isDated: () => boolean;
  /** Last change to a body before it is written. */
  readonly dress: (body: Json) => Json;
  readonly error: (code: string, message: string) => JsonObject;
  /** The body of another payout, for cross-talk. */
  readonly payoutBody: (id: string) => JsonObject;
};

const nothing: Written = { status: 0, text: '' };
const chunkBytes = 64 * 1024;

/** `answer` is `undefined` when the fault kept the request from being carried out. */
export async function respond(
  response: ServerResponse,
  answer: Answer | undefined,
  fault: RequestFault | undefined,
  tools: Answering,
): Promise<Written> {
  const plain = answer ?? { status: 200, body: {} };
  response.sendDate = tools.isDated();
  if (response.sendDate) setDate(response, tools.clock());
  const text = plain.body === undefined ? '' : writeJson(tools.dress(plain.body));
  const usual = { ...jsonHeaders, ...plain.headers };
  const json = (status: number, body: JsonObject) =>
    send(response, status, jsonHeaders, writeJson(body));

  switch (fault?.kind) {
    case undefined:
      return send(response, plain.status, usual, text);
    case 'dropBefore':
    case 'acceptThenDrop':
      response.destroy();
      return nothing;
    case 'hang':
      return nothing;
    case 'errorBefore':
    case 'errorAfter':
      return json(500, tools.error('000', 'Internal server error'));
    case 'code':
      return json(
        fault.status ?? (fault.errorCode === '000' ? 500 : 400),
        tools.error(fault.errorCode, fault.message ?? 'Ordered by a test'),
      );
    case 'slow':
      await pause(fault.ms, response);
      return send(response, plain.status, usual, text);
    case 'trickle':
      return trickle(response, plain.status, text, fault.ms);
    case 'truncate':
      return truncate(response, plain.status, text);
    case 'wrongEcho':
      return json(plain.status, withEcho(plain.body ?? {}, fault.field, fault.value));
    case 'crossTalk':
      return json(plain.status, tools.payoutBody(fault.payoutId));
    case 'otherShape':
      if (plain.status !== 200) return send(response, plain.status, usual, text);
      return json(200, inOtherShape(plain.body ?? {}));
    case 'oddRow':
      return json(plain.status, withOddRow(plain.body ?? {}, fault.at ?? 0));
    case 'skewDate':
      setDate(response, tools.clock() + fault.byMs);
      return send(response, plain.status, usual, text);
    case 'html':
      return send(response, 200, { 'Content-Type': 'text/html' }, htmlPage);
    case 'empty':
      return send(response, 200, jsonHeaders, '');
    case 'huge':
      response.writeHead(200, jsonHeaders);
      return pour(response, fault.bytes, false);
    case 'gzipBomb':
      response.writeHead(200, { ...jsonHeaders, 'Content-Encoding': 'gzip' });
      return pour(response, fault.bytes, true);
    case 'status':
      return send(response, fault.status, fault.headers ?? {}, fault.body ?? '');
    case 'redirect':
      return send(response, fault.status ?? 307, { Location: fault.to }, '');
  }
}

const jsonHeaders = { 'Content-Type': 'application/json' };
const htmlPage = '<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>\n';

const setDate = (response: ServerResponse, at: number) =>
  response.setHeader('Date', new Date(at).toUTCString());

async function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
): Promise<Written> {
  if (response.destroyed) return nothing;
  response.writeHead(status, headers);
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(text, resolve);
  });
  return { status, text };
}

async function trickle(response: ServerResponse, status: number, text: string, ms: number) {
  const bytes = Buffer.from(text, 'utf8');
  response.writeHead(status, { ...jsonHeaders, 'Content-Length': String(bytes.length) });
  for (let index = 0; index < bytes.length && !response.destroyed; index += 1) {
    response.write(bytes.subarray(index, index + 1));
    await pause(ms, response);
  }
  response.end();
  return { status, text };
}

async function truncate(response: ServerResponse, status: number, text: string): Promise<Written> {
  const bytes = Buffer.from(text, 'utf8');
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  response.writeHead(status, { ...jsonHeaders, 'Content-Length': String(bytes.length) });
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.write(half, () => resolve());
  });
  response.destroy();
  return { status, text: half.toString('utf8') };
}

/** A JSON body of about `bytes`, made while it is sent; the client may hang up at any point. */
async function pour(response: ServerResponse, bytes: number, zipped: boolean): Promise<Written> {
  const source = Readable.from(filler(bytes));
  const stages = zipped ? pipeline(source, createGzip(), response) : pipeline(source, response);
  await stages.catch(() => undefined);
  return { status: 200, text: `{"filler":"(${bytes} bytes)"}` };
}

function* filler(bytes: number): Generator<Buffer> {
  yield Buffer.from('{"filler":"');
  for (let left = bytes; left > 0; left -= chunkBytes) {
    yield Buffer.alloc(Math.min(left, chunkBytes), 'a');
  }
  yield Buffer.from('"}');
}

/** Ends early when the connection is gone, so that stopping never waits. */
function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      response.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    response.once('close', end);
  });
}
