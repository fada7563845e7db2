/**
 * What the provider's own records say: payouts, create requests, signatures. It reads the emulator
 * and computes signatures and sums with lines of its own; the bot is never asked about itself.
 */
import { createHmac } from 'node:crypto';
import type { Payout } from '../calypso/book.ts';
import { atto, decimalText } from '../calypso/decimal.ts';
import type { CalypsoEmulator } from '../calypso/emulator.ts';
import { counted } from './layout.ts';

type Received = CalypsoEmulator['received'][number];

/** One recipient as a file or Calypso has it, to be compared: currency, address, amount. */
export type Entry = string;

export const entry = (currency: string, address: string, amount: string): Entry =>
  `${currency} ${address} ${decimalText(atto(amount))}`;

export function openWitness(calypso: CalypsoEmulator) {
  const { payouts, received, secret } = calypso;
  let seen = { payouts: 0, received: 0 };

  /** By the documentation: HMAC-SHA512 of the exact bytes, in lower-case hex. */
  const isSigned = ({ headers, body }: Received) =>
    headers.sign === createHmac('sha512', secret).update(body).digest('hex');
  const isCreate = ({ path }: Received) => /\/payout\/(mass\/)?create$/.test(path);

  return {
    /** From here on, `payouts`, `creates` and `requests` are those that come. */
    marks(): void {
      seen = { payouts: payouts.length, received: received.length };
    },
    payouts: (): readonly Payout[] => payouts.slice(seen.payouts),
    requests: (): readonly Received[] => received.slice(seen.received),
    creates: (): readonly Received[] => received.slice(seen.received).filter(isCreate),
    allCreates: (): readonly Received[] => received.filter(isCreate),
    all: received,
    isSigned,
    isAccepted: ({ verdict }: Received) => verdict === 'ok',
  };
}

export const entriesOf = (payouts: readonly Payout[]): readonly Entry[] =>
  payouts
    .flatMap(({ currency, withdrawals }) =>
      withdrawals.map(({ depositAddress, amount }) => entry(currency, depositAddress, amount)),
    )
    .sort();

/** A table of Calypso's ledger: id, kind, amount, recipients, state, key. */
export const ledgerRows = (payouts: readonly Payout[]): readonly (readonly string[])[] =>
  payouts.map(({ id, kind, amount, currency, withdrawals, state, idempotencyKey }) => [
    id.slice(0, 8),
    kind,
    `${grouped(amount)} ${currency}`,
    counted(withdrawals.length, 'recipient'),
    state,
    `key ${idempotencyKey?.slice(0, 8) ?? 'none'}`,
  ]);

/** Decimal text by currency code: the sum of what `amounts` gives. */
export function sums(
  amounts: Iterable<{ readonly currency: string; readonly amount: string }>,
): Readonly<Record<string, string>> {
  const totals = new Map<string, bigint>();
  for (const { currency, amount } of amounts)
    totals.set(currency, (totals.get(currency) ?? 0n) + atto(amount));
  const sorted = [...totals].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([code, total]) => [code, decimalText(total)]));
}

/** `12450.5` as `12,450.50`: grouped, with at least two digits after the point. */
export function grouped(amount: string): string {
  const [whole = '', fraction = ''] = amount.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
}
