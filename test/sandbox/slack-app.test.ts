/**
 * A tiny real Bolt app against the local Slack: from the command to the changed card, over HTTP,
 * with real signatures. What the app is told and what people see is asserted, never how.
 */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlack } from '../../sandbox/slack/emulator.ts';

const alice = 'U0ALICE';
const bob = 'U0BOB';
const channel = 'C0PAYOUTS';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const field = (label: string, block_id: string) => ({
  type: 'input' as const,
  block_id,
  label: plain(label),
  element: { type: 'plain_text_input' as const, action_id: 'typed' },
});
const form = {
  type: 'modal' as const,
  callback_id: 'ask',
  title: plain('New payout'),
  submit: plain('Ask'),
  blocks: [
    field('Amount', 'amount'),
    {
      type: 'input' as const,
      block_id: 'sheet',
      optional: true,
      label: plain('File'),
      element: {
        type: 'file_input' as const,
        action_id: 'chosen',
        filetypes: ['csv'],
        max_files: 1,
      },
    },
  ],
};
const card = (state: string) => ({
  text: `Payout ${state}`,
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: `*Payout* ${state}` } },
    {
      type: 'actions' as const,
      elements: [
        { type: 'button' as const, action_id: 'approve', text: plain('Approve'), value: '1042' },
      ],
    },
  ],
});

let slack: SlackEmulator;
let receiver: HTTPReceiver;
let offsetMs: number;
const heard: unknown[] = [];
/** The app under test: what a payout bot does, in miniature. */
function wire(app: App): void {
  app.command('/payout', async ({ ack, body, client }) => {
    await ack();
    if (body.text === 'slow') offsetMs += 3_001;
    await client.views.open({ trigger_id: body.trigger_id, view: form }).catch(heardError);
    if (body.text === 'twice') {
      await client.views.open({ trigger_id: body.trigger_id, view: form }).catch(heardError);
    }
  });
  app.view('ask', async ({ ack, view, client }) => {
    const amount = view.state.values.amount?.typed?.value;
    if (amount !== '250')
      return ack({ response_action: 'errors', errors: { amount: 'Only 250.' } });
    heard.push(view.state.values.sheet?.chosen);
    await ack();
    await client.chat.postMessage({ channel, ...card('awaits a decision') });
  });
  app.action('approve', async ({ ack, action, body, client, respond }) => {
    heard.push('value' in action ? action.value : undefined, body.user);
    await ack();
    const ts = 'container' in body ? body.container.message_ts : '';
    await client.chat.update({ channel, ts, ...card('approved') });
    await respond({ response_type: 'ephemeral', text: 'Thank you.' });
    await client.chat.postEphemeral({ channel, user: body.user.id, text: 'Only you see this.' });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: plain('Waiting for me') }] },
    });
  });
}

const heardError = (error: unknown): number => heard.push(String(error));

beforeEach(async () => {
  offsetMs = 0;
  heard.length = 0;
  slack = await startSlack({
    now: () => Date.now() + offsetMs,
    people: [
      { id: alice, name: 'Alice' },
      { id: bob, name: 'Bob' },
      { id: 'U0FAR', name: 'Fay', kind: 'external' },
    ],
    channels: [{ id: channel, name: 'payouts', external: true, members: [alice, bob, 'U0FAR'] }],
  });
  receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    token: slack.botToken,
    deferInitialization: true,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  wire(app);
  await app.init();
  const server = await receiver.start({ host: '127.0.0.1', port: 0 });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  slack.connect(`http://127.0.0.1:${address.port}/slack/events`);
});

afterEach(async () => {
  await receiver.stop();
  await slack.stop();
});

const called = (method: string, times = 1): Promise<void> =>
  expect
    .poll(() => slack.calls.filter((call) => call.method === method).length)
    .toBeGreaterThanOrEqual(times);

async function askedFor(words = ''): Promise<void> {
  await slack.command(alice, '/payout', words, { channel });
  await called('views.open');
}

async function posted() {
  await askedFor();
  await slack.fill(alice, { Amount: '250' });
  await slack.submit(alice);
  await called('chat.postMessage');
  const [message] = slack.messages(channel);
  if (!message) throw new Error('the card was not posted');
  return message;
}

describe('a real Bolt app on the local Slack', () => {
  it('opens a form on a command', async () => {
    await askedFor();
    expect(slack.modal(alice)?.callbackId).toBe('ask');
    expect(slack.modal(bob)).toBeUndefined();
  });

  it('is not asked while a required field is empty', async () => {
    await askedFor();
    const before = slack.deliveries.length;
    expect(await slack.submit(alice)).toEqual({ status: 0, body: '', failure: 'not_sent' });
    expect(slack.modal(alice)?.errors).toEqual({ amount: 'Please complete this required field.' });
    expect(slack.deliveries.length).toBe(before);
  });

  it('shows the errors it answers with, and closes the form once they are gone', async () => {
    await askedFor();
    await slack.fill(alice, { Amount: '12' });
    await slack.submit(alice);
    expect(slack.modal(alice)?.errors).toEqual({ amount: 'Only 250.' });
    await slack.fill(alice, { amount: '250' });
    expect((await slack.submit(alice)).status).toBe(200);
    expect(slack.modal(alice)).toBeUndefined();
    await called('chat.postMessage');
  });

  it('hands over a file that can be downloaded with the token, and only with it', async () => {
    await askedFor();
    const bytes = Buffer.from('address,amount\n');
    await slack.fill(alice, { Amount: '250', File: { file: { name: 'pay.csv', bytes } } });
    await slack.submit(alice);
    await called('chat.postMessage');
    const { files } = heard[0] as { files: { url_private_download: string; user: string }[] };
    const url = files[0]?.url_private_download ?? '';
    expect(files[0]).toMatchObject({ user: alice, name: 'pay.csv', size: 15, mode: 'hosted' });
    const fetched = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } });
    expect(await fetched.text()).toBe('address,amount\n');
    const refused = await fetch(url, { headers: { authorization: 'Bearer xoxb-wrong' } });
    expect(refused.status).toBe(200);
    expect(refused.headers.get('content-type')).toContain('text/html');
  });

  it('changes its card on a press, and whispers to the one who pressed', async () => {
    const message = await posted();
    expect((await slack.click(bob, message, 'Approve')).status).toBe(200);
    await called('chat.postEphemeral');
    expect(heard).toContain('1042');
    const [now] = slack.messages(channel);
    expect(now).toMatchObject({ text: 'Payout approved', edits: 1 });
    expect(now?.versions.map((version) => version.text)).toEqual([
      'Payout awaits a decision',
      'Payout approved',
    ]);
    const whispered = slack.ephemerals(bob).map((one) => one.text);
    expect(whispered.sort()).toEqual(['Only you see this.', 'Thank you.']);
    expect(slack.ephemerals(alice)).toEqual([]);
  });

  it('hears that a person from elsewhere pressed', async () => {
    const message = await posted();
    await slack.click('U0FAR', message, 'approve');
    await called('chat.postEphemeral');
    expect(heard).toContainEqual(expect.objectContaining({ id: 'U0FAR', team_id: 'T0ELSEWHERE' }));
    await expect(slack.command('U0FAR', '/payout', '', { channel })).rejects.toThrow(
      'another workspace',
    );
  });

  it('cannot use a trigger after three seconds, or twice', async () => {
    await askedFor('slow');
    expect(heard.at(-1)).toContain('expired_trigger_id');
    offsetMs = 0;
    await slack.command(alice, '/payout', 'twice', { channel });
    await called('views.open', 3);
    await expect.poll(() => heard.at(-1)).toContain('exchanged_trigger_id');
  });

  it('draws a Home tab when it is opened', async () => {
    await slack.openHome(bob);
    await called('views.publish');
    expect(slack.home(bob)?.blocks[0]).toMatchObject({ type: 'header' });
  });

  it('refuses forged and stale requests', async () => {
    const forged = { channel, signingSecret: 'somebody-elses-secret' };
    expect((await slack.command(alice, '/payout', '', forged)).status).toBe(401);
    const stale = { channel, timestampOffsetSeconds: -301 };
    expect((await slack.command(alice, '/payout', '', stale)).status).toBe(401);
    expect(slack.notices.map((one) => one.kind)).toEqual(['dispatch_failed', 'dispatch_failed']);
  });

  it('gets the same signed bytes again, and a body that is too large not at all', async () => {
    await askedFor();
    const delivery = slack.lastDelivery;
    if (!delivery) throw new Error('nothing was delivered');
    expect((await slack.redeliver(delivery)).status).toBe(200);
    expect(slack.lastDelivery).toEqual(delivery);
    await called('views.open', 2);
    expect(slack.calls.at(-1)?.error).toBe('exchanged_trigger_id');
    const mutate = (fields: object) => ({ ...fields, text: 'x'.repeat(5 * 1024 * 1024) });
    const answer = await slack.command(alice, '/payout', '', { channel, mutate });
    expect(answer.status === 413 || answer.failure === 'unreachable').toBe(true);
  });
});
