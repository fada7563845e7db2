/** What else the sandbox shows: bad days at Calypso, Slack's refusals, other times, a restart. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRehearsal, type Reader, type Rehearsal } from '../support/rehearsal.ts';

let rehearsal: Rehearsal;
let desk: Reader;

beforeAll(async () => {
  rehearsal = await openRehearsal();
});
afterAll(() => rehearsal.end());
beforeEach(async () => {
  desk = await rehearsal.openReader();
});
afterEach(async () => {
  expect(desk.troubles, 'errors on the page').toEqual([]);
  await desk.close();
});

async function approved(purpose: string): Promise<void> {
  await desk.asks(purpose, '25');
  await desk.bothApprove(purpose);
  await desk.cardSays(purpose, 'unless someone stops it');
}

describe('the sandbox, beyond the main job', () => {
  it('rehearses a create whose answer is lost: the bot finds it by its key and pays once', async () => {
    await approved('Lost answer');
    await desk.presses('Trouble');
    await desk.page.getByText('The next payout asked for').click();
    await desk.presses('Accept, then drop the connection');
    await desk.button('Undo: Accept, then drop the connection').waitFor();
    await desk.presses(/^\+1 min/);
    await desk.sees('0 of 1 recipient paid', desk.message('Lost answer'));
    await desk.page.getByText('Nothing: all is well.').waitFor();
    expect(rehearsal.calypso.payouts).toHaveLength(1);
    await desk.presses('Requests');
    const create = desk.page.locator('.traffic').filter({ hasText: '/payout/create' }).first();
    await create.locator('summary').click();
    await create.getByText('no answer').waitFor();
    await create.getByText('valid', { exact: true }).waitFor();
    await create.getByText(/^POST \/api\/v1\/payout\/create/).waitFor();
    await desk.presses('Webhooks');
    const ring = desk.page.locator('.traffic').filter({ hasText: 'payout change status' }).first();
    await ring.locator('.verdict').getByText('200').waitFor();
  });

  it('lets some recipients fail, and the alert says so', async () => {
    await approved('One of one fails');
    await desk.presses(/^\+1 min/);
    await desk.sees('0 of 1 recipient paid', desk.message('One of one fails'));
    const payout = desk.page.locator('.payout').first();
    await payout.getByRole('checkbox').check();
    await desk.presses('Fail 1 of 1', payout);
    await desk.sees('Nobody was paid.', desk.message('One of one fails'));
    await desk.opens('payout-alerts');
    await desk.message('failed').waitFor();
  });

  it('offers every trouble under a name that can be found, on for one payout and taken back', async () => {
    await desk.presses('Create one the bot does not know');
    const made = desk.page.locator('.payout').filter({ hasText: '12.5 USDT_TRX' });
    await desk.presses('Trouble with it', made);
    const panel = desk.page.getByRole('region', { name: 'Trouble' });
    await panel.getByRole('searchbox').fill('another amount');
    const amount = desk.button('Another amount', panel);
    await amount.click();
    await panel.locator('[aria-pressed=true]', { hasText: 'Another amount' }).waitFor();
    await desk.sees('The payout of 12.5 USDT_TRX', panel);
    const [payout] = rehearsal.calypso.payouts.slice(-1);
    expect(rehearsal.calypso.saidOf(payout?.id ?? '')).toEqual({ readsSayAmount: '999.99' });
    await panel.getByRole('searchbox').fill('still drafts');
    await desk.presses('Failed, its transfers still drafts', panel);
    await desk.sees('Moved against the rules', panel);
    expect(payout?.state).toBe('FAILED');
    await panel.getByRole('searchbox').fill('webhook thief');
    await desk.button('A thief of the secret rings', panel).waitFor();
    await panel.getByRole('searchbox').fill('');
    await panel.getByText('What cannot be read').click();
    await desk.presses('Transfers: 503', panel);
    await desk.button('Undo: Transfers: 503', panel).waitFor();
    expect(await desk.accessibility()).toEqual([]);
    expect(await desk.overflows()).toBe(false);
    await desk.presses('Put it back: Moved against the rules', panel);
    await desk.button('Put it back: Moved against the rules', panel).waitFor({ state: 'detached' });
    expect(payout?.state).toBe('CREATED');
    await desk.presses('Let all be well', panel);
    await desk.sees('Nothing: all is well.', panel);
    expect(rehearsal.calypso.faults()).toEqual([]);
  });

  it('makes a payout that nobody asked for, and the bot raises the alarm', async () => {
    await desk.presses('Create one the bot does not know');
    await desk.presses(/^\+1 h/);
    await desk.opens('payout-alerts');
    await desk.message('a payout that nobody asked for here').waitFor();
  });

  it.each([
    {
      what: 'a header of 151 characters',
      method: 'chat.postMessage',
      args: {
        channel: 'C0PAYOUTS',
        text: 'x',
        blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
      },
      error: 'invalid_blocks',
      pointer: 'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    },
    {
      what: 'blocks without fallback text',
      method: 'chat.postMessage',
      args: { channel: 'C0PAYOUTS', blocks: [{ type: 'divider' }] },
      error: 'no_text',
    },
    {
      what: 'a table in a modal',
      method: 'views.open',
      args: {
        trigger_id: '1',
        view: {
          type: 'modal',
          title: { type: 'plain_text', text: 'x' },
          blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }],
        },
      },
      error: 'invalid_arguments',
      pointer: 'unsupported type: table [json-pointer:/view/blocks/0/type]',
    },
    {
      what: 'a trigger nobody was given',
      method: 'views.open',
      args: {
        trigger_id: 'never',
        view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] },
      },
      error: 'invalid_trigger_id',
    },
  ])('shows what Slack refuses: $what', async ({ method, args, error, pointer }) => {
    expect(await rehearsal.asBot(method, args)).toMatchObject({ ok: false, error });
    await desk.presses(/^Slack’s no/);
    const refused = desk.page.locator('.refused').first();
    await refused.getByText(error).waitFor();
    await refused.getByText(method).waitFor();
    if (pointer !== undefined) await refused.getByText(pointer).waitFor();
  });

  it('shows a message that the bot edited in place, with Slack’s mark only for plain text', async () => {
    const posted = await rehearsal.asBot('chat.postMessage', {
      channel: 'C0PAYOUTS',
      text: 'first words',
    });
    const { ts } = Object(posted);
    await desk.message('first words').waitFor();
    await rehearsal.asBot('chat.update', { channel: 'C0PAYOUTS', ts, text: 'better words' });
    await desk.sees('(edited)', desk.message('better words'));
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '<b>*bold*</b> &lt;i&gt;' } }];
    await rehearsal.asBot('chat.update', {
      channel: 'C0PAYOUTS',
      ts,
      text: 'better words',
      blocks,
    });
    const message = desk.message('<i>');
    await message.waitFor();
    expect(await message.getByText('(edited)').count()).toBe(0);
    expect(await message.locator('b, i').count(), 'markup of HTML').toBe(0);
  });

  it('marks as unread what came while a person was away', async () => {
    await desk.is('helen');
    await desk.opens('payout-alerts');
    await rehearsal.asBot('chat.postMessage', {
      channel: 'C0PAYOUTS',
      text: 'while you were away',
    });
    const entry = desk.page.getByRole('button', { name: /^payouts \d+ unread/ });
    await entry.waitFor();
    await entry.click();
    await desk.message('while you were away').waitFor();
    await entry.waitFor({ state: 'detached' });
  });

  it('starts a payout from the app’s shortcut and a sample file', async () => {
    await desk.is('dave');
    await desk.opens('payout-alerts');
    await desk.presses('Attach or start something');
    await desk.page.getByRole('menuitem', { name: /^New payout/ }).click();
    await desk.presses('payroll-november.csv', desk.dialog);
    await desk.button('Remove payroll-november.csv', desk.dialog).waitFor();
    await desk.presses('Check it', desk.dialog);
    await desk.closed();
    await desk.opens('countersign');
    await desk.sees('37 recipients', desk.message('Draft: payroll-november'));
  });

  it('shows what an app publishes on its Home tab, and a word where it publishes nothing', async () => {
    await desk.is('grace');
    await desk.opens('countersign');
    await desk.presses('Home');
    await desk.sees('has none in its manifest');
    const button = { type: 'button', action_id: 'x', text: { type: 'plain_text', text: 'Press' } };
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Waiting for you' } },
      { type: 'video' },
      { type: 'actions', block_id: 'a', elements: [button] },
    ];
    const publish = (some: readonly object[]) =>
      rehearsal.asBot('views.publish', {
        user_id: 'U0GRACE',
        view: { type: 'home', blocks: some },
      });
    expect(await publish(blocks)).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(await publish(blocks.filter(({ type }) => type !== 'video'))).toMatchObject({
      ok: true,
    });
    await desk.page.getByRole('heading', { name: 'Waiting for you' }).waitFor();
    await desk.presses('Press');
    await desk.page.getByText('“a/x” failed').waitFor();
  });

  it('starts the bot again after its plug was pulled, and nothing is lost', async () => {
    await approved('Through a power cut');
    await desk.presses('Trouble');
    await desk.presses('Pull the bot’s plug');
    await desk.page.getByText('The bot is not running.').waitFor();
    await desk.page.getByRole('alert').getByRole('button', { name: 'Start it again' }).click();
    await desk.page.getByText('The bot is not running.').waitFor({ state: 'detached' });
    await desk.presses(/^\+1 min/);
    await desk.sees('0 of 1 recipient paid', desk.message('Through a power cut'));
  });
});
