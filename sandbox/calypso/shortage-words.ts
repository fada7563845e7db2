/**
 * A shortage in the words of the 2022 guide, its odd blanks included: a coin is told with eight
 * decimals and its network fee, a token with at least two and no network fee, and no blank before
 * the code of a token that is missing.
 */

import { findCurrency } from './currencies.ts';
import { decimalText } from './decimal.ts';
import { walletAddress } from './wallets.ts';

const coinDecimals = 8;
const tokenDecimals = 2;
const opening = 'Not enough funds for processing payout by wallet. ';

export function missingFunds(short: {
  readonly currency: string;
  readonly coin: string;
  readonly amount: string;
  /** Atto, like the next two. */
  readonly available: bigint;
  readonly network: bigint;
  readonly missing: bigint;
}): string {
  const { currency, coin } = short;
  const isCoin = coin === currency;
  const told = (value: bigint) => padded(decimalText(value), decimalsTold(currency, isCoin));
  return [
    opening,
    ...(isCoin ? [`Expected network fee: ${told(short.network)} ${coin}.`] : []),
    `Payout amount: ${isCoin ? short.amount : padded(short.amount, tokenDecimals)} ${currency}.`,
    `Available wallet balance by wallet: ${told(short.available)} ${currency}.`,
    `You need more: ${told(short.missing)}${isCoin ? ' ' : ''}${currency}.`,
    `Please top up your ${currency} wallet: ${walletAddress(currency)}.`,
  ].join('\n');
}

/** The guide has no example of it; made like the others. */
export function missingCoin(short: {
  readonly coin: string;
  readonly available: bigint;
  readonly network: bigint;
}): string {
  const { coin, available, network } = short;
  const told = (value: bigint) => padded(decimalText(value), decimalsTold(coin, true));
  return [
    opening,
    `Expected network fee: ${told(network)} ${coin}.`,
    `Available wallet balance by wallet: ${told(available)} ${coin}.`,
    `You need more: ${told(network - available)} ${coin}.`,
    `Please top up your ${coin} wallet: ${walletAddress(coin)}.`,
  ].join('\n');
}

const decimalsTold = (code: string, isCoin: boolean): number =>
  isCoin ? Math.min(coinDecimals, findCurrency(code)?.decimals ?? coinDecimals) : tokenDecimals;

/** With zeros up to so many decimals; more stay as they are. */
function padded(text: string, decimals: number): string {
  const [whole = '', part = ''] = text.split('.');
  return `${whole}.${part.padEnd(decimals, '0')}`;
}
