/**
 * What people do on the page with Slack, carried out by the local Slack with its own rules. Each
 * deed is done as one person; what Slack's client would not allow is a sentence back.
 */
import { z } from 'zod';
import type { Given } from '../slack/forms.ts';
import type { Message } from '../slack/messages.ts';
import type { Workplace } from '../workplace/workplace.ts';
import type { AppFace } from './wire.ts';

const file = z.object({ name: z.string().min(1).max(200), base64: z.string() });
const given = z.union([z.string(), z.array(z.string()), z.object({ files: z.array(file) })]);
const place = { channel: z.string(), ts: z.string() };

export const slackDeed = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('say'),
    channel: z.string(),
    text: z.string(),
    threadTs: z.string().optional(),
    files: z.array(file).default([]),
  }),
  z.object({
    deed: z.literal('command'),
    channel: z.string(),
    command: z.string(),
    text: z.string(),
  }),
  z.object({ deed: z.literal('shortcut'), callbackId: z.string() }),
  z.object({ deed: z.literal('messageShortcut'), callbackId: z.string(), ...place }),
  z.object({
    deed: z.literal('press'),
    /** The message as it stood on the screen, or the view in front. */
    on: z.union([z.object({ ...place, version: z.number() }), z.object({ view: z.string() })]),
    /** `block id/action id`. */
    element: z.string(),
    choose: z.union([z.string(), z.array(z.string())]).optional(),
    values: z.record(z.string(), given).default({}),
  }),
  z.object({
    deed: z.literal('submit'),
    view: z.string(),
    values: z.record(z.string(), given),
  }),
  z.object({ deed: z.literal('close'), view: z.string() }),
  z.object({ deed: z.literal('lookAtHome') }),
]);
export type SlackDeed = z.infer<typeof slackDeed>;

export async function doInSlack(
  { slack }: Workplace,
  me: string,
  deed: SlackDeed,
  face: AppFace,
): Promise<void> {
  const person = slack.people().find(({ id }) => id === me);
  if (!person || person.kind === 'deactivated') throw new Error('Slack lets nobody in with it.');
  const message = ({ channel, ts }: { channel: string; ts: string }): Message => {
    const found = slack.visibleTo(me).find((one) => one.channel === channel && one.ts === ts);
    if (!found) throw new Error('That message is gone; nothing can be done with it.');
    return found;
  };
  const inFront = (view: string): void => {
    if (slack.modal(me)?.id !== view) throw new Error('That form is no longer open.');
  };

  switch (deed.deed) {
    case 'say':
      return say(slack, me, deed);
    case 'command': {
      if (!face.commands.some(({ command }) => command === deed.command))
        throw new Error(`${deed.command} is not a command here. Type / to see those there are.`);
      await slack.command(me, deed.command, deed.text, { channel: deed.channel });
      return;
    }
    case 'shortcut':
      await slack.shortcut(me, deed.callbackId);
      return;
    case 'messageShortcut':
      await slack.messageShortcut(me, message(deed), deed.callbackId);
      return;
    case 'press': {
      const { on, element, choose, values } = deed;
      const chosen = choose === undefined ? {} : { choose };
      const isHome = 'view' in on && slack.home(me)?.id === on.view;
      if ('ts' in on) await slack.click(me, message(on), element, { ...chosen, asOf: on.version });
      else if (isHome) await slack.click(me, 'home', element, chosen);
      else {
        inFront(on.view);
        await slack.fill(me, filledWith(values));
        await slack.click(me, 'modal', element, chosen);
      }
      return;
    }
    case 'submit':
      inFront(deed.view);
      await slack.fill(me, filledWith(deed.values));
      await slack.submit(me);
      return;
    case 'close':
      inFront(deed.view);
      await slack.closeModal(me);
      return;
    case 'lookAtHome':
      if (face.hasHome) await slack.openHome(me);
  }
}

async function say(
  slack: Workplace['slack'],
  me: string,
  { channel, text, threadTs, files }: Extract<SlackDeed, { deed: 'say' }>,
): Promise<void> {
  const [first, ...more] = files;
  const thread = threadTs === undefined ? {} : { threadTs };
  if (!first) {
    if (text.trim() !== '') await slack.say(me, channel, text, thread);
    return;
  }
  await slack.upload(me, channel, first.name, bytesOf(first), { words: text, ...thread });
  for (const one of more) await slack.upload(me, channel, one.name, bytesOf(one), thread);
}

function filledWith(values: Record<string, z.infer<typeof given>>): Record<string, Given> {
  return Object.fromEntries(
    Object.entries(values).map(([block, value]) => {
      if (typeof value === 'string' || Array.isArray(value)) return [block, value];
      const files = value.files.map((one) => ({ name: one.name, bytes: bytesOf(one) }));
      return [block, { files }];
    }),
  );
}

const bytesOf = ({ base64 }: z.infer<typeof file>): Uint8Array => Buffer.from(base64, 'base64');
