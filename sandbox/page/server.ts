/**
 * The page server: the page's files, its state as a stream, and what people do on it. It runs on
 * loopback for the browser of this machine and holds no state of its own.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { openAssets } from './assets.ts';
import { bodyOf, guarded, securityHeaders } from './guard.ts';

/** What is behind the page. */
export interface Stage {
  /** The named parts of what this person sees; a part is sent when it differs. */
  state(me: string): Readonly<Record<string, unknown>>;
  /** Does what the page asked for. @throws Error with a sentence for the person. */
  perform(me: string, deed: unknown): Promise<void>;
  file(me: string, id: string): { readonly name: string; readonly bytes: Uint8Array } | undefined;
  sample(name: string): Uint8Array | undefined;
  onChange(listener: () => void): () => void;
}

export interface PageServer {
  readonly url: string;
  readonly port: number;
  /** From now on there is something to show. */
  raise(stage: Stage): void;
  close(): Promise<void>;
}

const deedBytesMax = 4 * 1024 * 1024;
/** Changes that come together are told together. */
const gatherMs = 25;
const breatheMs = 20_000;

/** Port 0 takes any free one. @throws Error when the port is taken, in a sentence. */
export async function startPageServer(port: number): Promise<PageServer> {
  const assets = openAssets();
  const headers = securityHeaders(assets.importMapHash);
  let stage: Stage | undefined;

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const no = guarded(request, portOf(server));
    if (no !== undefined) return say(response, 403, no);
    if (!stage) return say(response, 503, 'The sandbox is still opening.');
    answer(request, response, stage).catch((error: unknown) => {
      say(response, 400, error instanceof Error ? error.message : String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse, on: Stage) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const me = searchParams.get('as') ?? '';
    if (request.method === 'POST') {
      if (pathname !== '/do') return say(response, 404, 'There is nothing to do there.');
      await on.perform(me, JSON.parse(await bodyOf(request, deedBytesMax)));
      return json(response, { ok: true });
    }
    if (pathname === '/live') return live(request, response, on, me);
    const id = /^\/files\/([A-Z0-9]+)$/.exec(pathname)?.[1];
    if (id !== undefined) return download(response, on.file(me, id));
    const sample = /^\/samples\/([\w.-]+)$/.exec(pathname)?.[1];
    if (sample !== undefined) {
      const bytes = on.sample(sample);
      return download(response, bytes && { name: sample, bytes });
    }
    const asset = assets.at(pathname);
    if (!asset) return say(response, 404, 'There is no such page.');
    response.setHeader('content-type', asset.type);
    response.end(asset.text);
  }

  await listening(server, port);
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    port: portOf(server),
    raise: (raised) => {
      stage = raised;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Server-sent events: each part of the state once, and again whenever it has changed. */
function live(request: IncomingMessage, response: ServerResponse, stage: Stage, me: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const sent = new Map<string, string>();
  let gathering: NodeJS.Timeout | undefined;
  const tell = (): void => {
    gathering = undefined;
    for (const [part, value] of Object.entries(stage.state(me))) {
      const text = JSON.stringify(value);
      if (sent.get(part) === text) continue;
      sent.set(part, text);
      response.write(`event: ${part}\ndata: ${text}\n\n`);
    }
  };
  const stopListening = stage.onChange(() => {
    gathering ??= setTimeout(tell, gatherMs);
  });
  const breathing = setInterval(() => response.write(': still here\n\n'), breatheMs);
  request.on('close', () => {
    stopListening();
    clearInterval(breathing);
    clearTimeout(gathering);
  });
  tell();
}

function say(response: ServerResponse, status: number, sentence: string): void {
  json(response, { ok: false, error: sentence }, status);
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** Never shown by the browser itself: what people upload is theirs, not the page's. */
function download(
  response: ServerResponse,
  file: { readonly name: string; readonly bytes: Uint8Array } | undefined,
): void {
  if (!file) {
    say(response, 404, 'That file is not there for you.');
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  response.end(file.bytes);
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
