/**
 * The policy: who may ask, who must approve, where it is said, and the schema of it. Nothing here
 * reads a file, and nothing the policy does not name is ever allowed.
 */
import { z } from 'zod';
import { durationMs } from '../values/time.ts';

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

/** Groups a person belongs to; empty for people the policy does not name. */
export function groupsOf(policy: PolicyFile, person: string): readonly string[] {
  return Object.keys(policy.people).filter((group) => policy.people[group]?.includes(person));
}

export function mayAsk(policy: PolicyFile, person: string): boolean {
  return policy.people.requesters?.includes(person) ?? false;
}

function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}
