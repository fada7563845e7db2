/** What the app sends is what people see: every element of rich text, marks, and what is gone. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRehearsal, type Reader, type Rehearsal } from '../support/rehearsal.ts';

const audit = 'C0AUDIT';
const plain = (text: string) => ({ type: 'plain_text', text });

let rehearsal: Rehearsal;
let desk: Reader;

beforeAll(async () => {
  rehearsal = await openRehearsal();
});
afterAll(() => rehearsal.end());
beforeEach(async () => {
  desk = await rehearsal.openReader();
  await desk.opens('payout-audit');
});
afterEach(async () => {
  expect(desk.troubles, 'errors on the page').toEqual([]);
  await desk.close();
});

/** As the app, which is what the token says. */
async function call(method: string, args: object) {
  const answer = await rehearsal.asBot(method, args);
  expect(answer).toMatchObject({ ok: true });
  return answer;
}
const post = (more: object) => call('chat.postMessage', { channel: audit, text: 'said', ...more });
const drawn = (ts: string) => desk.page.locator(`main article.message[data-ts="${ts}"]`);
const shownAs = async (ts: string, words: string) =>
  expect.poll(() => drawn(ts).locator('.blocks').innerText()).toBe(words);

describe('rich text', () => {
  const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
  const text = (words: string, style?: object) => ({ type: 'text', text: words, style });

  it('is drawn with every element that may stand in it', async () => {
    const { ts } = await post({
      blocks: [
        {
          type: 'rich_text',
          elements: [
            section(
              text('all: '),
              { type: 'user', user_id: 'U0ALICE' },
              text(' '),
              { type: 'channel', channel_id: audit },
              text(' '),
              { type: 'usergroup', usergroup_id: 'S0ONE' },
              text(' '),
              { type: 'broadcast', range: 'here' },
              text(' '),
              { type: 'team', team_id: 'T0ONE' },
              text(' '),
              { type: 'emoji', name: 'white_check_mark' },
              { type: 'link', url: 'https://example.com/a', text: 'a link' },
              text(' '),
              { type: 'color', value: '#24594a' },
              text(' '),
              { type: 'date', timestamp: 1_700_000_000, format: '{date_num}', fallback: 'then' },
            ),
            section(
              text('bold', { bold: true }),
              text('code', { code: true }),
              text('italic', { italic: true }),
              text('struck', { strike: true }),
              text('lined', { underline: true }),
            ),
            {
              type: 'rich_text_list',
              style: 'ordered',
              offset: 4,
              indent: 1,
              elements: [section(text('five')), section(text('six'))],
            },
            { type: 'rich_text_quote', elements: [text('quoted')] },
            { type: 'rich_text_preformatted', elements: [text('a\n  b')] },
          ],
        },
      ],
    });
    const message = drawn(ts);
    await message.getByText('quoted').waitFor();
    expect(await message.locator('.rich').first().innerText()).toBe(
      'all: @alice #payout-audit @S0ONE @here @T0ONE a link #24594a 14/11/2023',
    );
    expect(await message.getByRole('img', { name: 'done' }).count()).toBe(1);
    expect(await message.getByRole('link').getAttribute('href')).toBe('https://example.com/a');
    const styled = ['strong', 'code', 'em', 's', 'u'].map((tag) =>
      message.locator('.rich').nth(1).locator(tag).innerText(),
    );
    expect(await Promise.all(styled)).toEqual(['bold', 'code', 'italic', 'struck', 'lined']);
    expect(await message.locator('ol.indent-1').getAttribute('start')).toBe('5');
    expect(await message.locator('blockquote').innerText()).toBe('quoted');
    expect(await message.locator('pre').innerText()).toBe('a\n  b');
    expect(await desk.accessibility()).toEqual([]);
  });

  it('never makes markup or an emoji of what somebody typed; markup does, as in Slack', async () => {
    const typed = ':white_check_mark: *Approved by carol*';
    const { ts } = await post({
      blocks: [
        { type: 'rich_text', elements: [section(text(typed))] },
        { type: 'section', text: { ...plain(typed), emoji: false } },
        { type: 'context', elements: [plain(typed)] },
        { type: 'section', text: { type: 'mrkdwn', text: typed } },
      ],
    });
    await shownAs(ts, `${typed}\n${typed}\n *Approved by carol*\n Approved by carol`);
    expect(await drawn(ts).getByRole('img', { name: 'done' }).count()).toBe(2);
    expect(await drawn(ts).locator('strong').allInnerTexts()).toEqual([
      'countersign',
      'Approved by carol',
    ]);
  });
});

describe('a message', () => {
  it('is marked when its words were edited, and not when its blocks were', async () => {
    const { ts } = await post({ text: 'first' });
    const card = await post({ blocks: [{ type: 'section', text: plain('card one') }] });
    await call('chat.update', { channel: audit, ts, text: 'second' });
    const blocks = [{ type: 'section', text: plain('card two') }];
    await call('chat.update', { channel: audit, ts: card.ts, text: 'said', blocks });
    await shownAs(card.ts, 'card two');
    await drawn(ts).getByText('second').waitFor();
    expect(await drawn(ts).getByText('(edited)').count()).toBe(1);
    expect(await drawn(card.ts).getByText('(edited)').count()).toBe(0);
  });

  it('vanishes when it is deleted; what others answered keeps its place', async () => {
    const alone = await post({ text: 'alone' });
    const answered = await post({ text: 'answered' });
    await post({ text: 'the answer', thread_ts: answered.ts });
    await drawn(answered.ts).getByText('1 reply').waitFor();
    for (const { ts } of [alone, answered]) await call('chat.delete', { channel: audit, ts });
    await drawn(alone.ts).waitFor({ state: 'detached' });
    await drawn(answered.ts).getByText('This message was deleted.').waitFor();
    await desk.presses('1 reply', drawn(answered.ts));
    await desk.sees('the answer', desk.page.getByRole('log', { name: 'Replies' }));
  });

  it('keeps the place of a file that is gone', async () => {
    const bytes = Buffer.from('address,amount\n');
    const { file, message } = await rehearsal.slack.upload('U0ALICE', audit, 'pay.csv', bytes);
    await drawn(message.ts).getByText('pay.csv').waitFor();
    await rehearsal.slack.deleteFile(file.id);
    await drawn(message.ts).getByText('This file was deleted.').waitFor();
    expect(await drawn(message.ts).getByText('pay.csv').count()).toBe(0);
  });

  it('shows tables, and choices that are sent as they are made', async () => {
    const cell = (text: string) => ({ type: 'raw_text', text });
    const options = ['Take back', 'Show all'].map((name) => ({ text: plain(name), value: name }));
    const { ts } = await post({
      blocks: [
        {
          type: 'table',
          rows: [[cell('Maria'), cell('250.00')]],
          column_settings: [{}, { align: 'right' }],
        },
        {
          type: 'actions',
          block_id: 'more',
          elements: [{ type: 'overflow', action_id: 'more', options }],
        },
      ],
    });
    expect(await drawn(ts).getByRole('cell').allInnerTexts()).toEqual(['Maria', '250.00']);
    await desk.presses('More', drawn(ts));
    await desk.page.getByRole('menuitem', { name: 'Show all' }).click();
    const pressed = () => new URLSearchParams(rehearsal.slack.lastDelivery?.body).get('payload');
    await expect
      .poll(pressed)
      .toContain('"selected_option":{"text":{"type":"plain_text","text":"Show all"');
  });
});

describe('a channel', () => {
  it('says when it is shared, public or archived, and an outsider has no app to talk to', async () => {
    const head = desk.page.locator('.chat-head');
    await desk.opens('with-partners');
    await desk.sees('Public channel, shared with another organisation', head);
    await desk.opens('payout-audit');
    await rehearsal.slack.makePublic(audit);
    await desk.sees('Public channel', head);
    await rehearsal.slack.archive(audit);
    await desk.sees('Public channel, archived', head);
    await desk.sees('Nobody can write here.');
    await rehearsal.slack.unarchive(audit);
    await rehearsal.slack.makePrivate(audit);
    await desk.is('oscar');
    await desk.opens('with-partners');
    expect(await desk.channels()).toEqual(['with-partners']);
  });
});
