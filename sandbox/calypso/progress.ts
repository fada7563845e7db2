/**
 * How payouts move: the documented order of states, the roll-up of recipients, funds that are short
 * and come back. Every move is announced as a webhook event. Nothing here answers HTTP.
 */

import {
  type Book,
  type Cancellation,
  isFinal,
  openWithdrawals,
  type Payout,
  type PayoutContent,
  unresolvedErrors,
  type Withdrawal,
  type WithdrawalError,
} from './book.ts';
import type { Chance } from './chance.ts';
import { atto, decimalText } from './decimal.ts';
import {
  confirmed,
  hashReceived,
  type PayoutEvent,
  statusChanged,
  statusEvents,
  validationFailed,
} from './events.ts';
import type { Funds } from './funds.ts';
import type { Settings } from './settings.ts';
import { type ErrorStatus, errorStatuses, type PayoutState } from './states.ts';

export type Progress = ReturnType<typeof openProgress>;

const fundsStatuses: readonly ErrorStatus[] = errorStatuses.filter((s) => s !== 'EXCEEDING_LIMIT');

export function openProgress({
  settings,
  book,
  funds,
  chance,
  now,
  announce,
}: {
  settings: Settings;
  book: Book;
  funds: Funds;
  chance: Chance;
  now: () => number;
  announce: (event: PayoutEvent) => void;
}) {
  function draft(content: PayoutContent): Payout {
    const { recipients, ...rest } = content;
    const createdAt = now();
    const withdrawals = recipients.map((recipient): Withdrawal => {
      const fee = funds.feeOf(recipient.amount, content.currency);
      return {
        id: chance.uuid(),
        ...recipient,
        calypsoFee: decimalText(fee),
        errors: [],
        createdAt,
        state: 'DRAFT',
        transactionHash: undefined,
        debited: 0n,
        debitedFee: 0n,
      };
    });
    const sum = recipients.reduce((total, { amount }) => total + atto(amount), 0n);
    const only = content.kind === 'single' ? recipients[0]?.amount : undefined;
    return {
      ...rest,
      id: payoutId(content.kind),
      amount: only ?? decimalText(sum),
      createdAt,
      withdrawals,
      state: firstState(content.kind),
      cancellation: undefined,
      nextStepAt: createdAt + settings.stepMs,
    };
  }
  function payoutId(kind: Payout['kind']): string {
    const { payouts } = book;
    if (settings.payoutIds === 'repeated') return payouts[0]?.id ?? chance.uuid();
    const own = payouts.filter((one) => one.kind === kind);
    const others = payouts.filter((one) => one.kind !== kind);
    const same = settings.payoutIds === 'perKind' ? others[own.length]?.id : undefined;
    return same ?? chance.uuid();
  }
  function firstState(kind: Payout['kind']): PayoutState {
    if (settings.firstState !== 'documented') return settings.firstState;
    return kind === 'single' ? 'CREATED' : 'CREATION_IN_PROGRESS';
  }
  function begin(payout: Payout): void {
    book.payouts.push(payout);
    if (settings.debitAt === 'CREATED' && funds.shortage(payout) === undefined) {
      funds.debit(payout);
    }
    announce(statusChanged(payout));
  }
  function enter(payout: Payout, state: PayoutState): void {
    payout.state = state;
    for (const event of statusEvents(payout, settings.batchEvents === 'perRecipient')) {
      announce(event);
    }
  }

  /** One step along the documented order; `false` when the payout has to wait or is final. */
  function step(payout: Payout): boolean {
    switch (payout.state) {
      case 'CREATED':
      case 'CREATION_IN_PROGRESS':
        if (settings.confirmations) enter(payout, 'PENDING_CONFIRMATION');
        else if (isAhead(payout)) enter(payout, 'CONFIRMED');
        else start(payout);
        return true;
      case 'CONFIRMED':
        if (isAhead(payout)) return false;
        start(payout);
        return true;
      case 'IN_PROGRESS':
        return goOn(payout);
      case 'PENDING_CONFIRMATION':
      case 'COMPLETED':
      case 'PARTIAL':
      case 'FAILED':
      case 'CANCELED':
        return false;
    }
  }
  const isAhead = ({ executionDate }: Payout) =>
    executionDate !== undefined && executionDate > now();

  function start(payout: Payout): void {
    for (const withdrawal of openWithdrawals(payout)) withdrawal.state = 'IN_PROGRESS';
    enter(payout, 'IN_PROGRESS');
    fund(payout);
  }
  /** Debits the payout, or leaves an unresolved error and says so once. */
  function fund(payout: Payout): void {
    const short = funds.shortage(payout);
    if (short !== undefined) raise(payout, short.withdrawal, short.status, short.message);
    else if (settings.debitAt !== 'COMPLETED') funds.debit(payout);
  }
  function errorId(): WithdrawalError['id'] {
    const isNumber =
      settings.errorIds === 'number' || (settings.errorIds === 'mixed' && chance.sometimes());
    return isNumber ? 10_000 + chance.below(90_000) : chance.uuid();
  }
  function raise(payout: Payout, withdrawal: Withdrawal, status: ErrorStatus, message: string) {
    withdrawal.errors.push({ id: errorId(), status, message, resolved: false });
    announce(validationFailed(payout, withdrawal, status, message));
  }
  function goOn(payout: Payout): boolean {
    if (unresolvedErrors(payout).length > 0) return retryFunds(payout);
    const waiting = openWithdrawals(payout);
    if (settings.announceHash && waiting.some((w) => w.transactionHash === undefined)) {
      receiveHash(payout);
      return true;
    }
    if (settings.debitAt === 'COMPLETED') funds.debit(payout);
    const hash = chance.hex(64);
    for (const withdrawal of waiting) {
      withdrawal.transactionHash ??= hash;
      withdrawal.state = 'COMPLETED';
    }
    settle(payout);
    return true;
  }
  function retryFunds(payout: Payout): boolean {
    const errors = unresolvedErrors(payout);
    const blockedByOther = errors.some(({ status }) => !fundsStatuses.includes(status));
    if (blockedByOther || funds.shortage(payout) !== undefined) return false;
    for (const error of errors) error.resolved = true;
    fund(payout);
    return true;
  }
  function receiveHash(payout: Payout): void {
    const hash = chance.hex(64);
    for (const withdrawal of openWithdrawals(payout)) withdrawal.transactionHash ??= hash;
    announce(hashReceived(payout));
  }
  /** Rolls the recipients up once none of them is open. */
  function settle(payout: Payout): void {
    if (openWithdrawals(payout).length > 0 || isFinal(payout)) return;
    const states = payout.withdrawals.map(({ state }) => state).filter((s) => s !== 'REPLACED');
    if (states.every((state) => state === 'COMPLETED')) enter(payout, 'COMPLETED');
    else if (states.includes('COMPLETED')) enter(payout, settings.mixedMass);
    else enter(payout, states.includes('FAILED') ? 'FAILED' : 'CANCELED');
  }
  function end(payout: Payout, withdrawal: Withdrawal, state: 'FAILED' | 'CANCELED'): void {
    withdrawal.state = state;
    for (const error of withdrawal.errors) error.resolved = true;
    if (state === 'FAILED') explain(payout, withdrawal);
    funds.giveBack(payout, withdrawal);
  }
  /** Says on the transfer itself why it failed; no event tells it. */
  function explain({ currency }: Payout, { errors }: Withdrawal): void {
    if (settings.failureErrors === 'none') return;
    const message = `The transfer was rejected.\nLimit of one transfer: 10000.00 ${currency}.`;
    const resolved = settings.failureErrors === 'resolved';
    errors.push({ id: errorId(), status: 'EXCEEDING_LIMIT', message, resolved });
  }

  return {
    draft,
    begin,
    enter,
    step,
    raise,
    errorId,
    receiveHash,
    settle,
    fail: (payout: Payout, withdrawal: Withdrawal) => end(payout, withdrawal, 'FAILED'),
    confirm(payout: Payout, approved: readonly string[]): void {
      payout.state = 'CONFIRMED';
      announce(confirmed(payout, approved));
      if (settings.confirmedAlsoChangesStatus) announce(statusChanged(payout));
    },
    cancel(payout: Payout, cancellation: Cancellation): void {
      for (const withdrawal of openWithdrawals(payout)) end(payout, withdrawal, 'CANCELED');
      payout.cancellation = cancellation;
      enter(payout, 'CANCELED');
    },
    /** Lets payouts that wait for money go on, oldest first. */
    resumeShort(): void {
      for (const payout of book.payouts) {
        if (payout.state === 'IN_PROGRESS' && unresolvedErrors(payout).length > 0) {
          retryFunds(payout);
        }
      }
    },
    /** Everything automatic progress owes up to now. */
    stepDue(): void {
      if (settings.progress === 'manual') return;
      for (const payout of book.payouts) {
        while (!isFinal(payout) && payout.nextStepAt <= now()) {
          const moved = step(payout);
          payout.nextStepAt = (moved ? payout.nextStepAt : now()) + settings.stepMs;
          if (!moved) break;
        }
      }
    },
  };
}
