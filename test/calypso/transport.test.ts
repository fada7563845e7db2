import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openClient } from '../../src/calypso/client.ts';
import {
  CalypsoDeferred,
  CalypsoError,
  CalypsoRefused,
  CalypsoUnclear,
} from '../../src/calypso/errors.ts';
import { sign } from '../../src/calypso/signature.ts';
import { answerBytesMax } from '../../src/calypso/transport.ts';
import { clientOf, key, type Reply, refusal, secret, startScript } from './scripted.ts';

const path = '/payout/create';
const body = '{"timestamp":1,"payload":{"amount":0.123456789012345678,"comment":"№7"}}';
const payout = '{"id":"p-1","state":"CREATED","currency":"ETH","amount":1.0E-7}';

const errorOf = (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error,
  );

describe('a write', () => {
  it('sends the bytes it was given, signed as they are', async () => {
    const script = await startScript({ [path]: [payout] });
    await script.client().createPayout(body);
    const [asked] = script.asked;
    expect(asked?.body).toBe(body);
    expect(asked?.headers).toMatchObject({
      key,
      sign: sign(secret, Buffer.from(body, 'utf8')),
      'content-type': 'application/json',
      'content-length': `${Buffer.byteLength(body)}`,
    });
  });

  it('keeps the exact digits of the answer', async () => {
    const script = await startScript({
      [path]: [payout.replace('1.0E-7', '0.123456789012345678')],
    });
    expect((await script.client().createPayout(body)).amount).toBe('0.123456789012345678');
  });

  const unclear: [string, Reply][] = [
    ['the connection drops after the request', (response) => response.socket?.destroy()],
    [
      'the connection is reset after the request',
      (response) => {
        response.socket?.resetAndDestroy();
      },
    ],
    [
      'the answer breaks off in the middle',
      (response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('{"id":');
        setImmediate(() => response.socket?.destroy());
      },
    ],
    [
      'the answer is a redirect',
      { status: 307, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
    ],
    ['the answer is a redirect without a way', { status: 302, body: '' }],
    ['the answer is an HTML page', { status: 200, body: '<html></html>' }],
    ['the answer is empty', { status: 200, body: '' }],
    ['the answer has another shape', { status: 200, body: '{"id":"p-1"}' }],
    ['the amount of the answer is text', { status: 200, body: payout.replace('1.0E-7', '"1"') }],
    ['the answer is nested without end', { status: 200, body: '['.repeat(200_000) }],
    [
      'the answer is no UTF-8',
      { status: 200, body: Buffer.from(payout.replace('p-1', 'ÿ'), 'latin1') },
    ],
    ['the answer is too long', { status: 200, body: ' '.repeat(answerBytesMax + 1) }],
    [
      'the answer unpacks to too much',
      {
        status: 200,
        headers: { 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(answerBytesMax + 1, ' ')),
      },
    ],
    ['the server fails', { status: 500, body: 'oops' }],
    ['the server fails by code', refusal('000', 'Internal server error', 500)],
    ['the gateway gives up', { status: 504, body: '<html></html>' }],
    ['the key exists already', refusal('016', 'IdempotencyKey x already exists')],
  ];
  it.each(unclear)('is unclear and asked once when %s', async (_name, reply) => {
    const script = await startScript({ [path]: [reply] });
    const error = await errorOf(script.client().createPayout(body));
    expect(error).toBeInstanceOf(CalypsoUnclear);
    expect(script.paths()).toEqual([path]);
  });

  it('is not repeated where a redirect points, neither with its signature nor without', async () => {
    const elsewhere = await startScript({ [path]: [payout] });
    const headers = { location: `${elsewhere.url}/api/v1${path}` };
    for (const status of [301, 302, 303, 307, 308]) {
      const script = await startScript({ [path]: [{ status, headers, body: '' }] });
      expect(await errorOf(script.client().createPayout(body))).toBeInstanceOf(CalypsoUnclear);
    }
    expect(elsewhere.asked).toEqual([]);
  });

  it('does not read an answer that never ends', async () => {
    const endless: Reply = (response) => {
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    };
    const script = await startScript({ [path]: [endless] });
    const error = await errorOf(script.client().createPayout(body));
    expect(String(error)).toContain(`longer than ${answerBytesMax} bytes`);
  });

  it.each<[string, Reply]>([
    ['sends no answer', () => undefined],
    ['sends a byte and then nothing', (response) => response.writeHead(200).write('{')],
  ])('is unclear at the deadline when the server %s', async (_name, reply) => {
    const script = await startScript({ [path]: [reply] });
    const client = script.client({ deadlineMs: 100 });
    expect(await errorOf(client.createPayout(body))).toBeInstanceOf(CalypsoUnclear);
    expect(script.paths()).toEqual([path]);
  });

  it('is deferred when nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = await errorOf(
      openClient(clientOf(`http://127.0.0.1:${port}`)).createPayout(body),
    );
    expect(error).toBeInstanceOf(CalypsoDeferred);
    expect(error).toMatchObject({ again: 'later' });
  });

  it('is deferred when there is no common TLS handshake, and nothing of it is seen', async () => {
    let seen = 0;
    // A TLS server without a certificate turns every handshake down.
    const server = createTlsServer(() => {
      seen += 1;
    }).listen(0, '127.0.0.1');
    server.on('tlsClientError', () => undefined);
    onTestFinished(() => {
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const client = openClient(clientOf(`https://127.0.0.1:${port}`));
    expect(await errorOf(client.createPayout(body))).toBeInstanceOf(CalypsoDeferred);
    expect(seen).toBe(0);
  });

  it('that never got its turn was never sent', async () => {
    const script = await startScript({ [path]: [() => undefined] });
    const client = script.client({ deadlineMs: 150, perSecond: 2 });
    const errors = await Promise.all([1, 2, 3].map(() => errorOf(client.createPayout(body))));
    expect(errors.map((error) => error instanceof CalypsoDeferred)).toEqual([false, false, true]);
    expect(script.asked).toHaveLength(2);
  });

  it('tells a refusal with its code, and what Calypso said, made plain', async () => {
    const said = 'bad\naddress 0x3b2d03a4e60c9e0fa45f45a544d137bda2014f0f';
    const script = await startScript({ [path]: [refusal('001', said)] });
    const error = await errorOf(script.client().createPayout(body));
    expect(error).toBeInstanceOf(CalypsoRefused);
    expect(error).toMatchObject({ code: '001', said: 'bad address [removed]' });
  });

  it('never has more than four requests under way', async () => {
    let most = 0;
    const open = new Set<() => void>();
    const script = await startScript({
      [path]: [
        (response) => {
          open.add(() => response.end(payout));
          most = Math.max(most, open.size);
          if (open.size === 4 || script.asked.length > 4) {
            for (const answer of open) answer();
            open.clear();
          }
        },
      ],
    });
    const client = script.client();
    await Promise.all(Array.from({ length: 8 }, () => client.createPayout(body)));
    expect(most).toBe(4);
  });
});

describe('no error', () => {
  it('holds the secret, the key, the body or the answer', async () => {
    const canary = 'CANARY-of-the-answer';
    const replies: Reply[] = [
      refusal('002', 'x'),
      refusal('003', 'x'),
      { status: 500, body: canary },
      { status: 200, body: `{"${canary}":` },
      { status: 200, body: JSON.stringify({ id: canary, state: 1 }) },
      (response) => response.socket?.destroy(),
    ];
    const script = await startScript({ [path]: replies });
    const client = script.client();
    for (const _ of replies) {
      const error = await errorOf(client.createPayout(body));
      expect(error).toBeInstanceOf(CalypsoError);
      const whole = `${JSON.stringify(error)} ${String(error)} ${(error as Error).stack}`;
      for (const forbidden of [canary, secret, key, '0.123456789012345678'])
        expect(whole).not.toContain(forbidden);
    }
  });
});
