/** A running door for the tests: real sockets, a listener and a webhook that only take notes. */
import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Ring } from '../../src/bot/door/inbound.ts';
import { type ServerOptions, startServer } from '../../src/bot/door/server.ts';
import { openLog } from '../../src/bot/host/log.ts';
import type { InboundWindow } from '../../src/bot/host/metrics.ts';

export const noon = Date.parse('2026-03-02T12:00:00Z');
export const form = 'application/x-www-form-urlencoded';
const signingSecret = 'a-signing-secret-0123456789';

export type Door = Awaited<ReturnType<typeof openDoor>>;

export async function openDoor(change: Partial<ServerOptions> = {}) {
  /** The bodies that got as far as Bolt, with the content type that Bolt would see. */
  const heard: { body: string; type: string | undefined }[] = [];
  const rings: Ring[] = [];
  const refusals: string[] = [];
  const held: Record<InboundWindow, number> = { slack: 0, calypso: 0, door: 0 };
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const { port, stop } = await startServer({
    host: '127.0.0.1',
    port: 0,
    now: () => noon,
    signingSecret,
    slackListener: (request, response) => {
      const body = 'rawBody' in request ? String(request.rawBody) : 'no raw body';
      heard.push({ body, type: request.headers['content-type'] });
      response.writeHead(200).end('heard');
    },
    webhook: async (ring) => {
      rings.push(ring);
      return { status: 200 };
    },
    ready: async () => ({ ready: true, checks: { ledger: 'ok' } }),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
    log: openLog({ level: 'debug', secrets: [], destination }),
    counters: {
      inboundRefused: (window, reason) => refusals.push(`${window} ${reason}`),
      inboundHeld: (window, bytes) => {
        held[window] = bytes;
      },
    },
    ...change,
  });
  const base = `http://127.0.0.1:${port}`;
  const post = (
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => fetch(`${base}${path}`, { method: 'POST', body, headers });
  return {
    base,
    port,
    stop,
    heard,
    rings,
    refusals,
    /** The bytes of bodies that are held at this moment. */
    held,
    lines,
    post,
    toSlack: (body: string, headers: Record<string, string>) =>
      post('/slack/events', body, headers),
    connect: () => connect(port, '127.0.0.1'),
  };
}

/** The headers of a genuine request, or of one that is wrong in what is told. */
export function signed(
  body: string | Buffer,
  { time = String(noon / 1000), secret = signingSecret } = {},
): Record<'content-type' | 'x-slack-request-timestamp' | 'x-slack-signature', string> {
  const digest = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest('hex');
  return {
    'content-type': form,
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${digest}`,
  };
}

/** The headers of a webhook that is worth reading. Whether it is genuine, the door does not know. */
export const ringing = { key: 'public', sign: 'ab'.repeat(64) };

/** A request without its body, for a bare socket. */
export function headOf(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host: 'x', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`POST ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** Everything that comes back on one connection until it ends. */
export async function answered(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (part) => {
    text += String(part);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('error', () => undefined);
  socket.on('close', () => resolve());
  await promise;
  return text;
}
