/** Requests of Slack at the door: genuine ones get in with their bytes, all others learn nothing. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../../src/bot/door/server.ts';
import { type Door, form, noon, openDoor, signed } from '../../support/door.ts';

const unreadableTimes = ['NaN', '-1', '1e10', '1772452800.5', '0x69a57e00', '1, 1', '9'.repeat(14)];

let door: Door;

beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.stop());

async function restart(change: Partial<ServerOptions>): Promise<void> {
  await door.stop();
  door = await openDoor(change);
}

describe('a request of Slack', () => {
  it.each([
    [form, form],
    ['application/json', 'application/json'],
    ['application/x-www-form-urlencoded; charset=utf-8', form],
    ['Application/JSON;charset=UTF-8', 'application/json'],
  ])('gets in with its bytes, as %s', async (type, seen) => {
    const body =
      seen === form ? 'payload=%7B%22a%22%3A1%7D&text=Rückzahlung' : '{"a":"Rückzahlung"}';
    const answer = await door.toSlack(body, { ...signed(body), 'content-type': type });
    expect([answer.status, await answer.text()]).toEqual([200, 'heard']);
    expect(door.heard).toEqual([{ body, type: seen }]);
    expect(door.refusals).toEqual([]);
  });

  it.each([-300, 300])('gets in when its time is %i seconds off', async (offset) => {
    const answer = await door.toSlack('a=1', signed('a=1', { time: String(noon / 1000 + offset) }));
    expect(answer.status).toBe(200);
  });

  it.each<[string, Record<string, string>, string]>([
    ['too old', signed('a=1', { time: String(noon / 1000 - 301) }), 'stale'],
    ['from the future', signed('a=1', { time: String(noon / 1000 + 301) }), 'stale'],
    ['signed with another secret', signed('a=1', { secret: 'another-secret' }), 'signature'],
    ['signed for another body', signed('a=2'), 'signature'],
    ['without a signature', { ...signed('a=1'), 'x-slack-signature': '' }, 'signature'],
    ['of another version', { ...signed('a=1'), 'x-slack-signature': 'v1=00' }, 'signature'],
    ['without a time', { ...signed('a=1'), 'x-slack-request-timestamp': '' }, 'timestamp'],
    ...unreadableTimes.map((time): [string, Record<string, string>, string] => [
      `at the time ${JSON.stringify(time)}`,
      signed('a=1', { time }),
      'timestamp',
    ]),
  ])('is refused when it is %s, without a word why', async (_, headers, reason) => {
    const answer = await door.toSlack('a=1', headers);
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(door.heard).toEqual([]);
    expect(door.refusals).toEqual([`slack ${reason}`]);
  });

  it('is refused unsigned even when it says that it only checks the certificate', async () => {
    const answer = await door.toSlack('ssl_check=1&token=x', { 'content-type': form });
    expect(answer.status).toBe(401);
    expect(door.refusals).toEqual(['slack timestamp']);
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
          ? await door.post('/slack/events', new Uint8Array(changed), headers)
          : await door.toSlack(body, { ...headers, 'x-slack-signature': signature });
        expect(answer.status).toBe(401);
      }),
      { numRuns: 200 },
    );
    expect(door.heard).toEqual([]);
  });

  it('is refused when its body is compressed or of a type Slack does not send', async () => {
    const zipped = new Uint8Array(gzipSync('a=1'));
    const headers = signed(Buffer.from(zipped));
    const compressed = { ...headers, 'content-encoding': 'gzip' };
    expect((await door.post('/slack/events', zipped, compressed)).status).toBe(415);
    const multipart = { ...signed('a=1'), 'content-type': 'multipart/form-data' };
    expect((await door.toSlack('a=1', multipart)).status).toBe(415);
    expect(door.heard).toEqual([]);
    expect(door.refusals).toEqual(['slack encoded', 'slack content-type']);
  });

  it.each([
    ['payload=null', form],
    ['payload=', form],
    ['payload=1', form],
    ['payload=%22text%22', form],
    ['payload=%5B%5D', form],
    ['payload=%7B', form],
    ['null', 'application/json'],
    ['0', 'application/json'],
    ['true', 'application/json'],
    ['"text"', 'application/json'],
    ['[{}]', 'application/json'],
    ['', 'application/json'],
    ['{"a":', 'application/json'],
  ])('D8: is a bad body when it is genuine and no object: %j as %s', async (body, type) => {
    const answer = await door.toSlack(body, { ...signed(body), 'content-type': type });
    expect([answer.status, await answer.text()]).toEqual([400, '']);
    expect(door.heard).toEqual([]);
    expect(door.refusals).toEqual(['slack body']);
  });

  it.each([
    ['command=%2Fpayout&text=250', form],
    ['', form],
    ['payload=%7B%7D', form],
    ['{}', 'application/json'],
  ])('D8: is heard when it is an object: %j as %s', async (body, type) => {
    const answer = await door.toSlack(body, { ...signed(body), 'content-type': type });
    expect(answer.status).toBe(200);
  });

  it('gets 500 and a line in the log when the listener itself breaks', async () => {
    await restart({
      slackListener: () => {
        throw new Error('no such route');
      },
    });
    expect((await door.toSlack('a=1', signed('a=1'))).status).toBe(500);
    expect(door.lines.join('')).toContain('no such route');
  });
});
