/**
 * The local Slack on a bad day: a no for one person, one message or one channel, an answer that is
 * late or never comes, a clock that is off. Each switch hits what it names and nothing else.
 */
import { describe, expect, it } from 'vitest';
import { slackWithEar } from './slack-ear.ts';

const [alice, bob] = ['U0ALICE', 'U0BOB'];
const [payouts, alerts] = ['C0PAYOUTS', 'C0ALERTS'];
const noon = Date.UTC(2026, 2, 2, 12);

const started = () =>
  slackWithEar({
    now: () => noon,
    people: [
      { id: alice, name: 'Alice' },
      { id: bob, name: 'Bob' },
    ],
    channels: [
      { id: payouts, name: 'payouts', private: true, members: [alice, bob] },
      { id: alerts, name: 'alerts', private: true, members: [alice] },
    ],
  });

describe('a message', () => {
  it.each(['cant_update_message', 'edit_window_closed', 'message_not_found'] as const)(
    'can be refused its edits for good with %s, and no other is',
    async (error) => {
      const { slack, call, no } = await started();
      const [one, other] = [
        await call('chat.postMessage', { channel: payouts, text: 'a' }),
        await call('chat.postMessage', { channel: payouts, text: 'a' }),
      ];
      const update = ({ ts }: { ts?: unknown }) =>
        no('chat.update', { channel: payouts, ts, text: 'b' });
      const where = { channel: payouts, ts: String(one.ts) };
      const lift = slack.fault({
        on: 'chat.update',
        where,
        kind: 'platformError',
        error,
        times: 'always',
      });
      expect([await update(one), await update(other), await update(one)]).toEqual([
        error,
        'ok',
        error,
      ]);
      expect(slack.messages(payouts).map(({ text }) => text)).toEqual(['a', 'b']);
      lift();
      expect(await update(one)).toBe('ok');
    },
  );

  it('can be refused wherever it stands in one channel', async () => {
    const { slack, no } = await started();
    const where = { channel: alerts };
    slack.fault({ on: 'chat.postMessage', where, kind: 'error500', times: 'always' });
    expect(await no('chat.postMessage', { channel: alerts, text: 'a' })).toBe('internal_error');
    expect(await no('chat.postMessage', { channel: payouts, text: 'a' })).toBe('ok');
  });

  it('is deleted by its author only, once', async () => {
    const { slack, call, no } = await started();
    const { ts } = await call('chat.postMessage', { channel: payouts, text: 'a' });
    const { message } = await slack.say(alice, payouts, 'mine');
    const remove = (stamp: unknown) => no('chat.delete', { channel: payouts, ts: stamp });
    expect(await remove(message.ts)).toBe('cant_delete_message');
    expect([await remove(ts), await remove(ts)]).toEqual(['ok', 'message_not_found']);
    expect(slack.messages(payouts).map(({ text }) => text)).toEqual(['mine']);
    expect(await no('chat.getPermalink', { channel: payouts, message_ts: ts })).toBe(
      'message_not_found',
    );
    const { permalink } = await call('chat.getPermalink', {
      channel: payouts,
      message_ts: message.ts,
    });
    expect(permalink).toBe(`${slack.url}/archives/${payouts}/p${message.ts.replace('.', '')}`);
  });
});

describe('looking a person up', () => {
  const noes = [
    'user_not_found',
    'user_not_visible',
    'account_inactive',
    'invalid_auth',
    'token_revoked',
  ] as const;

  it.each(noes)('can be answered %s for one and not for another', async (error) => {
    const { slack, no } = await started();
    const where = { user: bob };
    slack.fault({ on: 'users.info', where, kind: 'platformError', error, times: 'always' });
    expect(await no('users.info', { user: bob })).toBe(error);
    expect(await no('users.info', { user: alice })).toBe('ok');
    expect(await no('users.info', { user: bob })).toBe(error);
    slack.clearFaults();
    expect(await no('users.info', { user: bob })).toBe('ok');
  });

  it('can be asked too often, answered late, or never', async () => {
    const { slack, ask, no } = await started();
    const where = { user: bob };
    slack.fault({ on: 'users.info', where, kind: 'rateLimited', retryAfterSeconds: 30 });
    const limited = await ask('users.info', { user: bob });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);

    slack.fault({ on: 'users.info', where, kind: 'slow', ms: 150 });
    const order: string[] = [];
    await Promise.all([
      no('users.info', { user: bob }).then((answer) => order.push(`bob ${answer}`)),
      no('users.info', { user: alice }).then((answer) => order.push(`alice ${answer}`)),
    ]);
    expect(order).toEqual(['alice ok', 'bob ok']);

    slack.fault({ on: 'users.info', where, kind: 'hang' });
    const asked = fetch(`${slack.apiUrl}users.info`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ user: bob }),
      signal: AbortSignal.timeout(200),
    });
    await expect(asked).rejects.toThrow('timeout');
  });

  it('is never answered what Slack could not answer there', async () => {
    const { slack } = await started();
    const error = 'edit_window_closed';
    expect(() => slack.fault({ on: 'users.info', kind: 'platformError', error })).toThrow(
      'Slack never answers edit_window_closed to users.info.',
    );
  });
});

describe('the clock of Slack', () => {
  it('is told with every answer, and can run ahead or behind', async () => {
    const { slack, ask } = await started();
    const told = async () => (await ask('auth.test')).headers.get('date');
    expect(await told()).toBe('Mon, 02 Mar 2026 12:00:00 GMT');
    slack.dateRunsAhead(600_000);
    expect(await told()).toBe('Mon, 02 Mar 2026 12:10:00 GMT');
    slack.fault({ on: 'auth.test', kind: 'error500' });
    expect(await told()).toBe('Mon, 02 Mar 2026 12:10:00 GMT');
    const file = await fetch(`${slack.url}/files-pri/T0SANDBOX-F0NONE/download/a.csv`);
    expect(file.headers.get('date')).toBe('Mon, 02 Mar 2026 12:10:00 GMT');
    slack.dateRunsAhead(-86_400_000);
    expect(await told()).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
  });
});

describe('a file', () => {
  const bytes = Buffer.from('address,amount\n');

  it('of the bot is deleted by the bot, everywhere, and comes back as an event', async () => {
    const { slack, call, no, events } = await started();
    const { file_id: id, upload_url: url } = await call('files.getUploadURLExternal', {
      filename: 'all.csv',
      length: bytes.length,
    });
    await fetch(String(url), { method: 'POST', body: bytes });
    await call('files.completeUploadExternal', { files: [{ id }], channel_id: payouts });
    await slack.settled();
    expect(await no('files.delete', { file: id })).toBe('ok');
    await slack.settled();
    expect(events()).toMatchObject([
      { type: 'file_shared', file_id: id },
      { type: 'file_deleted', file_id: id, channel_ids: [payouts] },
    ]);
    expect(slack.messages(payouts)[0]?.files).toMatchObject([{ id, mode: 'tombstone' }]);
    expect(slack.fileBytes(String(id))).toBeUndefined();
    expect(await no('files.delete', { file: id })).toBe('file_deleted');
    expect(await no('files.info', { file: id })).toBe('file_deleted');
  });

  it('of a person is not the bot’s to delete, and may vanish all the same', async () => {
    const { slack, no, events } = await started();
    const { file } = await slack.upload(alice, payouts, 'pay.csv', bytes);
    expect(await no('files.delete', { file: file.id })).toBe('cant_delete_file');
    await slack.deleteFile(file.id);
    expect(events()).toMatchObject([{ type: 'file_shared' }, { type: 'file_deleted' }]);
    expect(await no('files.info', { file: file.id })).toBe('file_deleted');
    expect(await no('files.delete', { file: 'F0NONE' })).toBe('file_not_found');
  });
});
