/**
 * What the balances are after a payout, in words: with the provider's fees where it estimates them,
 * else before them and saying so. An estimate for people; nothing is decided here.
 */
import type { KnownBlock } from '@slack/types';
import type { Line } from '../../approvals/draft/content.ts';
import { totals, withFees } from '../../approvals/values/amount.ts';
import { amountWords, listed } from '../words/amounts.ts';
import { small } from './blocks.ts';
import type { CardContext } from './card.ts';

export function balanceBlocks(lines: readonly Line[], context: CardContext): KnownBlock[] {
  const { balances, fees, currencies } = context;
  if (balances === undefined)
    return [small('The balance could not be read just now. It is checked again before sending.')];
  const rests = [...withFees(totals(lines), fees)].map(
    ([code, sum]) => [code, (balances.get(code) ?? 0n) - sum] as const,
  );
  const left = rests.filter(([, rest]) => rest >= 0n);
  const short = rests.filter(([, rest]) => rest < 0n);
  const words = (some: typeof rests) =>
    listed(some.map(([code, rest]) => amountWords(rest < 0n ? -rest : rest, code, currencies)));
  const charged = [...(fees ?? [])].filter(([, fee]) => fee > 0n);
  let aside = fees ? '' : ', before fees';
  if (charged.length > 0) aside = `, fees of about ${words(charged)} included`;
  return [
    ...(short.length === 0
      ? []
      : [small(`⚠️ Short of ${words(short)}: top up before it can be sent`)]),
    ...(left.length === 0 ? [] : [small(`Left after this${aside}: ${words(left)}`)]),
  ];
}
