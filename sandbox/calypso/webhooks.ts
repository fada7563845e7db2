/**
 * Webhook deliveries: one body per event and subscription, signed over its exact bytes at every
 * attempt, retried by the documented schedule (30 s times Fibonacci, 19 retries) and then given up.
 * Only HTTP 200 counts as delivered.
 */

import type { Chance } from './chance.ts';
import { signatureOf } from './envelope.ts';
import { type PayoutEvent, zonelessDate } from './events.ts';
import type { Faults } from './faults.ts';
import { integerToken, writeJson } from './json.ts';
import { type Posted, post } from './post.ts';
import type { Settings } from './settings.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

/** One attempt to deliver one event. */
export type Delivery = {
  /** `requestId` of the subscription. */
  readonly subscription: string;
  readonly eventId: number;
  /** 1 is the first attempt, 20 the last. */
  readonly attempt: number;
  readonly body: string;
  /** The answer's HTTP status; 0 when there was none. */
  readonly status: number;
  readonly responseText: string;
  readonly at: number;
};

type Pending = {
  readonly subscription: Subscription;
  readonly eventId: number;
  readonly body: Buffer;
  readonly order: number;
  attempts: number;
  dueAt: number;
};

/** An event that is still to be delivered, or to be tried again. */
export type Waiting = {
  /** `requestId` of the subscription. */
  readonly subscription: string;
  readonly eventId: number;
  readonly body: string;
  readonly attempts: number;
  readonly dueAt: number;
};

export type KeptWebhooks = {
  readonly eventId: number;
  readonly waiting: readonly Waiting[];
  readonly deliveries: readonly Delivery[];
};

export type Webhooks = ReturnType<typeof openWebhooks>;

const firstPauseMs = 30_000;
const retriesMax = 19;
const deliveriesKept = 10_000;

/** Pauses before retry 1 to 19, in milliseconds: 30 s, 30 s, 60 s, 90 s ... 125 430 s. */
export const retryPausesMs: readonly number[] = fibonacci(retriesMax).map((n) => n * firstPauseMs);

export function openWebhooks({
  settings,
  subscriptions,
  faults,
  chance,
  now,
  kept,
  changed,
}: {
  settings: Settings;
  subscriptions: Subscriptions;
  faults: Faults;
  chance: Chance;
  now: () => number;
  kept?: KeptWebhooks | undefined;
  changed: () => void;
}) {
  const deliveries: Delivery[] = [...(kept?.deliveries ?? [])];
  const closing = new AbortController();
  let pending: Pending[] = [];
  let parked: Pending[] = [];
  let eventId = kept?.eventId ?? 70_000 + chance.below(10_000);
  let order = 0;
  for (const { subscription: requestId, body, ...one } of kept?.waiting ?? []) {
    const subscription = subscriptions.find(requestId);
    order += 1;
    if (subscription) pending.push({ ...one, subscription, body: Buffer.from(body), order });
  }

  function announce(event: PayoutEvent): void {
    eventId += 1;
    const fault = faults.takeWebhook('publish');
    const late = fault?.kind === 'late' ? fault.byMs : 0;
    const released = parked;
    parked = [];
    if (fault?.kind !== 'dropped') {
      for (const subscription of subscriptions.all) {
        if (!subscriptions.hears(subscription, event.type)) continue;
        const body = bodyOf(subscription, event, fault?.kind === 'eventless');
        const copies = fault?.kind === 'duplicate' ? 2 : settings.webhookCopies;
        for (let copy = 0; copy < copies; copy += 1) {
          order += 1;
          const dueAt = now() + settings.webhookDelayMs + late;
          const one: Pending = { subscription, eventId, body, order, attempts: 0, dueAt };
          if (fault?.kind === 'shuffled') parked.push(one);
          else pending.push(one);
        }
      }
    }
    for (const one of released) {
      order += 1;
      pending.push({ ...one, order });
    }
    changed();
  }
  function bodyOf(subscription: Subscription, event: PayoutEvent, eventless: boolean): Buffer {
    const untyped =
      eventless ||
      settings.eventType === 'never' ||
      (settings.eventType === 'sometimes' && chance.sometimes());
    const body = {
      requestId: subscription.requestId,
      id: integerToken(eventId),
      createdDate: zonelessDate(now()),
      level: event.level,
      service: 'PAYOUT',
      eventType: untyped ? undefined : event.type,
      data: event.data,
    };
    return Buffer.from(writeJson(body), 'utf8');
  }

  function nextDue(): Pending | undefined {
    const due = pending
      .filter(({ subscription, dueAt }) => dueAt <= now() && !subscription.blocked)
      .sort((left, right) => left.dueAt - right.dueAt || left.order - right.order);
    return settings.webhookOrder === 'shuffled' ? chance.shuffled(due)[0] : due[0];
  }
  async function attempt(one: Pending): Promise<void> {
    one.attempts += 1;
    const { status, text } = await send(one);
    deliveries.push({
      subscription: one.subscription.requestId,
      eventId: one.eventId,
      attempt: one.attempts,
      body: one.body.toString('utf8'),
      status,
      responseText: text,
      at: now(),
    });
    if (deliveries.length > deliveriesKept) deliveries.shift();
    const pause = retryPausesMs[one.attempts - 1];
    if (status === 200) subscriptions.succeeded(one.subscription);
    else subscriptions.failed(one.subscription, settings.timeFactor);
    if (status === 200 || pause === undefined) pending = pending.filter((other) => other !== one);
    else one.dueAt = now() + pause / settings.timeFactor;
    changed();
  }
  function send({ subscription, body }: Pending): Promise<Posted> {
    const fault = faults.takeWebhook('attempt')?.kind;
    const secretKey = fault === 'wrongSign' ? chance.hex(32) : subscription.secretKey;
    const publicKey = fault === 'wrongKey' ? chance.hex(32) : subscription.publicKey;
    return postWith({ ...subscription, secretKey, publicKey }, body);
  }
  const postWith = ({ url, publicKey, secretKey }: Subscription, body: Buffer): Promise<Posted> =>
    post({
      url,
      headers: {
        'Content-Type': 'application/json',
        Key: publicKey,
        Sign: signatureOf(secretKey, body),
      },
      body,
      timeoutMs: settings.webhookTimeoutMs,
      signal: closing.signal,
    });
  const waiting = (): readonly Waiting[] =>
    [...pending, ...parked].map(({ subscription, eventId: id, body, attempts, dueAt }) => ({
      ...{ subscription: subscription.requestId, eventId: id, attempts, dueAt },
      body: body.toString('utf8'),
    }));

  return {
    announce,
    deliveries,
    waiting,
    keep: (last: number): KeptWebhooks => ({
      eventId,
      waiting: waiting(),
      deliveries: deliveries.slice(-last),
    }),
    /** Delivers everything that is due; attempts go one after the other. */
    async deliverDue(): Promise<void> {
      for (let one = nextDue(); one !== undefined; one = nextDue()) {
        if (closing.signal.aborted) return;
        await attempt(one);
      }
    },
    /** Once, with this subscription's keys and outside of every schedule. */
    postSigned: (subscription: Subscription, text: string): Promise<Posted> =>
      postWith(subscription, Buffer.from(text, 'utf8')),
    hasDue: (): boolean => nextDue() !== undefined,
    /** Sends the same bytes of an event again, as after a lost 200. */
    redeliver(id: number): void {
      const earlier = deliveries.find((delivery) => delivery.eventId === id);
      const subscription = subscriptions.find(earlier?.subscription ?? '');
      if (earlier === undefined || subscription === undefined) {
        throw new Error(`Event ${id} was never delivered, so it cannot be delivered again.`);
      }
      order += 1;
      const body = Buffer.from(earlier.body, 'utf8');
      pending.push({ subscription, eventId: id, body, order, attempts: 0, dueAt: now() });
    },
    /** After unblocking: everything not delivered yet starts over at once. */
    resend(subscription: Subscription): void {
      for (const one of pending.filter((other) => other.subscription === subscription)) {
        one.attempts = 0;
        one.dueAt = now();
      }
    },
    forget(requestId: string): void {
      pending = pending.filter(({ subscription }) => subscription.requestId !== requestId);
    },
    stop: () => closing.abort(),
  };
}

function fibonacci(count: number): number[] {
  const list = [1, 1];
  while (list.length < count) list.push((list.at(-1) ?? 0) + (list.at(-2) ?? 0));
  return list.slice(0, count);
}
