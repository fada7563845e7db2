/**
 * A person who acts, and what this person is at this moment. The directory is asked by others; a
 * guest, a bot, a foreign or deactivated person never counts.
 */
import type { RefusalRule } from '../vocabulary/refusals.ts';

export const standings = [
  'member',
  'guest',
  'external',
  'deactivated',
  'bot',
  /** The directory could not be asked. */
  'unknown',
] as const;
export type Standing = (typeof standings)[number];

export interface Directory {
  /** What this person is now, looked up afresh. Never throws: `unknown` when it cannot be told. */
  standing(person: string): Promise<Standing>;
}

/** A person who acts, as verified at this moment. */
export interface Actor {
  readonly by: string;
  readonly standing: Standing;
  /** Whether the policy in force still names this person for this content. */
  readonly namedNow: boolean;
  /** Unique per press; the same press decides once. */
  readonly press: string;
}

export function canCount(standing: string | undefined): boolean {
  return standing === 'member' || standing === 'unknown';
}

export const standingRule: Record<Exclude<Standing, 'member'>, RefusalRule> = {
  guest: 'guest',
  external: 'external',
  deactivated: 'deactivated',
  bot: 'bot',
  unknown: 'not-verified',
};
