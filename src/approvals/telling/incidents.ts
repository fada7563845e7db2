/**
 * Which problems a request has now, as a function of its state: what appears is raised, what
 * disappears is resolved. Nothing here is told.
 */
import { linesOf, type Request } from '../request/request.ts';
import type { Incident } from '../vocabulary/alerts.ts';
import { isFinal } from '../vocabulary/states.ts';

/** Alerts are a function of state: what appears is raised, what disappears is resolved. */
export function incidents(before: Request | undefined, after: Request) {
  const now = incidentsOf(after);
  const keys = new Set(now.map((each) => each.key));
  const gone = (before ? incidentsOf(before) : []).filter((each) => !keys.has(each.key));
  const resolve = gone.map((each) => each.key);
  if (before && unsettled(before) && !unsettled(after))
    resolve.push(unclearKey(after.asked.number));
  if (before && confirmationSince(before) && !confirmationSince(after))
    resolve.push(confirmationKey(after.asked.number));
  return { raise: now, resolve };
}

export function stuck(request: Request): boolean {
  return incidentsOf(request).some(({ kind }) => kind === 'funds' || kind === 'validation');
}

/** From the first unclear attempt to the answer that settles it, retries included. */
export function unsettled(request: Request): boolean {
  return request.parts.some(
    ({ progress, unclears }) =>
      progress.state === 'unclear' || (progress.state === 'asked' && unclears > 0),
  );
}

export function unclearKey(request: number): string {
  return `unclear:${request}`;
}

/** Since when a part waits to be confirmed by people at the rail; the one that waits longest. */
export function confirmationSince({ parts }: Request): string | undefined {
  return parts
    .flatMap(({ progress }) =>
      progress.state === 'accepted' && progress.report.phase === 'waiting-for-confirmation'
        ? [progress.since]
        : [],
    )
    .toSorted()[0];
}

export function confirmationKey(request: number): string {
  return `confirmation:${request}`;
}

/** Everything about this request that somebody must act on now. */
export function incidentsOf(request: Request): readonly Incident[] {
  const { number } = request.asked;
  const found: Incident[] = [];
  const add = (kind: string, detail: string) =>
    found.push({ key: `${kind}:${number}`, kind, request: number, detail });
  const { stage } = request;
  if (stage.state === 'held') add(stage.reason === 'funds' ? 'funds' : 'held', stage.detail);
  if (stage.state === 'failed' || stage.state === 'partly-paid' || stage.state === 'canceled')
    add('failed', stage.state);
  if (request.contradictions.length > 0) add('contradiction', request.contradictions.join('; '));
  for (const part of request.parts) {
    const { progress } = part;
    if (progress.state === 'declined' && !isFinal(stage.state)) add('declined', progress.because);
    if (part.waitsBecause !== undefined && stage.state === 'sending')
      add('deferred', part.waitsBecause);
    if (progress.state !== 'accepted') continue;
    const problems = linesOf(part).filter(
      (line) => line.status === 'open' && line.problem !== undefined,
    );
    const detail = [...new Set(problems.map((line) => line.problem ?? ''))].join('; ');
    if (progress.report.phase === 'short-of-funds') add('funds', detail);
    else if (problems.length > 0) add('validation', detail);
  }
  // Several parts with one problem are one incident that tells all of it.
  return [...Map.groupBy(found, (each) => each.key).values()].flatMap(([first, ...more]) => {
    const details = [first, ...more].flatMap((each) => each?.detail ?? []);
    return first ? [{ ...first, detail: [...new Set(details)].join('; ') }] : [];
  });
}
