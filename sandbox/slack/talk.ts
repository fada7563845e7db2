/**
 * What people do that the app hears of as events: words, files, and a look at the Home tab.
 * Events are retried, so the answers here are only the first ones.
 */
import { type DeedTools, memberOf } from './deeds.ts';
import type { Answer, DeliveryOptions } from './deliver.ts';
import type { SlackFile } from './files.ts';
import type { Message } from './messages.ts';
import { viewObject } from './views.ts';
import { botUserId } from './workspace.ts';

/** What was posted, and what the app answered to the events it heard. */
export type Posted = { readonly message: Message; readonly answers: readonly Answer[] };

type Said = {
  readonly text: string;
  readonly threadTs?: string;
  readonly files?: readonly SlackFile[];
};

export function openTalk(tools: DeedTools) {
  const { workspace, messages, views, events, files } = tools;

  async function say(
    userId: string,
    channelId: string,
    { threadTs, ...draft }: Said,
    options: DeliveryOptions,
  ): Promise<Posted> {
    const [, channel] = memberOf(workspace, userId, channelId);
    const where = { channel: channel.id, user: userId, ...(threadTs ? { threadTs } : {}) };
    const message = messages.post(draft, where);
    return { message, answers: await events.posted(message, options) };
  }

  return {
    openHome(userId: string, options?: DeliveryOptions): Promise<Answer> {
      const view = views.home(userId);
      const event = {
        type: 'app_home_opened',
        user: workspace.knownPerson(userId).id,
        channel: workspace.directWith(userId).id,
        tab: 'home',
        event_ts: workspace.newTs(),
        ...(view ? { view: viewObject(view, workspace) } : {}),
      };
      return events.emit(event, options);
    },

    /** Says something in a channel, thread or direct message (`botUserId` as the channel). */
    say: async (
      userId: string,
      channelId: string,
      words: string,
      { threadTs, ...options }: DeliveryOptions & { readonly threadTs?: string } = {},
    ): Promise<Posted> =>
      say(userId, channelId, { text: words, ...(threadTs ? { threadTs } : {}) }, options),

    typeInDm: async (
      userId: string,
      words: string,
      options: DeliveryOptions = {},
    ): Promise<Posted> => say(userId, botUserId, { text: words }, options),

    /** Puts a file into a channel or direct message. */
    async upload(
      userId: string,
      channelId: string,
      name: string,
      bytes: Uint8Array,
      {
        words = '',
        threadTs,
        ...options
      }: DeliveryOptions & { readonly words?: string; readonly threadTs?: string } = {},
    ): Promise<Posted & { readonly file: SlackFile }> {
      const [, channel] = memberOf(workspace, userId, channelId);
      const file = files.add({ name, bytes, user: userId, channels: [channel.id] });
      const said = { text: words, files: [file], ...(threadTs ? { threadTs } : {}) };
      return { file, ...(await say(userId, channel.id, said, options)) };
    },
  };
}
