/**
 * People and channels the way Slack tells them, in answers and in events alike. What Slack leaves
 * out is left out here: a reader must not find a field that will not be there.
 */
import type { Json } from './json.ts';
import { appId, botId, botUserId, type Channel, type Person, type Workspace } from './workspace.ts';

/** A person as `users.info` and `user_change` tell them. */
export function userObject(person: Person, workspace: Workspace): Json {
  const { id, name, kind, teamId, tz } = person;
  const isOwnBot = id === botUserId;
  const isStranger = workspace.isForeign(person) && !workspace.isColleague(person);
  return {
    id,
    team_id: teamId,
    name: name.toLowerCase().replaceAll(' ', '.'),
    real_name: name,
    deleted: kind === 'deactivated',
    ...(kind === 'deactivated' ? {} : zoneOf(tz, workspace.now())),
    profile: isOwnBot
      ? { api_app_id: appId, bot_id: botId }
      : { real_name: name, display_name: name, team: teamId },
    is_bot: kind === 'bot',
    is_app_user: false,
    updated: 0,
    ...(kind === 'deactivated' ? {} : ranksOf(kind)),
    ...(isStranger ? { is_stranger: true } : {}),
    ...(kind === 'invited' ? { is_invited_user: true } : {}),
    ...enterpriseUser(person, workspace),
  };
}

const ranksOf = (kind: Person['kind']): Json => ({
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: kind === 'guest' || kind === 'singleChannelGuest',
  is_ultra_restricted: kind === 'singleChannelGuest',
});

function enterpriseUser(person: Person, { enterprise, isColleague }: Workspace): Json {
  if (!enterprise || !isColleague(person)) return {};
  const user = {
    id: person.id,
    enterprise_id: enterprise.id,
    enterprise_name: enterprise.name,
    is_admin: false,
    is_owner: false,
    teams: person.teams,
  };
  return { enterprise_user: user };
}

function zoneOf(tz: string, nowMs: number): Json {
  const named = (timeZoneName: 'longOffset' | 'long'): string =>
    new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName })
      .formatToParts(nowMs)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = 0, minutes = 0] =
    /GMT([+-])(\d\d):(\d\d)/.exec(named('longOffset')) ?? [];
  const seconds = Number(hours) * 3_600 + Number(minutes) * 60;
  return { tz, tz_label: named('long'), tz_offset: sign === '-' ? -seconds : seconds };
}

/** A channel as `conversations.info` tells it; members are counted only if that was asked for. */
export function channelObject(channel: Channel, workspace: Workspace, counted: boolean): Json {
  const { id, name, kind, external, orgShared, members, botIsMember } = channel;
  const context = { context_team_id: workspace.teamId };
  if (kind === 'im') return { id, is_im: true, user: channel.withUser, ...context };
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    is_archived: channel.archived,
    is_general: false,
    is_shared: external || orgShared,
    is_ext_shared: external,
    is_org_shared: orgShared,
    is_pending_ext_shared: channel.pendingExternal,
    is_member: botIsMember,
    ...context,
    ...(workspace.enterprise ? { enterprise_id: workspace.enterprise.id } : {}),
    ...(counted ? { num_members: members.length + (botIsMember ? 1 : 0) } : {}),
  };
}
