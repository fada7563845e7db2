/**
 * The payloads of interactions, field by field as Slack sends them.
 * They are only built here; a test that wants a wrong one changes it on the way out.
 */
import type { Values } from './forms.ts';
import type { Json } from './json.ts';
import { type Message, messageObject } from './messages.ts';
import { type View, viewObject } from './views.ts';
import { appId, type Channel, type Person, teamDomain, type Workspace } from './workspace.ts';

/** The old token of the days before signatures. No app may look at it. */
export const verificationToken = 'do-not-verify-with-this';

const nameOf = (person: Person): string => person.name.toLowerCase().replaceAll(' ', '.');

export function openPayloads({ workspace }: { readonly workspace: Workspace }) {
  const { enterprise } = workspace;
  const ofEnterprise = enterprise
    ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name }
    : {};
  const team = { id: workspace.teamId, domain: teamDomain, ...ofEnterprise };

  const user = (person: Person): Json => ({
    id: person.id,
    username: nameOf(person),
    name: nameOf(person),
    team_id: person.teamId,
  });

  const common = (type: string, person: Person): Json => ({
    type,
    user: user(person),
    api_app_id: appId,
    token: verificationToken,
    team,
    enterprise: enterprise ?? null,
    is_enterprise_install: false,
  });

  const place = ({ id, name }: Channel): Json => ({ id, name });

  return {
    /** The form fields of a slash command. */
    command: (given: {
      readonly person: Person;
      readonly channel: Channel;
      readonly command: string;
      readonly text: string;
      readonly triggerId: string;
      readonly responseUrl: string;
    }): Json => ({
      token: verificationToken,
      team_id: workspace.teamId,
      team_domain: teamDomain,
      ...ofEnterprise,
      channel_id: given.channel.id,
      channel_name: given.channel.kind === 'private' ? 'privategroup' : given.channel.name,
      user_id: given.person.id,
      user_name: nameOf(given.person),
      command: given.command,
      text: given.text,
      api_app_id: appId,
      is_enterprise_install: 'false',
      response_url: given.responseUrl,
      trigger_id: given.triggerId,
    }),

    /** A press in a message. Of an ephemeral one Slack tells the place, but not the content. */
    messageAction: (given: {
      readonly person: Person;
      readonly channel: Channel;
      readonly message: Message;
      readonly values: Values;
      readonly action: Json;
      readonly triggerId: string;
      readonly responseUrl: string;
    }): Json => {
      const { message, channel } = given;
      const isEphemeral = message.ephemeralTo !== undefined;
      return {
        ...common('block_actions', given.person),
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: channel.id,
          is_ephemeral: isEphemeral,
          ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
        },
        trigger_id: given.triggerId,
        channel: place(channel),
        ...(isEphemeral ? {} : { message: messageObject(message, workspace) }),
        state: { values: given.values },
        response_url: given.responseUrl,
        actions: [given.action],
      };
    },

    viewAction: (person: Person, view: View, action: Json, triggerId: string): Json => ({
      ...common('block_actions', person),
      container: { type: 'view', view_id: view.id },
      trigger_id: triggerId,
      view: viewObject(view, workspace),
      state: { values: view.values },
      actions: [action],
    }),

    viewSubmission: (person: Person, view: View, triggerId: string): Json => ({
      ...common('view_submission', person),
      trigger_id: triggerId,
      view: viewObject(view, workspace),
      response_urls: [],
    }),

    viewClosed: (person: Person, view: View, isCleared: boolean): Json => ({
      ...common('view_closed', person),
      view: viewObject(view, workspace),
      is_cleared: isCleared,
    }),

    shortcut: (person: Person, callbackId: string, triggerId: string): Json => ({
      ...common('shortcut', person),
      action_ts: workspace.newTs(),
      callback_id: callbackId,
      trigger_id: triggerId,
    }),

    messageShortcut: (given: {
      readonly person: Person;
      readonly channel: Channel;
      readonly message: Message;
      readonly callbackId: string;
      readonly triggerId: string;
      readonly responseUrl: string;
    }): Json => ({
      ...common('message_action', given.person),
      action_ts: workspace.newTs(),
      callback_id: given.callbackId,
      trigger_id: given.triggerId,
      response_url: given.responseUrl,
      message_ts: given.message.ts,
      message: messageObject(given.message, workspace),
      channel: place(given.channel),
    }),
  };
}

export type Payloads = ReturnType<typeof openPayloads>;
