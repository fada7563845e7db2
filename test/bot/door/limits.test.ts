/** What strangers can make the door hold: connections, bytes, time and lines, each with its bound. */

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openRefusals } from '../../../src/bot/door/refusals.ts';
import {
  answered,
  type Door,
  form,
  headOf,
  noon,
  openDoor,
  ringing,
  signed,
} from '../../support/door.ts';

let door: Door;

const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await door?.stop();
});

const kib = 1024;

/** The head of a request whose body is announced and never sent. */
const head = (path: string, headers: Readonly<Record<string, string>>) =>
  headOf(path, { ...headers, 'content-length': `${100 * kib}` });

const fresh = signed('');

function opened(text: string): Socket {
  const socket = door.connect();
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

describe('D7: a request is refused before its body is read', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['without a time', '/slack/events', { 'content-type': form }, 'slack timestamp'],
    [
      'of an hour ago',
      '/slack/events',
      { ...fresh, 'x-slack-request-timestamp': String(noon / 1000 - 3_600) },
      'slack stale',
    ],
    [
      'without a signature',
      '/slack/events',
      { ...fresh, 'x-slack-signature': '' },
      'slack signature',
    ],
    [
      'with a signature that is none',
      '/slack/events',
      { ...fresh, 'x-slack-signature': `v0=${'g'.repeat(64)}` },
      'slack signature',
    ],
    ['without a key', '/calypso/webhooks', { sign: ringing.sign }, 'calypso signature'],
    ['without a sign', '/calypso/webhooks', { key: ringing.key }, 'calypso signature'],
    [
      'with a sign that is none',
      '/calypso/webhooks',
      { ...ringing, sign: 'abc' },
      'calypso signature',
    ],
    [
      'with an endless key',
      '/calypso/webhooks',
      { ...ringing, key: 'k'.repeat(300) },
      'calypso signature',
    ],
  ])('%s, at %s', async (_, path, headers, refusal) => {
    door = await openDoor();
    expect(await answered(opened(head(path, headers)))).toMatch(/^HTTP\/1\.1 401 /);
    expect(door.refusals).toEqual([refusal]);
  });
});

describe('D7: connections', () => {
  it('beyond the bound are closed unanswered and counted, and there is room again when one ends', async () => {
    door = await openDoor({ connectionsMax: 3 });
    const held = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const socket = opened('');
        await once(socket, 'connect');
        return socket;
      }),
    );
    expect(await answered(opened('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'))).toBe('');
    await expect.poll(() => door.refusals).toEqual(['door connections']);
    held[0]?.destroy();
    const health = 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    await expect.poll(() => answered(opened(health))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that say nothing are ended like those that take too long', async () => {
    door = await openDoor({ receiveWithinMs: 100 });
    expect(await answered(opened(''))).toMatch(/^HTTP\/1\.1 408 |^$/);
  });
});

describe('D7: bytes in flight', () => {
  const half = 'a'.repeat(60 * kib);

  it('are bounded for all requests of a window together, and free again afterwards', async () => {
    door = await openDoor({ bytesInFlightMax: 100 * kib });
    const first = opened(head('/slack/events', fresh) + half);
    await expect.poll(() => door.held.slack).toBe(60 * kib);
    expect(await answered(opened(head('/slack/events', fresh) + half))).toMatch(
      /^HTTP\/1\.1 503 .*connection: close/is,
    );
    expect(door.refusals).toEqual(['slack busy']);
    first.destroy();
    await expect.poll(() => door.held.slack).toBe(0);
    const body = 'b'.repeat(90 * kib);
    expect((await door.toSlack(body, signed(body))).status).toBe(200);
    await expect.poll(() => door.held.slack).toBe(0);
  });

  it('of one window take no room from the other', async () => {
    door = await openDoor({ bytesInFlightMax: 64 * kib });
    opened(head('/calypso/webhooks', ringing) + half);
    await expect.poll(() => door.held.calypso).toBe(60 * kib);
    const body = 'b'.repeat(60 * kib);
    expect((await door.toSlack(body, signed(body))).status).toBe(200);
  });
});

describe('D7: refusals', () => {
  it('are all counted, and are one line a second however many there are', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const counted: string[] = [];
    const lines: unknown[] = [];
    const refused = openRefusals({
      counters: { inboundRefused: (window, reason) => counted.push(`${window} ${reason}`) },
      log: { warn: (fields) => lines.push(fields) },
    });
    for (let times = 0; times < 300; times++) {
      refused({ window: 'slack', status: 401, reason: 'stale' });
      refused({ window: 'calypso', status: 401, reason: 'signature', detail: 'not ours' });
    }
    expect(counted).toHaveLength(600);
    expect(lines).toEqual([{ window: 'slack', status: 401, reason: 'stale' }]);
    vi.advanceTimersByTime(1_000);
    const more = { 'slack stale': 299, 'calypso signature': 300 };
    expect(lines.slice(1)).toEqual([{ more }]);
    refused({ window: 'slack', status: 401, reason: 'stale' });
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(lines.slice(2)).toEqual([{ more: { 'slack stale': 1 } }]);
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(3);
  });
});
