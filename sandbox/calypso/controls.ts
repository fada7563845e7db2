/**
 * What a test, a tour or a person at the panel may do that no API of Calypso offers: play the
 * blockchain, the people at the dashboard and the cashier. A payout is named by its id or its key.
 */

import {
  type Cancellation,
  isFinal,
  openWithdrawals,
  type Payout,
  type Recipient,
  unresolvedErrors,
  type Withdrawal,
} from './book.ts';
import { openLines } from './controls-lines.ts';
import { openEndings, type Reason, type TransferStates } from './endings.ts';
import type { Office } from './endpoints.ts';
import { statusChanged } from './events.ts';
import type { Sayings } from './settings.ts';
import type { ErrorStatus, FinalState, PayoutState, WithdrawalState } from './states.ts';

export type OutsidePayout = {
  readonly currency: string;
  readonly recipients: readonly {
    readonly depositAddress: string;
    readonly amount: string;
    readonly comment?: string;
    readonly externalId?: string;
  }[];
  readonly kind?: 'single' | 'mass' | undefined;
  readonly name?: string | undefined;
  readonly comment?: string | undefined;
  /** A key of its own unless told; `null`: it was made without one. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Who cancels in the dashboard, and why. */
export type Canceling = Partial<Omit<Cancellation, 'userId'>>;

const stepsMax = 10;
const dashboardPeople = ['Olga Manager', 'Ivan Manager'];

export function openControls(office: Office) {
  const { book, funds, progress, telling, webhooks, chance } = office;
  const endings = openEndings({ funds, progress, chance });
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
  function walk(one: Payout, reached: () => boolean): void {
    for (let steps = 0; !reached(); steps += 1) {
      if (steps === stepsMax || !progress.step(one)) {
        const why = unresolvedErrors(one)[0]?.status ?? 'a person, a date or nothing more';
        throw new Error(`Payout ${one.id} stays ${one.state}; it waits for ${why}.`);
      }
    }
  }
  function waitingForPeople(reference: string): Payout {
    const one = payout(reference);
    if (one.state !== 'PENDING_CONFIRMATION') {
      throw new Error(
        `Payout ${one.id} is ${one.state}; only PENDING_CONFIRMATION can be decided.`,
      );
    }
    return one;
  }

  const canceledBy = ({
    firstname = 'Olga',
    lastname = 'Manager',
    message = 'Canceled in the dashboard',
  }: Canceling): Cancellation => ({ userId: chance.uuid(), firstname, lastname, message });

  return {
    ...openLines(book),
    payout,
    recipient,
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
      progress.cancel(waitingForPeople(reference), canceledBy({ message })),
    /** A person cancels it in the dashboard, whatever it is doing, as long as it has not ended. */
    cancelInDashboard(reference: string, by: Canceling = {}): void {
      const one = payout(reference);
      if (isFinal(one)) throw new Error(`Payout ${one.id} is ${one.state}; it has ended.`);
      progress.cancel(one, canceledBy(by));
    },
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
    /** It ends in this state whatever its transfers are, which become what is told of them. */
    endPayout: (reference: string, state: FinalState, transfers?: TransferStates): void =>
      endings.end(payout(reference), state, transfers),
    /** One transfer takes this state, with a reason if one is given; its payout stays as it is. */
    setTransfer: (reference: string, index: number, state: WithdrawalState, reason?: Reason) =>
      endings.setTransfer(payout(reference), recipient(reference, index), state, reason),
    /** Undoes `endPayout` and `setTransfer`: state, transfers and money as they were before. */
    putBack: (reference: string): void => endings.putBack(payout(reference)),
    isMoved: (reference: string): boolean => endings.isMoved(payout(reference)),

    /** From now on this is said of this payout alone; see switches/sayings.ts. */
    says: (reference: string, sayings: Partial<Sayings>): void =>
      telling.says(payout(reference), sayings),
    /** The truth is said of it again, or of every payout; where switches are named, of those alone. */
    unsay: (reference?: string, ...names: readonly (keyof Sayings)[]): void =>
      telling.unsay(reference === undefined ? undefined : payout(reference), names),
    saidOf: (reference: string): Partial<Sayings> => telling.saidOf(payout(reference)),

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
      const key = rest.idempotencyKey === null ? undefined : (rest.idempotencyKey ?? chance.uuid());
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
      if (key !== undefined) book.use(kind, key);
      progress.begin(one);
      return one;
    },
  };
}
