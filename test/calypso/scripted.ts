/**
 * A real HTTP server that answers by script and remembers what it was asked, and a client of it.
 * It knows nothing of Calypso: every shape an answer has is written in the test that needs it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { openClient } from '../../src/calypso/client.ts';

export const key = 'c529e14832b34b74972365cf7bf02430';
export const secret = 'b823a6b9ea72408583cef9ec8d67fa52';
export const account = '0xc195df92dd9db2a8f28e597981f113d6e7582f8b';
export const noon = Date.parse('2026-03-02T12:00:00.000Z');

interface Asked {
  readonly method: string | undefined;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** JSON text, or whatever a test wants to do to the connection. */
export type Reply =
  | string
  | {
      readonly status: number;
      readonly body: string | Buffer;
      readonly headers?: Record<string, string>;
    }
  | ((response: ServerResponse, request: IncomingMessage) => void);

/** The last reply of a path is repeated for ever. A path without replies answers 404 `{}`. */
export async function startScript(replies: Record<string, readonly Reply[]> = {}) {
  const asked: Asked[] = [];
  const waiting = new Map(Object.entries(replies).map(([path, list]) => [path, [...list]]));

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = (request.url ?? '').replace('/api/v1', '');
      const body = Buffer.concat(chunks).toString('utf8');
      asked.push({ method: request.method, path, body, headers: request.headers });
      // The clock of the test machine is none of a test's business.
      response.sendDate = false;
      const list = waiting.get(path) ?? [];
      const reply = (list.length > 1 ? list.shift() : list[0]) ?? { status: 404, body: '{}' };
      if (typeof reply === 'function') return reply(response, request);
      const { status, body: text, headers } = typeof reply === 'string' ? ok(reply) : reply;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    asked,
    paths: () => asked.map(({ path }) => path),
    /** Replaces what is left of a path's script. */
    script: (path: string, ...list: readonly Reply[]) => waiting.set(path, [...list]),
    client: (options: Partial<Parameters<typeof openClient>[0]> = {}) =>
      openClient({ ...clientOf(url), ...options }),
  };
}

export const clientOf = (baseUrl: string) => ({
  baseUrl,
  key,
  secret,
  account,
  now: () => Date.now(),
  perSecond: 1000,
  deadlineMs: 5000,
});

export const refusal = (errorCode: string, message = 'no', status = 400): Reply => ({
  status,
  body: JSON.stringify({ errorCode, message }),
});

const ok = (body: string) => ({ status: 200, body, headers: {} });
