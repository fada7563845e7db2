/**
 * A rail in memory that answers by script and keeps its own ledger, which the desk cannot see: what
 * a test believes about money, it reads here. A key that is known is never paid a second time.
 */
import { z } from 'zod';
import type {
  Attempt,
  CancelReply,
  PartOrder,
  PaymentRail,
} from '../../src/approvals/rail/rail.ts';
import type { LineProgress, Outcome } from '../../src/approvals/rail/reports.ts';
import { minorDigits } from '../../src/approvals/values/amount.ts';
import type { Currency } from '../../src/approvals/values/currency.ts';
import { sha256 } from '../../src/approvals/values/digest.ts';

/** What the next submission meets. Without a script everything is accepted. */
export type Turn =
  | 'accepts'
  | 'declines'
  | 'defers'
  | 'defers at once'
  /** The payout is made, and the answer is lost. */
  | 'accepts unheard'
  /** Nothing is made, and the answer is lost. */
  | 'loses it'
  /** Something else is made under our key, and the answer is lost. */
  | 'garbles it'
  /** The payout is made, and the rail breaks its promise never to throw. */
  | 'accepts and throws';

export interface Payout {
  readonly railId: string;
  readonly request: number;
  readonly part: number;
  readonly key: string;
  readonly payload: string;
  lines: LineProgress[];
  phase: 'accepted' | 'waiting-for-confirmation' | 'in-progress' | 'short-of-funds' | 'settled';
}

const said = z.object({
  kind: z.enum(['single', 'mass']),
  key: z.string(),
  currency: z.string(),
  executeAt: z.string().optional(),
  lines: z.array(
    z.object({ address: z.string(), amountMinor: minorDigits, comment: z.string().optional() }),
  ),
});

export type FakeRail = ReturnType<typeof aRail>;

export function aRail({ host = 'https://api.calypso.money', account = 'TOurs' } = {}) {
  const payouts = new Map<string, Payout>();
  const sends: { key: string; body: string; at: number; part: number; request: number }[] = [];
  const cancels: { key: string; message: string }[] = [];
  const script: Turn[] = [];
  const balances = new Map(currencies.map(({ code }) => [code, 10n ** 30n]));
  const control = {
    /** Its look-ups can not say anything. */
    blind: false,
    balancesDown: false,
    /** What it takes on top, in minor units by code; undefined: it does not say. */
    fees: noFees,
    /** What it says to a cancel, and does. Without this it takes none. */
    onCancel: (_payout: Payout): CancelReply => ({ answer: 'refused', detail: 'Too late' }),
    lookUps: 0,
    /** Runs inside each submission before anything else. */
    onSubmit: async (_order: PartOrder, _attempt: Attempt): Promise<void> => {},
  };

  const make = (order: PartOrder, text: string): Payout => {
    const known = payouts.get(order.key);
    if (known) return known;
    const lines = order.plan.lines.map((line) => ({ line, status: 'open' as const }));
    const railId = `rail-${payouts.size + 1}`;
    const made: Payout = {
      railId,
      request: order.requestNumber,
      part: order.plan.part,
      key: order.key,
      payload: text,
      lines,
      phase: 'accepted',
    };
    payouts.set(order.key, made);
    return made;
  };

  const answers: Record<Turn, (order: PartOrder, text: string) => Outcome> = {
    accepts: (order, text) => ({ kind: 'accepted', railId: make(order, text).railId }),
    declines: (order) => {
      const known = payouts.get(order.key);
      return known
        ? { kind: 'accepted', railId: known.railId }
        : { kind: 'declined', because: 'Unknown address' };
    },
    defers: () => ({ kind: 'deferred', because: 'Busy', again: 'later' }),
    'defers at once': () => ({ kind: 'deferred', because: 'Bad clock', again: 'now' }),
    'accepts unheard': (order, text) => {
      make(order, text);
      return { kind: 'unclear', because: 'No answer' };
    },
    'loses it': () => ({ kind: 'unclear', because: 'No answer' }),
    'garbles it': (order, text) => {
      make(order, text.replace(/"amountMinor":"\d+"/, '"amountMinor":"1"'));
      return { kind: 'unclear', because: 'No answer' };
    },
    'accepts and throws': (order, text) => {
      make(order, text);
      throw new Error('The rail broke its promise.');
    },
  };

  const rail: PaymentRail = {
    host,
    account,
    currencies,
    currency: (code) => currencies.find((each) => each.code === code),
    tokenContracts: new Set(['tcontract']),
    payload: ({ plan, key, lines }, executeAt) =>
      JSON.stringify({
        kind: plan.kind,
        key,
        currency: plan.currency,
        ...(executeAt === undefined ? {} : { executeAt }),
        lines: lines.map(({ address, amountMinor, comment }) => ({
          address,
          amountMinor: `${amountMinor}`,
          ...(comment === undefined ? {} : { comment }),
        })),
      }),
    readBack: (payload) => {
      const { lines, executeAt, ...rest } = said.parse(JSON.parse(payload));
      return {
        ...rest,
        ...(executeAt === undefined ? {} : { executeAt }),
        lines: lines.map(({ comment, ...line }) => ({
          ...line,
          ...(comment === undefined ? {} : { comment }),
        })),
      };
    },
    attempt: (payload, at) => {
      const body = `${at} ${payload}`;
      return { body, sha256: sha256(body), timestamp: at };
    },
    submit: async (order, attempt) => {
      await control.onSubmit(order, attempt);
      const { timestamp: at, body } = attempt;
      sends.push({ key: order.key, body, at, part: order.plan.part, request: order.requestNumber });
      return answers[script.shift() ?? 'accepts'](order, body.slice(body.indexOf(' ') + 1));
    },
    lookUp: async (order) => {
      control.lookUps += 1;
      if (control.blind) return { kind: 'unknown', because: 'The rail is not reachable' };
      const found = payouts.get(order.key);
      if (!found) return { kind: 'absent' };
      const { railId } = found;
      return found.payload === rail.payload(order)
        ? { kind: 'found', railId }
        : { kind: 'different', railId, detail: 'another amount' };
    },
    observe: async (order) => {
      const found = payouts.get(order.key);
      if (control.blind || !found) return { kind: 'unknown', because: 'The rail is not reachable' };
      const { phase, lines } = found;
      return { kind: 'seen', report: { phase, railState: phase.toUpperCase(), lines } };
    },
    cancel: async (order, _railId, message) => {
      cancels.push({ key: order.key, message });
      const found = payouts.get(order.key);
      if (!found) throw new Error('The rail is asked to cancel what it does not have.');
      return control.onCancel(found);
    },
    fees: async () => control.fees,
    balances: async () => {
      if (control.balancesDown) throw new Error('The rail does not tell its balances.');
      return new Map(balances);
    },
    explorerLink: () => undefined,
  };

  return {
    ...rail,
    /** The rail's own ledger, by key. */
    payouts,
    /** Every submission that reached it. */
    sends,
    /** Every cancel that reached it. */
    cancels,
    script,
    balance: balances,
    control,
    settle: (key: string, status: LineProgress['status']) => {
      const payout = payouts.get(key);
      if (!payout) throw new Error(`The rail has no payout ${key}.`);
      payout.phase = 'settled';
      payout.lines = payout.lines.map(({ line }) => ({ line, status }));
    },
  };
}

const noFees: ReadonlyMap<string, bigint> | undefined = new Map();

const currencies: readonly Currency[] = (['USDT_TRX', 'TRX', 'ETH'] as const).map((code) => ({
  code,
  coin: code,
  network: code === 'ETH' ? 'Ethereum' : 'Tron',
  decimals: code === 'ETH' ? 18 : 6,
  family: code === 'ETH' ? 'evm' : 'tron',
  feeCurrency: code === 'ETH' ? 'ETH' : 'TRX',
  linesPerPart: 100,
}));
