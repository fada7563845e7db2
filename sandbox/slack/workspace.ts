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
  readonly teamId: string;
};

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** Shared with another organisation through Slack Connect. */
  readonly external: boolean;
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
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind?: PersonKind;
    readonly teamId?: string;
  }[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly private?: boolean;
    readonly external?: boolean;
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
const foreignTeamId = 'T0ELSEWHERE';

export type Workspace = ReturnType<typeof openWorkspace>;

export function openWorkspace({ now, teamId, kept, ...seed }: WorkspaceOptions) {
  const people = new Map<string, Person>();
  const channels = new Map<string, Channel>();
  const groups = new Map(seed.groups.map((group) => [group.id, group.members]));
  const notices: Notice[] = [];
  const listeners = new Set<(change: Change) => void>();
  let lastId = kept?.lastId ?? 0;
  let lastMicros = kept?.lastMicros ?? 0;

  for (const { id, name, kind = 'member', teamId: home } of seed.people) {
    const ownTeam = home ?? (kind === 'external' ? foreignTeamId : teamId);
    people.set(id, { id, name, kind, teamId: ownTeam });
  }
  for (const { id, name, members, ...more } of seed.channels) {
    const kind = more.private === true ? 'private' : 'public';
    const external = more.external === true;
    channels.set(id, { id, name, kind, external, members, botIsMember: more.botIsMember ?? true });
  }
  for (const channel of kept?.channels ?? []) channels.set(channel.id, channel);

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
    const members = [userId];
    const channel: Channel = {
      id,
      name: 'directmessage',
      kind: 'im',
      external: false,
      members,
      botIsMember: true,
      withUser: userId,
    };
    channels.set(id, channel);
    changed('channel', id);
    return channel;
  }

  return {
    now,
    teamId,
    notices,
    newId,
    newTs,
    changed,
    knownPerson,
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
      const channel = channels.get(id);
      if (!channel)
        throw new Error(`There is no channel ${id}. Name it in startSlack({ channels }).`);
      channels.set(id, { ...channel, ...change });
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
