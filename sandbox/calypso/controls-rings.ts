/**
 * What a test or a person at the panel may do to webhooks: ring without a cause, ring again, block
 * and drop subscriptions, and ring as a thief would who has a subscription's secret.
 */

import type { Payout, Withdrawal } from './book.ts';
import type { Office } from './endpoints.ts';
import { confirmed, speededUp, statusChanged, validationFailed } from './events.ts';
import { type Json, writeJson } from './json.ts';
import type { Posted } from './post.ts';
import type { ErrorStatus, PayoutState } from './states.ts';
import type { Subscription } from './subscriptions.ts';

type Named = {
  readonly payout: (reference: string) => Payout;
  readonly recipient: (reference: string, index: number) => Withdrawal;
};

export function openRings({ webhooks, subscriptions }: Office, { payout, recipient }: Named) {
  function subscription(requestId: string | undefined): Subscription {
    const one = requestId === undefined ? subscriptions.all[0] : subscriptions.find(requestId);
    if (one === undefined) throw new Error(`Calypso has no subscription ${requestId ?? 'at all'}.`);
    return one;
  }
  return {
    /** Announces a state the payout does not have; the ledger is untouched. */
    ring: (reference: string, state: PayoutState): void =>
      webhooks.announce(statusChanged(payout(reference), state)),
    /** Announces a validation error that no read bears out. */
    ringError: (reference: string, index: number, status: ErrorStatus, message: string): void =>
      webhooks.announce(
        validationFailed(payout(reference), recipient(reference, index), status, message),
      ),
    /** Announces that these people confirmed it, whatever state it is in. */
    ringConfirmed: (reference: string, approved: readonly string[]): void =>
      webhooks.announce(confirmed(payout(reference), approved)),
    /** Announces an event of an older API, which no client needs to know. */
    ringLegacy: (reference: string): void => webhooks.announce(speededUp(payout(reference))),
    redeliver: webhooks.redeliver,
    /**
     * Somebody who stole the secret of a subscription, the first unless told, posts these bytes
     * rightly signed. It is none of Calypso's deliveries, and is not tried again.
     */
    ringStolen: (body: string | Json, requestId?: string): Promise<Posted> =>
      webhooks.postSigned(
        subscription(requestId),
        typeof body === 'string' ? body : writeJson(body),
      ),

    blockSubscription(requestId: string): void {
      subscription(requestId).blocked = true;
    },
    /** Everything that could not be delivered meanwhile is due again. */
    unblockSubscription(requestId: string): void {
      const one = subscription(requestId);
      subscriptions.unblock(one);
      webhooks.resend(one);
    },
    dropSubscription(requestId: string): void {
      subscriptions.drop(subscription(requestId).requestId);
      webhooks.forget(requestId);
    },
    regenerateKeys: (requestId: string): void => subscriptions.renewKeys(subscription(requestId)),
  };
}
