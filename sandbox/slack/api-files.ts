/**
 * The file methods: look one up, delete an own one, and the three steps of sending one (address,
 * bytes, completion). Completion works once; what was shared or deleted comes back as an event.
 */
import type { SlackFile } from './files.ts';
import { type Json, records, text } from './json.ts';
import { channelToPost, jsonArg, type Methods, needScope, type World } from './method.ts';
import { Refused } from './refused.ts';
import { botUserId } from './workspace.ts';

export function fileMethods(world: World): Methods {
  const { files, messages, workspace } = world;

  function visible(id: string): SlackFile {
    const file = files.visibleToApp(id);
    if (!file) throw new Refused(files.wasDeleted(id) ? 'file_deleted' : 'file_not_found');
    return file;
  }

  function completed(entry: Json, channels: readonly string[]) {
    const id = text(entry.id);
    const upload = files.claim(id);
    if (!upload) throw new Refused('file_not_found');
    const file = files.add({ id, ...upload, user: botUserId, channels });
    const title = text(entry.title);
    if (title !== '') files.set(id, { title });
    return files.visibleToApp(id) ?? file;
  }

  return {
    'files.info': (args) => {
      needScope(world, 'files:read');
      return { file: visible(text(args.file)) };
    },
    'files.delete': (args) => {
      needScope(world, 'files:write');
      const file = visible(text(args.file));
      if (file.user !== botUserId) throw new Refused('cant_delete_file');
      const { channels = [] } = files.remove(file.id) ?? {};
      messages.forgetFile(file.id);
      world.deleted(file, channels);
      return {};
    },
    'files.getUploadURLExternal': (args) => {
      needScope(world, 'files:write');
      const name = text(args.filename);
      const size = Number(args.length);
      if (name === '' || !Number.isInteger(size) || size < 1)
        throw new Refused('invalid_arguments');
      const id = workspace.newId('F');
      files.expect(id, name, size);
      return { file_id: id, upload_url: `${world.url()}/upload/v1/${id}` };
    },
    'files.completeUploadExternal': (args) => {
      needScope(world, 'files:write');
      const entries = records(jsonArg(args, 'files', 'invalid_arguments'));
      if (entries.length === 0) throw new Refused('invalid_arguments');
      const listed = text(args.channels).split(',');
      const ids = [text(args.channel_id), ...listed].filter((id) => id !== '');
      const channels = ids.map((id) => channelToPost(world, id).id);
      const done = entries.map((entry) => completed(entry, channels));
      const threadTs = text(args.thread_ts);
      for (const channel of channels) {
        const where = { channel, ...(threadTs === '' ? {} : { threadTs }) };
        messages.post({ text: text(args.initial_comment), files: done }, where);
        for (const file of done) world.shared(file, channel);
      }
      return { files: done };
    },
  };
}
