/** Address checks: the published vectors of each network, and every near miss of a few of them. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { addressKey, checkAddress } from '../../../src/approvals/values/address.ts';
import { type AddressFamily, addressFamilies } from '../../../src/approvals/values/currency.ts';

const valid: Readonly<Record<AddressFamily, readonly string[]>> = {
  evm: [
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
    '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
    '0x52908400098527886E0F7030069857D2E4169EE7',
    '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
    '0xde709f2102306220921060314715629080e2fb77',
    '0x27b1fdb04752bbc536007a920d24acb045561c26',
  ],
  tron: [
    'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8',
    'TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7',
  ],
  bitcoin: [
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
    '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
    'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
    'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  ],
  litecoin: [
    'LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1',
    'MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH441',
    'ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9',
  ],
  dogecoin: ['DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L', 'DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD'],
};

describe('an address', () => {
  for (const family of addressFamilies)
    it.each(valid[family])(`of ${family} is taken: %s`, (address) => {
      expect(checkAddress(address, family)).toBeUndefined();
      expect(checkAddress(address)).toBeUndefined();
    });

  for (const family of addressFamilies)
    it.each(valid[family])(`of ${family} is refused by every other family: %s`, (address) => {
      for (const other of addressFamilies.filter((each) => each !== family))
        expect(checkAddress(address, other)).toEqual({
          rule: 'address-wrong-network',
          belongsTo: family,
        });
    });

  it('that is not there is missing', () => {
    for (const family of addressFamilies)
      expect(checkAddress('', family)).toEqual({ rule: 'address-missing' });
  });
});

describe('an address with a wrong check', () => {
  it.each([
    '0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0xFB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0x52908400098527886e0F7030069857D2E4169EE7',
    'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T',
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
    'ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n8',
  ])('is refused: %s', (address) => {
    for (const family of addressFamilies)
      expect(checkAddress(address, family)).toEqual({ rule: 'address-checksum' });
  });
});

describe('what is no address of any network here', () => {
  it.each([
    ['too short for hex', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe'],
    ['too long for hex', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd'],
    ['hex without its prefix', '5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
    ['hex with a capital prefix', '0X52908400098527886E0F7030069857D2E4169EE7'],
    ['hex with a letter beyond f', '0xge709f2102306220921060314715629080e2fb77'],
    ['Tron in hex', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'],
    ['a letter that base58 lacks', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLjOt'],
    ['a Cyrillic letter', 'ТR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['a blank inside', 'TR7NHqjeKQxGTCi8 q8ZY4pL8otSzgjLj6t'],
    ['a blank around', ' TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['a line break', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\n'],
    ['a zero-width space', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\u200b'],
    ['Bitcoin test network, base58', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn'],
    ['Bitcoin test network, script', '2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc'],
    ['Bitcoin test network, bech32', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'],
    ['Solana', '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV'],
    ['BIP-173: unknown prefix', 'tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty'],
    ['BIP-173: version 17', 'BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2'],
    ['BIP-173: program of one byte', 'bc1rw5uspcuh'],
    ['BIP-173: version 0 of 16 bytes', 'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P'],
    ['BIP-173: empty', 'bc1gmk9yu'],
    [
      'BIP-350: an invalid letter',
      'bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4',
    ],
    ['BIP-350: version 1 of one byte', 'bc1pw5dgrnzv'],
    ['BIP-350: well formed, but version 16', 'BC1SW50QGDZ25J'],
    ['BIP-350: well formed, but version 2', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs'],
    [
      'BIP-350: well formed, but 40 bytes of version 1',
      'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
    ],
    [
      'BIP-350: 41 bytes of version 1',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav',
    ],
    ['bech32 in both cases', 'bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
    ['a word', 'maria'],
    ['a formula', '=HYPERLINK("x")'],
    ['a megabyte', '1'.repeat(1_000_000)],
  ])('is unreadable: %s', (_, address) => {
    for (const family of addressFamilies)
      expect(checkAddress(address, family)).toEqual({ rule: 'address-unreadable' });
  });

  it('counts well-formed addresses of a wrong length among it', () => {
    const base58check = createBase58check(sha256);
    for (const address of [
      bech32.encode('bc', [0, ...bech32.toWords(new Uint8Array(24))]),
      bech32m.encode('bc', [1, ...bech32m.toWords(new Uint8Array(20))]),
      base58check.encode(new Uint8Array(20).fill(0x41)),
      base58check.encode(new Uint8Array(22).fill(0x41)),
    ])
      expect(checkAddress(address, 'bitcoin'), address).toEqual({ rule: 'address-unreadable' });
  });

  it('counts padding that is not zero among it', () => {
    const words = bech32.toWords(new Uint8Array(32));
    const padded = [0, ...words.slice(0, -1), (words.at(-1) ?? 0) | 1];
    expect(checkAddress(bech32.encode('bc', padded), 'bitcoin')).toEqual({
      rule: 'address-unreadable',
    });
  });
});

describe('a mixed-case EVM address', () => {
  const mixed = valid.evm.slice(0, 4);

  it.each(mixed)('is refused with the case of one letter changed: %s', (address) => {
    const letters = Array.from(address.slice(2).matchAll(/[a-f]/gi), (found) => found.index + 2);
    for (const index of letters) {
      const letter = address.charAt(index);
      const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
      const changed = address.slice(0, index) + other + address.slice(index + 1);
      expect(checkAddress(changed, 'evm'), changed).toEqual({ rule: 'address-checksum' });
    }
  });

  it.each(mixed)('is refused with any one digit changed: %s', (address) => {
    for (let index = 2; index < address.length; index += 1)
      for (const digit of '0123456789abcdefABCDEF') {
        if (digit === address.charAt(index)) continue;
        const changed = address.slice(0, index) + digit + address.slice(index + 1);
        expect(checkAddress(changed, 'evm'), changed).toEqual({ rule: 'address-checksum' });
      }
  });
});

describe('the key of an address', () => {
  it('is the same for both cases where case does not tell addresses apart', () => {
    expect(addressKey('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')).toBe(
      addressKey('0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED'),
    );
    expect(addressKey('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toBe(
      addressKey('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'),
    );
  });

  it('keeps the case where it does', () => {
    for (const address of [...valid.tron, ...valid.dogecoin])
      expect(addressKey(address)).toBe(address);
  });
});
