/**
 * The record, as the desk and its windows see it: what may be asked of it and what it promises.
 * Every write is one transaction, durable when it returns. Nothing here knows SQLite or PostgreSQL.
 */
import type { RequestEvent } from '../request/events.ts';
import type { Request } from '../request/request.ts';
import type { Incident } from '../vocabulary/alerts.ts';
import type { Message } from '../vocabulary/messages.ts';
import type { Kept } from './kept.ts';
import type { Runs } from './runs.ts';

export interface QueuedMessage extends Message {
  readonly id: number;
  /** 1 for the first try. */
  readonly attempt: number;
}

export interface Alert extends Incident {
  readonly id: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly resolvedAt?: string;
}

/** What one append changes, all of it in one transaction. */
export interface Entry {
  /** The request as it was read; undefined for a new one. Its length is the expected length. */
  readonly before: Request | undefined;
  readonly events: readonly RequestEvent[];
  /** `before` with the events folded in: the projections are written from it. */
  readonly after: Request;
  readonly messages: readonly Message[];
  /** Opened, or updated when open already with another detail. */
  readonly raise: readonly Incident[];
  /** Incident keys. Those not open are passed over. */
  readonly resolve: readonly string[];
  /** When the sweep should look at this request again; undefined for never. */
  readonly wakeAt: string | undefined;
  /** Transaction time, ISO UTC. */
  readonly at: string;
}

export type AppendOutcome =
  | 'appended'
  /** Somebody else wrote first: read again, decide again. */
  | 'lost-race'
  /** This draft is a request already. */
  | 'draft-already-requested';

/** A press or command of a person, written down before it is acknowledged. */
export interface Press {
  /** From Slack's identifiers; unique for good. */
  readonly key: string;
  readonly kind: string;
  readonly person: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** A verified webhook, exactly as received. */
export interface Notice {
  readonly subscription: string;
  readonly eventId: string;
  readonly body: string;
  readonly at: string;
}

export interface RequestRow {
  readonly number: number;
  readonly state: string;
  readonly requester: string;
  readonly purpose: string;
  readonly askedAt: string;
}

export interface AdoptedPolicy {
  readonly digest: string;
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
}

export interface Ledger extends Kept, Runs {
  // Requests
  read(request: number): Promise<readonly RequestEvent[]>;
  /** One more than the highest number so far; the first is 1001. */
  nextNumber(): Promise<number>;
  append(entry: Entry): Promise<AppendOutcome>;
  /** Requests whose wake-up time has come, oldest first. */
  due(now: string, limit: number): Promise<readonly number[]>;
  /** Postpones a look without recording anything: politeness, not history. */
  wakeAt(request: number, at: string | undefined): Promise<void>;
  byDraft(draftId: string): Promise<number | undefined>;
  byPartKey(key: string): Promise<{ readonly request: number; readonly part: number } | undefined>;
  byRailId(id: string): Promise<{ readonly request: number; readonly part: number } | undefined>;
  /** Newest first; `requester` and `states` narrow it. */
  list(filter: {
    readonly requester?: string;
    readonly states?: readonly string[];
    readonly limit: number;
  }): Promise<readonly RequestRow[]>;

  // Presses
  recordPress(press: Press): Promise<'new' | 'repeated'>;
  /** Recorded and not handled yet, oldest first. */
  openPresses(): Promise<readonly Press[]>;
  pressHandled(key: string, at: string): Promise<void>;

  // Notices
  storeNotice(notice: Notice): Promise<'new' | 'repeated'>;
  openNotices(limit: number): Promise<readonly Notice[]>;
  noticeApplied(subscription: string, eventId: string, at: string): Promise<void>;

  // The policy
  /** @returns false when another policy is in force already (somebody else was first). */
  adoptFirstPolicy(policy: AdoptedPolicy, messages: readonly Message[]): Promise<boolean>;
  policyInForce(): Promise<AdoptedPolicy | undefined>;

  // Alerts that belong to no single append
  raise(incident: Incident, at: string): Promise<void>;
  resolve(key: string, at: string): Promise<void>;
  alert(id: number): Promise<Alert | undefined>;
  openAlerts(): Promise<readonly Alert[]>;

  // The outbox
  enqueue(messages: readonly Message[], at: string): Promise<void>;
  /**
   * Takes messages that are due, at most one per lane (the oldest unsent), for `leaseMs`; a holder
   * that dies loses them to the next. Raises `attempt`.
   */
  claimMessages(now: string, leaseMs: number, limit: number): Promise<readonly QueuedMessage[]>;
  /** Also passes over other unsent messages that this one has told already, by id. */
  messageTold(id: number, at: string, superseded?: readonly number[]): Promise<void>;
  messageFailed(id: number, retryAt: string, error: string): Promise<void>;
  /** Unsent messages of a lane and kind, oldest first: what one repaint may stand for. */
  unsent(lane: string, kind: string): Promise<readonly QueuedMessage[]>;
  backlog(): Promise<number>;
  rememberMessage(subject: string, posted: PostedMessage): Promise<void>;
  postedMessage(subject: string): Promise<PostedMessage | undefined>;

  // What may be lost (Keyv's store)
  keyv: {
    get(key: string, now: number): Promise<string | undefined>;
    /** `expires` in epoch milliseconds. */
    set(key: string, value: string, expires: number | undefined): Promise<void>;
    delete(key: string): Promise<boolean>;
    /** Everything whose key begins with `prefix`. */
    deleteAll(prefix: string): Promise<void>;
    deleteExpired(now: number): Promise<void>;
  };

  /** Checks every hash chain; the first break it finds, or undefined. */
  verify(): Promise<{ readonly stream: string; readonly seq: number } | undefined>;
  close(): Promise<void>;
}
