/**
 * What the desk needs from whatever moves the money, in the desk's own words. Whoever implements it
 * translates; nothing of a provider's is known here.
 */
import type { Content } from '../draft/content.ts';
import type { PlannedPart } from '../draft/parts.ts';
import type { Currency } from '../values/currency.ts';
import type { CancelAnswer, Outcome, PartReport } from './reports.ts';

/** One part with the lines it carries, as the desk decided it. */
export interface PartOrder {
  readonly plan: PlannedPart;
  readonly key: string;
  readonly requestNumber: number;
  readonly purpose: string;
  /** The lines of `plan.lines`, in that order. */
  readonly lines: Content['lines'];
}

/** What a payload text says when it is read again: compared line by line before it is sent. */
export interface ReadBack {
  readonly kind: PlannedPart['kind'];
  readonly key: string;
  readonly currency: string;
  readonly executeAt?: string;
  readonly lines: readonly {
    readonly address: string;
    readonly amountMinor: bigint;
    readonly comment?: string;
    readonly reference?: string;
  }[];
}

/** The exact body of one attempt, ready to be signed and sent. */
export interface Attempt {
  readonly body: string;
  readonly sha256: string;
  readonly timestamp: number;
}

export type LookUp =
  | { readonly kind: 'found'; readonly railId: string }
  /** Found under our key, but not what we asked for. */
  | { readonly kind: 'different'; readonly railId: string; readonly detail: string }
  | { readonly kind: 'absent' }
  /** The rail could not say. */
  | { readonly kind: 'unknown'; readonly because: string };

export type Observation =
  | { readonly kind: 'seen'; readonly report: PartReport }
  | { readonly kind: 'unknown'; readonly because: string };

/** What the rail said to a cancel. `deferred`: it considered nothing and may be asked again. */
export interface CancelReply {
  readonly answer: CancelAnswer | 'deferred';
  readonly detail: string;
}

/** Whatever moves the money. It translates, it does not decide. */
export interface PaymentRail {
  /** Where this rail sends, e.g. `https://api.calypso.money`, and from which account. */
  readonly host: string;
  readonly account: string;
  currency(code: string): Currency | undefined;
  readonly currencies: readonly Currency[];
  /** Lower-case contract addresses of tokens: valid addresses that are never recipients. */
  readonly tokenContracts: ReadonlySet<string>;
  /**
   * The payload text of a part. Pure; stored at the request and sent unchanged. With `executeAt`
   * the rail is to wait for that time itself.
   */
  payload(order: PartOrder, executeAt?: string): string;
  readBack(payload: string): ReadBack;
  /** The body of an attempt at this moment. Pure but for the measured clock difference. */
  attempt(payload: string, at: number): Attempt;
  submit(order: PartOrder, attempt: Attempt): Promise<Outcome>;
  lookUp(order: PartOrder): Promise<LookUp>;
  observe(order: PartOrder, railId: string): Promise<Observation>;
  /**
   * Asks the rail to stop what it has of a part. Never believed, whatever it says: only `observe`
   * shows what became of the lines.
   */
  cancel(order: PartOrder, railId: string, message: string): Promise<CancelReply>;
  /**
   * What the rail would take on top of these amounts, in minor units by the code in which it takes
   * it. An estimate; undefined when it does not say. Never throws for trouble of the rail's.
   */
  fees(lines: Content['lines']): Promise<ReadonlyMap<string, bigint> | undefined>;
  /** Minor units by currency code; currencies the rail does not list are absent. */
  balances(): Promise<ReadonlyMap<string, bigint>>;
  explorerLink(currency: string, transactionHash: string): string | undefined;
}
