/**
 * What the local Slack sends and how it takes silence: signatures, events and their retries,
 * response urls, files, and people of every kind. The app here is a bare server that keeps notes.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, type SlackOptions, startSlack } from '../../sandbox/slack/emulator.ts';

type Heard = { readonly app: string; readonly headers: IncomingHttpHeaders; readonly body: string };

const alice = 'U0ALICE';
const channel = 'C0PAYOUTS';
const csv = Buffer.from('address,amount\n');
let slack: SlackEmulator;
let clock: number;
let status: number;
let silent: boolean;
let heard: Heard[];
let apps: Server[];

/** Starts an app that notes what it hears; its url is returned. */
async function listening(app: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    heard.push({ app, headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
    if (!silent) response.writeHead(status).end();
  });
  apps.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/slack/events`;
}

async function started(options: SlackOptions = {}): Promise<void> {
  slack = await startSlack({
    now: () => clock,
    answerWithinMs: 200,
    people: [
      { id: alice, name: 'Alice' },
      { id: 'U0GUEST', name: 'Gus', kind: 'guest' },
      { id: 'U0FAR', name: 'Fay', kind: 'external' },
      { id: 'U0NEW', name: 'Ina', kind: 'invited' },
      { id: 'U0BOT', name: 'Robot', kind: 'bot' },
    ],
    channels: [{ id: channel, name: 'payouts', external: true, members: [alice, 'U0FAR'] }],
    ...options,
  });
  slack.connect(await listening('first'));
}

beforeEach(async () => {
  clock = Date.UTC(2026, 2, 2, 12);
  status = 200;
  silent = false;
  heard = [];
  apps = [];
  await started();
});

afterEach(async () => {
  for (const app of apps) {
    app.closeAllConnections();
    app.close();
  }
  await slack.stop();
});

const client = () =>
  new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
const events = () => heard.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const respond = (url: string, said: object) =>
  fetch(url, { method: 'POST', body: JSON.stringify(said) });

describe('a delivery', () => {
  it('is signed over its exact bytes, with exactly the content type Bolt wants', async () => {
    await slack.command(alice, '/payout', 'show 1042', { channel });
    const [first] = heard;
    if (!first) throw new Error('nothing was delivered');
    const { headers, body } = first;
    const timestamp = headers['x-slack-request-timestamp'];
    const digest = createHmac('sha256', slack.signingSecret)
      .update(`v0:${String(timestamp)}:${body}`)
      .digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${digest}`);
    expect(timestamp).toBe(String(clock / 1000));
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
      command: '/payout',
      text: 'show 1042',
      user_id: alice,
      channel_id: channel,
      team_id: slack.teamId,
    });
  });

  it('goes to the app connected last, or to the one that is named', async () => {
    const second = await listening('second');
    slack.connect(second);
    await slack.command(alice, '/payout', '', { channel });
    const delivery = slack.lastDelivery;
    if (!delivery) throw new Error('nothing was delivered');
    slack.disconnect(second);
    await slack.redeliver(delivery);
    await slack.command(alice, '/payout', '', { channel });
    await slack.command(alice, '/payout', '', { channel, to: second });
    expect(heard.map((one) => one.app)).toEqual(['second', 'second', 'first', 'second']);
    expect(heard[1]).toEqual(heard[0]);
  });

  it('of an interaction is never retried; the person is told that it took too long', async () => {
    silent = true;
    const answer = await slack.shortcut(alice, 'payout_new');
    expect(answer).toEqual({ status: 0, body: '', failure: 'timeout' });
    expect(slack.notices).toMatchObject([{ userId: alice, kind: 'operation_timeout' }]);
    clock += 3_600_000;
    expect(await slack.pump()).toEqual([]);
    expect(heard).toHaveLength(1);
  });
});

describe('an event', () => {
  it('is retried at once, after a minute and after five, with the same id', async () => {
    status = 500;
    await slack.openHome(alice);
    const retried: unknown[] = [];
    for (const wait of [0, 59_999, 1, 299_999, 1, 3_600_000]) {
      clock += wait;
      retried.push((await slack.pump()).length);
    }
    expect(retried).toEqual([1, 0, 1, 0, 1, 0]);
    expect(heard.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([
      undefined,
      '1',
      '2',
      '3',
    ]);
    expect(heard[1]?.headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(events().map((event) => event.event_id)).size).toBe(1);
  });

  it('is not retried once it was taken', async () => {
    status = 503;
    await slack.openHome(alice);
    status = 200;
    expect(await slack.pump()).toMatchObject([{ status: 200 }]);
    clock += 3_600_000;
    expect(await slack.pump()).toEqual([]);
  });

  it('about a message is sent only with a history scope, about a file with its ids alone', async () => {
    const { file } = await slack.upload(alice, slack.botUserId, 'pay.csv', csv);
    expect(events().map(({ event }) => event)).toEqual([
      {
        type: 'file_shared',
        file_id: file.id,
        user_id: alice,
        file: { id: file.id },
        channel_id: slack.directMessage(alice).id,
        event_ts: expect.any(String),
      },
    ]);
    await slack.stop();
    await started({ scopes: ['im:history'] });
    heard = [];
    await slack.typeInDm(alice, 'hello');
    expect(events()[0]?.event).toMatchObject({
      type: 'message',
      channel_type: 'im',
      text: 'hello',
    });
  });

  it('tells that a person changed, and the person reads differently from then on', async () => {
    await slack.setPerson(alice, { kind: 'deactivated' });
    expect(events()[0]?.event).toMatchObject({ type: 'user_change', user: { deleted: true } });
    const told = async (user: string) => (await client().users.info({ user })).user;
    expect(await told(alice)).toMatchObject({ deleted: true });
    expect(await told('U0GUEST')).toMatchObject({
      is_restricted: true,
      is_ultra_restricted: false,
    });
    expect(await told('U0FAR')).toMatchObject({ is_stranger: true, team_id: 'T0ELSEWHERE' });
    expect(await told('U0NEW')).toMatchObject({ is_invited_user: true });
    expect(await told('U0BOT')).toMatchObject({ is_bot: true });
  });
});

describe('a response url', () => {
  async function urlOfCommand(): Promise<string> {
    await slack.command(alice, '/payout', '', { channel });
    return new URLSearchParams(heard.at(-1)?.body).get('response_url') ?? '';
  }

  it('whispers five times within half an hour, and then no more', async () => {
    const url = await urlOfCommand();
    const answers: number[] = [];
    for (let use = 0; use < 6; use += 1) answers.push((await respond(url, { text: 'a' })).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
    expect(slack.ephemerals(alice)).toHaveLength(5);
    expect(slack.messages(channel)).toEqual([]);
    const late = await urlOfCommand();
    clock += 30 * 60_000 + 1;
    const refused = await respond(late, { text: 'a' });
    expect(await refused.json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('replaces and deletes the message that was pressed, an ephemeral one too', async () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Go' } };
    const said = {
      channel,
      user: alice,
      text: 'a',
      blocks: [{ type: 'actions', elements: [button] }],
    };
    await client().apiCall('chat.postEphemeral', said);
    const [message] = slack.ephemerals(alice);
    if (!message) throw new Error('nothing was whispered');
    await slack.click(alice, message, 'Go');
    const payload = new URLSearchParams(heard.at(-1)?.body).get('payload') ?? '';
    const { container, response_url, ...rest } = JSON.parse(payload) as Record<string, unknown>;
    expect(container).toMatchObject({ message_ts: message.ts, is_ephemeral: true });
    expect(rest).not.toHaveProperty('message');
    await respond(String(response_url), { replace_original: true, text: 'b' });
    expect(slack.ephemerals(alice).map((one) => one.text)).toEqual(['b']);
    await respond(String(response_url), { delete_original: true });
    expect(slack.ephemerals(alice)).toEqual([]);
  });
});

describe('a file of the app', () => {
  it('is uploaded in three steps and comes back as an event of the bot', async () => {
    await client().filesUploadV2({ channel_id: channel, filename: 'all.csv', file: csv });
    await slack.settled();
    const [message] = slack.messages(channel);
    const file = message?.files?.[0];
    expect(file).toMatchObject({ name: 'all.csv', size: csv.length, user: slack.botUserId });
    expect(Buffer.from(slack.fileBytes(file?.id ?? '') ?? [])).toEqual(csv);
    expect(events()[0]?.event).toMatchObject({ type: 'file_shared', user_id: slack.botUserId });
    const files = JSON.stringify([{ id: file?.id }]);
    await expect(client().apiCall('files.completeUploadExternal', { files })).rejects.toThrow(
      'file_not_found',
    );
  });
});
