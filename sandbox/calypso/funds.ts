/**
 * The account's balances and fees. A payout is funded whole or not at all; a debit is remembered on
 * the withdrawal it was made for, so that a failure gives back exactly what was taken.
 */

import { openWithdrawals, type Payout, type Withdrawal } from './book.ts';
import { findCurrency, networkFees } from './currencies.ts';
import { atto, decimalText, percentRoundedUp } from './decimal.ts';
import type { Settings } from './settings.ts';
import { missingCoin, missingFunds } from './shortage-words.ts';
import type { ErrorStatus } from './states.ts';

export type Shortage = {
  readonly withdrawal: Withdrawal;
  readonly status: ErrorStatus;
  readonly message: string;
};

export type Funds = ReturnType<typeof openFunds>;

export function openFunds({
  settings,
  balances,
}: {
  settings: Settings;
  balances: Readonly<Record<string, string>>;
}) {
  const held = new Map(Object.entries(balances).map(([code, text]) => [code, atto(text)]));
  const balance = (code: string): bigint => held.get(code) ?? 0n;
  /** A coin that was never held is not listed because nothing of it was taken. */
  const add = (code: string, value: bigint) => {
    if (value !== 0n) held.set(code, balance(code) + value);
  };

  function feeOf(amount: string, code: string, percent = settings.feePercent): bigint {
    const decimals = findCurrency(code)?.decimals ?? 18;
    return percentRoundedUp(atto(amount), percent, decimals) + atto(settings.feeFixed);
  }
  /** Amount, fee and, when required, the network fee paid in `coin`. */
  function costOf(payout: Payout, withdrawal: Withdrawal) {
    const currency = findCurrency(payout.currency);
    const required = settings.networkCoin === 'required' && currency !== undefined;
    const network = required ? atto(networkFees[currency.chain]) : 0n;
    const coin = currency?.coin ?? payout.currency;
    const fee = atto(withdrawal.calypsoFee);
    return { amount: atto(withdrawal.amount), fee, network, coin };
  }
  const undebited = (payout: Payout) =>
    openWithdrawals(payout).filter(({ debited }) => debited === 0n);

  /** The first withdrawal the balances do not reach, in order, or `undefined` when all are covered. */
  function shortage(payout: Payout): Shortage | undefined {
    const left = new Map(held);
    for (const withdrawal of undebited(payout)) {
      const { amount, fee, network, coin } = costOf(payout, withdrawal);
      const available = left.get(payout.currency) ?? 0n;
      const needed = amount + fee + (coin === payout.currency ? network : 0n);
      if (available < needed) {
        const status = available < amount ? 'NOT_ENOUGH_FUNDS' : shortOf(available, amount + fee);
        const message = missingFunds({
          ...{ currency: payout.currency, coin, available, network },
          ...{ amount: withdrawal.amount, missing: needed - available },
        });
        return { withdrawal, status, message };
      }
      left.set(payout.currency, available - needed);
      const coinLeft = left.get(coin) ?? 0n;
      if (coin !== payout.currency && coinLeft < network) {
        const message = missingCoin({ coin, available: coinLeft, network });
        return { withdrawal, status: 'NOT_ENOUGH_FUNDS_FOR_COMMISSION', message };
      }
      if (coin !== payout.currency) left.set(coin, coinLeft - network);
    }
    return undefined;
  }
  /** What one withdrawal costs leaves the balances, and is remembered on it. */
  function debitOne(payout: Payout, withdrawal: Withdrawal): void {
    const { amount, fee, network, coin } = costOf(payout, withdrawal);
    add(payout.currency, -(amount + fee));
    add(coin, -network);
    withdrawal.debited = amount + fee;
    withdrawal.debitedFee = fee;
  }

  return {
    feeOf,
    shortage,
    balances: () => [...held].map(([code, value]) => ({ code, amount: decimalText(value) })),
    balance: (code: string) => decimalText(balance(code)),
    set: (code: string, text: string) => held.set(code, atto(text)),
    add: (code: string, text: string) => add(code, atto(text)),
    /** The same in atto; below zero takes away. */
    move: add,

    debit(payout: Payout): void {
      for (const withdrawal of undebited(payout)) debitOne(payout, withdrawal);
    },
    debitOne,
    /** Network fees are spent and stay spent. */
    giveBack(payout: Payout, withdrawal: Withdrawal): void {
      const kept = settings.feeOnFailure === 'kept' ? withdrawal.debitedFee : 0n;
      add(payout.currency, withdrawal.debited - kept);
      withdrawal.debited = 0n;
      withdrawal.debitedFee = 0n;
    },
  };
}

const shortOf = (available: bigint, needed: bigint): ErrorStatus =>
  available < needed
    ? 'NOT_ENOUGH_FUNDS_FOR_SERVICE_COMMISSION'
    : 'NOT_ENOUGH_FUNDS_FOR_COMMISSION';
