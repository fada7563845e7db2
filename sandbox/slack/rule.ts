/**
 * What administrators, members and fate change while the app runs: people, channels, messages and
 * files. Each deed tells the app by the events that Slack has for it, unless it is done `quietly`;
 * where Slack has none that a modest app may hear, the app must find out by asking.
 */
import type { DeedTools } from './deeds.ts';
import type { Json } from './json.ts';
import { userObject } from './objects.ts';
import { botUserId, type Channel, foreignTeamId, type Person } from './workspace.ts';

export type DeedOptions = {
  /** The app hears nothing: its event was lost, or it is on its way. */
  readonly quietly?: boolean;
};

export function openRule(tools: DeedTools) {
  const { workspace, deliveries, events } = tools;

  async function tell(event: Json, channel?: Channel, { quietly = false }: DeedOptions = {}) {
    if (quietly || !deliveries.isConnected()) return;
    await events.emit({ ...event, event_ts: workspace.newTs() }, {}, channel);
  }

  /** Changes a person and tells the app by a `user_change` event. */
  async function setPerson(
    id: string,
    change: Partial<Omit<Person, 'id'>>,
    options?: DeedOptions,
  ): Promise<void> {
    workspace.setPerson(id, change);
    const user = userObject(workspace.knownPerson(id), workspace);
    await tell(
      { type: 'user_change', user, cache_ts: seconds(workspace.now()) },
      undefined,
      options,
    );
  }

  return {
    setPerson,
    makeGuest: (id: string, options?: DeedOptions) => setPerson(id, { kind: 'guest' }, options),
    deactivate: (id: string, options?: DeedOptions) =>
      setPerson(id, { kind: 'deactivated' }, options),
    reactivate: (id: string, options?: DeedOptions) => setPerson(id, { kind: 'member' }, options),
    rename: (id: string, name: string, options?: DeedOptions) => setPerson(id, { name }, options),
    ...ofChannels(tools, tell),
    ...ofContent(tools),
  };
}

type Tell = (event: Json, channel?: Channel, options?: DeedOptions) => Promise<void>;

function ofChannels(tools: DeedTools, tell: Tell) {
  const { workspace, messages, deliveries, events } = tools;
  const known = workspace.knownChannel;

  /** Slack has only a message in the channel for this, which few apps may read. */
  async function convert(id: string, kind: 'public' | 'private', { quietly }: DeedOptions) {
    workspace.setChannel(id, { kind });
    const words = {
      public: 'made this channel *public*. Any member can now see and join it.',
      private: 'made this channel *private*. Now, it can only be viewed or joined by invitation.',
    };
    const [user = botUserId] = known(id).members;
    const message = messages.post({ text: words[kind] }, { channel: id, user });
    if (quietly === true || !deliveries.isConnected()) return;
    await events.posted(message, {}, `channel_convert_to_${kind}`);
  }

  const memberEvent = (type: string, user: string, channel: string): Json => ({
    ...{ type, user, channel, channel_type: 'C' },
    team: workspace.person(user)?.teamId ?? workspace.teamId,
  });

  async function archived(id: string, is: boolean, options?: DeedOptions) {
    workspace.setChannel(id, { archived: is });
    const channel = known(id);
    const family = channel.kind === 'private' ? 'group' : 'channel';
    const [user = botUserId] = channel.members;
    await tell({ type: `${family}_${is ? '' : 'un'}archive`, channel: id, user }, channel, options);
  }

  /** Whoever leaves hears of it by an event of its own, besides the one that tells of any member. */
  async function botLeaves(id: string, options?: DeedOptions) {
    const channel = known(id);
    workspace.setChannel(id, { botIsMember: false });
    const [actor = botUserId] = channel.members;
    const type = channel.kind === 'private' ? 'group_left' : 'channel_left';
    await tell({ type, channel: id, actor_id: actor }, channel, options);
    await tell(memberEvent('member_left_channel', botUserId, id), channel, options);
  }

  return {
    /** Changes whatever is asked for without a word to the app. */
    setChannel: workspace.setChannel,
    makePublic: (id: string, options: DeedOptions = {}) => convert(id, 'public', options),
    makePrivate: (id: string, options: DeedOptions = {}) => convert(id, 'private', options),
    /** Another organisation was asked to share it. The app is told nothing. */
    offerToShare: (id: string): void => workspace.setChannel(id, { pendingExternal: true }),
    async share(id: string, withTeam: string = foreignTeamId, options?: DeedOptions) {
      workspace.setChannel(id, { external: true, pendingExternal: false });
      const event = { type: 'channel_shared', connected_team_id: withTeam, channel: id };
      await tell(event, known(id), options);
    },
    /** Its foreign members leave with their organisation. */
    async unshare(id: string, withTeam: string = foreignTeamId, options?: DeedOptions) {
      const stays = (member: string) => !workspace.isForeign(workspace.knownPerson(member));
      workspace.setChannel(id, { external: false, members: known(id).members.filter(stays) });
      const left = { previously_connected_team_id: withTeam, channel: id, is_ext_shared: false };
      await tell({ type: 'channel_unshared', ...left }, known(id), options);
    },
    archive: (id: string, options?: DeedOptions) => archived(id, true, options),
    unarchive: (id: string, options?: DeedOptions) => archived(id, false, options),
    async joins(user: string, id: string, options?: DeedOptions) {
      const { members } = known(id);
      const person = workspace.knownPerson(user).id;
      workspace.setChannel(id, { members: [...new Set([...members, person])] });
      await tell(memberEvent('member_joined_channel', user, id), known(id), options);
    },
    async leaves(user: string, id: string, options?: DeedOptions) {
      const members = known(id).members.filter((member) => member !== user);
      workspace.setChannel(id, { members });
      await tell(memberEvent('member_left_channel', user, id), known(id), options);
    },
    async inviteBotTo(id: string, options?: DeedOptions) {
      workspace.setChannel(id, { botIsMember: true });
      await tell(memberEvent('member_joined_channel', botUserId, id), known(id), options);
    },
    removeBotFrom: botLeaves,
  };
}

function ofContent({ messages, files, deliveries, events }: DeedTools) {
  return {
    /** Deletes a message, as a person with the right to do so would. */
    deleteMessage(channelId: string, ts: string): void {
      const message = messages.find(channelId, ts);
      if (!message) throw new Error(`There is no message ${ts} in ${channelId}.`);
      messages.remove(message);
    },
    setFile: files.set,
    /** Deletes a file, as its owner or an administrator would. */
    async deleteFile(id: string, { quietly = false }: DeedOptions = {}): Promise<void> {
      const removed = files.remove(id);
      if (!removed) throw new Error(`There is no file ${id}.`);
      messages.forgetFile(id);
      if (quietly || !deliveries.isConnected()) return;
      await events.fileDeleted(removed.file, removed.channels);
    },
    fileBytes: files.bytes,
  };
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
