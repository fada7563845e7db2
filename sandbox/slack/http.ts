/**
 * The door of the local Slack: Web API, uploads, downloads and response urls on one origin.
 * It only carries bytes; every decision is made behind it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { Api } from './api.ts';
import type { Files } from './files.ts';
import type { Responses } from './responses.ts';

const bodyBytesMax = 64 * 1024 * 1024;

export type Door = {
  readonly api: Api;
  readonly files: Files;
  readonly responses: Responses;
  readonly mayDownload: (authorization: string) => boolean;
  /** What Slack takes the time to be, epoch milliseconds: every answer says so. */
  readonly time: () => number;
};

/** Starts the server; `origin` is where it listens, `stop` also cuts what still hangs. */
export async function listen(options: {
  readonly port: number;
  readonly host: string;
  readonly door: () => Door;
}): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const door = options.door();
    response.setHeader('date', new Date(door.time()).toUTCString());
    handle(door, request, response).catch((error: unknown) => {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(detail);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { origin: `http://${options.host}:${portOf(server)}`, stop: () => closed(server) };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > bodyBytesMax) throw new Error(`A request may have ${bodyBytesMax} bytes.`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

async function handle(door: Door, request: IncomingMessage, response: ServerResponse) {
  const address = new URL(request.url ?? '/', 'http://localhost');
  const path = address.pathname;
  const authorization = request.headers.authorization ?? '';
  const body = await bodyOf(request);
  const download = /^\/files-pri\/[^/-]+-([^/]+)\//.exec(path)?.[1];
  if (download !== undefined) {
    const file = door.files.download(download, door.mayDownload(authorization));
    response.writeHead(file.status, file.headers).end(file.body);
  } else if (path.startsWith('/upload/v1/')) {
    const bytes = await uploadedBytes(body, request.headers['content-type'] ?? '');
    const taken = door.files.receive(path.slice('/upload/v1/'.length), bytes);
    response.writeHead(taken ? 200 : 400).end(taken ? `OK - ${bytes.length}` : 'size mismatch');
  } else if (path.startsWith('/actions/')) {
    const { status, body: said } = door.responses.post(path, body.toString('utf8'));
    response.writeHead(status, { 'content-type': 'application/json' }).end(said);
  } else if (path.startsWith('/api/')) {
    const contentType = request.headers['content-type'] ?? '';
    const reply = door.api.answer({
      method: path.slice('/api/'.length),
      contentType,
      authorization,
      query: address.search,
      body: body.toString('utf8'),
    });
    if (reply.kind === 'drop') request.socket.destroy();
    if (reply.kind !== 'answer') return;
    if (reply.afterMs !== undefined) await after(reply.afterMs, undefined, { ref: false });
    const headers = { ...reply.headers, 'content-type': 'application/json; charset=utf-8' };
    response.writeHead(reply.status, headers).end(JSON.stringify(reply.body));
  } else {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  }
}

/** The bytes of an upload: the whole body, or the first file of a multipart form. */
async function uploadedBytes(body: Buffer, contentType: string): Promise<Uint8Array> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  }
  return new Uint8Array();
}
