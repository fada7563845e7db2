/**
 * What Slack says about a press: who, where, on what, and the key that makes it the same press
 * when it comes again. Read once, at the door, from the verified payload.
 */
import { z } from 'zod';

/** Who did something, by the signed payload alone. */
export interface Identity {
  readonly person: string;
  /** The payload names another workspace than ours, or none. */
  readonly isExternal: boolean;
}

const signedPayload = z.object({
  user_id: z.string().optional(),
  team_id: z.string().optional(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }).optional(),
  team: z.object({ id: z.string() }).nullish(),
});

/**
 * Who sent a command, an action, a shortcut or a view, from the body that Bolt hands over.
 * @returns undefined when it names nobody.
 */
export function identityOf(body: unknown, team: string): Identity | undefined {
  const payload = signedPayload.safeParse(body).data;
  const person = payload?.user?.id ?? payload?.user_id;
  if (payload === undefined || person === undefined || person === '') return undefined;
  const teams = [payload.user?.team_id, payload.team?.id, payload.team_id].filter(
    (id) => typeof id === 'string',
  );
  return { person, isExternal: teams.length === 0 || teams.some((id) => id !== team) };
}

const text = z.string().nullish();

const payload = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string() }),
  trigger_id: text,
  channel: z.object({ id: z.string() }).nullish(),
  container: z.object({ message_ts: text, view_id: text }).nullish(),
  actions: z.array(z.object({ action_id: z.string(), action_ts: text, value: text })).nullish(),
  view: z
    .object({ id: z.string(), hash: text, private_metadata: text, state: z.unknown() })
    .nullish(),
});

export interface Pressed {
  readonly person: string;
  /** Of another workspace, by the payload itself. */
  readonly isExternal: boolean;
  /** The same for every delivery of the same press, and for no other press. */
  readonly key: string;
  readonly triggerId: string;
  /** The button's value, or the modal's private metadata. */
  readonly value: string;
  /** Where a private answer goes: the channel it was pressed in, else the person. */
  readonly replyTo: string;
  readonly message: { readonly channel: string; readonly ts: string } | undefined;
  readonly viewId: string | undefined;
  /** The modal's inputs, unread. */
  readonly state: unknown;
}

export function readPress(body: unknown, ours: string): Pressed {
  const { user, team, trigger_id, channel, container, actions, view } = payload.parse(body);
  const action = actions?.[0];
  const ts = container?.message_ts;
  const key = action
    ? [team?.id, user.id, ts ?? view?.id, action.action_id, action.action_ts].join(':')
    : `view:${view?.id}:${view?.hash}`;
  const state = z.object({ values: z.unknown() }).safeParse(view?.state);
  return {
    person: user.id,
    isExternal: identityOf(body, ours)?.isExternal ?? true,
    key,
    triggerId: trigger_id ?? '',
    value: action?.value ?? view?.private_metadata ?? '',
    replyTo: channel?.id ?? user.id,
    message: channel && ts ? { channel: channel.id, ts } : undefined,
    viewId: view?.id,
    state: state.success ? state.data.values : undefined,
  };
}
