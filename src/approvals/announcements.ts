/**
 * Who is told what, as a function of what was recorded. Telling is queued with the record itself,
 * so nothing that happened can go unsaid; nothing here changes money or knows how Slack looks.
 */
import { cancelPending } from './cancel.ts';
import type { RequestEvent } from './events.ts';
import { stillAsked } from './guards.ts';
import type { Incident, Message } from './ledger/ledger.ts';
import { isFinal, linesOf, type Request } from './request.ts';

export interface Announcement {
  readonly messages: readonly Message[];
  readonly raise: readonly Incident[];
  readonly resolve: readonly string[];
}

/** Events that are worth an entry in the thread. */
const threaded: readonly RequestEvent['type'][] = [
  'requested',
  'approved',
  'approvalTakenBack',
  'rejected',
  'retracted',
  'stopped',
  'expired',
  'cleared',
  'quorumLost',
  'held',
  'released',
  'cancelAsked',
  'cancelTried',
  'contradicted',
];

export function announce(
  before: Request | undefined,
  events: readonly RequestEvent[],
  after: Request,
): Announcement {
  const { number } = after.asked;
  const lane = `request:${number}`;
  const messages: Message[] = [
    { key: `card:${number}:${after.length}`, lane, kind: 'card', data: { request: number } },
  ];
  for (const [index, event] of events.entries()) {
    const seq = (before?.length ?? 0) + index + 1;
    const settled = event.type === 'observed' && before?.stage.state !== after.stage.state;
    if (threaded.includes(event.type) || changesParts(event, before) || settled)
      messages.push({
        key: `thread:${number}:${seq}`,
        lane,
        kind: 'thread',
        data: { request: number, seq },
      });
    if (event.type === 'requested' || event.type === 'quorumLost')
      messages.push(...asks(after, `${seq}`));
    if (event.type === 'approved' || event.type === 'approvalTakenBack')
      messages.push(askOf(after, event.by, `${seq}`));
    if (event.type === 'cancelTried') messages.push(...cancelNews(after));
  }
  if (before?.stage.state === 'awaiting' && after.stage.state !== 'awaiting')
    messages.push(...everyoneAsked(after).map((who) => askOf(after, who, `${after.length}:done`)));
  messages.push(...newsFor(before, after));
  const { draftId, by } = after.asked;
  if (before?.stage.state !== after.stage.state)
    messages.push({
      key: `draft:${draftId}:${after.length}`,
      lane: `dm:${by}`,
      kind: 'draft',
      data: { draft: draftId, person: by },
    });
  return { messages, ...incidents(before, after) };
}

/** The approvers who are asked, each by one DM; asking again repaints the DM that is there. */
function asks(request: Request, occasion: string): Message[] {
  const people = new Set([...stillAsked(request), ...request.approvals.map((each) => each.by)]);
  return [...people].map((person) => askOf(request, person, occasion));
}

/** Also those whose approval is wanted no more because others came first. */
function everyoneAsked({ asked, needsNow }: Request): readonly string[] {
  const people = new Set([...asked.needs, ...needsNow].flatMap((need) => need.people));
  return [...people].filter((person) => !asked.authors.includes(person));
}

function askOf({ asked, round }: Request, person: string, occasion: string): Message {
  return {
    key: `ask:${asked.number}:${occasion}:${person}`,
    lane: `dm:${person}`,
    kind: 'ask',
    data: { request: asked.number, person, round },
  };
}

export function reminder(request: Request, person: string, count: number): Message {
  const { number } = request.asked;
  return {
    key: `reminder:${number}:${count}:${person}`,
    lane: `dm:${person}`,
    kind: 'reminder',
    data: { request: number, person },
  };
}

/** States whose arrival the requester hears of by DM: when something changed for him to know. */
const newsworthy: readonly Request['stage']['state'][] = [
  'cleared',
  'rejected',
  'expired',
  'held',
  'completed',
  'partly-paid',
  'failed',
  'canceled',
];

function newsFor(before: Request | undefined, after: Request): Message[] {
  if (!before) return [];
  const { state } = after.stage;
  const was = before.stage.state;
  const messages: Message[] = [];
  const stoppedByOther = after.stage.state === 'retracted' && after.stage.by !== after.asked.by;
  const lostQuorum = state === 'awaiting';
  const { stage, dueAt } = after;
  const nothingToStop = stage.state === 'cleared' && (dueAt ?? '') <= stage.at;
  const tell = newsworthy.includes(state) || stoppedByOther || lostQuorum;
  if (was !== state && tell && !nothingToStop)
    messages.push(news(after, isFinal(state) ? 'end' : state === 'cleared' ? state : 'trouble'));
  else if (stuck(after) && !stuck(before)) messages.push(news(after, 'trouble'));
  // The Stop button of the earlier news goes when it can do nothing any more.
  if (was === 'cleared' && state !== 'cleared') messages.push(news(after, 'cleared'));
  return messages;
}

/** Once every part was tried, whoever wanted it canceled hears what came of it. */
function cancelNews(after: Request): Message[] {
  const { cancel, asked, stage } = after;
  const told = cancel?.by === asked.by && isFinal(stage.state);
  if (!cancel || told || cancelPending(after)) return [];
  return [news(after, `cancel:${cancel.by}`, cancel.by)];
}

/** One DM each: the requester hears at most four times of a whole run, and when he cancels. */
type NewsAbout = 'cleared' | 'trouble' | 'unclear' | 'end' | `cancel:${string}`;

/** `about` is what the news was when it came; the same news is repainted, never repeated. */
export function news({ asked, length }: Request, about: NewsAbout, person = asked.by): Message {
  const { number } = asked;
  return {
    key: `news:${number}:${about}:${length}`,
    lane: `dm:${person}`,
    kind: 'news',
    data: { request: number, person, about },
  };
}

function stuck(request: Request): boolean {
  return incidentsOf(request).some(({ kind }) => kind === 'funds' || kind === 'validation');
}

/** An outcome worth an entry; of many deferrals in a row, the first. */
function changesParts(event: RequestEvent, before: Request | undefined): boolean {
  if (event.type !== 'outcomeRecorded' || event.outcome.kind === 'unclear') return false;
  const part = before?.parts.find((each) => each.part === event.part);
  const again = event.outcome.kind === 'deferred' && part?.waitsBecause !== undefined;
  return !again && !(event.outcome.kind === 'deferred' && event.outcome.again === 'now');
}

/** Alerts are a function of state: what appears is raised, what disappears is resolved. */
function incidents(before: Request | undefined, after: Request) {
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
