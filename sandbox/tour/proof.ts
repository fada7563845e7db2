/**
 * The proof under a step in which something was sent: the request and its fingerprint beside
 * Calypso's own ledger, and the checks that both say the same.
 */
import { type Asked, fingerprintIn, type Play } from './play.ts';
import { type Entry, entriesOf, ledgerRows, sums } from './witness.ts';

export const recordOf = ({ number, fingerprint }: Asked): readonly string[] => [
  `payout ${number}`,
  `fingerprint ${fingerprint}`,
];

/** Shows what Calypso has on its ledger since the step began. */
export function showsLedger({ stage, witness }: Play): void {
  const payouts = witness.payouts();
  if (payouts.length === 0) stage.facts('Calypso’s ledger', [['nothing new']]);
  else stage.facts('Calypso’s ledger', ledgerRows(payouts));
}

/**
 * @param reviews what each approver read before pressing "Approve payout".
 * @param asked what should have been sent, and in how many parts.
 */
export function provesSent(
  play: Play,
  request: Asked,
  reviews: readonly string[],
  asked: { readonly entries: readonly Entry[]; readonly parts: number },
): void {
  const { stage, witness } = play;
  const { fingerprint } = request;
  const creates = witness.creates();
  stage.proves();
  stage.facts('On record', [recordOf(request)]);
  showsLedger(play);
  stage.check(
    `Both approved what the card shows: fingerprint ${fingerprint}`,
    reviews.map(fingerprintIn),
    [fingerprint, fingerprint],
  );
  stage.check(
    asked.parts === 1
      ? 'Calypso received one create request, with a key of its own'
      : `Calypso received ${asked.parts} create requests, each with a key of its own`,
    [creates.length, new Set(witness.payouts().map(({ idempotencyKey }) => idempotencyKey)).size],
    [asked.parts, asked.parts],
  );
  stage.check(
    asked.parts === 1
      ? 'Its Sign header verifies over the exact bytes that arrived'
      : 'Their Sign headers verify over the exact bytes that arrived',
    creates.map(witness.isSigned),
    creates.map(() => true),
  );
  stage.check(
    asked.entries.length === 1
      ? 'One payout on Calypso’s ledger, with the address and the amount that were approved'
      : `Calypso’s ledger has the ${asked.entries.length} rows of the file, each exactly once`,
    entriesOf(witness.payouts()),
    asked.entries.toSorted(),
  );
}

/** Amounts at Calypso by currency, however far they got. */
export const sentSums = ({ witness }: Play) =>
  sums(
    witness
      .payouts()
      .flatMap(({ currency, withdrawals }) =>
        withdrawals.map(({ amount }) => ({ currency, amount })),
      ),
  );
