/**
 * What others do to the workspace while the app runs: people change, channels open up, the bot is
 * shown the door. The app hears what Slack's documents say it hears, and finds the rest by asking.
 */
import { describe, expect, it } from 'vitest';
import type { SlackOptions } from '../../sandbox/slack/emulator.ts';
import { slackWithEar } from './slack-ear.ts';

const alice = 'U0ALICE';
const fay = 'U0FAR';
const payouts = 'C0PAYOUTS';
const town = 'C0TOWN';
const event_ts = expect.any(String);

const started = (options: SlackOptions = {}) =>
  slackWithEar({
    people: [
      { id: alice, name: 'Alice', tz: 'Asia/Kolkata' },
      { id: 'U0BOB', name: 'Bob' },
      { id: fay, name: 'Fay', kind: 'external' },
    ],
    channels: [
      { id: payouts, name: 'payouts', private: true, members: [alice, 'U0BOB'] },
      { id: town, name: 'town', members: [alice] },
    ],
    ...options,
  });

describe('a person', () => {
  it('who becomes a guest, is deactivated or renamed is told of and reads so', async () => {
    const { slack, call, events } = await started();
    await slack.makeGuest(alice);
    await slack.rename(alice, 'Alice B');
    await slack.deactivate(alice);
    expect(events().map(({ type, user }) => [type, user])).toEqual([
      ['user_change', expect.objectContaining({ is_restricted: true, deleted: false })],
      ['user_change', expect.objectContaining({ real_name: 'Alice B', is_restricted: true })],
      ['user_change', expect.objectContaining({ real_name: 'Alice B', deleted: true })],
    ]);
    await slack.reactivate(alice, { quietly: true });
    expect(events()).toEqual([]);
    const { user } = await call('users.info', { user: alice });
    expect(user).toMatchObject({ deleted: false, is_restricted: false, real_name: 'Alice B' });
  });

  it('has the hours of a zone, which a deactivated one has no more', async () => {
    const { slack, call } = await started();
    const seen = async () => (await call('users.info', { user: alice })).user;
    const zone = { tz: 'Asia/Kolkata', tz_label: 'India Standard Time', tz_offset: 19_800 };
    expect(await seen()).toMatchObject(zone);
    await slack.deactivate(alice);
    expect(await seen()).not.toHaveProperty('tz');
  });

  it('of elsewhere is in no channel that is not shared with elsewhere', async () => {
    const { slack } = await started();
    await expect(slack.joins(fay, payouts)).rejects.toThrow('C0PAYOUTS is not shared');
    await slack.share(payouts);
    await slack.joins(fay, payouts);
    await slack.unshare(payouts);
    expect(slack.channels().find(({ id }) => id === payouts)?.members).not.toContain(fay);
  });
});

describe('a channel', () => {
  it('that becomes shared is told of, and one that was only offered is not', async () => {
    const { slack, call, events } = await started();
    const seen = async () => (await call('conversations.info', { channel: payouts })).channel;
    expect(await seen()).toMatchObject({ is_shared: false, is_private: true, is_archived: false });
    slack.offerToShare(payouts);
    expect(await seen()).toMatchObject({ is_ext_shared: false, is_pending_ext_shared: true });
    await slack.share(payouts, 'T0OTHER');
    const shared = { is_shared: true, is_ext_shared: true, is_pending_ext_shared: false };
    expect(await seen()).toMatchObject(shared);
    await slack.unshare(payouts, 'T0OTHER');
    expect(events()).toEqual([
      { type: 'channel_shared', connected_team_id: 'T0OTHER', channel: payouts, event_ts },
      {
        type: 'channel_unshared',
        previously_connected_team_id: 'T0OTHER',
        channel: payouts,
        is_ext_shared: false,
        event_ts,
      },
    ]);
  });

  it('that becomes public is a message in it, heard only by who may read messages', async () => {
    const modest = await started();
    await modest.slack.makePublic(payouts);
    expect(modest.events()).toEqual([]);
    const { channel } = await modest.call('conversations.info', { channel: payouts });
    expect(channel).toMatchObject({ is_private: false, is_ext_shared: false });

    const reader = await started({ scopes: ['channels:history', 'groups:history'] });
    await reader.slack.makePublic(payouts);
    await reader.slack.makePrivate(payouts);
    expect(reader.events()).toMatchObject([
      { type: 'message', subtype: 'channel_convert_to_public', channel_type: 'channel' },
      { type: 'message', subtype: 'channel_convert_to_private', channel_type: 'group' },
    ]);
  });

  it('that is archived is told of by its kind, and takes no word any more', async () => {
    const { slack, no, call, events } = await started();
    const { ts } = await call('chat.postMessage', { channel: payouts, text: 'a' });
    await slack.archive(payouts);
    await slack.archive(town);
    expect(events()).toMatchObject([
      { type: 'group_archive', channel: payouts, user: alice },
      { type: 'channel_archive', channel: town, user: alice },
    ]);
    expect(await no('chat.postMessage', { channel: payouts, text: 'a' })).toBe('is_archived');
    expect(await no('chat.update', { channel: payouts, ts, text: 'b' })).toBe('is_inactive');
    const { channel } = await call('conversations.info', { channel: payouts });
    expect(channel).toMatchObject({ is_archived: true });
    await slack.unarchive(payouts);
    expect(await no('chat.update', { channel: payouts, ts, text: 'b' })).toBe('ok');
  });

  it('that the bot is removed from is gone for it when it is private', async () => {
    const { slack, no, call, events } = await started();
    await slack.leaves('U0BOB', payouts);
    await slack.removeBotFrom(payouts);
    await slack.removeBotFrom(town);
    expect(events().map(({ type, channel, user }) => [type, channel, user])).toEqual([
      ['member_left_channel', payouts, 'U0BOB'],
      ['group_left', payouts, undefined],
      ['member_left_channel', payouts, slack.botUserId],
      ['channel_left', town, undefined],
      ['member_left_channel', town, slack.botUserId],
    ]);
    expect(await no('conversations.info', { channel: payouts })).toBe('channel_not_found');
    const { channel } = await call('conversations.info', { channel: town });
    expect(channel).toMatchObject({ is_member: false });
    await slack.share(payouts);
    expect(events(), 'of what it is not in, it hears nothing').toEqual([]);
    await slack.inviteBotTo(payouts);
    expect(events()).toMatchObject([{ type: 'member_joined_channel', user: slack.botUserId }]);
  });

  it('lists its members page by page, the bot among them, and counts them when asked', async () => {
    const { slack, call, no } = await started();
    const members = async (args: object) =>
      call('conversations.members', { channel: payouts, ...args });
    const first = await members({ limit: 2 });
    expect(first.members).toEqual([alice, 'U0BOB']);
    const { next_cursor: cursor } = first.response_metadata as { next_cursor: string };
    const last = await members({ limit: 2, cursor });
    expect(last).toMatchObject({
      members: [slack.botUserId],
      response_metadata: { next_cursor: '' },
    });
    expect(await no('conversations.members', { channel: payouts, cursor: 'x' })).toBe(
      'invalid_cursor',
    );
    expect(await no('conversations.members', { channel: payouts, limit: 0 })).toBe('invalid_limit');
    const counted = { channel: payouts, include_num_members: true };
    expect((await call('conversations.info', counted)).channel).toMatchObject({ num_members: 3 });
    const { channel } = await call('conversations.info', { channel: payouts });
    expect(channel).not.toHaveProperty('num_members');
  });
});

describe('the manifest', () => {
  it('decides which events arrive, besides the scopes', async () => {
    const { slack, events } = await started({ events: ['channel_shared', 'user_change'] });
    await slack.openHome(alice);
    await slack.archive(town);
    await slack.share(payouts);
    await slack.rename(alice, 'A');
    expect(events().map(({ type }) => type)).toEqual(['channel_shared', 'user_change']);
    const narrow = await started({ scopes: ['channels:read'] });
    await narrow.slack.share(payouts);
    await narrow.slack.share(town);
    await narrow.slack.rename(alice, 'A');
    expect(narrow.events()).toMatchObject([{ type: 'channel_shared', channel: town }]);
  });
});

describe('Enterprise Grid', () => {
  const grid: SlackOptions = {
    enterprise: { id: 'E0HOLDING', name: 'Holding' },
    people: [
      { id: alice, name: 'Alice', teamId: 'T0SISTER', teams: ['T0SISTER', 'T0SANDBOX'] },
      { id: 'U0BOB', name: 'Bob', teamId: 'T0SISTER' },
      { id: fay, name: 'Fay', kind: 'external' },
    ],
    channels: [{ id: town, name: 'town', orgShared: true, members: [alice, 'U0BOB'] }],
  };

  it('tells of every colleague the workspaces they are in, and who is a stranger', async () => {
    const { call } = await started(grid);
    const seen = async (user: string) => (await call('users.info', { user })).user;
    expect(await seen(alice)).toMatchObject({
      team_id: 'T0SISTER',
      enterprise_user: {
        id: alice,
        enterprise_id: 'E0HOLDING',
        enterprise_name: 'Holding',
        teams: ['T0SISTER', 'T0SANDBOX'],
      },
    });
    expect(await seen(alice)).not.toHaveProperty('is_stranger');
    expect(await seen('U0BOB')).toMatchObject({ enterprise_user: { teams: ['T0SISTER'] } });
    expect(await seen(fay)).toMatchObject({ is_stranger: true });
    expect(await seen(fay)).not.toHaveProperty('enterprise_user');
    expect(await call('auth.test')).toMatchObject({ enterprise_id: 'E0HOLDING' });
    const { channel } = await call('conversations.info', { channel: town });
    expect(channel).toMatchObject({ is_org_shared: true, is_shared: true, is_ext_shared: false });
  });

  it('is named in commands, presses and events, with the home of who pressed', async () => {
    const { slack, envelopes } = await started(grid);
    await slack.command(alice, '/payout', '', { channel: town });
    const command = new URLSearchParams(slack.lastDelivery?.body);
    expect(command.get('enterprise_id')).toBe('E0HOLDING');
    expect(command.get('team_id')).toBe('T0SANDBOX');
    await slack.shortcut(alice, 'payout_new');
    const payload = new URLSearchParams(slack.lastDelivery?.body).get('payload') ?? '';
    expect(JSON.parse(payload)).toMatchObject({
      user: { id: alice, team_id: 'T0SISTER' },
      team: { id: 'T0SANDBOX', enterprise_id: 'E0HOLDING' },
      enterprise: { id: 'E0HOLDING', name: 'Holding' },
    });
    await slack.openHome(alice);
    expect(envelopes()).toMatchObject([
      { context_enterprise_id: 'E0HOLDING', authorizations: [{ enterprise_id: 'E0HOLDING' }] },
    ]);
    await expect(slack.shortcut('U0BOB', 'payout_new')).rejects.toThrow('another workspace');
  });
});
