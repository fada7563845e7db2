/**
 * Who is told what, as a function of what was recorded. Telling is queued with the record itself,
 * so nothing that happened can go unsaid; nothing here changes money or knows how Slack looks.
 */
import { cancelPending } from '../request/cancel.ts';
import type { RequestEvent } from '../request/events.ts';
import { stillAsked } from '../request/guards.ts';
import type { Request } from '../request/request.ts';
import type { Incident } from '../vocabulary/alerts.ts';
import type { Message } from '../vocabulary/messages.ts';
import { isFinal } from '../vocabulary/states.ts';
import { incidents, stuck } from './incidents.ts';

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

/** An outcome worth an entry; of many deferrals in a row, the first. */
function changesParts(event: RequestEvent, before: Request | undefined): boolean {
  if (event.type !== 'outcomeRecorded' || event.outcome.kind === 'unclear') return false;
  const part = before?.parts.find((each) => each.part === event.part);
  const again = event.outcome.kind === 'deferred' && part?.waitsBecause !== undefined;
  return !again && !(event.outcome.kind === 'deferred' && event.outcome.again === 'now');
}
