/**
 * Slash commands and shortcuts: how people start something.
 * Slack offers neither to people of another workspace, and commands answer with words.
 */
import { atHome, type DeedTools, follow, heard, memberOf } from './deeds.ts';
import type { Answer, DeliveryOptions } from './deliver.ts';
import type { Message } from './messages.ts';
import { saidIn } from './responses.ts';
import { botUserId } from './workspace.ts';

export function openCommands(tools: DeedTools) {
  const { workspace, messages, triggers, deliveries, payloads, responses } = tools;

  return {
    async command(
      userId: string,
      command: string,
      words: string,
      {
        channel: channelId = botUserId,
        ...options
      }: DeliveryOptions & { readonly channel?: string } = {},
    ): Promise<Answer> {
      atHome(workspace, userId, 'commands');
      const [person, channel] = memberOf(workspace, userId, channelId);
      const target = { channel: channel.id, userId };
      const [triggerId, responseUrl] = [triggers.mint(userId), triggers.responseUrl(target)];
      const given = { person, channel, command, text: words, triggerId, responseUrl };
      const answer = await deliveries.send(payloads.command(given), 'form', options);
      heard(workspace, userId, command, answer);
      const said = answer.status === 200 ? saidIn(answer.body) : undefined;
      if (said) follow(workspace, userId, command, () => responses.say(target, said));
      return answer;
    },

    async shortcut(userId: string, callbackId: string, options?: DeliveryOptions): Promise<Answer> {
      const person = atHome(workspace, userId, 'shortcuts');
      const payload = payloads.shortcut(person, callbackId, triggers.mint(userId));
      const answer = await deliveries.send(payload, 'payload', options);
      return heard(workspace, userId, callbackId, answer);
    },

    async messageShortcut(
      userId: string,
      { channel: channelId, ts }: Message,
      callbackId: string,
      options?: DeliveryOptions,
    ): Promise<Answer> {
      atHome(workspace, userId, 'shortcuts');
      const [person, channel] = memberOf(workspace, userId, channelId);
      const message = messages.find(channelId, ts);
      if (!message || message.ephemeralTo !== undefined) throw new Error('That message is gone.');
      const responseUrl = triggers.responseUrl({ channel: channelId, userId, ts });
      const triggerId = triggers.mint(userId);
      const given = { person, channel, message, callbackId, triggerId, responseUrl };
      const answer = await deliveries.send(payloads.messageShortcut(given), 'payload', options);
      return heard(workspace, userId, callbackId, answer);
    },
  };
}
