/**
 * Webhook subscriptions: their keys, what they listen to, and the documented blocking after more
 * than 100 errors without a success within 10 minutes. Deliveries are in webhooks.ts.
 */

import type { Chance } from './chance.ts';

export type Subscription = {
  /** Chosen by the subscriber. */
  readonly requestId: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly serviceTypes: readonly string[];
  readonly createdAt: number;
  publicKey: string;
  secretKey: string;
  blocked: boolean;
  /** Times of the errors since the last success. */
  errorsAt: number[];
};

export type Subscriptions = ReturnType<typeof openSubscriptions>;

const blockingErrors = 100;
const blockingWindowMs = 600_000;

export function openSubscriptions({
  chance,
  now,
  before = [],
}: {
  chance: Chance;
  now: () => number;
  before?: readonly Subscription[] | undefined;
}) {
  const all: Subscription[] = [...before];
  const find = (requestId: string) => all.find((one) => one.requestId === requestId);

  function renewKeys(subscription: Subscription): void {
    subscription.publicKey = chance.hex(32);
    subscription.secretKey = chance.hex(32);
  }
  return {
    all,
    find,
    renewKeys,
    create(wanted: Pick<Subscription, 'requestId' | 'url' | 'eventTypes' | 'serviceTypes'>) {
      const subscription: Subscription = {
        ...wanted,
        createdAt: now(),
        publicKey: '',
        secretKey: '',
        blocked: false,
        errorsAt: [],
      };
      renewKeys(subscription);
      all.push(subscription);
      return subscription;
    },
    drop(requestId: string): boolean {
      const index = all.findIndex((one) => one.requestId === requestId);
      if (index >= 0) all.splice(index, 1);
      return index >= 0;
    },
    hears: (subscription: Subscription, eventType: string): boolean =>
      subscription.serviceTypes.includes('PAYOUT') || subscription.eventTypes.includes(eventType),
    succeeded(subscription: Subscription): void {
      subscription.errorsAt = [];
    },
    failed(subscription: Subscription, timeFactor: number): void {
      const oldest = now() - blockingWindowMs / timeFactor;
      subscription.errorsAt = [...subscription.errorsAt.filter((at) => at > oldest), now()];
      if (subscription.errorsAt.length > blockingErrors) subscription.blocked = true;
    },
    unblock(subscription: Subscription): void {
      subscription.blocked = false;
      subscription.errorsAt = [];
    },
  };
}
