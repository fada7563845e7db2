/**
 * What people see on the local Slack, as text, and what makes their phones buzz.
 * The words are compared whole, because tests of the bot will be read by them.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlack } from '../../sandbox/slack/emulator.ts';

const alice = 'U0ALICE';
const bob = 'U0BOB';
const carol = 'U0CAROL';
const channel = 'C0PAYOUTS';
let slack: SlackEmulator;

const plain = (text: string) => ({ type: 'plain_text', text });
const marked = (text: string) => ({ type: 'mrkdwn', text });
const button = (text: string) => ({ type: 'button', text: plain(text) });

async function call(method: string, args: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  const body = (await response.json()) as Record<string, unknown>;
  if (body.ok !== true) throw new Error(JSON.stringify(body));
  return body;
}

const post = (text: string, more: object = {}) =>
  call('chat.postMessage', { channel, text, ...more });

async function read(...blocks: readonly object[]): Promise<string> {
  await post('fallback', { blocks });
  const message = slack.messages(channel).at(-1);
  if (!message) throw new Error('nothing was posted');
  return slack.textOf(message);
}

beforeEach(async () => {
  slack = await startSlack({
    now: () => Date.UTC(2026, 2, 2, 12),
    people: [
      { id: alice, name: 'Alice' },
      { id: bob, name: 'Bob' },
      { id: carol, name: 'Carol' },
    ],
    channels: [{ id: channel, name: 'payouts', members: [alice, carol] }],
    groups: [{ id: 'S0TREASURY', members: [alice] }],
  });
});

afterEach(() => slack.stop());

describe('the text of what is seen', () => {
  it('resolves mentions, links, dates and entities of mrkdwn', async () => {
    const words =
      '<@U0ALICE> in <#C0PAYOUTS> <!here>: &lt;b&gt; &amp; <https://x.test|the page> ' +
      '<!date^1772452800^{date_short_pretty} at {time}|then>';
    expect(await read({ type: 'section', text: marked(words) })).toBe(
      '@Alice in #payouts @here: <b> & the page (https://x.test) Mar 2, 2026 at 12:00 UTC',
    );
  });

  it('leaves plain text as it was typed', async () => {
    expect(await read({ type: 'section', text: plain('<@U0ALICE> &lt;') })).toBe('<@U0ALICE> &lt;');
  });

  it('reads a card from top to bottom', async () => {
    const cell = (text: string) => ({ type: 'raw_text', text });
    const run = (text: string) => ({
      type: 'rich_text_section',
      elements: [{ type: 'text', text }],
    });
    const card = await read(
      { type: 'header', text: plain('Payout 1042') },
      { type: 'section', fields: [marked('*Total*'), plain('250 USDT')] },
      { type: 'divider' },
      {
        type: 'table',
        rows: [
          [cell('To'), cell('Amount')],
          [cell('TQn9'), cell('250')],
        ],
      },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_list', style: 'bullet', elements: [run('a')] }],
      },
      { type: 'context', elements: [marked('asked by <@U0BOB>')] },
      { type: 'actions', elements: [button('Approve'), button('Reject')] },
    );
    expect(card.split('\n')).toEqual([
      'Payout 1042',
      '*Total*',
      '250 USDT',
      '---',
      'To | Amount',
      'TQn9 | 250',
      '• a',
      'asked by @Bob',
      '[Approve] [Reject]',
    ]);
  });

  it('shows a modal with what is typed and what is wrong', async () => {
    const field = (label: string, element: object) => ({
      type: 'input',
      label: plain(label),
      element,
    });
    await slack.command(alice, '/payout', '', { to: 'http://127.0.0.1:9/' });
    const trigger_id = new URLSearchParams(slack.lastDelivery?.body).get('trigger_id');
    const blocks = [
      field('Amount', { type: 'plain_text_input' }),
      field('Why', { type: 'plain_text_input', placeholder: plain('rent') }),
    ];
    const view = { type: 'modal', title: plain('New payout'), submit: plain('Ask'), blocks };
    await call('views.open', { trigger_id, view });
    await slack.fill(alice, { Amount: '250' });
    await slack.submit(alice);
    const modal = slack.modal(alice);
    expect(modal && slack.textOf(modal).split('\n')).toEqual([
      'New payout',
      'Amount: 250',
      'Why: rent',
      '! Please complete this required field.',
      '[Ask]',
    ]);
  });

  it('falls back to the message text, and names the files', async () => {
    await slack.upload(alice, channel, 'pay.csv', Buffer.from('a'), {
      words: 'here',
      to: 'http://127.0.0.1:9/',
    });
    const [message] = slack.messages(channel);
    expect(message && slack.textOf(message)).toBe('here\n[file pay.csv]');
  });
});

describe('a person', () => {
  it('sees their channels, their direct message and what is whispered to them, in order', async () => {
    await post('in the channel');
    await post('for Bob', { channel: bob });
    await call('chat.postEphemeral', { channel, user: alice, text: 'whispered' });
    await post('for Alice', { channel: alice });
    const seen = (userId: string) => slack.visibleTo(userId).map((one) => one.text);
    expect(seen(alice)).toEqual(['in the channel', 'whispered', 'for Alice']);
    expect(seen(bob)).toEqual(['for Bob']);
    expect(seen(carol)).toEqual(['in the channel']);
    const [message] = slack.messages(channel);
    if (!message) throw new Error('nothing was posted');
    await expect(slack.click(bob, message, 'Go')).rejects.toThrow('cannot see it');
    slack.deleteMessage(channel, message.ts);
    await expect(slack.click(alice, message, 'Go')).rejects.toThrow('gone');
  });

  it('is notified by new direct messages and mentions, not by edits or whispers', async () => {
    const { channel: dm, ts } = await post('for Alice', { channel: alice });
    await call('chat.update', { channel: dm, ts, text: 'for Alice, edited' });
    await call('chat.postEphemeral', { channel, user: alice, text: '<@U0ALICE>' });
    const { ts: card } = await post('quiet');
    await call('chat.update', { channel, ts: card, text: '<@U0ALICE> edited in' });
    await post('<!subteam^S0TREASURY> short of funds');
    await post('fallback', { blocks: [{ type: 'section', text: marked('<@U0ALICE> look') }] });
    expect(slack.pushes(alice).map((one) => one.versions[0]?.text)).toEqual([
      'for Alice',
      '<!subteam^S0TREASURY> short of funds',
      'fallback',
    ]);
    expect(slack.pushes(bob)).toEqual([]);
  });

  it('reads a thread as one', async () => {
    const { ts } = await post('card');
    await post('first reply', { thread_ts: ts });
    await post('another card');
    expect(slack.thread(channel, String(ts)).map((one) => one.text)).toEqual([
      'card',
      'first reply',
    ]);
  });

  it('can press an older version of a card, as a screen that was not refreshed shows it', async () => {
    const elements = [{ ...button('Approve'), value: 'old' }];
    const { ts } = await post('a', { blocks: [{ type: 'actions', elements }] });
    await call('chat.update', { channel, ts, text: 'decided' });
    const [card] = slack.messages(channel);
    if (!card) throw new Error('nothing was posted');
    const to = 'http://127.0.0.1:9/';
    await expect(slack.click(alice, card, 'Approve', { to })).rejects.toThrow('0 elements');
    await slack.click(alice, card, 'Approve', { to, asOf: 0 });
    const payload = new URLSearchParams(slack.lastDelivery?.body).get('payload') ?? '';
    expect(JSON.parse(payload)).toMatchObject({ actions: [{ value: 'old' }], message: { ts } });
  });

  it('is told of through onChange, until nobody listens', async () => {
    const changes: string[] = [];
    const stop = slack.onChange(({ kind }) => changes.push(kind));
    await post('a');
    stop();
    await post('b');
    expect(changes).toEqual(['message', 'call']);
  });
});
