/**
 * Who somebody is at Slack, asked afresh whenever it matters, and where payees may be named.
 * What cannot be told counts as no: nobody is let through because Slack did not answer.
 */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Directory, Standing } from '../../approvals/authority/standing.ts';
import { shown } from '../../approvals/values/text.ts';
import { within } from '../host/deadline.ts';
import type { Log } from '../host/log.ts';

export interface People extends Directory {
  /** For showing only, as plain text; the id when there is no name. Never throws. */
  displayName(person: string): Promise<string>;
  /**
   * Whether payees may be named in this channel: a private one, shared with nobody outside.
   * Undefined when it cannot be told. Never throws; the reason for a no is logged.
   */
  isPrivateEnough(channel: string): Promise<boolean | undefined>;
}

const flag = z.boolean().optional();
const userAnswer = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string(),
    deleted: z.boolean(),
    is_bot: flag,
    is_stranger: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_invited_user: flag,
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional() }).optional(),
  }),
});
type User = z.infer<typeof userAnswer>['user'];

const channelAnswer = z.object({
  channel: z.object({
    is_private: flag,
    is_im: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
  }),
});
type Channel = z.infer<typeof channelAnswer>['channel'];

const nameKeptForMs = 10 * 60_000;
const namesKeptMax = 1_000;
const nameCharactersMax = 80;

/** @param team the id of the workspace that installed the bot. */
export function openDirectory({
  client,
  team,
  now,
  log,
  answerWithinMs = 2_000,
}: {
  readonly client: WebClient;
  readonly team: string;
  readonly now: () => number;
  readonly log: Log;
  readonly answerWithinMs?: number;
}): People {
  const names = new Map<string, { readonly name: string; readonly until: number }>();

  async function lookUp(person: string): Promise<User | undefined> {
    try {
      const answer = await within(answerWithinMs, () => client.users.info({ user: person }));
      const { user } = userAnswer.parse(answer);
      if (user.id !== person) throw new Error(`Slack answered with ${user.id} for ${person}.`);
      if (names.size >= namesKeptMax) names.clear();
      names.set(person, { name: nameOf(user), until: now() + nameKeptForMs });
      return user;
    } catch (error) {
      log.warn({ person, err: error }, 'a person could not be looked up');
      return undefined;
    }
  }

  async function standing(person: string): Promise<Standing> {
    const user = await lookUp(person);
    return user === undefined ? 'unknown' : standingOf(user, team);
  }

  return {
    standing,
    async displayName(person) {
      const kept = names.get(person);
      if (kept !== undefined && kept.until > now()) return kept.name;
      const user = await lookUp(person);
      return user === undefined ? person : nameOf(user);
    },
    async isPrivateEnough(channel) {
      try {
        const answer = await within(answerWithinMs, () => client.conversations.info({ channel }));
        const flaw = channelFlaw(channelAnswer.parse(answer).channel);
        if (flaw !== undefined) log.warn({ channel, flaw }, 'a channel is not private enough');
        return flaw === undefined;
      } catch (error) {
        log.warn({ channel, err: error }, 'a channel could not be looked up');
        return undefined;
      }
    },
  };
}

/** Slack may leave out a flag that does not apply; who somebody is and whose, it always says. */
function standingOf(user: User, team: string): Standing {
  if (user.deleted) return 'deactivated';
  // Slackbot says of itself that it is no bot.
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger || user.team_id !== team) return 'external';
  if (user.is_restricted || user.is_ultra_restricted || user.is_invited_user) return 'guest';
  return 'member';
}

function channelFlaw(channel: Channel): string | undefined {
  if (channel.is_ext_shared) return 'it is shared with another organisation';
  if (channel.is_pending_ext_shared) return 'it is about to be shared with another organisation';
  if (channel.is_private || channel.is_im) return undefined;
  return 'it is public';
}

function nameOf({ id, name, real_name, profile }: User): string {
  return shown(profile?.display_name || real_name || name || id, nameCharactersMax);
}
