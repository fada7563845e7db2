/**
 * The local Slack's Web API, called by the real client: messages and how they are refused, tokens,
 * scopes and methods, and the faults it can be told to have.
 */
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, type SlackOptions, startSlack } from '../../sandbox/slack/emulator.ts';

const alice = 'U0ALICE';
const open = 'C0OPEN';
const elsewhere = 'C0ELSE';
const hidden = 'C0HIDDEN';

let slack: SlackEmulator;
let clock: number;

async function started(options: SlackOptions = {}): Promise<void> {
  clock = Date.UTC(2026, 2, 2, 12);
  slack = await startSlack({
    now: () => clock,
    people: [
      { id: alice, name: 'Alice' },
      { id: 'U0BOB', name: 'Bob' },
    ],
    channels: [
      { id: open, name: 'open', members: [alice] },
      { id: elsewhere, name: 'else', members: [alice], botIsMember: false },
      { id: hidden, name: 'hidden', private: true, members: [alice], botIsMember: false },
    ],
    groups: [{ id: 'S0TREASURY', members: [alice] }],
    ...options,
  });
}

/** The client prints refusals by itself; here they are looked at. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** A client that neither waits nor tries again. */
const client = (token = slack.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 500,
    logger: silent,
  });

type Told = { readonly error: string; readonly messages: readonly string[] };

async function refusal(call: Promise<unknown>): Promise<Told> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  const { data } = error as {
    data?: { error: string; response_metadata?: { messages?: string[] } };
  };
  if (!data) throw error;
  return { error: data.error, messages: data.response_metadata?.messages ?? [] };
}

const refused = async (call: Promise<unknown>): Promise<string> => (await refusal(call)).error;
const call = async (
  method: string,
  args: Record<string, unknown> = {},
): Promise<Record<string, unknown>> => ({ ...(await client().apiCall(method, args)) });
const post = (args: Record<string, unknown>) =>
  call('chat.postMessage', { channel: open, ...args });
/** An app that is not there. */
const nobody = 'http://127.0.0.1:9/slack/events';

beforeEach(() => started());
afterEach(() => slack.stop());

describe('messages', () => {
  it('are refused with a pointer to the mistake, and then nothing is posted', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    expect(await refusal(post({ text: 'hello', blocks }))).toEqual({
      error: 'invalid_blocks',
      messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    });
    expect(slack.messages(open)).toEqual([]);
  });

  it('need a text, even beside blocks, unless that strictness is off', async () => {
    const blocks = [{ type: 'divider' }];
    expect(await refused(post({}))).toBe('no_text');
    expect(await refused(post({ blocks }))).toBe('no_text');
    await slack.stop();
    await started({ strictText: false });
    expect((await post({ blocks })).ok).toBe(true);
  });

  it('go only where the bot may post', async () => {
    expect(await refused(post({ text: 'a', channel: elsewhere }))).toBe('not_in_channel');
    expect(await refused(post({ text: 'a', channel: hidden }))).toBe('channel_not_found');
    expect(await refused(post({ text: 'a', channel: 'C0NONE' }))).toBe('channel_not_found');
    await slack.removeBotFrom(open);
    expect(await refused(post({ text: 'a' }))).toBe('not_in_channel');
  });

  it('to a person answer with the direct message they went to, which alone can be updated', async () => {
    const { channel, ts } = await post({ text: 'a', channel: alice });
    expect(channel).toBe(slack.directMessage(alice).id);
    expect(await refused(call('chat.update', { channel: alice, ts, text: 'b' }))).toBe(
      'channel_not_found',
    );
    await call('chat.update', { channel, ts, text: 'b' });
    expect(slack.messages(String(channel)).map((one) => one.text)).toEqual(['b']);
  });

  it('lose their blocks by an update without blocks, and keep their metadata', async () => {
    const metadata = { event_type: 'payout', event_payload: { id: 1 } };
    const { ts } = await post({ text: 'a', blocks: [{ type: 'divider' }], metadata });
    await call('chat.update', { channel: open, ts, text: 'b' });
    expect(slack.messages(open)[0]).toMatchObject({ text: 'b', blocks: [], metadata });
  });

  it('get a name for every block and element that came without one', async () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Go' } };
    const elements = [button, { ...button, action_id: 'mine' }];
    await post({ text: 'a', blocks: [{ type: 'actions', elements }] });
    expect(slack.messages(open)[0]?.blocks).toEqual([
      {
        type: 'actions',
        block_id: expect.any(String),
        elements: [
          { ...button, action_id: expect.any(String) },
          { ...button, action_id: 'mine' },
        ],
      },
    ]);
  });

  it('keep the lengths of their texts', async () => {
    const { ts } = await post({ text: 'x'.repeat(40_001) });
    expect(slack.messages(open)[0]?.text.length).toBe(40_000);
    const update = (text: string) => call('chat.update', { channel: open, ts, text });
    expect((await update('x'.repeat(4_000))).ok).toBe(true);
    expect(await refused(update('x'.repeat(4_001)))).toBe('msg_too_long');
    const attachments = (count: number) => Array.from({ length: count }, () => ({ fallback: 'a' }));
    expect((await post({ text: 'a', attachments: attachments(100) })).ok).toBe(true);
    expect(await refused(post({ text: 'a', attachments: attachments(101) }))).toBe(
      'too_many_attachments',
    );
  });

  it('of others, deleted or ephemeral ones cannot be changed', async () => {
    const { message } = await slack.say(alice, open, 'mine', { to: nobody });
    const change = (ts: unknown) => refused(call('chat.update', { channel: open, ts, text: 'b' }));
    expect(await change(message.ts)).toBe('cant_update_message');
    const whisper = await call('chat.postEphemeral', { channel: open, user: alice, text: 'a' });
    expect(await change(whisper.message_ts)).toBe('message_not_found');
    const { ts } = await post({ text: 'a' });
    slack.deleteMessage(open, String(ts));
    expect(await change(ts)).toBe('message_not_found');
  });

  it('for one person need that person in the channel', async () => {
    const whisper = call('chat.postEphemeral', { channel: open, user: 'U0BOB', text: 'a' });
    expect(await refused(whisper)).toBe('user_not_in_channel');
  });
});

describe('tokens, scopes and methods', () => {
  it('are checked by name', async () => {
    expect(await refused(client('xoxb-wrong').auth.test())).toBe('invalid_auth');
    expect(await refused(call('chat.flyToTheMoon'))).toBe('unknown_method');
    const group = { usergroup: 'S0TREASURY' };
    expect(await refused(call('usergroups.users.list', group))).toBe('missing_scope');
    expect(await refused(call('conversations.history', { channel: open }))).toBe('missing_scope');
    await slack.stop();
    await started({ scopes: ['usergroups:read'] });
    expect((await call('usergroups.users.list', group)).users).toEqual([alice]);
    expect(await refused(post({ text: 'a' }))).toBe('missing_scope');
  });

  it('read JSON bodies like forms, and leave the token out of the ledger', async () => {
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${slack.botToken}`,
        'content-type': 'application/json; charset=utf-8',
      },
      body: JSON.stringify({ channel: open, text: 'a', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel: open });
    await post({ text: 'a' });
    expect(slack.calls.map((one) => [one.method, one.ok, one.at])).toEqual([
      ['chat.postMessage', true, clock],
      ['chat.postMessage', true, clock],
    ]);
    expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
  });
});

describe('a file of a person', () => {
  it('can be served wrongly on purpose', async () => {
    const bytes = Buffer.from('address,amount\n');
    const { file } = await slack.upload(alice, open, 'pay.csv', bytes, { to: nobody });
    const headers = { authorization: `Bearer ${slack.botToken}` };
    const fetched = (): Promise<Response> =>
      fetch(String(file.url_private_download), { headers, redirect: 'manual' });
    slack.setFile(file.id, { serving: 'redirect' });
    expect((await fetched()).status).toBe(302);
    slack.setFile(file.id, { serving: 'short' });
    expect(await (await fetched()).text()).toBe('address,amount');
    slack.setFile(file.id, { serving: 'normal', is_external: true });
    expect(await call('files.info', { file: file.id })).toMatchObject({
      file: { is_external: true },
    });
    await slack.removeBotFrom(open);
    expect(await refused(call('files.info', { file: file.id }))).toBe('file_not_found');
  });
});

describe('faults', () => {
  const failing = async (
    kind: 'rateLimited' | 'error500' | 'hang' | 'dropAfter',
  ): Promise<string> => {
    slack.fault({ on: 'chat.postMessage', kind, retryAfterSeconds: 7 });
    const error: unknown = await post({ text: 'a' }).catch((reason: unknown) => reason);
    return String((error as { code?: string }).code);
  };

  it('come once and in the way they were asked for', async () => {
    expect(await failing('rateLimited')).toBe('slack_webapi_rate_limited_error');
    expect(await failing('error500')).toBe('slack_webapi_http_error');
    expect(await failing('hang')).toBe('slack_webapi_request_error');
    expect(slack.messages(open)).toHaveLength(0);
    expect(await failing('dropAfter')).toBe('slack_webapi_request_error');
    expect(slack.messages(open)).toHaveLength(1);
    slack.fault({ on: '*', kind: 'platformError', error: 'fatal_error', times: 2 });
    expect(await refused(post({ text: 'a' }))).toBe('fatal_error');
    expect(await refused(client().auth.test())).toBe('fatal_error');
    expect((await post({ text: 'a' })).ok).toBe(true);
  });
});
