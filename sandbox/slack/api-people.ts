/**
 * The methods about who and where: the bot itself, people, groups and conversations.
 * What was said can be read back only with a history scope, which a manifest rarely grants.
 */
import { type Json, text } from './json.ts';
import { messageObject } from './messages.ts';
import { knownChannel, type Methods, needScope, type World } from './method.ts';
import { channelObject, userObject } from './objects.ts';
import { Refused } from './refused.ts';
import { botId, botUserId, type Channel, type Person, teamDomain } from './workspace.ts';

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
      ...(workspace.enterprise ? { enterprise_id: workspace.enterprise.id } : {}),
    }),
    'users.info': (args) => {
      needScope(world, 'users:read');
      const id = text(args.user);
      const person = id === botUserId ? botPerson(workspace.teamId) : workspace.person(id);
      if (!person) throw new Refused('user_not_found');
      return { user: userObject(person, workspace) };
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
      const counted = args.include_num_members === true || args.include_num_members === 'true';
      return { channel: channelObject(channel, workspace, counted) };
    },
    'conversations.members': (args) => {
      const channel = readable(args);
      return pageOf([...channel.members, ...(channel.botIsMember ? [botUserId] : [])], args);
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
  teams: [teamId],
  tz: 'Etc/UTC',
});

const membersPerPage = 100;
const membersPerPageMax = 1_000;

/** One page of members, and the cursor that leads to the next. */
function pageOf(members: readonly string[], args: Json): Json {
  const limit = args.limit === undefined ? membersPerPage : Number(args.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > membersPerPageMax)
    throw new Refused('invalid_limit');
  const cursor = text(args.cursor);
  const from = cursor === '' ? 0 : memberAt(cursor);
  if (!(from >= 0 && from <= members.length)) throw new Refused('invalid_cursor');
  const next =
    from + limit < members.length ? Buffer.from(`member:${from + limit}`).toString('base64') : '';
  return { members: members.slice(from, from + limit), response_metadata: { next_cursor: next } };
}

function memberAt(cursor: string): number {
  const said = Buffer.from(cursor, 'base64').toString('utf8');
  return Number(/^member:(\d+)$/.exec(said)?.[1] ?? Number.NaN);
}
