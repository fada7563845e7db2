/**
 * What the balances are after a payout, in words: with the provider's fees where it estimates them,
 * else before them and saying so. An estimate for people; nothing is decided here.
 */
import type { KnownBlock } from '@slack/types';
import type { Line } from '../approvals/draft.ts';
import { totals, withFees } from '../approvals/money.ts';
import { amountWords, listed } from './amounts.ts';
import type { CardContext } from './cards.ts';
import { small } from './mrkdwn.ts';

export function balanceBlocks(lines: readonly Line[], context: CardContext): KnownBlock[] {
  const { balances, fees, book } = context;
  if (balances === undefined)
    return [small('The balance could not be read just now. It is checked again before sending.')];
  const words = [...withFees(totals(lines), fees)].map(([code, sum]) => {
    const rest = (balances.get(code) ?? 0n) - sum;
    return rest >= 0n
      ? `${amountWords(rest, code, book)} left after this${fees ? '' : ', before fees'}`
      : `⚠️ ${amountWords(-rest, code, book)} short: top up before it can be sent`;
  });
  const taken = [...(fees ?? [])].filter(([, fee]) => fee > 0n);
  const feeWords = taken.map(([code, fee]) => amountWords(fee, code, book));
  const all = taken.length > 0 ? [...words, `fees about ${listed(feeWords)}, included`] : words;
  return [small(all.join(' · '))];
}
