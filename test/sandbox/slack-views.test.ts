/**
 * Views on the local Slack, opened by plain requests: triggers, stacks, hashes, what people typed,
 * and what the answer to a submission makes of the modal.
 */
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlack } from '../../sandbox/slack/emulator.ts';

const alice = 'U0ALICE';
let slack: SlackEmulator;
let clock: number;
let app: Server;
/** What the app answers to the next request. */
let answer: string;

const plain = (text: string) => ({ type: 'plain_text', text });
const modal = (more: object = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'Title' },
  blocks: [{ type: 'divider' }],
  ...more,
});

const input = (label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: label.toLowerCase(),
  label: plain(label),
  element: { action_id: 'typed', ...element },
  ...more,
});
const form = (...blocks: readonly object[]) => modal({ submit: plain('Ask'), blocks });

type Told = { readonly ok: boolean; readonly error?: string; readonly response_metadata?: unknown };

async function call(method: string, args: object): Promise<Told> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Told;
}

async function trigger(): Promise<string> {
  await slack.command(alice, '/payout', '');
  return new URLSearchParams(slack.lastDelivery?.body).get('trigger_id') ?? '';
}

async function opened(view: object): Promise<Told> {
  return call('views.open', { trigger_id: await trigger(), view });
}

beforeEach(async () => {
  answer = '';
  clock = Date.UTC(2026, 2, 2, 12);
  slack = await startSlack({ now: () => clock, people: [{ id: alice, name: 'Alice' }] });
  app = createServer((_, response) => response.end(answer));
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const address = app.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  slack.connect(`http://127.0.0.1:${address.port}/slack/events`);
});

afterEach(async () => {
  app.close();
  await slack.stop();
});

describe('views', () => {
  it('are refused with a pointer that starts at the view, and the trigger stays good', async () => {
    const trigger_id = await trigger();
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
    expect(await call('views.open', { trigger_id, view: modal({ blocks: [table] }) })).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] unsupported type: table [json-pointer:/view/blocks/0/type]'],
      },
    });
    expect((await call('views.open', { trigger_id, view: modal() })).ok).toBe(true);
  });

  it('stack three high and not four', async () => {
    await opened(modal());
    const push = async () => call('views.push', { trigger_id: await trigger(), view: modal() });
    expect([(await push()).ok, (await push()).ok]).toEqual([true, true]);
    expect((await push()).error).toBe('push_limit_reached');
    expect(slack.modals(alice)).toHaveLength(3);
  });

  it('take a trigger within three seconds, once', async () => {
    const open = (trigger_id: string) => call('views.open', { trigger_id, view: modal() });
    const inTime = await trigger();
    clock += 3_000;
    expect((await open(inTime)).ok).toBe(true);
    expect((await open(inTime)).error).toBe('exchanged_trigger_id');
    const late = await trigger();
    clock += 3_001;
    expect((await open(late)).error).toBe('expired_trigger_id');
    expect((await open('1.2.3')).error).toBe('invalid_trigger_id');
  });

  it('are updated only by who knows their hash, and only while they are there', async () => {
    await opened(modal());
    const { id: view_id, hash } = slack.modal(alice) ?? {};
    const update = (more: object) => call('views.update', { view_id, view: modal(), ...more });
    expect((await update({ hash })).ok).toBe(true);
    expect((await update({ hash })).error).toBe('hash_conflict');
    await slack.closeModal(alice);
    expect((await update({})).error).toBe('not_found');
  });

  it('are found by a name of their own as well, which only one may have at a time', async () => {
    await opened(modal({ external_id: 'draft-7' }));
    const update = (more: object) => call('views.update', { view: modal(), ...more });
    expect((await opened(modal({ external_id: 'draft-7' }))).error).toBe('duplicate_external_id');
    const named = { external_id: 'draft-7', view: modal({ external_id: 'draft-7' }) };
    const { hash } = slack.modal(alice) ?? {};
    expect((await update({ ...named, hash })).ok).toBe(true);
    expect((await update({ ...named, hash })).error).toBe('hash_conflict');
    expect((await update({ ...named, view_id: slack.modal(alice)?.id })).error).toBe(
      'invalid_arguments',
    );
    expect((await update({ external_id: 'draft-7' })).ok).toBe(true);
    expect((await update({ external_id: 'draft-7' })).error).toBe('not_found');
  });

  it('keep what was typed when they are updated', async () => {
    const view = form(input('Why', { type: 'plain_text_input' }));
    await opened(view);
    await slack.fill(alice, { Why: 'rent' });
    await call('views.update', { view_id: slack.modal(alice)?.id, view });
    expect(slack.modal(alice)?.values).toEqual({
      why: { typed: { type: 'plain_text_input', value: 'rent' } },
    });
  });
});

describe('a submission', () => {
  const why = input('Why', { type: 'plain_text_input', max_length: 5 }, { optional: true });

  it('can be answered by another view, on top or instead, or by clearing all', async () => {
    await opened(form(why));
    answer = JSON.stringify({
      response_action: 'push',
      view: form(input('More', { type: 'plain_text_input' }, { optional: true })),
    });
    await slack.submit(alice);
    expect(slack.modals(alice)).toHaveLength(2);
    answer = JSON.stringify({ response_action: 'update', view: modal({ title: plain('Done') }) });
    await slack.submit(alice);
    expect(slack.modals(alice).map((view) => slack.textOf(view).split('\n')[0])).toEqual([
      'Title',
      'Done',
    ]);
    await slack.closeModal(alice);
    answer = JSON.stringify({ response_action: 'clear' });
    await slack.submit(alice);
    expect(slack.modals(alice)).toEqual([]);
  });

  it('answered with a wrong view or a stray error key is noticed, and the modal stays', async () => {
    await opened(form(why));
    answer = JSON.stringify({ response_action: 'update', view: { type: 'modal' } });
    await slack.submit(alice);
    answer = JSON.stringify({ response_action: 'errors', errors: { elsewhere: 'No.' } });
    await slack.submit(alice);
    expect(slack.notices.map((one) => one.kind)).toEqual(['invalid_answer', 'invalid_answer']);
    expect(slack.modal(alice)?.errors).toEqual({});
  });

  it('is stopped by what the fields themselves demand', async () => {
    await opened(form(why, input('Mail', { type: 'email_text_input' })));
    await slack.fill(alice, { Why: 'rent and more', Mail: 'nobody' });
    await slack.submit(alice);
    expect(slack.modal(alice)?.errors).toEqual({
      why: 'Must be less than 6 characters.',
      mail: 'Must be an email address.',
    });
  });

  it('carries what was chosen in menus by label', async () => {
    const options = ['Tron', 'Ethereum'].map((name) => ({ text: plain(name), value: name[0] }));
    await opened(
      form(
        input('Network', { type: 'static_select', options }),
        input('Who', { type: 'users_select' }),
      ),
    );
    await slack.fill(alice, { Network: 'Tron', Who: 'Alice' });
    await expect(slack.fill(alice, { Network: 'Solana' })).rejects.toThrow('Tron, Ethereum');
    await slack.submit(alice);
    const payload = new URLSearchParams(slack.lastDelivery?.body).get('payload') ?? '';
    const { type, view } = JSON.parse(payload) as {
      type: string;
      view: { state: { values: unknown } };
    };
    expect(type).toBe('view_submission');
    expect(view.state.values).toEqual({
      network: { typed: { type: 'static_select', selected_option: options[0] } },
      who: { typed: { type: 'users_select', selected_user: alice } },
    });
  });

  it('of a view that asked for it is followed by news of its closing', async () => {
    await opened(modal({ notify_on_close: true }));
    expect((await slack.closeModal(alice))?.status).toBe(200);
    await opened(modal());
    expect(await slack.closeModal(alice)).toBeUndefined();
  });
});
