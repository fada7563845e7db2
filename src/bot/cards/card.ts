/**
 * What every card is, and what it is drawn with.
 */
import type { KnownBlock } from '@slack/types';
import type { Currencies } from '../words/amounts.ts';

export interface Card {
  /** What notifications and screen readers say: every fact that matters, in one line. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export interface CardContext {
  readonly currencies: Currencies;
  /** Minor units by currency code; undefined when they could not be read. */
  readonly balances?: ReadonlyMap<string, bigint> | undefined;
  /** What the provider takes on top of what is shown; undefined when that is not known. */
  readonly fees?: ReadonlyMap<string, bigint> | undefined;
  /** Whether only people of this team who were invited see the channel. */
  readonly confidential: boolean;
  /** How a person is called there: a mention notifies, so channels get plain names. */
  readonly who: (person: string) => string;
}
