/**
 * The guards: who may decide, and whether a quorum stands. Each is a plain question over the
 * record; none of them can be switched off by a policy.
 */
import { fills, type Need, stillNeeded } from '../authority/quorum.ts';
import { type Actor, type Standing, standingRule } from '../authority/standing.ts';
import { type Refusal, type RefusalRule, refused } from '../vocabulary/refusals.ts';
import type { Request } from './request.ts';

/** Whether this person could ever count for this request: identity, authorship, the policies. */
export function couldDecide(actor: Actor, request: Request): Refusal | undefined {
  if (actor.standing !== 'member') return refused(standingRule[actor.standing]);
  if (request.asked.authors.includes(actor.by)) return refused('own-request');
  const needs = [...request.asked.needs, ...request.needsNow];
  const named = needs.some((need) => need.people.includes(actor.by));
  if (!named || !actor.namedNow) return refused('not-an-approver');
  return undefined;
}

export function mayApprove(
  command: Actor & { readonly at: string; readonly fingerprint: string },
  request: Request,
): Refusal | undefined {
  const no = couldDecide(command, request);
  if (no) return no;
  if (request.approvals.some((each) => each.by === command.by)) return refused('already-decided');
  const { state } = request.stage;
  if (state === 'expired' || (state === 'awaiting' && command.at >= request.expiresAt))
    return refused('expired', request);
  if (state !== 'awaiting') return refused('not-awaiting', request);
  if (command.fingerprint !== request.asked.fingerprint) return refused('fingerprint-changed');
  return undefined;
}

/** The quorum: what was needed when it was asked, and what came on top since. */
export function fillsAll(request: Request, people: readonly string[]): boolean {
  return fills(request.asked.needs, people) && fills(request.needsNow, people);
}

export interface AuthorityNow {
  /** What each counted person is now. `unknown` keeps what was verified at the decision. */
  readonly standing: ReadonlyMap<string, Standing>;
  /** What the policy in force asks for this content. */
  readonly needs: readonly Need[];
}

/**
 * Whether the approvals that cleared a request still carry it, each policy assessed separately.
 * @returns undefined when they do, else whose approval is lost and why.
 */
export function lostAuthority(
  request: Request,
  now: AuthorityNow,
): readonly { readonly person: string; readonly why: RefusalRule }[] | undefined {
  const lost = request.approvals.flatMap(({ by: person }) => {
    const standing = now.standing.get(person) ?? 'unknown';
    if (standing !== 'member' && standing !== 'unknown')
      return [{ person, why: standingRule[standing] }];
    if (!now.needs.some((need) => need.people.includes(person)))
      return [{ person, why: 'not-an-approver' as const }];
    return [];
  });
  const gone = new Set(lost.map((each) => each.person));
  const counted = request.approvals.map((each) => each.by).filter((by) => !gone.has(by));
  return fillsAll(request, counted) && fills(now.needs, counted) ? undefined : lost;
}

/** How many more approvals are wanted. */
export function approvalsMissing(request: Request): number {
  const counted = request.approvals.map((each) => each.by);
  return Math.max(
    stillNeeded(request.asked.needs, counted),
    stillNeeded(request.needsNow, counted),
  );
}

/** People whose approval would help now: named, not an author, not yet counted, still missing. */
export function stillAsked(request: Request): readonly string[] {
  const { asked, needsNow, approvals } = request;
  const counted = approvals.map((each) => each.by);
  const missing = (people: readonly string[]) =>
    stillNeeded(asked.needs, people) + stillNeeded(needsNow, people);
  const people = new Set([...asked.needs, ...needsNow].flatMap((need) => need.people));
  return [...people].filter(
    (person) =>
      !asked.authors.includes(person) &&
      !counted.includes(person) &&
      missing([...counted, person]) < missing(counted),
  );
}
