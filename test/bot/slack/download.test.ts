/** Downloads from the local Slack and from servers that misbehave: bytes, or why not, by rule. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlack } from '../../../sandbox/slack/emulator.ts';
import { downloadFile, fileOrigins } from '../../../src/bot/slack/download.ts';
import { alice } from '../../support/people.ts';

const sheet = Buffer.from('address,amount\nTXYZ,12.50\n');
const token = 'xoxb-local-bot-token';
const channel = 'C0PAYOUTS';

let slack: SlackEmulator;
let file: { url: string; size: number; id: string };

beforeEach(async () => {
  slack = await startSlack({
    people: [{ id: alice, name: 'Alice' }],
    channels: [{ id: channel, name: 'payouts', private: true, members: [alice] }],
  });
  // An app that hears nothing: only the file matters here.
  slack.connect(`${slack.url}/nobody`);
  const { file: shared } = await slack.upload(alice, channel, 'march.csv', sheet);
  file = { url: String(shared.url_private_download), size: shared.size, id: shared.id };
});
afterEach(() => slack.stop());

const fetched = (change: Partial<Parameters<typeof downloadFile>[0]> = {}) =>
  downloadFile({
    url: file.url,
    token,
    size: file.size,
    bytesMax: 1_000,
    origins: fileOrigins(slack.apiUrl),
    ...change,
  });

describe('a file that was shared with the bot', () => {
  it('comes with exactly its bytes', async () => {
    expect(await fetched()).toEqual({ bytes: sheet });
  });

  it('is not read when Slack answers with its sign-in page and status 200', async () => {
    const because = {
      rule: 'file-not-readable',
      detail: 'status 200, type text/html; charset=utf-8',
    };
    expect(await fetched({ token: 'xoxb-another-token' })).toEqual(because);
    slack.setFile(file.id, { serving: 'signInPage' });
    expect(await fetched()).toEqual(because);
  });

  it('is not followed to another place', async () => {
    slack.setFile(file.id, { serving: 'redirect' });
    expect(await fetched()).toMatchObject({
      rule: 'file-not-readable',
      detail: expect.stringMatching(/^status 302/),
    });
  });

  it.each([
    ['short', sheet.length - 1],
    ['long', sheet.length + 1],
  ] as const)('is refused when it comes too %s', async (serving, length) => {
    slack.setFile(file.id, { serving });
    expect(await fetched()).toEqual({
      rule: 'file-size',
      detail: `${length} bytes came, ${sheet.length} were announced`,
    });
  });

  it('is refused by its announced size alone, unread', async () => {
    expect(await fetched({ bytesMax: file.size })).toEqual({ bytes: sheet });
    expect(await fetched({ bytesMax: file.size - 1, fetch: unused })).toEqual({
      rule: 'file-too-large',
      detail: `${file.size} bytes of at most ${file.size - 1}`,
    });
    for (const size of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(await fetched({ size, fetch: unused })).toMatchObject({ rule: 'file-size' });
  });
});

describe('the token', () => {
  it.each([
    'https://files.slack.com.evil.example/files-pri/T0-F0/a.csv',
    'http://files.slack.com/files-pri/T0-F0/a.csv',
    'https://files.slack.com@evil.example/a.csv',
    'https://evil.example/?https://files.slack.com/',
    'file:///etc/passwd',
    'not a url',
    '',
  ])('does not travel to %j', async (url) => {
    const origins = fileOrigins('https://slack.com/api/');
    expect(await fetched({ url, origins, fetch: unused })).toMatchObject({ rule: 'file-host' });
  });

  it('travels to the host of files, or to the local Slack and then to nobody else', () => {
    expect([...fileOrigins('https://slack.com/api/')]).toEqual(['https://files.slack.com']);
    expect([...fileOrigins('http://127.0.0.1:4100/api/')]).toEqual(['http://127.0.0.1:4100']);
  });
});

describe('a server that misbehaves', () => {
  let server: Server | undefined;
  afterEach(() => server?.close().closeAllConnections());

  async function fromServer(listener: RequestListener, size: number) {
    server = createServer(listener);
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const url = `http://127.0.0.1:${port}/a.csv`;
    return fetched({ url, size, origins: new Set([new URL(url).origin]) });
  }

  it('cannot make us keep more than the limit', async () => {
    const endless: RequestListener = (_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('a'.repeat(1_000)));
      };
      response.on('drain', pour);
      response.writeHead(200, { 'content-type': 'text/csv' });
      pour();
    };
    expect(await fromServer(endless, 10)).toEqual({
      rule: 'file-too-large',
      detail: 'more than 1000 bytes came',
    });
  });

  it.each(['<!DOCTYPE html><html>', ' \n<HTML><body>', '\ufeff<html lang="en">'])(
    'cannot pass a web page off as a sheet: %j',
    async (page) => {
      const answer: RequestListener = (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/csv' }).end(page);
      expect(await fromServer(answer, Buffer.byteLength(page))).toEqual({
        rule: 'file-not-readable',
        detail: 'a web page came instead of the file',
      });
    },
  );

  it('is a rule and not an exception when it fails or breaks off', async () => {
    const failing: RequestListener = (_, response) => void response.writeHead(500).end('oops');
    expect(await fromServer(failing, 4)).toMatchObject({ rule: 'file-not-readable' });
    const breaking: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '10' });
      response.write('half', () => response.destroy());
    };
    expect(await fromServer(breaking, 10)).toEqual({
      rule: 'file-not-readable',
      detail: 'TypeError',
    });
  });
});

const unused: typeof globalThis.fetch = () => expect.unreachable('nothing may be asked');
