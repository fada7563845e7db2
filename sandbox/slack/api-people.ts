/**
 * The methods about who and where: the bot itself, people, groups and conversations.
 * What was said can be read back only with a history scope, which a manifest rarely grants.
 */
import { type Json, text } from './json.ts';
import { messageObject } from './messages.ts';
import { knownChannel, type Methods, needScope, type World } from './method.ts';
import { Refused } from './refused.ts';
import { appId, botId, botUserId, type Channel, type Person, teamDomain } from './workspace.ts';

export function peopleMethods(world: World): Methods {
  const { workspace, messages } = world;
  const readScope = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;
  const historyScope = {
    public: 'channels:history',
    private: 'groups:history',
    im: 'im:history',
  } as const;

  function readable(args: Json): Channel {
    const channel = knownChannel(world, text(args.channel));
    needScope(world, readScope[channel.kind]);
    return channel;
  }

  /** What was said, for a bot that was given a history scope; this one normally is not. */
  const history = (args: Json, threadTs?: string): Json => {
    const channel = knownChannel(world, text(args.channel));
    needScope(world, historyScope[channel.kind]);
    const { id } = channel;
    const found = threadTs === undefined ? messages.inChannel(id) : messages.thread(id, threadTs);
    return { messages: found.map((one) => messageObject(one, workspace)), has_more: false };
  };

  return {
    'api.test': (args) => ({ args }),
    'auth.test': () => ({
      url: `${world.url()}/`,
      team: teamDomain,
      user: 'countersign',
      team_id: workspace.teamId,
      user_id: botUserId,
      bot_id: botId,
      is_enterprise_install: false,
    }),
    'users.info': (args) => {
      needScope(world, 'users:read');
      const id = text(args.user);
      if (id === botUserId)
        return { user: userObject(botPerson(workspace.teamId), workspace.teamId) };
      const person = workspace.person(id);
      if (!person) throw new Refused('user_not_found');
      return { user: userObject(person, workspace.teamId) };
    },
    'usergroups.users.list': (args) => {
      needScope(world, 'usergroups:read');
      const members = workspace.group(text(args.usergroup));
      if (!members) throw new Refused('no_such_subteam');
      return { users: members };
    },
    'conversations.open': (args) => {
      needScope(world, 'im:write');
      const [id = '', ...more] = text(args.users).split(',').filter(Boolean);
      if (id === '') throw new Refused('users_list_not_supplied');
      if (more.length > 0) throw new Refused('missing_scope', { needed: 'mpim:write' });
      const person = workspace.person(id);
      if (!person) throw new Refused('user_not_found');
      if (person.kind === 'deactivated') throw new Refused('user_disabled');
      if (person.kind === 'bot') throw new Refused('cannot_dm_bot');
      return { channel: { id: workspace.directWith(id).id } };
    },
    'conversations.info': (args) => {
      const channel = readable(args);
      return { channel: channelObject(channel, workspace.teamId) };
    },
    'conversations.members': (args) => {
      const channel = readable(args);
      const members = [...channel.members, ...(channel.botIsMember ? [botUserId] : [])];
      return { members, response_metadata: { next_cursor: '' } };
    },
    'conversations.history': (args) => history(args),
    'conversations.replies': (args) => history(args, text(args.ts)),
  };
}

const botPerson = (teamId: string): Person => ({
  id: botUserId,
  name: 'countersign',
  kind: 'bot',
  teamId,
});

/** A person as `users.info` and `user_change` tell them. */
export function userObject({ id, name, kind, teamId }: Person, installedTeamId: string): Json {
  return {
    id,
    team_id: teamId,
    name: name.toLowerCase().replaceAll(' ', '.'),
    real_name: name,
    deleted: kind === 'deactivated',
    tz: 'Etc/UTC',
    tz_label: 'UTC',
    tz_offset: 0,
    profile: { real_name: name, display_name: name, team: teamId },
    is_bot: kind === 'bot',
    is_app_user: false,
    updated: 0,
    ...(kind === 'bot' && id === botUserId
      ? { profile: { api_app_id: appId, bot_id: botId } }
      : {}),
    ...(kind === 'deactivated'
      ? {}
      : {
          is_admin: false,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: kind === 'guest' || kind === 'singleChannelGuest',
          is_ultra_restricted: kind === 'singleChannelGuest',
        }),
    ...(teamId === installedTeamId ? {} : { is_stranger: true }),
    ...(kind === 'invited' ? { is_invited_user: true } : {}),
  };
}

function channelObject(channel: Channel, teamId: string): Json {
  const { id, kind, external } = channel;
  if (kind === 'im') return { id, is_im: true, user: channel.withUser, context_team_id: teamId };
  return {
    id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    is_archived: false,
    is_general: false,
    is_shared: external,
    is_ext_shared: external,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_member: channel.botIsMember,
    context_team_id: teamId,
    num_members: channel.members.length,
  };
}
