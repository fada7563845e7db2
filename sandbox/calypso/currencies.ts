/**
 * The emulator's own currency table: decimals, chains, batch limits. It repeats on purpose what the
 * bot keeps in its table, because a shared table would hide a shared mistake.
 */

export type Chain =
  | 'BITCOIN'
  | 'LITECOIN'
  | 'DOGECOIN'
  | 'ETHEREUM'
  | 'TRON'
  | 'BINANCE_SMART_CHAIN'
  | 'POLYGON';

export type Currency = {
  readonly code: string;
  readonly chain: Chain;
  /** Code of the coin in which network fees are paid. */
  readonly coin: string;
  readonly decimals: number;
  /** Recipients one mass payout may have, by the 2022 guide. */
  readonly batchMax: number;
};

/** What one transfer costs in the chain's coin when `networkCoin` is `required`. */
export const networkFees: Record<Chain, string> = {
  BITCOIN: '0.00018113',
  LITECOIN: '0.0001',
  DOGECOIN: '1',
  ETHEREUM: '0.002',
  TRON: '15',
  BINANCE_SMART_CHAIN: '0.0003',
  POLYGON: '0.01',
};

const on = (chain: Chain, coin: string, batchMax: number, codes: Record<string, number>) =>
  Object.entries(codes).map(([code, decimals]): Currency => {
    return { code, chain, coin, decimals, batchMax };
  });

export const currencies: readonly Currency[] = [
  ...on('BITCOIN', 'BTC', 100, { BTC: 8 }),
  ...on('LITECOIN', 'LTC', 100, { LTC: 8 }),
  ...on('DOGECOIN', 'XDG', 100, { XDG: 8 }),
  ...on('ETHEREUM', 'ETH', 1000, {
    ETH: 18,
    USDT: 6,
    USDC: 6,
    DAI: 18,
    FRAX: 18,
    BUSD_ETH: 18,
  }),
  ...on('TRON', 'TRX', 100, { TRX: 6, USDT_TRX: 6, USDC_TRX: 6 }),
  ...on('BINANCE_SMART_CHAIN', 'BNB', 100, { BNB: 18, BUSD: 18, USDT_BSC: 18 }),
  ...on('POLYGON', 'MATIC', 100, { MATIC: 18, USDT_MATIC: 6 }),
];

export const findCurrency = (code: string): Currency | undefined =>
  currencies.find((currency) => currency.code === code);
