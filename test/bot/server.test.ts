/** The door, over real sockets: what gets in, what is turned away with which status, and the end. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../src/bot/log.ts';
import { type Ring, type ServerOptions, startServer } from '../../src/bot/server.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');
const signingSecret = 'a-signing-secret-0123456789';
const form = 'application/x-www-form-urlencoded';

let base: string;
let stop: () => Promise<void>;
/** The bodies that got as far as Bolt, with the content type that Bolt would see. */
let heard: { body: string; type: string | undefined }[];
let rings: Ring[];
let refusals: string[];
let lines: string[];

async function start(change: Partial<ServerOptions> = {}): Promise<void> {
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    now: () => noon,
    signingSecret,
    slackListener: (request, response) => {
      const raw = 'rawBody' in request ? String(request.rawBody) : 'no raw body';
      heard.push({ body: raw, type: request.headers['content-type'] });
      response.writeHead(200).end('heard');
    },
    webhook: async (ring) => {
      rings.push(ring);
      return { status: 200 };
    },
    ready: async () => ({ ready: true, checks: { ledger: 'ok' } }),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
    log: openLog({
      level: 'debug',
      secrets: [],
      destination: { write: (line) => lines.push(line) },
    }),
    counters: { inboundRefused: (window, reason) => refusals.push(`${window} ${reason}`) },
    ...change,
  });
  base = `http://127.0.0.1:${server.port}`;
  stop = server.stop;
}

beforeEach(async () => {
  [heard, rings, refusals, lines] = [[], [], [], []];
  await start();
});
afterEach(() => stop());

async function restart(change: Partial<ServerOptions>): Promise<void> {
  await stop();
  await start(change);
}

function signed(body: string | Buffer, { seconds = noon / 1000, secret = signingSecret } = {}) {
  const digest = createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex');
  return {
    'content-type': form,
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${digest}`,
  };
}

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: HeadersInit = {}) =>
  fetch(`${base}${path}`, { method: 'POST', body, headers });

const toSlack = (body: string, headers: Record<string, string>) =>
  post('/slack/events', body, headers);

/** Everything that comes back on one connection until it ends. */
async function answered(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (part) => {
    text += String(part);
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return text;
}

function open(): Socket {
  return connect(Number(new URL(base).port), '127.0.0.1');
}

describe('a request of Slack', () => {
  it.each([
    [form, form],
    ['application/json', 'application/json'],
    ['application/x-www-form-urlencoded; charset=utf-8', form],
    ['Application/JSON;charset=UTF-8', 'application/json'],
  ])('gets in with its bytes, as %s', async (type, seen) => {
    const body = 'payload=%7B%22a%22%3A1%7D&text=Rückzahlung';
    const answer = await toSlack(body, { ...signed(body), 'content-type': type });
    expect([answer.status, await answer.text()]).toEqual([200, 'heard']);
    expect(heard).toEqual([{ body, type: seen }]);
    expect(refusals).toEqual([]);
  });

  it.each([-300, 300])('gets in when its time is %i seconds off', async (offset) => {
    const answer = await toSlack('a=1', signed('a=1', { seconds: noon / 1000 + offset }));
    expect(answer.status).toBe(200);
  });

  it.each([
    ['too old', signed('a=1', { seconds: noon / 1000 - 301 }), 'stale'],
    ['from the future', signed('a=1', { seconds: noon / 1000 + 301 }), 'stale'],
    ['signed with another secret', signed('a=1', { secret: 'another-secret' }), 'signature'],
    ['signed for another body', signed('a=2'), 'signature'],
    ['without a signature', { ...signed('a=1'), 'x-slack-signature': '' }, 'signature'],
    ['of another version', { ...signed('a=1'), 'x-slack-signature': 'v1=00' }, 'signature'],
    ['without a time', { ...signed('a=1'), 'x-slack-request-timestamp': '' }, 'timestamp'],
    ...['NaN', '-1', '1e10', '1772452800.5', '0x69a57e00', ' ', '1, 1', '99999999999999'].map(
      (time) =>
        [
          `at the time ${JSON.stringify(time)}`,
          { ...signed('a=1', { seconds: Number(time) }), 'x-slack-request-timestamp': time },
          'timestamp',
        ] as const,
    ),
  ])('is refused when it is %s, without a word why', async (_, headers, reason) => {
    const answer = await toSlack('a=1', headers);
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(heard).toEqual([]);
    expect(refusals).toEqual([`slack ${reason}`]);
  });

  it('is refused unsigned even when it says that it only checks the certificate', async () => {
    const answer = await toSlack('ssl_check=1&token=x', { 'content-type': form });
    expect(answer.status).toBe(401);
    expect(refusals).toEqual(['slack timestamp']);
  });

  it('is refused with any one bit changed, of the body or of the signature', async () => {
    const body = 'command=%2Fpayout&text=250+USDT_TRX&user_id=U0ALICE';
    const headers = signed(body);
    const flipped = (text: string, at: number, bit: number) => {
      const bytes = Buffer.from(text);
      const place = at % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place);
      return bytes;
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(200), fc.nat(7), fc.boolean(), async (at, bit, ofBody) => {
        const changed = flipped(ofBody ? body : headers['x-slack-signature'].slice(3), at, bit);
        const signature = `v0=${changed.toString('latin1').replace(/[^\x20-\x7e]/g, '!')}`;
        const answer = ofBody
          ? await post('/slack/events', new Uint8Array(changed), headers)
          : await toSlack(body, { ...headers, 'x-slack-signature': signature });
        expect(answer.status).toBe(401);
      }),
      { numRuns: 200 },
    );
    expect(heard).toEqual([]);
  });

  it('is refused when its body is compressed or of a type Slack does not send', async () => {
    const zipped = new Uint8Array(gzipSync('a=1'));
    const headers = signed(Buffer.from(zipped));
    const compressed = { ...headers, 'content-encoding': 'gzip' };
    expect((await post('/slack/events', zipped, compressed)).status).toBe(415);
    const multipart = { ...signed('a=1'), 'content-type': 'multipart/form-data' };
    expect((await toSlack('a=1', multipart)).status).toBe(415);
    expect(heard).toEqual([]);
    expect(refusals).toEqual(['slack encoded', 'slack content-type']);
  });

  it('gets 500 and a line in the log when the listener itself breaks', async () => {
    await restart({
      slackListener: () => {
        throw new Error('no such route');
      },
    });
    expect((await toSlack('a=1', signed('a=1'))).status).toBe(500);
    expect(lines.join('')).toContain('no such route');
  });
});

describe('a body', () => {
  const kib = 1024;

  it.each([
    ['/slack/events', 1024 * kib],
    ['/calypso/webhooks', 256 * kib],
  ])('for %s may have %i bytes', async (path, bytesMax) => {
    const body = 'a'.repeat(bytesMax);
    expect((await post(path, body, signed(body))).status).toBe(200);
    expect(heard.length + rings.length).toBe(1);
  });

  it.each([
    ['/slack/events', 'slack', 1024 * kib],
    ['/calypso/webhooks', 'calypso', 256 * kib],
  ])('for %s that announces one byte more is refused unread', async (path, window, bytesMax) => {
    const socket = open();
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${form}\r\ncontent-length: ${bytesMax + 1}\r\n\r\n`,
    );
    expect(await answered(socket)).toMatch(/^HTTP\/1\.1 413 [^]*connection: close/i);
    expect(refusals).toEqual([`${window} too-large`]);
  });

  it('that never ends is cut off at the limit', async () => {
    const socket = open();
    socket.write(
      'POST /calypso/webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const chunk = `${(64 * kib).toString(16)}\r\n${'a'.repeat(64 * kib)}\r\n`;
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', pour);
    pour();
    expect(await answered(socket)).toMatch(/^HTTP\/1\.1 413 /);
    expect(socket.bytesWritten).toBeLessThan(64 * 1024 * kib);
    expect(rings).toEqual([]);
  });

  it('that stops in the middle reaches nobody', async () => {
    const socket = open();
    socket.end('POST /calypso/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf');
    await answered(socket);
    await expect.poll(() => refusals).toEqual(['calypso cut-short']);
    expect(rings).toEqual([]);
  });

  it.each([
    ['headers', 'POST /calypso/webhooks HTTP/1.1\r\nhost: x\r\n'],
    ['body', 'POST /calypso/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf'],
  ])('or its %s that take too long end the connection', async (_, beginning) => {
    await restart({ receiveWithinMs: 100 });
    const socket = open();
    socket.write(beginning);
    expect(await answered(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(rings).toEqual([]);
  });
});

describe('a webhook', () => {
  it('is handed on byte by byte, with its two headers', async () => {
    const body = new Uint8Array([0xff, 0x00, 0x7b, 0x7d]);
    const answer = await post('/calypso/webhooks', body, { Key: 'public', Sign: 'abcdef' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(rings).toEqual([{ body: Buffer.from(body), key: 'public', sign: 'abcdef' }]);
  });

  it('is handed on without the headers it does not have', async () => {
    await post('/calypso/webhooks', '{}');
    expect(rings).toEqual([{ body: Buffer.from('{}'), key: undefined, sign: undefined }]);
  });

  it.each([
    [401, 'signature'],
    [503, 'not-taken'],
  ])('that is answered with %i is counted, and the reason is kept from the caller', async (status, word) => {
    await restart({ webhook: async () => ({ status, reason: 'the signature is not ours' }) });
    const answer = await post('/calypso/webhooks', '{}');
    expect([answer.status, await answer.text()]).toEqual([status, '']);
    expect(refusals).toEqual([`calypso ${word}`]);
    expect(lines.join('')).toContain('the signature is not ours');
  });

  it('is asked for again when it could not be taken', async () => {
    await restart({
      webhook: async () => {
        throw new Error('the ledger is locked');
      },
    });
    expect((await post('/calypso/webhooks', '{}')).status).toBe(503);
    expect(refusals).toEqual(['calypso not-taken']);
    expect(lines.join('')).toContain('the ledger is locked');
  });

  it('is not verified like a request of Slack, nor the other way round', async () => {
    expect((await post('/calypso/webhooks', 'a=1', signed('a=1'))).status).toBe(200);
    expect(heard).toEqual([]);
    const ring = { 'content-type': form, Key: 'public', Sign: 'abcdef' };
    expect((await toSlack('{}', ring)).status).toBe(401);
  });

  it('is refused compressed', async () => {
    const answer = await post('/calypso/webhooks', new Uint8Array(gzipSync('{}')), {
      'content-encoding': 'gzip',
    });
    expect(answer.status).toBe(415);
    expect(rings).toEqual([]);
  });
});

describe('the other doors', () => {
  it('tell that the process lives and what it counted', async () => {
    const health = await fetch(`${base}/healthz?from=probe`);
    expect([health.status, await health.text()]).toEqual([200, 'ok']);
    const metrics = await fetch(`${base}/metrics`);
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await metrics.text()).toBe('up 1\n');
  });

  it('tell whether it can do its work', async () => {
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    const unready = { ready: false, checks: { ledger: 'late' as const } };
    await restart({ ready: async () => unready });
    const answer = await fetch(`${base}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, unready]);
  });

  it.each([
    ['GET', '/slack/events', 405, 'POST'],
    ['PUT', '/calypso/webhooks', 405, 'POST'],
    ['POST', '/healthz', 405, 'GET'],
    ['GET', '/', 404, null],
    ['GET', '/healthz/', 404, null],
    ['POST', '/slack/events/../install', 404, null],
    ['GET', '/__proto__', 404, null],
  ])('answer %s %s with %i', async (method, path, status, allow) => {
    const answer = await fetch(`${base}${path}`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow]);
    expect(heard).toEqual([]);
  });
});

describe('the end', () => {
  it('waits for the request under way and turns the next one away', async () => {
    const arrived = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    await restart({
      webhook: async () => {
        arrived.resolve();
        await gate.promise;
        return { status: 200 };
      },
    });
    const slow = post('/calypso/webhooks', '{}');
    await arrived.promise;
    const stopped = stop();
    await expect(fetch(`${base}/healthz`)).rejects.toThrow('fetch failed');
    gate.resolve();
    expect((await slow).status).toBe(200);
    await stopped;
  });

  it('is not held up by a connection that is kept open without a request', async () => {
    await restart({ drainWithinMs: 2_147_483_647 });
    const request = httpRequest(`${base}/healthz`, { headers: { connection: 'keep-alive' } });
    request.end();
    const [response] = await once(request, 'response');
    response.resume();
    await once(response, 'end');
    await stop();
    expect(lines).toEqual([]);
  });

  it('comes after a while even when a request never ends', async () => {
    await restart({ drainWithinMs: 20, webhook: () => new Promise(() => undefined) });
    const endless = post('/calypso/webhooks', '{}').catch(() => 'cut off');
    await expect.poll(() => fetch(`${base}/healthz`).then(({ status }) => status)).toBe(200);
    await stop();
    expect(await endless).toBe('cut off');
  });

  it('may be asked for twice', async () => {
    await Promise.all([stop(), stop()]);
    await expect(fetch(`${base}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('does not come quietly when the port is taken', async () => {
    const port = Number(new URL(base).port);
    const running = stop;
    await expect(start({ port })).rejects.toThrow(/EADDRINUSE/);
    stop = running;
  });
});
