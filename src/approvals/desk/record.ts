/**
 * Read, decide, append, tell: the one way anything becomes part of a request's history.
 * A lost race reads and decides again; nothing is written that was decided on an older state.
 */
import type { AppendOutcome, Ledger } from '../ledger/ledger.ts';
import type { Command } from '../request/commands.ts';
import { decide } from '../request/decide.ts';
import type { RequestEvent } from '../request/events.ts';
import { evolve, fold } from '../request/evolve.ts';
import { nextLook } from '../request/next-look.ts';
import type { Request } from '../request/request.ts';
import { announce } from '../telling/announcements.ts';
import type { Clock } from '../values/time.ts';
import { isRefusal, type Refusal, refused } from '../vocabulary/refusals.ts';

/** Races are short and few; more than this many lost in a row means something else is wrong. */
const racesMax = 20;

export interface Done {
  readonly request: Request;
  /** What this very call recorded; empty when there was nothing to do. */
  readonly events: readonly RequestEvent[];
}

export interface RequestRecord {
  read(number: number): Promise<Request | undefined>;
  carryOut(number: number, command: Command): Promise<Done | Refusal>;
  /** Opens a request with its first event. */
  open(requested: Extract<RequestEvent, { type: 'requested' }>): Promise<AppendOutcome>;
}

export function openRecord({
  ledger,
  now,
  reminderAfterMs,
  onNews,
}: {
  ledger: Ledger;
  now: Clock;
  reminderAfterMs: readonly number[];
  /** Called after each commit that queued messages. */
  onNews: () => void;
}): RequestRecord {
  const read = async (number: number) => fold(await ledger.read(number));

  const append = async (before: Request | undefined, events: readonly RequestEvent[]) => {
    const after = events.reduce<Request | undefined>(evolve, before);
    if (!after) throw new Error('Nothing to append.');
    const at = new Date(now()).toISOString();
    const wakeAt = nextLook(after, now(), reminderAfterMs);
    const announcement = announce(before, events, after);
    const outcome = await ledger.append({ before, events, after, wakeAt, at, ...announcement });
    if (outcome === 'appended') onNews();
    return { outcome, after };
  };

  const carryOut = async (number: number, command: Command): Promise<Done | Refusal> => {
    for (let race = 0; race < racesMax; race++) {
      const before = await read(number);
      if (!before) return refused('request-not-found', undefined, `${number}`);
      const events = decide(command, before);
      if (isRefusal(events)) return events;
      if (events.length === 0) return { request: before, events };
      const { outcome, after } = await append(before, events);
      if (outcome === 'appended') return { request: after, events };
    }
    throw new Error(`Request ${number}: ${racesMax} races lost in a row; nothing was recorded.`);
  };

  return {
    read,
    carryOut,
    open: async (requested) => (await append(undefined, [requested])).outcome,
  };
}
