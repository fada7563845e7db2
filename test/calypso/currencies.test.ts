import { createHash } from 'node:crypto';
import { createBase58check } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { currencyTable, explorerLink, tokenContracts } from '../../src/calypso/currencies.ts';

const hash = '9f2c'.repeat(16);

describe('the currency table', () => {
  it('holds every documented code once, with its decimals, coin of fees and batch limit', () => {
    const table = currencyTable().map(
      ({ code, decimals, feeCurrency, linesPerPart }) =>
        `${code} ${decimals} ${feeCurrency} ${linesPerPart}`,
    );
    expect(table.toSorted()).toEqual([
      'BNB 18 BNB 100',
      'BTC 8 BTC 100',
      'BUSD 18 BNB 100',
      'BUSD_ETH 18 ETH 1000',
      'DAI 18 ETH 1000',
      'ETH 18 ETH 1000',
      'FRAX 18 ETH 1000',
      'LTC 8 LTC 100',
      'MATIC 18 MATIC 100',
      'TRX 6 TRX 100',
      'USDC 6 ETH 1000',
      'USDC_TRX 6 TRX 100',
      'USDT 6 ETH 1000',
      'USDT_BSC 18 BNB 100',
      'USDT_MATIC 6 MATIC 100',
      'USDT_TRX 6 TRX 100',
      'XDG 8 XDG 100',
    ]);
  });

  it('takes another batch limit for every currency', () => {
    expect(new Set(currencyTable(7).map((each) => each.linesPerPart))).toEqual(new Set([7]));
  });

  it.each([0, -1, 1.5, Number.NaN, 10_001])('refuses a batch limit of %d', (batchMax) => {
    expect(() => currencyTable(batchMax)).toThrow('batch limit');
  });
});

describe('an explorer link', () => {
  it.each([
    ['BTC', `https://mempool.space/tx/${hash}`],
    ['LTC', `https://blockchair.com/litecoin/transaction/${hash}`],
    ['XDG', `https://blockchair.com/dogecoin/transaction/${hash}`],
    ['USDT', `https://etherscan.io/tx/${hash}`],
    ['USDT_TRX', `https://tronscan.org/#/transaction/${hash}`],
    ['USDT_BSC', `https://bscscan.com/tx/${hash}`],
    ['USDT_MATIC', `https://polygonscan.com/tx/${hash}`],
  ])('of %s is %s', (code, link) => expect(explorerLink(code, hash)).toBe(link));

  it('is made of nothing that is not a hash, and for no unknown currency', () => {
    expect(explorerLink('BTC', '../../@evil.example/?x=0123456789')).toBeUndefined();
    expect(explorerLink('BTC', '')).toBeUndefined();
    expect(explorerLink('DOGE', hash)).toBeUndefined();
  });
});

describe('the token contracts', () => {
  it('are ten, lower-case, and in the form of their network', () => {
    expect(tokenContracts.size).toBe(10);
    for (const contract of tokenContracts)
      expect(contract).toMatch(/^(0x[0-9a-f]{40}|t[0-9a-z]{33})$/);
  });

  it('of Tron are real addresses before their case is dropped', () => {
    const base58check = createBase58check((bytes: Uint8Array) =>
      createHash('sha256').update(bytes).digest(),
    );
    for (const contract of [
      'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
      'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8',
    ]) {
      expect(base58check.decode(contract)).toHaveLength(21);
      expect(tokenContracts.has(contract.toLowerCase())).toBe(true);
    }
  });
});
