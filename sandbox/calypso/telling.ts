/**
 * What is told of a payout: a copy of the ledger's entry, changed as the sayings of the settings,
 * or of this one payout, want it. The ledger itself is never touched, so everything said here can
 * be taken back by turning the switch back.
 */

import type { Payout, Withdrawal } from './book.ts';
import type { Chance } from './chance.ts';
import { atto, decimalText } from './decimal.ts';
import type { Sayings, Settings } from './settings.ts';
import { tidied } from './tidying.ts';
import { strangersAddress } from './wallets.ts';

/** A payout as it is told. */
export type Told = Payout & { readonly belongingType: Sayings['belongingType'] };

/** One of its transfers, as it is listed. */
export type ToldLine = { readonly payout: Told; readonly withdrawal: Withdrawal };

/** How often reads have asked: for the payout itself, and for its transfers. */
type Looks = { payout: number; transfers: number };

export type Telling = ReturnType<typeof openTelling>;

export function openTelling({
  settings,
  chance,
  now,
}: {
  settings: Settings;
  chance: Chance;
  now: () => number;
}) {
  const own = new Map<Payout, Partial<Sayings>>();
  const looks = new Map<Payout, Looks>();
  const strangers = new Map<Payout, Withdrawal>();

  const sayingsOf = (payout: Payout): Sayings => ({ ...settings, ...own.get(payout) });
  const looksAt = (payout: Payout): Looks => looks.get(payout) ?? { payout: 0, transfers: 0 };
  function look(payout: Payout, at: keyof Looks): void {
    const before = looksAt(payout);
    looks.set(payout, { ...before, [at]: before[at] + 1 });
  }
  const isTrueStill = (payout: Payout, at: keyof Looks): boolean =>
    looksAt(payout)[at] < sayingsOf(payout).readsSayAfterLooks;

  function told(payout: Payout, isTrue: boolean): Told {
    const sayings = sayingsOf(payout);
    const amount = isTrue ? '' : sayings.readsSayAmount;
    const withdrawals = payout.withdrawals.map((withdrawal, index) =>
      toldTransfer(withdrawal, sayings, !isTrue && index === 0),
    );
    return {
      ...payout,
      withdrawals,
      amount: payout.kind === 'mass' ? totalOf(payout, sayings) : amount || payout.amount,
      currency: (isTrue ? '' : sayings.readsSayCurrency) || payout.currency,
      idempotencyKey: (isTrue ? '' : sayings.readsSayKey) || payout.idempotencyKey,
      name: tidied(payout.name, sayings),
      comment: tidied(payout.comment, sayings),
      belongingType: sayings.belongingType,
    };
  }
  /** How many of its own transfers are listed now. */
  function listed(payout: Payout): number {
    const sayings = sayingsOf(payout);
    const { length } = payout.withdrawals;
    const isEarly =
      looksAt(payout).transfers < sayings.transfersListedAfterLooks ||
      now() - payout.createdAt < sayings.transfersListedAfterMs;
    if (isEarly) return 0;
    const most = sayings.transfersListed === 'all' ? length : sayings.transfersListed;
    if (payout.state !== 'CREATION_IN_PROGRESS') return most;
    if (settings.linesWhileCreating === 'none') return 0;
    return Math.min(most, settings.linesWhileCreating === 'half' ? Math.floor(length / 2) : length);
  }
  /** The same one at every look, whatever it is said to do. */
  function strangerTo(payout: Payout): Withdrawal | undefined {
    const { stranger } = sayingsOf(payout);
    if (stranger === 'none') return undefined;
    const known = strangers.get(payout) ?? strangerIn(payout, chance);
    strangers.set(payout, known);
    return stranger === 'alive'
      ? known
      : { ...known, state: 'COMPLETED', transactionHash: known.id.replaceAll('-', '').repeat(2) };
  }
  function lines(payout: Payout): readonly ToldLine[] {
    const one = told(payout, isTrueStill(payout, 'transfers'));
    const stranger = strangerTo(payout);
    const all = one.withdrawals.slice(0, listed(payout)).concat(stranger ?? []);
    return all.map((withdrawal) => ({ payout: one, withdrawal }));
  }

  return {
    /** From now on this is said of this payout alone. */
    says(payout: Payout, sayings: Partial<Sayings>): void {
      own.set(payout, { ...own.get(payout), ...sayings });
    },
    /** The truth again of this payout, or of all; where switches are named, of those alone. */
    unsay(payout?: Payout, names: readonly (keyof Sayings)[] = []): void {
      for (const one of payout === undefined ? [...own.keys()] : [payout]) {
        const left = { ...own.get(one) };
        for (const name of names) delete left[name];
        own.set(one, names.length === 0 ? {} : left);
      }
    },
    /** What is said of this payout alone. */
    saidOf: (payout: Payout): Partial<Sayings> => own.get(payout) ?? {},
    isVisible: (payout: Payout): boolean =>
      now() - payout.createdAt >= sayingsOf(payout).visibleAfterMs,
    /** The answer of the create: tidied, but not yet untrue. */
    echo: (payout: Payout): Told => told(payout, true),
    /** One read of this payout. */
    read(payout: Payout): Told {
      const one = told(payout, isTrueStill(payout, 'payout'));
      look(payout, 'payout');
      return one;
    },
    /** Its place in a list of payouts, which is no look at it. */
    listed: (payout: Payout): Told => told(payout, isTrueStill(payout, 'payout')),
    /** One list of its transfers. */
    listTransfers(payout: Payout): readonly ToldLine[] {
      const all = lines(payout);
      look(payout, 'transfers');
      return all;
    },
    /** Its transfers, for who looks for one of them. */
    transfers: lines,
  };
}

function toldTransfer(withdrawal: Withdrawal, sayings: Sayings, isOdd: boolean): Withdrawal {
  const { depositAddress, amount, comment, calypsoFee, state } = withdrawal;
  const isFeeless = sayings.failedFee === 'zero' && (state === 'FAILED' || state === 'CANCELED');
  return {
    ...withdrawal,
    depositAddress:
      (isOdd ? sayings.readsSayAddress : '') || inCase(depositAddress, sayings.addressCase),
    amount: (isOdd ? sayings.readsSayAmount : '') || amount,
    comment: tidied(comment, sayings),
    calypsoFee: isFeeless ? '0' : calypsoFee,
  };
}

function totalOf({ amount, state, withdrawals }: Payout, sayings: Sayings): string {
  if (sayings.totalWhileCreating === 'zero' && state === 'CREATION_IN_PROGRESS') return '0';
  if (!sayings.totalIncludesFees) return amount;
  const fees = withdrawals.reduce((sum, { calypsoFee }) => sum + atto(calypsoFee), 0n);
  return decimalText(atto(amount) + fees);
}

/** Only where the case means nothing: in base58 it is part of the address. */
function inCase(address: string, wanted: Sayings['addressCase']): string {
  if (wanted === 'kept') return address;
  const isHex = /^0x[0-9a-fA-F]{40}$/.test(address);
  if (!isHex && !/^(?:bc|tb|ltc)1/i.test(address)) return address;
  if (wanted === 'lower') return address.toLowerCase();
  return isHex ? `0x${address.slice(2).toUpperCase()}` : address.toUpperCase();
}

const strangerIn = ({ currency, createdAt }: Payout, chance: Chance): Withdrawal => ({
  id: chance.uuid(),
  depositAddress: strangersAddress(currency),
  amount: '0.5',
  comment: undefined,
  externalId: undefined,
  calypsoFee: '0',
  errors: [],
  createdAt,
  state: 'IN_PROGRESS',
  transactionHash: undefined,
  debited: 0n,
  debitedFee: 0n,
});
