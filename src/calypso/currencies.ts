/**
 * The currencies Calypso pays out in: network, digits, batch limit, explorer, token contract.
 * Decimals are those of the chains; an amount that needs more is refused elsewhere, never rounded.
 */
import type { AddressFamily, Currency } from '../approvals/values/currency.ts';

interface Network {
  readonly name: string;
  readonly family: AddressFamily;
  /** Code of the coin in which the network takes its fee. */
  readonly coin: string;
  /** `{hash}` stands for the transaction hash. */
  readonly explorer: string;
}

const bitcoin: Network = {
  name: 'Bitcoin',
  family: 'bitcoin',
  coin: 'BTC',
  explorer: 'https://mempool.space/tx/{hash}',
};
const litecoin: Network = {
  name: 'Litecoin',
  family: 'litecoin',
  coin: 'LTC',
  explorer: 'https://blockchair.com/litecoin/transaction/{hash}',
};
const dogecoin: Network = {
  name: 'Dogecoin',
  family: 'dogecoin',
  coin: 'XDG',
  explorer: 'https://blockchair.com/dogecoin/transaction/{hash}',
};
const ethereum: Network = {
  name: 'Ethereum',
  family: 'evm',
  coin: 'ETH',
  explorer: 'https://etherscan.io/tx/{hash}',
};
const tron: Network = {
  name: 'Tron',
  family: 'tron',
  coin: 'TRX',
  explorer: 'https://tronscan.org/#/transaction/{hash}',
};
const bsc: Network = {
  name: 'BNB Smart Chain',
  family: 'evm',
  coin: 'BNB',
  explorer: 'https://bscscan.com/tx/{hash}',
};
const polygon: Network = {
  name: 'Polygon',
  family: 'evm',
  coin: 'MATIC',
  explorer: 'https://polygonscan.com/tx/{hash}',
};

interface Listed {
  readonly code: string;
  readonly coin: string;
  readonly network: Network;
  readonly decimals: number;
  readonly contract?: string;
}

/** Codes carry the network: `USDT` alone is the one on Ethereum. */
const listed: readonly Listed[] = [
  { code: 'BTC', coin: 'BTC', network: bitcoin, decimals: 8 },
  { code: 'LTC', coin: 'LTC', network: litecoin, decimals: 8 },
  { code: 'XDG', coin: 'DOGE', network: dogecoin, decimals: 8 },
  { code: 'ETH', coin: 'ETH', network: ethereum, decimals: 18 },
  {
    code: 'USDT',
    coin: 'USDT',
    network: ethereum,
    decimals: 6,
    contract: '0xdac17f958d2ee523a2206206994597c13d831ec7',
  },
  {
    code: 'USDC',
    coin: 'USDC',
    network: ethereum,
    decimals: 6,
    contract: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
  },
  {
    code: 'DAI',
    coin: 'DAI',
    network: ethereum,
    decimals: 18,
    contract: '0x6b175474e89094c44da98b954eedeac495271d0f',
  },
  {
    code: 'FRAX',
    coin: 'FRAX',
    network: ethereum,
    decimals: 18,
    contract: '0x853d955acef822db058eb8505911ed77f175b99e',
  },
  {
    code: 'BUSD_ETH',
    coin: 'BUSD',
    network: ethereum,
    decimals: 18,
    contract: '0x4fabb145d64652a948d72533023f6e7a623c7c53',
  },
  { code: 'TRX', coin: 'TRX', network: tron, decimals: 6 },
  {
    code: 'USDT_TRX',
    coin: 'USDT',
    network: tron,
    decimals: 6,
    contract: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  },
  {
    code: 'USDC_TRX',
    coin: 'USDC',
    network: tron,
    decimals: 6,
    contract: 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8',
  },
  { code: 'BNB', coin: 'BNB', network: bsc, decimals: 18 },
  {
    code: 'BUSD',
    coin: 'BUSD',
    network: bsc,
    decimals: 18,
    contract: '0xe9e7cea3dedca5984780bafc599bd69add087d56',
  },
  {
    code: 'USDT_BSC',
    coin: 'USDT',
    network: bsc,
    decimals: 18,
    contract: '0x55d398326f99059ff775485246999027b3197955',
  },
  { code: 'MATIC', coin: 'MATIC', network: polygon, decimals: 18 },
  {
    code: 'USDT_MATIC',
    coin: 'USDT',
    network: polygon,
    decimals: 6,
    contract: '0xc2132d05d31c914a87c6611c10748aeb04b58e8f',
  },
];

/** The highest figure any of Calypso's pages names. */
const batchMaxLimit = 10_000;

/**
 * @param batchMax recipients per mass payout for every currency, instead of the documented 1000 on
 * Ethereum and 100 elsewhere.
 */
export function currencyTable(batchMax?: number): readonly Currency[] {
  if (batchMax !== undefined && !(Number.isInteger(batchMax) && batchMax >= 1))
    throw new Error(`The batch limit must be a whole number from 1; it is ${batchMax}.`);
  if (batchMax !== undefined && batchMax > batchMaxLimit)
    throw new Error(`The batch limit must be at most ${batchMaxLimit}; it is ${batchMax}.`);
  return listed.map(({ code, coin, network, decimals }) => ({
    code,
    coin,
    network: network.name,
    decimals,
    family: network.family,
    feeCurrency: network.coin,
    linesPerPart: batchMax ?? (network === ethereum ? 1000 : 100),
  }));
}

/** Lower-case, Tron's too: valid addresses that are never recipients. */
export const tokenContracts: ReadonlySet<string> = new Set(
  listed.flatMap(({ contract }) => (contract === undefined ? [] : [contract.toLowerCase()])),
);

const hashShape = /^[0-9A-Za-z]{16,128}$/;

/** @returns the hash if it has the shape of one; other text must not become part of a link. */
export function hashOf(text: string | undefined): string | undefined {
  return text !== undefined && hashShape.test(text) ? text : undefined;
}

/** @returns undefined for an unknown currency or a text that is no transaction hash. */
export function explorerLink(code: string, transactionHash: string): string | undefined {
  const network = listed.find((each) => each.code === code)?.network;
  const hash = hashOf(transactionHash);
  return hash === undefined ? undefined : network?.explorer.replace('{hash}', hash);
}
