/**
 * What a trouble is: a bad day of Calypso that a person at the page can order, under a short plain
 * name, and take back. The lists are beside this file; what becomes of a press is in orders.ts.
 */
import type { CalypsoEmulator } from '../../calypso/emulator.ts';
import type { Fault } from '../../calypso/faults.ts';
import type { Sayings, Settings } from '../../calypso/settings.ts';

type Turns = Partial<Settings>;

/** What a press does, and how long it lasts. */
export type Order =
  /** Waits for the next request or webhook of that kind; what it turns stays until it is taken back. */
  | { readonly kind: 'once'; readonly fault: Fault; readonly turns: Turns }
  /** Until it is taken back. */
  | { readonly kind: 'lasting'; readonly fault?: Fault; readonly turns: Turns }
  /** Of the chosen payout, or of every payout, until it is taken back. */
  | { readonly kind: 'said'; readonly says: Partial<Sayings> }
  /** Done to the chosen payout at once. */
  | { readonly kind: 'done'; readonly does: (calypso: CalypsoEmulator, payout: string) => unknown }
  /** Happens at once, to no payout that is there. */
  | { readonly kind: 'happens'; readonly does: (calypso: CalypsoEmulator) => unknown };

export interface Trouble {
  readonly id: string;
  readonly name: string;
  /** What the name leaves out; empty if nothing. */
  readonly about: string;
  readonly order: Order;
}

export interface TroubleGroup {
  readonly name: string;
  readonly about: string;
  readonly troubles: readonly Trouble[];
}

type Of<Kind extends Order['kind']> = Extract<Order, { kind: Kind }>;

export function once(
  id: string,
  name: string,
  fault: Fault,
  about = '',
  turns: Turns = {},
): Trouble {
  return { id, name, about, order: { kind: 'once', fault, turns } };
}

export function turned(id: string, name: string, turns: Turns, about = ''): Trouble {
  return { id, name, about, order: { kind: 'lasting', turns } };
}

export function always(id: string, name: string, fault: Fault, about = ''): Trouble {
  const lasting: Fault = { ...fault, times: 'always' };
  return { id, name, about, order: { kind: 'lasting', fault: lasting, turns: {} } };
}

export function said(id: string, name: string, says: Partial<Sayings>, about = ''): Trouble {
  return { id, name, about, order: { kind: 'said', says } };
}

export function done(id: string, name: string, does: Of<'done'>['does'], about = ''): Trouble {
  return { id, name, about, order: { kind: 'done', does } };
}

export function happens(
  id: string,
  name: string,
  does: Of<'happens'>['does'],
  about = '',
): Trouble {
  return { id, name, about, order: { kind: 'happens', does } };
}
