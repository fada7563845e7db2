/** The door, over real sockets: limits, webhooks, what machines ask, and how it closes. */
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../../src/bot/door/server.ts';
import {
  answered,
  type Door,
  form,
  headOf,
  openDoor,
  ringing,
  signed,
} from '../../support/door.ts';

let door: Door;

beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.stop());

async function restart(change: Partial<ServerOptions>): Promise<void> {
  await door.stop();
  door = await openDoor(change);
}

describe('a body', () => {
  const kib = 1024;

  it.each([
    ['/slack/events', 1024 * kib],
    ['/calypso/webhooks', 256 * kib],
  ])('for %s may have %i bytes', async (path, bytesMax) => {
    const body = 'a'.repeat(bytesMax);
    expect((await door.post(path, body, { ...signed(body), ...ringing })).status).toBe(200);
    expect(door.heard.length + door.rings.length).toBe(1);
  });

  it.each([
    ['/slack/events', 'slack', 1024 * kib],
    ['/calypso/webhooks', 'calypso', 256 * kib],
  ])('for %s that announces one byte more is refused unread', async (path, window, bytesMax) => {
    const headers = { ...signed(''), ...ringing, 'content-length': `${bytesMax + 1}` };
    const socket = door.connect();
    socket.write(headOf(path, headers));
    expect(await answered(socket)).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
    expect(door.refusals).toEqual([`${window} too-large`]);
  });

  it('that never ends is cut off at the limit', async () => {
    const socket = door.connect();
    socket.write(headOf('/calypso/webhooks', { ...ringing, 'transfer-encoding': 'chunked' }));
    const chunk = `${(64 * kib).toString(16)}\r\n${'a'.repeat(64 * kib)}\r\n`;
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', pour);
    pour();
    expect(await answered(socket)).toMatch(/^HTTP\/1\.1 413 /);
    expect(socket.bytesWritten).toBeLessThan(64 * 1024 * kib);
    expect(door.rings).toEqual([]);
  });

  it('that stops in the middle reaches nobody', async () => {
    const socket = door.connect();
    socket.end(`${headOf('/calypso/webhooks', { ...ringing, 'content-length': '10' })}half`);
    await answered(socket);
    await expect.poll(() => door.refusals).toEqual(['calypso cut-short']);
    expect(door.rings).toEqual([]);
  });

  it.each([
    ['headers', 'POST /calypso/webhooks HTTP/1.1\r\nhost: x\r\n'],
    ['body', `${headOf('/calypso/webhooks', { ...ringing, 'content-length': '10' })}half`],
  ])('or its %s that take too long end the connection', async (_, beginning) => {
    await restart({ receiveWithinMs: 100 });
    const socket = door.connect();
    socket.write(beginning);
    expect(await answered(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(door.rings).toEqual([]);
  });
});

describe('a webhook', () => {
  it('is handed on byte by byte, with its two headers', async () => {
    const body = new Uint8Array([0xff, 0x00, 0x7b, 0x7d]);
    const { key, sign } = ringing;
    const answer = await door.post('/calypso/webhooks', body, { Key: key, Sign: sign });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(door.rings).toEqual([{ body: Buffer.from(body), key, sign }]);
  });

  it.each([
    [401, 'signature'],
    [503, 'not-taken'],
  ])(
    'that is answered with %i is counted, and the reason is kept from the caller',
    async (status, word) => {
      await restart({ webhook: async () => ({ status, reason: 'the signature is not ours' }) });
      const answer = await door.post('/calypso/webhooks', '{}', ringing);
      expect([answer.status, await answer.text()]).toEqual([status, '']);
      expect(door.refusals).toEqual([`calypso ${word}`]);
      expect(door.lines.join('')).toContain('the signature is not ours');
    },
  );

  it('is asked for again when it could not be taken', async () => {
    await restart({
      webhook: async () => {
        throw new Error('the ledger is locked');
      },
    });
    expect((await door.post('/calypso/webhooks', '{}', ringing)).status).toBe(503);
    expect(door.refusals).toEqual(['calypso not-taken']);
    expect(door.lines.join('')).toContain('the ledger is locked');
  });

  it('is not verified like a request of Slack, nor the other way round', async () => {
    expect((await door.post('/calypso/webhooks', 'a=1', signed('a=1'))).status).toBe(401);
    expect((await door.toSlack('{}', { 'content-type': form, ...ringing })).status).toBe(401);
    expect([door.heard, door.rings]).toEqual([[], []]);
  });

  it('is refused compressed', async () => {
    const answer = await door.post('/calypso/webhooks', new Uint8Array(gzipSync('{}')), {
      ...ringing,
      'content-encoding': 'gzip',
    });
    expect(answer.status).toBe(415);
    expect(door.rings).toEqual([]);
  });
});

describe('the other doors', () => {
  it('tell that the process lives and what it counted', async () => {
    const health = await fetch(`${door.base}/healthz?from=probe`);
    expect([health.status, await health.text()]).toEqual([200, 'ok']);
    const metrics = await fetch(`${door.base}/metrics`);
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await metrics.text()).toBe('up 1\n');
  });

  it('tell whether it can do its work', async () => {
    expect((await fetch(`${door.base}/readyz`)).status).toBe(200);
    const unready = { ready: false, checks: { ledger: 'late' as const } };
    await restart({ ready: async () => unready });
    const answer = await fetch(`${door.base}/readyz`);
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
    const answer = await fetch(`${door.base}${path}`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow]);
    expect(door.heard).toEqual([]);
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
    const slow = door.post('/calypso/webhooks', '{}', ringing);
    await arrived.promise;
    const stopped = door.stop();
    await expect(fetch(`${door.base}/healthz`)).rejects.toThrow('fetch failed');
    gate.resolve();
    expect((await slow).status).toBe(200);
    await stopped;
  });

  it('is not held up by a connection that is kept open after its last answer', async () => {
    const arrived = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    await restart({
      drainWithinMs: 2_147_483_647,
      ready: async () => {
        arrived.resolve();
        await gate.promise;
        return { ready: true, checks: {} };
      },
    });
    const agent = new Agent({ keepAlive: true });
    const request = get(`${door.base}/readyz`, { agent });
    await arrived.promise;
    const stopped = door.stop();
    gate.resolve();
    const [response] = await once(request, 'response');
    expect(response.headers.connection).toBe('keep-alive');
    response.resume();
    // Left alone, Node would hold the connection open for longer than this test may take.
    await stopped;
    agent.destroy();
  }, 4_000);

  it('comes after a while even when a request never ends', async () => {
    await restart({ drainWithinMs: 20, webhook: () => new Promise(() => undefined) });
    const endless = door.post('/calypso/webhooks', '{}', ringing).catch(() => 'cut off');
    await expect.poll(() => fetch(`${door.base}/healthz`).then(({ status }) => status)).toBe(200);
    await door.stop();
    expect(await endless).toBe('cut off');
  });

  it('may be asked for twice', async () => {
    await Promise.all([door.stop(), door.stop()]);
    await expect(fetch(`${door.base}/healthz`)).rejects.toThrow('fetch failed');
  });
});

describe('the start', () => {
  it('fails when the port is taken', async () => {
    await expect(openDoor({ port: door.port })).rejects.toThrow(/EADDRINUSE/);
  });
});
