/**
 * Ties figures and audience to what a card in a channel is drawn with. Nothing about money is
 * decided by it.
 */
import type { Line } from '../../approvals/draft/content.ts';
import type { CardContext } from '../cards/card.ts';
import type { Currencies } from '../words/amounts.ts';
import type { Audience } from './audience.ts';
import type { Figures } from './figures.ts';

export interface Surroundings {
  /** `lines`: what is about to be paid, for the fees of it. */
  contextOf(channel: string, lines?: readonly Line[]): Promise<CardContext>;
}

export function openSurroundings({
  figures,
  audience,
  currencies,
}: {
  figures: Figures;
  audience: Audience;
  currencies: Currencies;
}): Surroundings {
  return {
    contextOf: async (channel, lines) => {
      const [balances, fees, confidential, who] = await Promise.all([
        figures.balances(),
        lines && figures.fees(lines),
        audience.confidential(channel),
        audience.namesIn(channel),
      ]);
      return { currencies, balances, fees, confidential, who };
    },
  };
}
