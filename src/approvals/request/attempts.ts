/**
 * When a part may be asked for, and asked for again: after how long, how often, and until when the
 * same key protects. No policy can change these.
 */
import type { Command } from './commands.ts';
import { fillsAll } from './guards.ts';
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
