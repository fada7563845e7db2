/**
 * What every Web API method is given, and the small readers of arguments they share.
 * The client sends forms whose complex values are JSON text, or one JSON body; both end here.
 */
import type { Files, SlackFile } from './files.ts';
import { type Json, parsed } from './json.ts';
import type { Messages } from './messages.ts';
import { Refused } from './refused.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { Channel, Workspace } from './workspace.ts';

export type World = {
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly views: Views;
  readonly files: Files;
  readonly triggers: Triggers;
  readonly scopes: ReadonlySet<string>;
  /** Blocks without the fallback `text` are refused, although Slack would only warn. */
  readonly strictText: boolean;
  readonly url: () => string;
  /** Something was shared or deleted by the app itself, which comes back to it as an event. */
  readonly shared: (file: SlackFile, channel: string) => void;
  readonly deleted: (file: SlackFile, channels: readonly string[]) => void;
};

type Method = (args: Json) => Json;
export type Methods = { readonly [name: string]: Method };

export function needScope(world: World, scope: string): void {
  if (world.scopes.has(scope)) return;
  throw new Refused('missing_scope', { needed: scope, provided: [...world.scopes].join(',') });
}

/** An argument that may be JSON text; text that is not JSON is refused with `error`. */
export function jsonArg(args: Json, name: string, error: string): unknown {
  const given = args[name];
  if (typeof given !== 'string') return given;
  if (given === '') return undefined;
  const value = parsed(given);
  if (value === undefined) throw new Refused(error);
  return value;
}

/** A channel the bot can know of: its own DMs, public ones, and private ones it is in. */
export function knownChannel(world: World, id: string): Channel {
  const channel = world.workspace.channel(id);
  if (!channel || (channel.kind === 'private' && !channel.botIsMember)) {
    throw new Refused('channel_not_found');
  }
  return channel;
}

/** A channel the bot may post to. */
export function channelToPost(world: World, id: string): Channel {
  const channel = knownChannel(world, id);
  if (!channel.botIsMember && !world.scopes.has('chat:write.public')) {
    throw new Refused('not_in_channel');
  }
  if (channel.archived) throw new Refused('is_archived');
  return channel;
}
