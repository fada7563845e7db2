/**
 * What people see: their channels, their modal, their Home tab, and what made their phone buzz.
 * Nothing here changes anything.
 */
import { everyBlock } from './blocks.ts';
import type { DeedTools } from './deeds.ts';
import { type Json, record, text } from './json.ts';
import type { Message } from './messages.ts';
import { type Names, readBlocks, readMrkdwn } from './text.ts';
import type { View } from './views.ts';
import { botUserId, type Channel, type Workspace } from './workspace.ts';

export function openSight({ workspace, messages, views }: DeedTools) {
  const names: Names = {
    person: (id) => (id === botUserId ? 'countersign' : (workspace.person(id)?.name ?? id)),
    channel: (id) => workspace.channel(id)?.name ?? id,
  };

  function textOfMessage(message: Message): string {
    const attached = message.attachments.map((one) => readBlocks(one.blocks, names));
    const blocks = [readBlocks(message.blocks, names), ...attached].filter((part) => part !== '');
    const said = blocks.length > 0 ? blocks : [readMrkdwn(message.text, names)];
    const files = (message.files ?? []).map((file) => `[file ${file.name}]`);
    return [...said, ...files].filter((line) => line !== '').join('\n');
  }

  function textOfView(view: View): string {
    const label = (name: string): string => text(record(view.source[name]).text);
    const body = everyLine(view);
    const buttons = [label('close'), label('submit')].filter(Boolean).map((one) => `[${one}]`);
    return [label('title'), body, buttons.join(' ')].filter(Boolean).join('\n');
  }

  /** The blocks one by one, each input with its error under it. */
  function everyLine(view: View): string {
    const lines = view.blocks.map((block) => {
      const error = view.errors[text(block.block_id)];
      const read = readBlocks([block], names, view.values);
      return error === undefined ? read : `${read}\n! ${error}`;
    });
    return lines.filter(Boolean).join('\n');
  }

  return {
    /** A channel's messages, thread replies included, oldest first. Ephemeral ones are not there. */
    messages: messages.inChannel,
    thread: messages.thread,
    /** Everything this person sees now, in order: channels, direct message, ephemeral messages. */
    visibleTo: messages.visibleTo,
    ephemerals: messages.ephemerals,
    deletedMessages: messages.deleted,
    /** The modal in front of this person, with what is typed and what is wrong. */
    modal: views.top,
    modals: views.stack,
    home: views.home,
    /** The direct message between this person and the bot. */
    directMessage: (userId: string): Channel =>
      workspace.directWith(workspace.knownPerson(userId).id),
    textOf: (seen: Message | View): string =>
      'ts' in seen ? textOfMessage(seen) : textOfView(seen),
    /** Messages of the bot that notify this person: new direct messages, and mentions elsewhere. */
    pushes: (userId: string): readonly Message[] =>
      messages
        .visibleTo(userId)
        .filter((message) => message.user === botUserId && message.ephemeralTo === undefined)
        .filter((message) => notifies(workspace, message, userId)),
  };
}

/** Only the first version counts: an edit does not notify. */
function notifies(workspace: Workspace, message: Message, userId: string): boolean {
  if (workspace.channel(message.channel)?.withUser === userId) return true;
  const first = message.versions[0] ?? message;
  const attached = first.attachments.flatMap((one) => everyBlock(one.blocks));
  const words = [first.text, ...mrkdwnIn([first.blocks, attached])].join('\n');
  if (words.includes(`<@${userId}>`) || words.includes(`<@${userId}|`)) return true;
  if (/<!(channel|here|everyone)/.test(words)) return true;
  return [...words.matchAll(/<!subteam\^([^|>]+)/g)].some(
    ([, group = '']) => workspace.group(group)?.includes(userId) ?? false,
  );
}

/** Every mrkdwn text inside, and mentions of rich text in mrkdwn's spelling. */
function mrkdwnIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== 'object' || value === null) return [];
  const part: Json = record(value);
  if (part.type === 'mrkdwn') return [text(part.text)];
  if (part.type === 'user') return [`<@${text(part.user_id)}>`];
  if (part.type === 'usergroup') return [`<!subteam^${text(part.usergroup_id)}>`];
  if (part.type === 'broadcast') return [`<!${text(part.range)}>`];
  return Object.values(part).flatMap(mrkdwnIn);
}
