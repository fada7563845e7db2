/**
 * The last look before the first byte, when a cleared request is due: place, content, payloads,
 * policy, funds, lateness, and the authority of everybody whose approval counts.
 */
import type { Directory } from '../authority/standing.ts';
import { assessNow } from '../policy/assess.ts';
import type { Policy } from '../policy/schema.ts';
import { orderOf } from '../rail/order.ts';
import type { PaymentRail } from '../rail/rail.ts';
import type { Command } from '../request/commands.ts';
import { dueExpiresMs } from '../request/expiry.ts';
import { lostAuthority } from '../request/guards.ts';
import type { Request } from '../request/request.ts';
import type { Clock } from '../values/time.ts';
import { endsByItself, type HoldReason } from '../vocabulary/holds.ts';
import { elsewhere, mismatch, payloadMismatch, shortage } from './checks.ts';

/** A request that could not be sent within this time of being due waits for people. */
export const lateMs = 2 * 3_600_000;
export const lateWords = 'it could not be sent within two hours of being due';
/** Approvals older than this are confirmed again when what was missing has arrived. */
export const staleMs = 12 * 3_600_000;

export interface ClearanceDeps {
  readonly rail: PaymentRail;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly now: Clock;
}

/**
 * @returns `send`, the command that says why not, or undefined while it waits for a person.
 * Throws when the rail cannot be asked.
 */
export async function clearance(
  request: Request,
  deps: ClearanceDeps,
): Promise<Command | 'send' | undefined> {
  const { stage } = request;
  const now = deps.now();
  const at = new Date(now).toISOString();
  const hold = (reason: HoldReason, detail: string): Command => ({
    kind: 'hold',
    at,
    reason,
    detail,
  });
  const dueMs = Date.parse(request.dueAt ?? at);
  if (now >= dueMs + dueExpiresMs) return { kind: 'expire', at };
  if (stage.state === 'held' && !endsByItself(stage.reason)) return undefined;

  if (stage.state !== 'held' && now - dueMs > lateMs) return hold('late', lateWords);
  const obstacle = await findObstacle(request, deps);
  if (obstacle) return hold(obstacle.reason, obstacle.detail);
  if (stage.state === 'held') {
    const lastApproval = Date.parse(request.approvals.at(-1)?.at ?? request.asked.at);
    return now - lastApproval > staleMs
      ? hold('late', 'what was missing came more than 12 hours after the last approval')
      : { kind: 'resume', at, because: `${stage.reason} cleared up` };
  }
  return (await authorityCommand(request, deps, at)) ?? 'send';
}

/** Everybody who counted is looked up again, and both policies are asked: then's and now's. */
async function authorityCommand(
  request: Request,
  { rail, directory, policy, now }: ClearanceDeps,
  at: string,
): Promise<Command | undefined> {
  const people = request.approvals.map((each) => each.by);
  const found = await Promise.all(people.map((person) => directory.standing(person)));
  const standing = new Map(people.map((person, index) => [person, found[index] ?? 'unknown']));
  const { needs } = assessNow(request, policy, rail);
  const lost = lostAuthority(request, { standing, needs });
  if (!lost) return undefined;
  const expiresAt = new Date(now() + policy.schedule.expireAfter).toISOString();
  return { kind: 'loseQuorum', at, lost, needsNow: needs, expiresAt };
}

/** What stands in the way of sending now, in order of gravity. */
async function findObstacle(
  request: Request,
  { rail, policy }: ClearanceDeps,
): Promise<{ readonly reason: HoldReason; readonly detail: string } | undefined> {
  const { asked } = request;
  if (elsewhere(request, rail))
    return {
      reason: 'environment',
      detail: `it was approved for account ${asked.account} at ${asked.host}`,
    };
  const changed = mismatch(request);
  if (changed !== undefined) return { reason: 'mismatch', detail: changed };
  for (const part of request.parts) {
    const order = orderOf(asked.number, asked.content, part, part.key);
    const wrong = payloadMismatch(part, order, asked, rail);
    if (wrong !== undefined) return { reason: 'mismatch', detail: wrong };
  }
  const block = assessNow(request, policy, rail).findings.find(
    (each) => each.severity === 'block' && each.rule !== 'quorum-unreachable',
  );
  // A currency may be named where others read it, an address may not.
  const named = block?.rule === 'currency-not-allowed' ? `: ${block.value}` : '';
  if (block) return { reason: 'policy', detail: `${block.rule}${named}` };
  const fees = await rail.fees(asked.content.lines);
  const short = shortage(request, await rail.balances(), rail, fees);
  return short === undefined ? undefined : { reason: 'funds', detail: short };
}
