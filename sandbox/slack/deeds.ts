/**
 * What every deed of a person needs, and the questions all of them ask first: is this person here,
 * and what do they see when the app does not answer?
 */
import type { Answer, Deliveries } from './deliver.ts';
import type { Events } from './events.ts';
import type { Files } from './files.ts';
import type { Messages } from './messages.ts';
import type { Payloads } from './payloads.ts';
import { Refused } from './refused.ts';
import type { Responses } from './responses.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import { botUserId, type Channel, type Person, type Workspace } from './workspace.ts';

export type DeedTools = {
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly views: Views;
  readonly files: Files;
  readonly triggers: Triggers;
  readonly deliveries: Deliveries;
  readonly events: Events;
  readonly payloads: Payloads;
  readonly responses: Responses;
};

/** Tells the person what Slack tells when the app did not answer an interaction well. */
export function heard(workspace: Workspace, userId: string, about: string, answer: Answer): Answer {
  const failed = answer.failure !== undefined || answer.status !== 200;
  if (failed) {
    const kind = answer.failure === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
    const detail = answer.failure ?? `status ${answer.status}`;
    workspace.notice({ userId, kind, about, detail });
  }
  return answer;
}

/** Runs what the app's answer asks for; an answer Slack would refuse becomes a notice. */
export function follow(workspace: Workspace, userId: string, about: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const detail = `${error.error} ${JSON.stringify(error.more)}`;
    workspace.notice({ userId, kind: 'invalid_answer', about, detail });
  }
}

/** The person and the channel, which the person must be in; the bot's id means their DM. */
export function memberOf(
  workspace: Workspace,
  userId: string,
  channelId: string,
): readonly [Person, Channel] {
  const person = workspace.knownPerson(userId);
  const id = channelId === botUserId ? workspace.directWith(userId).id : channelId;
  const channel = workspace.channel(id);
  if (!channel?.members.includes(userId)) throw new Error(`${person.name} is not in ${id}.`);
  return [person, channel];
}

/** A person of the installing workspace; Slack offers commands and shortcuts to no one else. */
export function atHome(workspace: Workspace, userId: string, deed: string): Person {
  const person = workspace.knownPerson(userId);
  if (!workspace.isForeign(person)) return person;
  throw new Error(`${person.name} is of another workspace and cannot use ${deed} here.`);
}

/** The id of a person or channel that somebody picks by its name. */
export function idNamed(workspace: Workspace, name: string): string {
  const all: readonly { id: string; name: string }[] = [
    ...workspace.people(),
    ...workspace.channels(),
  ];
  const found = all.find((one) => one.id === name || one.name === name || `#${one.name}` === name);
  if (!found) throw new Error(`There is no person or channel "${name}" here.`);
  return found.id;
}
