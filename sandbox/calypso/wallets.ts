/**
 * Addresses of nobody, right in their checksums: one a chain for somebody whom nobody asked to pay,
 * and one for the wallet of ours that a shortage says to top up.
 */

import { type Chain, findCurrency } from './currencies.ts';

const strangers: Record<Chain, string> = {
  BITCOIN: 'bc1q8nspww7vcmz8c506p3c3t66q76ck5mvj58x2r0',
  LITECOIN: 'ltc1qwuaa8p7ygfkfh3vza6dl88am7w4md2fj3nj9ad',
  DOGECOIN: 'D9ZZ1fxp65dgxias8w9f81YY186LCicNwo',
  ETHEREUM: '0x790b1688a8696d1fd9d16f881c7ecf5cacac659e',
  TRON: 'TZBCQpLGtMXaHQBGdk5e4EyuME3okxG54n',
  BINANCE_SMART_CHAIN: '0x790b1688a8696d1fd9d16f881c7ecf5cacac659e',
  POLYGON: '0x790b1688a8696d1fd9d16f881c7ecf5cacac659e',
};

const wallets: Record<Chain, string> = {
  BITCOIN: 'bc1qy0nvap465jtpp0q3mys7yn49e9gj0apfr3qh4g',
  LITECOIN: 'ltc1qerkppsv4gdspxg0zumhyle9u0qcr0hj53zj60c',
  DOGECOIN: 'DH89KdvvycPXb9qDitkcRwxxVKE1pqgdjf',
  ETHEREUM: '0x8cd37946442c58272d53fdc69296c4b2b1f79ee4',
  TRON: 'TA9ff5FCSQnekn4AtrZA5Eux2dkZ3uMD43',
  BINANCE_SMART_CHAIN: '0x8cd37946442c58272d53fdc69296c4b2b1f79ee4',
  POLYGON: '0x8cd37946442c58272d53fdc69296c4b2b1f79ee4',
};

const chainOf = (code: string): Chain => findCurrency(code)?.chain ?? 'ETHEREUM';

export const strangersAddress = (code: string): string => strangers[chainOf(code)];
export const walletAddress = (code: string): string => wallets[chainOf(code)];
