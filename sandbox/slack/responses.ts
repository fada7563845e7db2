/**
 * What an app says through a `response_url`, or in the answer to a slash command: a message only
 * the person sees, unless it asks for the channel; or a change to the message that was pressed.
 */
import { checkedDraft } from './api-chat.ts';
import { isRecord, type Json, parsed, text } from './json.ts';
import type { Message } from './messages.ts';
import type { World } from './method.ts';
import { Refused } from './refused.ts';
import type { ResponseTarget } from './triggers.ts';

/** Reads an answer's body: JSON, or plain words. An empty body says nothing. */
export function saidIn(body: string): Json | undefined {
  if (body.trim() === '') return undefined;
  const value = parsed(body);
  return isRecord(value) ? value : { text: body };
}

export function openResponses(world: World) {
  const { messages } = world;

  function pressed({ channel, ts }: ResponseTarget): Message {
    const message = ts === undefined ? undefined : messages.find(channel, ts);
    if (!message) throw new Refused('message_not_found');
    return message;
  }

  /** Says it, or throws `Refused` with Slack's name for what is wrong. */
  function say(target: ResponseTarget, said: Json): void {
    if (said.delete_original === true) {
      messages.remove(pressed(target));
      return;
    }
    const draft = checkedDraft(said, false);
    if (said.replace_original === true) {
      messages.update(pressed(target), draft);
      return;
    }
    const threadTs = text(said.thread_ts);
    messages.post(draft, {
      channel: target.channel,
      ...(threadTs === '' ? {} : { threadTs }),
      ...(said.response_type === 'in_channel' ? {} : { ephemeralTo: target.userId }),
    });
  }

  return {
    say,
    /** A POST to a response url. Slack answers a bad one with 404 and bad content with 400. */
    post(path: string, body: string): { readonly status: number; readonly body: string } {
      let target: ResponseTarget | undefined;
      try {
        target = world.triggers.respond(path);
        say(target, saidIn(body) ?? {});
        return { status: 200, body: 'ok' };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const answer = JSON.stringify({ ok: false, error: error.error, ...error.more });
        return { status: target ? 400 : 404, body: answer };
      }
    },
  };
}

export type Responses = ReturnType<typeof openResponses>;
