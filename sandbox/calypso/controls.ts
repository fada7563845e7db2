/**
 * What a test, a tour or a person at the panel may do that no API of Calypso offers: play the
 * blockchain, the people at the dashboard and the cashier. A payout is named by its id or its key.
 */

import {
  type ErrorStatus,
  isFinal,
  openWithdrawals,
  type Payout,
  type PayoutState,
  type Recipient,
  unresolvedErrors,
  type Withdrawal,
  type WithdrawalState,
} from './book.ts';
import type { Office } from './endpoints.ts';
import { speededUp, statusChanged } from './events.ts';
import type { Subscription } from './subscriptions.ts';

/** One recipient of one payout, as the provider's ledger has it. */
export type Line = {
  readonly payoutId: string;
  readonly idempotencyKey: string | undefined;
  readonly kind: Payout['kind'];
  readonly currency: string;
  readonly depositAddress: string;
  readonly amount: string;
  readonly comment: string | undefined;
  readonly externalId: string | undefined;
  readonly state: WithdrawalState;
  readonly transactionHash: string | undefined;
};

export type OutsidePayout = {
  readonly currency: string;
  readonly recipients: readonly {
    readonly depositAddress: string;
    readonly amount: string;
    readonly comment?: string;
    readonly externalId?: string;
  }[];
  readonly kind?: 'single' | 'mass';
  readonly name?: string;
  readonly comment?: string;
  readonly idempotencyKey?: string;
};

const stepsMax = 10;
const dashboardPeople = ['Olga Manager', 'Ivan Manager'];

export function openControls({ book, funds, progress, webhooks, subscriptions, chance }: Office) {
  function payout(reference: string): Payout {
    const one = book.find(reference);
    if (one === undefined) throw new Error(`Calypso has no payout ${reference}.`);
    return one;
  }
  function recipient(reference: string, index: number): Withdrawal {
    const one = payout(reference).withdrawals[index];
    if (one === undefined) throw new Error(`Payout ${reference} has no recipient ${index}.`);
    return one;
  }
  function subscription(requestId: string): Subscription {
    const one = subscriptions.find(requestId);
    if (one === undefined) throw new Error(`Calypso has no subscription ${requestId}.`);
    return one;
  }
  function walk(one: Payout, reached: () => boolean): void {
    for (let steps = 0; !reached(); steps += 1) {
      if (steps === stepsMax || !progress.step(one)) {
        const why = unresolvedErrors(one)[0]?.status ?? 'a person, a date or nothing more';
        throw new Error(`Payout ${one.id} stays ${one.state}; it waits for ${why}.`);
      }
    }
  }
  const lines = (): Line[] =>
    book.payouts.flatMap((one) =>
      one.withdrawals.map((withdrawal) => ({
        payoutId: one.id,
        idempotencyKey: one.idempotencyKey,
        kind: one.kind,
        currency: one.currency,
        depositAddress: withdrawal.depositAddress,
        amount: withdrawal.amount,
        comment: withdrawal.comment,
        externalId: withdrawal.externalId,
        state: withdrawal.state,
        transactionHash: withdrawal.transactionHash,
      })),
    );
  function waitingForPeople(reference: string): Payout {
    const one = payout(reference);
    if (one.state !== 'PENDING_CONFIRMATION') {
      throw new Error(
        `Payout ${one.id} is ${one.state}; only PENDING_CONFIRMATION can be decided.`,
      );
    }
    return one;
  }

  return {
    payout,
    lines,
    /** The recipients whose money has arrived. */
    paidLines: () => lines().filter(({ state }) => state === 'COMPLETED'),
    /** One step for one payout, or for each; answers whether anything moved. */
    advance: (reference?: string): boolean =>
      (reference === undefined ? book.payouts : [payout(reference)])
        .map((one) => progress.step(one))
        .includes(true),
    /** All steps to a final state; throws when the payout waits for a person, a date or money. */
    complete(reference: string): void {
      const one = payout(reference);
      walk(one, () => isFinal(one));
    },
    /** Fails some recipients of a payout that is, or is brought, in progress; the others go on. */
    failRecipients(reference: string, indexes: readonly number[]): void {
      const one = payout(reference);
      walk(one, () => one.state === 'IN_PROGRESS');
      const chosen = indexes.map((index) => recipient(reference, index));
      for (const withdrawal of chosen) {
        if (openWithdrawals(one).includes(withdrawal)) progress.fail(one, withdrawal);
      }
      progress.settle(one);
    },
    /** Fails every recipient not yet final, from whatever state. */
    failPayout(reference: string): void {
      const one = payout(reference);
      for (const withdrawal of openWithdrawals(one)) progress.fail(one, withdrawal);
      progress.settle(one);
    },
    confirm: (reference: string, approved: readonly string[] = dashboardPeople): void =>
      progress.confirm(waitingForPeople(reference), approved),
    decline: (reference: string, message = 'Declined in the dashboard'): void =>
      progress.cancel(waitingForPeople(reference), {
        userId: chance.uuid(),
        firstname: 'Olga',
        lastname: 'Manager',
        message,
      }),
    receiveHash: (reference: string): void => progress.receiveHash(payout(reference)),
    /** The withdrawal is superseded by another with the same content. */
    replaceWithdrawal(reference: string, index: number): Withdrawal {
      const old = recipient(reference, index);
      if (old.state !== 'IN_PROGRESS') throw new Error(`Withdrawal ${old.id} is ${old.state}.`);
      const successor: Withdrawal = {
        ...old,
        id: chance.uuid(),
        errors: [],
        transactionHash: chance.hex(64),
      };
      old.state = 'REPLACED';
      old.transactionHash ??= chance.hex(64);
      old.debited = 0n;
      old.debitedFee = 0n;
      payout(reference).withdrawals.push(successor);
      return successor;
    },
    /** An unresolved validation error, for example EXCEEDING_LIMIT, with its event. */
    raiseError: (reference: string, index: number, status: ErrorStatus, message: string): void =>
      progress.raise(payout(reference), recipient(reference, index), status, message),
    resolveErrors(reference: string): void {
      for (const error of unresolvedErrors(payout(reference))) error.resolved = true;
    },
    /** Sets a state against all rules and announces it. */
    forceState(reference: string, state: PayoutState): void {
      const one = payout(reference);
      one.state = state;
      webhooks.announce(statusChanged(one));
    },
    /** Announces a state the payout does not have; the ledger is untouched. */
    ring: (reference: string, state: PayoutState): void =>
      webhooks.announce(statusChanged(payout(reference), state)),
    /** Announces an event of an older API, which no client needs to know. */
    ringLegacy: (reference: string): void => webhooks.announce(speededUp(payout(reference))),
    redeliver: webhooks.redeliver,

    balance: funds.balance,
    setBalance(currency: string, decimalText: string): void {
      funds.set(currency, decimalText);
    },
    /** Adds to a balance; payouts short of funds may go on. */
    topUp(currency: string, decimalText: string, resume: boolean): void {
      funds.add(currency, decimalText);
      if (resume) progress.resumeShort();
    },
    /** A payout somebody made in the dashboard or with a stolen key. */
    createOutside({ currency, recipients, kind = 'single', ...rest }: OutsidePayout): Payout {
      const key = rest.idempotencyKey ?? chance.uuid();
      const one = progress.draft({
        kind,
        currency,
        idempotencyKey: key,
        name: kind === 'mass' ? (rest.name ?? 'From the dashboard') : undefined,
        comment: rest.comment,
        externalId: undefined,
        executionDate: undefined,
        recipients: recipients.map(({ depositAddress, amount, comment, externalId }): Recipient => {
          return { depositAddress, amount, comment, externalId };
        }),
      });
      book.use(kind, key);
      progress.begin(one);
      return one;
    },

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
