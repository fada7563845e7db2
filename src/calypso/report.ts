/**
 * Calypso's payout and its withdrawals as a report in the desk's words, line by line.
 * A mass payout that says it is completed is not believed without its lines.
 */
import type { PartOrder } from '../approvals/rail/rail.ts';
import type { LineProgress, PartReport } from '../approvals/rail/reports.ts';
import type { Currency } from '../approvals/values/currency.ts';
import { assign, statusOf } from './assign.ts';
import { hashOf } from './currencies.ts';
import { minorUnits } from './numbers.ts';
import { plainText } from './plain-text.ts';
import { type Twins, unequalTwins } from './twins.ts';
import type { MassPayout, Payout, Withdrawal, WithdrawalError } from './wire.ts';

const endedStates = ['COMPLETED', 'PARTIAL', 'FAILED', 'CANCELED'];

export function reportOf(
  order: PartOrder,
  currency: Currency,
  payout: Payout | MassPayout,
  withdrawals: readonly Withdrawal[],
): PartReport {
  const { byLine, strangers } = assign(order, currency, withdrawals);
  const lines = order.plan.lines.map((line, index): LineProgress => {
    const withdrawal = byLine.get(index);
    const own = withdrawal ?? {};
    // What a single payout says of itself holds for its one line.
    const known = 'amount' in payout ? { ...payout, ...told(own) } : told(own);
    const hash = hashOf(known.transactionHash);
    const fee = feeMinor(known.calypsoFee, currency);
    return {
      line,
      status: lineStatus(payout, withdrawal),
      ...(hash === undefined ? {} : { transactionHash: hash }),
      ...(fee === undefined ? {} : { feeMinor: fee }),
    };
  });
  const errors = unresolved(payout, withdrawals);
  return {
    phase: phaseOf(payout.state, lines, errors),
    railState: plainText(payout.state) ?? 'unknown',
    lines: withDoubts(
      withProblems(lines, errors, byLine, strangers),
      unequalTwins(order, currency, withdrawals),
    ),
  };
}

function told({ transactionHash, calypsoFee }: Partial<Withdrawal>) {
  return {
    ...(transactionHash === undefined ? {} : { transactionHash }),
    ...(calypsoFee === undefined ? {} : { calypsoFee }),
  };
}

function lineStatus(
  payout: Payout | MassPayout,
  withdrawal: Withdrawal | undefined,
): LineProgress['status'] {
  const whole = statusOf(payout.state);
  const single = 'amount' in payout;
  if (withdrawal === undefined) return single || whole !== 'paid' ? whole : 'open';
  // The successor of a replaced transfer may not be listed; a single payout speaks for it.
  if (withdrawal.state === 'REPLACED') return single && whole === 'paid' ? 'paid' : 'open';
  return statusOf(withdrawal.state);
}

/** A fee with more digits than the currency has is left out: nothing is rounded. */
function feeMinor(fee: string | undefined, { decimals }: Currency): bigint | undefined {
  const minor = fee === undefined ? undefined : minorUnits(fee, decimals);
  return minor === undefined || minor < 0n ? undefined : minor;
}

interface Obstacle {
  readonly withdrawalId: string | undefined;
  readonly status: string;
  readonly text: string;
}

function unresolved(
  payout: Payout | MassPayout,
  withdrawals: readonly Withdrawal[],
): readonly Obstacle[] {
  const obstacle = (withdrawalId: string | undefined, error: WithdrawalError): Obstacle[] => {
    // One page of the documentation prints a space inside a status.
    const status = (error.status ?? '').replace(/\s+/g, '');
    if (error.errorResolved === true || status === 'SUCCESS') return [];
    const text = plainText(error.errorMessage) ?? plainText(status.replaceAll('_', ' '));
    return [{ withdrawalId, status, text: text ?? 'Calypso names no reason.' }];
  };
  return [
    ...withdrawals.flatMap(({ id, withdrawalErrors }) =>
      (withdrawalErrors ?? []).flatMap((error) => obstacle(id, error)),
    ),
    ...(payout.errors?.withdrawalErrors ?? []).flatMap(({ withdrawalId, errors }) =>
      errors.flatMap((error) => obstacle(withdrawalId, error)),
    ),
  ];
}

function phaseOf(
  state: string,
  lines: readonly LineProgress[],
  errors: readonly Obstacle[],
): PartReport['phase'] {
  const open = lines.some((line) => line.status === 'open');
  if (endedStates.includes(state) && !open) return 'settled';
  if (state === 'PENDING_CONFIRMATION') return 'waiting-for-confirmation';
  const short = errors.some(({ status }) => status.startsWith('NOT_ENOUGH_FUNDS'));
  return short && open ? 'short-of-funds' : 'in-progress';
}

/** Each obstacle at its line; one that names no line we know stands at the first open one. */
function withProblems(
  lines: readonly LineProgress[],
  errors: readonly Obstacle[],
  byLine: ReadonlyMap<number, Withdrawal>,
  strangers: readonly Withdrawal[],
): LineProgress[] {
  const lineOf = new Map([...byLine].map(([index, { id }]) => [id, index]));
  const firstOpen = lines.findIndex((line) => line.status === 'open');
  const problems = new Map<number, string>();
  for (const { withdrawalId, text } of errors) {
    const index = lineOf.get(withdrawalId ?? '') ?? firstOpen;
    if (lines[index]?.status === 'open' && !problems.has(index)) problems.set(index, text);
  }
  if (strangers.length > 0)
    problems.set(0, `Calypso lists transfers here that were not asked for: ${strangers.length}.`);
  return lines.map((line, index) => {
    const problem = problems.get(index);
    return problem === undefined ? line : { ...line, problem };
  });
}

/** What ended differently for lines that look the same is said of all of them, not of one. */
function withDoubts(lines: readonly LineProgress[], twins: readonly Twins[]): LineProgress[] {
  const doubts = new Map<number, string>();
  for (const { indexes } of twins) {
    const same = indexes.flatMap((index) => lines[index] ?? []);
    if (same.some(({ status }) => status === 'open')) continue;
    const numbers = same.map(({ line }) => `${line}`);
    const words = `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
    for (const [nth, index] of indexes.entries()) {
      const like = same.filter(({ status }) => status === same[nth]?.status).length;
      doubts.set(index, `${like === 1 ? 'one' : like} of lines ${words}, which look the same`);
    }
  }
  return lines.map((line, index) => {
    const problem = line.problem ?? doubts.get(index);
    return problem === undefined ? line : { ...line, problem };
  });
}
