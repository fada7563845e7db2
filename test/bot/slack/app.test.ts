/** Bolt behind our door, against the local Slack: what arrives, what fails and how it ends. */
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlack } from '../../../sandbox/slack/emulator.ts';
import { startServer } from '../../../src/bot/door/server.ts';
import { type Log, openLog } from '../../../src/bot/host/log.ts';
import { createApp, type SlackApp } from '../../../src/bot/slack/app.ts';
import { alice } from '../../support/people.ts';

const channel = 'C0PAYOUTS';

let slack: SlackEmulator;
let bot: SlackApp;
let lines: string[];
let log: Log;
let stop: () => Promise<void>;

beforeEach(async () => {
  slack = await startSlack({
    people: [{ id: alice, name: 'Alice' }],
    channels: [{ id: channel, name: 'payouts', private: true, members: [alice] }],
    // What nobody answers has its 404 just before the three seconds of Slack: a slow machine gets to see it.
    answerWithinMs: 15_000,
  });
  lines = [];
  const destination = { write: (line: string) => lines.push(line) };
  log = openLog({ level: 'debug', secrets: [], destination });
  bot = await create();
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    now: () => Date.now(),
    signingSecret: slack.signingSecret,
    slackListener: bot.listener,
    webhook: async () => ({ status: 200 }),
    ready: async () => ({ ready: true, checks: {} }),
    metrics: async () => ({ contentType: 'text/plain', body: '' }),
    log,
    counters: { inboundRefused: () => undefined, inboundHeld: () => undefined },
  });
  slack.connect(`http://127.0.0.1:${server.port}/slack/events`);
  stop = server.stop;
});
afterEach(async () => {
  await stop();
  await slack.stop();
});

const create = (change: { botToken?: string; slackApiUrl?: string } = {}) =>
  createApp({
    signingSecret: slack.signingSecret,
    botToken: slack.botToken,
    slackApiUrl: slack.apiUrl,
    log,
    ...change,
  });

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** What the listener of `/payout` was given. */
function hears(listener: (args: Command) => Promise<void>): void {
  bot.app.command('/payout', listener);
}

const written = () => lines.map((line): Record<string, unknown> => JSON.parse(line));

describe('the app', () => {
  it('knows at once whose it is', () => {
    expect([bot.team, bot.botUserId]).toEqual([slack.teamId, slack.botUserId]);
  });

  it('hears a command through the door and answers', async () => {
    const heard: unknown[] = [];
    hears(async ({ ack, body, context }) => {
      heard.push([body.text, body.user_id, context.botUserId, context.botToken]);
      await ack('Right away.');
    });
    const answer = await slack.command(alice, '/payout', '250 USDT_TRX № 7', { channel });
    expect([answer.status, answer.body]).toEqual([200, 'Right away.']);
    expect(heard).toEqual([['250 USDT_TRX № 7', alice, slack.botUserId, slack.botToken]]);
  });

  it('hears a command whose content type names a character set', async () => {
    hears(({ ack }) => ack('Right away.'));
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const answer = await slack.command(alice, '/payout', '', { channel, headers });
    expect(answer.body).toBe('Right away.');
  });

  it('hears a shortcut, an event, and the challenge of Slack', async () => {
    const heard: string[] = [];
    bot.app.shortcut('payout_new', async ({ ack, shortcut }) => {
      heard.push(shortcut.callback_id);
      await ack();
    });
    bot.app.event('app_home_opened', async ({ event }) => {
      heard.push(event.type);
    });
    expect((await slack.shortcut(alice, 'payout_new')).status).toBe(200);
    expect((await slack.openHome(alice)).status).toBe(200);
    await expect.poll(() => heard).toEqual(['payout_new', 'app_home_opened']);
    const mutate = () => ({ type: 'url_verification', challenge: 'c4n' });
    expect(await slack.openHome(alice, { mutate })).toMatchObject({
      status: 200,
      body: '{"challenge":"c4n"}',
    });
  });

  it.each([
    ['too old', { timestampOffsetSeconds: -301 }],
    ['from the future', { timestampOffsetSeconds: 302 }],
    ['signed by another', { signingSecret: 'another-signing-secret' }],
  ])('does not hear a command that is %s', async (_, options) => {
    hears(() => expect.unreachable());
    expect(await slack.command(alice, '/payout', '', { channel, ...options })).toMatchObject({
      status: 401,
      body: '',
    });
  });
});

describe('D8: a genuine request that holds something odd', () => {
  const odd: readonly Readonly<Record<string, unknown>>[] = [
    {},
    { type: null },
    { type: 'block_actions' },
    { type: 'block_actions', actions: null },
    { type: 'block_actions', actions: [null] },
    { type: 'block_actions', actions: [{}], user: null },
    { type: 'view_submission' },
    { type: 'view_submission', view: null },
    { type: 'view_closed', view: { callback_id: 7 } },
    { type: 'message_action' },
    { type: 'event_callback' },
    { type: 'event_callback', event: null },
    { type: 'event_callback', event: { type: 'channel_shared' } },
    { type: 'url_verification' },
    { command: null },
    { ssl_check: '1' },
  ];

  it('is answered, and the next one is heard', async () => {
    bot.app.action(/.*/, async ({ ack }) => ack());
    bot.app.view(/.*/, async ({ ack }) => ack());
    bot.app.event('channel_shared', async () => undefined);
    hears(({ ack }) => ack('Right away.'));
    const answers = odd.map((body) => slack.openHome(alice, { mutate: () => body }));
    for (const { status } of await Promise.all(answers)) expect([200, 404, 500]).toContain(status);
    expect((await slack.command(alice, '/payout', '', { channel })).body).toBe('Right away.');
  });
});

describe('a listener that fails', () => {
  it('is answered at once with 500, and logged once with a reference and without the body', async () => {
    const failure = Object.assign(new Error('the ledger is locked'), { code: 'SQLITE_BUSY' });
    hears(() => Promise.reject(failure));
    const answer = await slack.command(alice, '/payout', '250 to Maria', { channel });
    expect([answer.status, answer.body]).toEqual([500, '']);
    const failures = written().filter(({ msg }) => msg === 'a listener failed');
    expect(failures).toMatchObject([
      {
        level: 'error',
        msg: 'a listener failed',
        reference: expect.stringMatching(/^[0-9a-f]{8}$/),
        payload: 'command',
        err: { message: 'the ledger is locked', code: 'SQLITE_BUSY' },
      },
    ]);
    expect(lines.join('')).not.toContain('Maria');
  });

  it('after its answer changes nothing for the person and is logged all the same', async () => {
    hears(async ({ ack }) => {
      await ack();
      throw new Error('too late to say');
    });
    expect((await slack.command(alice, '/payout', '', { channel })).status).toBe(200);
    await expect
      .poll(written)
      .toMatchObject([{ payload: 'command', err: { message: 'too late to say' } }]);
  });

  it('beside another one that fails too hides neither', async () => {
    hears(() => Promise.reject(new Error('one')));
    hears(() => Promise.reject(new Error('two')));
    expect((await slack.command(alice, '/payout', '', { channel })).status).toBe(500);
    const [one, two] = written();
    expect([one, two]).toMatchObject([{ err: { message: 'one' } }, { err: { message: 'two' } }]);
    expect(one?.reference).toBe(two?.reference);
  });
});

describe('the clients', () => {
  it.each(['worker', 'interactive'] as const)(
    '%s asks once and leaves the rest to us',
    async (name) => {
      const client = bot[name];
      const ask = () => client.chat.postMessage({ channel, text: 'A payout' });
      slack.fault({ on: 'chat.postMessage', kind: 'rateLimited', retryAfterSeconds: 7 });
      const limited = await ask().catch((error: unknown) => error);
      expect(limited).toBeInstanceOf(WebAPIRateLimitedError);
      expect(limited).toMatchObject({ retryAfter: 7 });
      slack.fault({ on: 'chat.postMessage', kind: 'error500' });
      await expect(ask()).rejects.toMatchObject({ statusCode: 500 });
      slack.fault({ on: 'chat.postMessage', kind: 'dropAfter' });
      await expect(ask()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
      expect((await ask()).ok).toBe(true);
      expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(4);
    },
  );

  it('give up on an interactive call while the person still waits', async () => {
    slack.fault({ on: 'views.open', kind: 'hang' });
    await expect(
      bot.interactive.views.open({
        trigger_id: '1',
        view: { type: 'modal', title: { type: 'plain_text', text: 'New payout' }, blocks: [] },
      }),
    ).rejects.toMatchObject({ cause: { name: 'TimeoutError' } });
  });

  it('answer a response url of Slack, and no other', async () => {
    const outcomes: string[] = [];
    hears(async ({ ack, respond }) => {
      await ack();
      await respond({ response_type: 'ephemeral', text: 'Only you see this.' }).then(
        () => outcomes.push('told'),
        (error: unknown) => outcomes.push(String(error)),
      );
    });
    await slack.command(alice, '/payout', '', { channel });
    await expect.poll(() => outcomes).toEqual(['told']);
    const mutate = (body: object) => ({
      ...body,
      response_url: 'https://hooks.evil.example/actions/T0/1',
    });
    await slack.command(alice, '/payout', '', { channel, mutate });
    await expect.poll(() => outcomes.length).toBe(2);
    expect(outcomes[1]).toContain(
      'Nothing was sent to https://hooks.evil.example: it is not a host of Slack.',
    );
  });
});

describe('the start', () => {
  it('fails in one sentence when Slack does not know the token', async () => {
    await expect(create({ botToken: 'xoxb-not-this-one' })).rejects.toThrow(
      'SLACK_BOT_TOKEN was refused by Slack (invalid_auth). Install the app to the workspace again and copy its Bot User OAuth Token.',
    );
  });

  it('fails in one sentence when Slack cannot be reached', async () => {
    const elsewhere = await startSlack();
    await elsewhere.stop();
    await expect(create({ slackApiUrl: elsewhere.apiUrl })).rejects.toThrow(
      /^Slack could not be asked at http:\/\/127\.0\.0\.1:\d+\/api\/ \(.+\)\. Check the network and SLACK_API_URL, then start again\.$/,
    );
  });

  it('tells nobody the token', async () => {
    await create({ botToken: 'xoxb-not-this-one' }).catch((error: unknown) => {
      log.error({ err: error }, String(error));
    });
    expect(lines.join('')).not.toContain('not-this-one');
  });
});
