/**
 * The guards: who may decide, whether a quorum stands, when a part may be asked for.
 * Each is a plain question over the record; none of them can be switched off by a policy.
 */
import type { Actor, Command } from './decide.ts';
import type { HoldReason } from './events.ts';
import { fills, type Need, stillNeeded } from './policy.ts';
import type { Standing } from './ports.ts';
import { type Refusal, type RefusalRule, refused } from './refusals.ts';
import { type Part, partOf, type Request } from './request.ts';

/** At most so many attempts of one part may end without a clear answer; then people are asked. */
export const unclearsMax = 3;
/** After an unclear attempt the rail must not know the key for this long before asking again. */
export const graceMs = 60_000;
export const afterDeadlineMs = 120_000;
/**
 * For how long a rail knows a key is not documented, and one that is forgotten protects no more:
 * half of the day that is usual. Later it is only looked up, and people decide.
 */
export const sameKeyMs = 12 * 3_600_000;

const standingRule: Record<Exclude<Standing, 'member'>, RefusalRule> = {
  guest: 'guest',
  external: 'external',
  deactivated: 'deactivated',
  bot: 'bot',
  unknown: 'not-verified',
};

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

/** Holds that end once their cause is gone; the others want a person. */
export function endsByItself(reason: HoldReason): boolean {
  return reason === 'funds' || reason === 'environment' || reason === 'policy';
}

/**
 * Whether a part may be asked for now.
 * @returns the number of the attempt, or undefined for no.
 */
export function mayStartPart(
  command: Extract<Command, { kind: 'startPart' }>,
  request: Request,
): number | undefined {
  const { stage, dueAt } = request;
  if (dueAt === undefined || command.at < dueAt) return undefined;
  if (!['cleared', 'sending', 'unclear'].includes(stage.state)) return undefined;
  if (
    !fillsAll(
      request,
      request.approvals.map((each) => each.by),
    )
  )
    return undefined;
  const part = partOf(request, command.part);
  const earlier = request.parts.filter((each) => each.part < part.part);
  if (earlier.some((each) => each.progress.state !== 'accepted')) return undefined;
  const { progress } = part;
  switch (progress.state) {
    case 'planned':
      return 1;
    case 'deferred':
      return progress.attempt + 1;
    case 'unclear':
      return command.absent && !isExhausted(part, command.at) && graceIsOver(progress, command.at)
        ? progress.attempt + 1
        : undefined;
    case 'asked':
    case 'accepted':
    case 'declined':
    case 'not-sent':
      return undefined;
  }
}

/** Whether asking again is people's business: too many attempts without an answer, or too old. */
export function isExhausted({ unclears, unclearFrom }: Part, at: string): boolean {
  const isOld = unclearFrom !== undefined && Date.parse(at) >= Date.parse(unclearFrom) + sameKeyMs;
  return isOld || unclears >= unclearsMax;
}

/** Not found is "not found yet" until both the grace period and the deadline are well past. */
export function graceIsOver(
  unclear: { readonly since: string; readonly deadline: string },
  at: string,
): boolean {
  const now = Date.parse(at);
  return (
    now >= Date.parse(unclear.since) + graceMs &&
    now >= Date.parse(unclear.deadline) + afterDeadlineMs
  );
}
