/**
 * Slack as one person sees it, as plain data. It asks the local Slack and changes nothing; whoever
 * Slack would show nothing gets nothing.
 */
import type { Message } from '../slack/messages.ts';
import type { View } from '../slack/views.ts';
import type { Channel, Notice } from '../slack/workspace.ts';
import { roles } from '../workplace/cast.ts';
import type { Workplace } from '../workplace/workplace.ts';
import type { AppFace, RefusedCall, ShownChannel, ShownMessage, SlackState } from './wire.ts';

const messagesPerChannel = 300;
const listedMax = 50;

export interface Surroundings {
  readonly face: AppFace;
  readonly samples: readonly string[];
  readonly bot: SlackState['bot'];
  readonly dataId: string;
}

export function slackState(
  { slack }: Workplace,
  me: string,
  { face, samples, bot, dataId }: Surroundings,
): SlackState {
  const person = slack.people().find(({ id }) => id === me);
  const role = roleOf(me);
  const isIn = person !== undefined && person.kind !== 'deactivated';
  const atHome = person !== undefined && slack.isAtHome(me);
  const dm = isIn && atHome ? slack.directMessage(me).id : '';
  const visible = isIn ? [...slack.visibleTo(me), ...leftOpen(slack)] : [];
  const channels = slack.channels().filter(({ members }) => isIn && members.includes(me));
  const home = isIn ? slack.home(me) : undefined;
  return {
    me,
    people: slack.people().map(({ id, name }) => ({
      ...{ id, name, role: roleOf(id) },
      pushes: slack.pushes(id).map(({ ts }) => ts),
    })),
    ...(isIn ? {} : { signedOut: 'This account is deactivated. Slack lets nobody in with it.' }),
    atHome,
    channels: channels.map((channel) => shownChannel(channel, visible, face)),
    dm,
    modals: isIn ? slack.modals(me).map(shownView) : [],
    ...(home ? { home: shownView(home) } : {}),
    notices: slack.notices.filter(({ userId }) => userId === me).map(shownNotice),
    refused: refusedCalls(slack.calls),
    app: face,
    archives: `${slack.url}/archives/`,
    bot,
    tryFirst: tryFirst[role] ?? '',
    samples,
    dataId,
  };
}

const roleOf = (id: string): string => new Map(Object.entries(roles)).get(id) ?? 'member';

/** One line for whoever has just become this person. */
const tryFirst: Readonly<Record<string, string>> = {
  requester:
    'Type /payout in #payouts, attach a sample file and press “Check it”. Then be bob and carol to approve.',
  treasury:
    'What waits for you is in the direct message of countersign: press “Review and approve”.',
  director: 'Directors look after the policy. This one asks two people of treasury, so look on.',
  viewer: 'A viewer may look. Press a button on a card and see what you are told.',
  guest: 'A guest never decides, not even one the policy names. Press a button on a card.',
  deactivated: '',
  outsider: 'Somebody of another company sees the one channel that is shared, and no payout.',
};

function shownChannel(channel: Channel, visible: readonly Message[], app: AppFace): ShownChannel {
  const messages = visible
    .filter((message) => message.channel === channel.id)
    .toSorted((one, other) => (one.ts < other.ts ? -1 : 1));
  return {
    id: channel.id,
    name: channel.withUser === undefined ? channel.name : app.name,
    kind: channel.kind,
    external: channel.external,
    archived: channel.archived,
    messages: messages.slice(-messagesPerChannel).map(shownMessage),
  };
}

/** Deleted messages whose thread goes on: Slack keeps their place. */
function leftOpen({ deletedMessages, thread }: Workplace['slack']): readonly DeletedMessage[] {
  return deletedMessages()
    .filter(({ channel, ts }) => thread(channel, ts).length > 0)
    .map((message) => ({ ...message, text: '', blocks: [], files: [], deleted: true }));
}

type DeletedMessage = Message & { readonly deleted: true };

function shownMessage(message: Message | DeletedMessage): ShownMessage {
  const { channel, ts, threadTs, user, text, blocks, files = [], edits } = message;
  return {
    ...{ channel, ts, user, text, blocks },
    ...(threadTs === undefined || threadTs === ts ? {} : { threadTs }),
    files: files.map(({ id, name, size, mode }) => {
      return { id, name, size, deleted: mode === 'tombstone' };
    }),
    deleted: 'deleted' in message,
    ephemeral: message.ephemeralTo !== undefined,
    edited: edits > 0 && blocks.length === 0,
    version: edits,
  };
}

function shownView({ id, source, blocks, values, errors }: View) {
  const label = (name: string): string | undefined => {
    const object = source[name];
    if (typeof object !== 'object' || object === null || !('text' in object)) return undefined;
    return typeof object.text === 'string' ? object.text : undefined;
  };
  const submit = label('submit');
  return {
    ...{ id, blocks, values, errors },
    title: label('title') ?? '',
    close: label('close') ?? 'Close',
    ...(submit === undefined ? {} : { submit }),
  };
}

function shownNotice({ at, kind, about, detail }: Notice) {
  const said = {
    operation_timeout: `“${about}” took too long: the app did not answer within three seconds.`,
    dispatch_failed: `“${about}” failed: the app could not be reached or answered with an error (${detail}).`,
    invalid_answer: `“${about}” was answered with something Slack refuses: ${detail}`,
  };
  return { at, words: said[kind] };
}

function refusedCalls(calls: Workplace['slack']['calls']): readonly RefusedCall[] {
  return calls
    .filter(({ ok }) => !ok)
    .slice(-listedMax)
    .map(({ at, method, error = '', pointers = [] }) => ({ at, method, error, pointers }))
    .toReversed();
}
