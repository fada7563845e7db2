/**
 * One Slack workspace: its people, channels and groups, its clock, and the ids it hands out.
 * What was said and shown is kept elsewhere; nothing here talks to the app.
 */

type PersonKind =
  | 'member'
  | 'guest'
  | 'singleChannelGuest'
  | 'deactivated'
  | 'external'
  | 'bot'
  | 'invited';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly kind: PersonKind;
  /** The workspace this person calls home; on Enterprise Grid it may be a sister of this one. */
  readonly teamId: string;
  /** On Enterprise Grid: the workspaces of the organisation this person is in. */
  readonly teams: readonly string[];
  /** An IANA name such as `Europe/Berlin`. */
  readonly tz: string;
};

/** The organisation a workspace belongs to on Enterprise Grid. */
export type Enterprise = { readonly id: string; readonly name: string };

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** Shared with another organisation through Slack Connect. */
  readonly external: boolean;
  /** Another organisation was asked to share it and has not answered yet. */
  readonly pendingExternal: boolean;
  /** Shared with sister workspaces of the same Enterprise Grid organisation. */
  readonly orgShared: boolean;
  readonly archived: boolean;
  readonly members: readonly string[];
  readonly botIsMember: boolean;
  /** The person on the other side of a direct message. */
  readonly withUser?: string;
};

/** What went wrong in front of a person's eyes, such as the answer that came too late. */
export type Notice = {
  readonly at: number;
  readonly userId: string;
  readonly kind: 'operation_timeout' | 'dispatch_failed' | 'invalid_answer';
  readonly about: string;
  readonly detail: string;
};

/** A hint that something can be looked at again. */
export type Change = {
  readonly kind: 'message' | 'view' | 'home' | 'person' | 'channel' | 'notice' | 'call';
  readonly id: string;
};

export type WorkspaceOptions = {
  readonly now: () => number;
  readonly teamId: string;
  readonly enterprise?: Enterprise | undefined;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind?: PersonKind;
    readonly teamId?: string;
    readonly teams?: readonly string[];
    readonly tz?: string;
  }[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly private?: boolean;
    readonly external?: boolean;
    readonly orgShared?: boolean;
    readonly members: readonly string[];
    readonly botIsMember?: boolean;
  }[];
  readonly groups: readonly { readonly id: string; readonly members: readonly string[] }[];
  /** What an earlier workspace was when it stopped. */
  readonly kept?: KeptWorkspace | undefined;
};

/** What must outlive the process so that no id and no ts is ever given twice. */
export type KeptWorkspace = {
  readonly channels: readonly Channel[];
  readonly lastId: number;
  readonly lastMicros: number;
};

export const botUserId = 'U0COUNTERSIGN';
export const botId = 'B0COUNTERSIGN';
export const appId = 'A0COUNTERSIGN';
export const teamDomain = 'sandbox';
/** Where people of another organisation come from unless told. */
export const foreignTeamId = 'T0ELSEWHERE';

export type Workspace = ReturnType<typeof openWorkspace>;

export function openWorkspace({ now, teamId, enterprise, kept, ...seed }: WorkspaceOptions) {
  const people = new Map<string, Person>();
  const channels = new Map<string, Channel>();
  const groups = new Map(seed.groups.map((group) => [group.id, group.members]));
  const notices: Notice[] = [];
  const listeners = new Set<(change: Change) => void>();
  let lastId = kept?.lastId ?? 0;
  let lastMicros = kept?.lastMicros ?? 0;

  for (const { id, name, kind = 'member', tz = 'Etc/UTC', ...more } of seed.people) {
    const home = more.teamId ?? (kind === 'external' ? foreignTeamId : teamId);
    people.set(id, { id, name, kind, tz, teamId: home, teams: more.teams ?? [home] });
  }
  for (const { id, name, members, ...more } of seed.channels) {
    put({
      ...newChannel(id, name, members),
      kind: more.private === true ? 'private' : 'public',
      external: more.external === true,
      orgShared: more.orgShared === true,
      botIsMember: more.botIsMember ?? true,
    });
  }
  for (const channel of kept?.channels ?? []) channels.set(channel.id, channel);

  /** Nobody of elsewhere is ever in a channel that is not shared with elsewhere. */
  function put(channel: Channel): void {
    const foreign = channel.members.flatMap((id) => people.get(id) ?? []).filter(isForeign);
    const [stranger] = channel.external ? [] : foreign.filter((one) => !isColleague(one));
    const [sister] = channel.orgShared || channel.external ? [] : foreign.filter(isColleague);
    if (stranger) throw new Error(`${stranger.name} is of elsewhere; ${channel.id} is not shared.`);
    if (sister) throw new Error(`${sister.name} is of a sister; ${channel.id} is not org-shared.`);
    channels.set(channel.id, channel);
  }

  /** Of the same Enterprise Grid organisation, whichever workspaces that may be. */
  function isColleague({ kind }: Person): boolean {
    return enterprise !== undefined && kind !== 'external';
  }

  /** Not in this workspace: of another organisation, or only in a sister of this one. */
  function isForeign(person: Person): boolean {
    if (isColleague(person)) return !person.teams.includes(teamId);
    return person.teamId !== teamId;
  }

  const changed = (kind: Change['kind'], id: string): void => {
    for (const listener of listeners) listener({ kind, id });
  };

  const newId = (prefix: string): string =>
    `${prefix}${(++lastId).toString(36).toUpperCase().padStart(9, '0')}`;

  /** Unique and ascending, even when the clock stands still. */
  function newTs(): string {
    lastMicros = Math.max(lastMicros + 1, now() * 1000);
    const micros = String(lastMicros).padStart(16, '0');
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }

  function knownPerson(id: string): Person {
    const person = people.get(id);
    if (!person)
      throw new Error(`Nobody here is ${id}. Name the person in startSlack({ people }).`);
    return person;
  }

  /** The direct message between the bot and this person, made at the first need. */
  function directWith(userId: string): Channel {
    const known = [...channels.values()].find((channel) => channel.withUser === userId);
    if (known) return known;
    const id = newId('D');
    const direct = { kind: 'im', botIsMember: true, withUser: userId } as const;
    const channel: Channel = { ...newChannel(id, 'directmessage', [userId]), ...direct };
    channels.set(id, channel);
    changed('channel', id);
    return channel;
  }

  function knownChannel(id: string): Channel {
    const channel = channels.get(id);
    if (!channel)
      throw new Error(`There is no channel ${id}. Name it in startSlack({ channels }).`);
    return channel;
  }

  return {
    now,
    teamId,
    enterprise,
    notices,
    newId,
    newTs,
    changed,
    knownPerson,
    knownChannel,
    isForeign,
    isColleague,
    directWith,
    person: (id: string): Person | undefined => people.get(id),
    people: (): readonly Person[] => [...people.values()],
    channel: (id: string): Channel | undefined => channels.get(id),
    channels: (): readonly Channel[] => [...channels.values()],
    group: (id: string): readonly string[] | undefined => groups.get(id),
    isMember: (userId: string, channelId: string): boolean =>
      channels.get(channelId)?.members.includes(userId) ?? false,
    setPerson(id: string, change: Partial<Omit<Person, 'id'>>): void {
      people.set(id, { ...knownPerson(id), ...change });
      changed('person', id);
    },
    setChannel(id: string, change: Partial<Omit<Channel, 'id' | 'withUser'>>): void {
      put({ ...knownChannel(id), ...change });
      changed('channel', id);
    },
    keep: (): KeptWorkspace => ({ channels: [...channels.values()], lastId, lastMicros }),
    notice(notice: Omit<Notice, 'at'>): void {
      notices.push({ at: now(), ...notice });
      changed('notice', notice.userId);
    },
    onChange(listener: (change: Change) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const newChannel = (id: string, name: string, members: readonly string[]): Channel => ({
  ...{ id, name, members, kind: 'public', botIsMember: false },
  ...{ external: false, pendingExternal: false, orgShared: false, archived: false },
});
