/**
 * The chat methods: post, change, delete, whisper, link.
 * A message is stored only when every rule of Slack holds; otherwise nothing has happened.
 */
import { isRecord, type Json, list, records, text } from './json.ts';
import { limits } from './limits.ts';
import { type Draft, type Message, messageObject } from './messages.ts';
import {
  channelToPost,
  jsonArg,
  knownChannel,
  type Methods,
  needScope,
  type World,
} from './method.ts';
import { Refused, refusedFor } from './refused.ts';
import { messageProblems } from './surfaces.ts';
import { botUserId } from './workspace.ts';

/** The content of a message after every check. Slack cuts texts that are far too long. */
export function checkedDraft(args: Json, strictText: boolean): Draft {
  const blocks = jsonArg(args, 'blocks', 'invalid_blocks_format');
  const attachments = checkedAttachments(args);
  const metadata = checkedMetadata(args);
  const words = text(args.text).slice(0, limits['message.text']);
  if (blocks !== undefined && !Array.isArray(blocks)) throw new Refused('invalid_blocks_format');
  const problems = blocks === undefined ? [] : messageProblems(blocks);
  if (problems.length > 0) throw refusedFor('invalid_blocks', problems);
  const empty = list(blocks).length === 0 && attachments.length === 0;
  if (words === '' && (empty || strictText)) throw new Refused('no_text');
  return { text: words, blocks, attachments, ...(metadata ? { metadata } : {}) };
}

function checkedAttachments(args: Json): readonly Json[] {
  const attachments = records(jsonArg(args, 'attachments', 'invalid_attachments'));
  if (attachments.length > limits['message.attachments']) throw new Refused('too_many_attachments');
  const problems = attachments.flatMap(({ blocks }, index) =>
    blocks === undefined ? [] : messageProblems(blocks, `/attachments/${index}/blocks`),
  );
  if (problems.length > 0) throw refusedFor('invalid_attachments', problems);
  return attachments;
}

function checkedMetadata(args: Json): Json | undefined {
  const metadata = jsonArg(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isRecord(metadata)) throw new Refused('invalid_metadata_format');
  const { event_type: type, event_payload: payload } = metadata;
  const clears = Object.keys(metadata).length === 0;
  if (!clears && (typeof type !== 'string' || !isRecord(payload))) {
    throw new Refused('invalid_metadata_format');
  }
  return metadata;
}

export function chatMethods(world: World): Methods {
  const { workspace, messages } = world;

  /** A channel id, or a person's id, which opens the direct message. */
  function destination(id: string): string {
    const person = workspace.person(id);
    return person ? workspace.directWith(person.id).id : channelToPost(world, id).id;
  }

  function threadOf(args: Json, channel: string): { readonly threadTs?: string } {
    const threadTs = text(args.thread_ts);
    if (threadTs === '') return {};
    if (!messages.find(channel, threadTs)) throw new Refused('thread_not_found');
    return { threadTs };
  }

  function ownMessage(args: Json, refusal: string): Message {
    const channel = knownChannel(world, text(args.channel));
    const message = messages.find(channel.id, text(args.ts));
    if (!message || message.ephemeralTo !== undefined) throw new Refused('message_not_found');
    if (message.user !== botUserId) throw new Refused(refusal);
    return message;
  }

  return {
    'chat.postMessage': (args) => {
      needScope(world, 'chat:write');
      const draft = checkedDraft(args, world.strictText);
      const channel = destination(text(args.channel));
      const message = messages.post(draft, { channel, ...threadOf(args, channel) });
      return { channel, ts: message.ts, message: messageObject(message, workspace) };
    },
    'chat.update': (args) => {
      needScope(world, 'chat:write');
      const message = ownMessage(args, 'cant_update_message');
      if (workspace.channel(message.channel)?.archived) throw new Refused('is_inactive');
      if (text(args.text).length > limits['message.update.text']) {
        throw new Refused('msg_too_long');
      }
      const next = messages.update(message, checkedDraft(args, world.strictText));
      const { channel, ts } = next;
      return { channel, ts, text: next.text, message: messageObject(next, workspace) };
    },
    'chat.delete': (args) => {
      needScope(world, 'chat:write');
      const message = ownMessage(args, 'cant_delete_message');
      messages.remove(message);
      return { channel: message.channel, ts: message.ts };
    },
    'chat.postEphemeral': (args) => {
      needScope(world, 'chat:write');
      const draft = checkedDraft(args, world.strictText);
      const channel = channelToPost(world, text(args.channel)).id;
      const user = text(args.user);
      if (!workspace.isMember(user, channel)) throw new Refused('user_not_in_channel');
      const where = { channel, ephemeralTo: user, ...threadOf(args, channel) };
      return { message_ts: messages.post(draft, where).ts };
    },
    'chat.getPermalink': (args) => {
      const channel = knownChannel(world, text(args.channel)).id;
      const ts = text(args.message_ts);
      const message = messages.find(channel, ts);
      if (!message || message.ephemeralTo !== undefined) throw new Refused('message_not_found');
      return { channel, permalink: `${world.url()}/archives/${channel}/p${ts.replace('.', '')}` };
    },
  };
}
