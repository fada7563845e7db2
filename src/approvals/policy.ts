/**
 * The policy: who may ask, who must approve, where it is said. Its schema, and the assessment of a
 * draft by it. Nothing here reads a file, and nothing the policy does not name is ever allowed.
 */
import { z } from 'zod';
import type { Content } from './draft.ts';
import { durationMs } from './duration.ts';

/** Slack's immutable user ids; the desk treats them as opaque names of people. */
const personId = z.string().regex(/^[UW][A-Z0-9]{2,30}$/, 'must be a user id such as U0ALICE');
const channelId = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,30}$/, 'must be a channel id such as C0PAYOUTS');
const people = z.array(personId).max(100);

const notDuration = 'must be a duration such as 30s, 5m, 4h or 3d';
const duration = z.string(notDuration).transform((text, ctx) => {
  const ms = durationMs(text);
  if (ms !== undefined) return ms;
  ctx.addIssue({ code: 'custom', message: notDuration });
  return z.NEVER;
});

const need = z.strictObject({
  /** The name of a group under `people`. */
  from: z.string(),
  count: z.number().int().min(1).max(20),
});

/** What the checks across the file need; they run beside other problems, so that all show at once. */
const crossChecked = z.object({
  people: z.record(z.string(), z.array(z.string())),
  approvals: z.array(
    z.object({ need: z.array(z.object({ from: z.string(), count: z.number() })) }),
  ),
});

export const policySchema = z
  .strictObject({
    version: z.literal(1),
    timezone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
    channels: z.strictObject({
      approvals: channelId,
      alerts: channelId,
      audit: channelId.optional(),
    }),
    /** `requesters` may ask, `viewers` may look; every other group is one of approvers. */
    people: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/), people),
    approvals: z
      .array(z.strictObject({ name: z.string().min(1).max(40), need: z.array(need).min(1) }))
      .length(1, 'must hold exactly one entry; tiers are not supported by this version'),
    schedule: z
      .strictObject({
        sendDelay: duration.default(5 * 60_000),
        reminderAfter: z.array(duration).max(10).default([]),
        expireAfter: duration.default(72 * 3_600_000),
        /** Who waits for the day of a scheduled payout; what Calypso holds, nobody checks again. */
        holdAt: z.enum(['bot', 'calypso']).default('bot'),
      })
      .prefault({}),
    currencies: z.strictObject({ allowed: z.array(z.string()).min(1) }),
  })
  .superRefine(
    (policy, ctx) => {
      if ((policy.people.requesters ?? []).length === 0)
        ctx.addIssue({
          code: 'custom',
          path: ['people'],
          message: 'must name at least one person under requesters; nobody could ask otherwise',
        });
      for (const [tier, approval] of policy.approvals.entries()) {
        for (const [index, { from, count }] of approval.need.entries()) {
          const path = ['approvals', tier, 'need', index];
          const group = policy.people[from];
          if (group === undefined || from === 'requesters' || from === 'viewers')
            ctx.addIssue({
              code: 'custom',
              path: [...path, 'from'],
              message: `must name a group of approvers under people; "${from}" is not one`,
            });
          else if (new Set(group).size < count)
            ctx.addIssue({
              code: 'custom',
              path: [...path, 'count'],
              message: `asks for ${count} of ${from}, which has ${new Set(group).size}`,
            });
        }
      }
    },
    { when: ({ value }) => crossChecked.safeParse(value).success },
  );
export type PolicyFile = z.output<typeof policySchema>;

/** A policy in force: its content and the SHA-256 of its text, in hex. */
export interface Policy extends PolicyFile {
  readonly digest: string;
}

/** So many different people out of these. Resolved when asked, kept on the record. */
export const resolvedNeed = z.strictObject({
  from: z.string(),
  count: z.number().int().positive(),
  people: z.array(z.string()),
});
export type Need = z.infer<typeof resolvedNeed>;

export const findingRules = [
  'currency-not-allowed',
  'quorum-unreachable',
  'own-account',
  'token-contract',
] as const;

/** What the assessment noticed. `lines` count from 1 and are empty when it is about the whole. */
export const finding = z.strictObject({
  severity: z.enum(['block', 'warn', 'note']),
  rule: z.enum(findingRules),
  lines: z.array(z.number().int().positive()),
  value: z.string(),
});
export type Finding = z.infer<typeof finding>;

export interface Assessment {
  readonly approval: string;
  readonly needs: readonly Need[];
  readonly findings: readonly Finding[];
}

export interface Facts {
  readonly authors: readonly string[];
  /** Our own account at the rail: an address that is never a recipient. */
  readonly account: string;
  readonly tokenContracts: ReadonlySet<string>;
  /** People the policy names who can not decide now: guests, deactivated, foreign. */
  readonly cannotDecide: readonly string[];
}

/** What this content needs under this policy, and what stands in its way. */
export function assess(content: Content, policy: Policy, facts: Facts): Assessment {
  const [approval] = policy.approvals;
  const needs = (approval?.need ?? []).map(({ from, count }) => ({
    from,
    count,
    people: [...new Set(policy.people[from] ?? [])],
  }));
  const findings: Finding[] = [];
  const block = (rule: Finding['rule'], value: string, lines: number[] = []) =>
    findings.push({ severity: 'block', rule, lines, value });

  const allowed = new Set(policy.currencies.allowed);
  for (const [currency, lines] of linesBy(content, (line) => line.currency))
    if (!allowed.has(currency)) block('currency-not-allowed', currency, lines);
  for (const [address, lines] of linesBy(content, (line) => line.address.toLowerCase())) {
    if (address === facts.account.toLowerCase()) block('own-account', address, lines);
    if (facts.tokenContracts.has(address)) block('token-contract', address, lines);
  }
  const missing = unreachable(needs, [...facts.authors, ...facts.cannotDecide]);
  if (missing !== undefined) block('quorum-unreachable', missing);
  return { approval: approval?.name ?? '', needs, findings };
}

/** Groups a person belongs to; empty for people the policy does not name. */
export function groupsOf(policy: PolicyFile, person: string): readonly string[] {
  return Object.keys(policy.people).filter((group) => policy.people[group]?.includes(person));
}

export function mayAsk(policy: PolicyFile, person: string): boolean {
  return policy.people.requesters?.includes(person) ?? false;
}

/**
 * Whether these people fill all needs, each person counting once in all.
 * A person in two groups is placed where he helps most, so this is a matching, not a count.
 */
export function fills(needs: readonly Need[], approvers: readonly string[]): boolean {
  return places(needs, approvers) === needs.reduce((sum, each) => sum + each.count, 0);
}

/** How many more people each need still wants, given the best placing of those who approved. */
export function stillNeeded(needs: readonly Need[], approvers: readonly string[]): number {
  return needs.reduce((sum, each) => sum + each.count, 0) - places(needs, approvers);
}

/** The largest number of places that distinct people can take: augmenting paths (Kuhn). */
function places(needs: readonly Need[], approvers: readonly string[]): number {
  const slots = needs.flatMap((each) => Array.from({ length: each.count }, () => each.people));
  const holder = new Map<number, string>();
  const seat = (person: string, seen: Set<number>): boolean => {
    for (const [index, eligible] of slots.entries()) {
      if (seen.has(index) || !eligible.includes(person)) continue;
      seen.add(index);
      const held = holder.get(index);
      if (held === undefined || seat(held, seen)) {
        holder.set(index, person);
        return true;
      }
    }
    return false;
  };
  return [...new Set(approvers)].filter((person) => seat(person, new Set())).length;
}

function unreachable(needs: readonly Need[], excluded: readonly string[]): string | undefined {
  const all = needs.flatMap((each) => each.people).filter((person) => !excluded.includes(person));
  if (fills(needs, all)) return undefined;
  return needs.map((each) => `${each.count} of ${each.from}`).join(' and ');
}

function linesBy(content: Content, key: (line: Content['lines'][number]) => string) {
  const lines = new Map<string, number[]>();
  for (const [index, line] of content.lines.entries())
    lines.set(key(line), [...(lines.get(key(line)) ?? []), index + 1]);
  return lines;
}

function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}
