/** The emulator's own arithmetic, address checks and JSON, without a server. */

import { describe, expect, it } from 'vitest';
import { isAddressOn } from '../../sandbox/calypso/addresses.ts';
import type { Chain } from '../../sandbox/calypso/currencies.ts';
import {
  atto,
  decimalsOf,
  decimalText,
  percentRoundedUp,
  scientificText,
} from '../../sandbox/calypso/decimal.ts';
import { signatureOf } from '../../sandbox/calypso/envelope.ts';
import { zonelessDate } from '../../sandbox/calypso/events.ts';
import { parseJson, writeJson } from '../../sandbox/calypso/json.ts';
import { retryPausesMs } from '../../sandbox/calypso/webhooks.ts';

const secret = 'b823a6b9ea72408583cef9ec8d67fa52';

describe('the signature', () => {
  it('of the documented body is the documented one', () => {
    expect(signatureOf(secret, '{"timestamp":1}')).toBe(
      'b16e9d45f49f2069becbc4f108b237bee588cfc353fe9501df103e692acbc68d482a10d34c12bea22fedde7e28e1b8e57a6a0a373b0e9a27c5257bd8b36e13b9',
    );
  });
  it('changes with the spacing of the body', () => {
    expect(signatureOf(secret, JSON.stringify({ timestamp: 1 }, null, 2))).toBe(
      '1def3cb76cf9ecfa1e8b2f79824ef0c02841fb884274bdcb7953d6da0c2cdbc681bd8a13230aefd3788137b22d0592f7175280c9fc3050f99f0ded8e913c7457',
    );
  });
});

describe('decimals', () => {
  it.each(['0', '1', '0.000000000000000001', '1000000.000001', '123456789012345678901.5'])(
    'keeps %s exactly',
    (text) => {
      expect(decimalText(atto(text))).toBe(text);
    },
  );
  it('drops trailing zeros and understands exponents', () => {
    expect(decimalText(atto('1.500'))).toBe('1.5');
    expect(decimalText(atto('1.0E-7'))).toBe('0.0000001');
    expect(decimalText(atto('12e2'))).toBe('1200');
    expect(decimalsOf('1.50000000000')).toBe(1);
    expect(decimalsOf('1e-7')).toBe(7);
  });
  it.each(['', '.5', '1.', '0x10', '1,5', '1e999'])('refuses %j', (text) => {
    expect(() => atto(text)).toThrow('is not a decimal');
  });
  it('refuses a nineteenth decimal instead of rounding it', () => {
    expect(() => atto('0.0000000000000000001')).toThrow('keeps 18 decimals');
  });
  it('rounds fees up to the last unit of the currency', () => {
    expect(decimalText(percentRoundedUp(atto('10'), '1', 6))).toBe('0.1');
    expect(decimalText(percentRoundedUp(atto('0.000001'), '1', 6))).toBe('0.000001');
  });
  it('writes small values as Java does', () => {
    expect(scientificText(atto('0.0000001'))).toBe('1.0E-7');
    expect(scientificText(atto('0.000000000000012345'))).toBe('1.2345E-14');
  });
});

describe('JSON', () => {
  it('keeps the text of every number', () => {
    const text = '{"a":[0.123456789012345678,1.0E-7,10.00],"b":{"c":-0,"d":null,"e":"1"}}';
    expect(writeJson(parseJson(Buffer.from(text)))).toBe(text);
  });
  it('leaves absent members out', () => {
    expect(writeJson({ a: undefined, b: null })).toBe('{"b":null}');
  });
  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(TypeError);
  });
});

describe('an address', () => {
  const taproot = 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0';
  const good: readonly [Chain, string][] = [
    ['TRON', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['BITCOIN', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
    ['BITCOIN', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
    ['BITCOIN', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['BITCOIN', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
    ['BITCOIN', taproot],
    ['LITECOIN', 'LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1'],
    ['DOGECOIN', 'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L'],
    ['ETHEREUM', '0x3b2d03a4e60c9e0fa45f45a544d137bda2014f0f'],
  ];
  it.each(good)('of %s is accepted: %s', (chain, address) => {
    expect(isAddressOn(chain, address, false)).toBe(true);
  });
  const bad: readonly [Chain, string][] = [
    ['TRON', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u'],
    ['TRON', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
    ['BITCOIN', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
    ['BITCOIN', 'bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['BITCOIN', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd'],
    ['BITCOIN', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'],
    ['BITCOIN', '11BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
    ['ETHEREUM', '0x3b2d03a4e60c9e0fa45f45a544d137bda2014f0'],
    ['DOGECOIN', 'LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1'],
  ];
  it.each(bad)('of %s is refused: %s', (chain, address) => {
    expect(isAddressOn(chain, address, false)).toBe(false);
  });
  it('of the Bitcoin testnet is accepted when asked for', () => {
    expect(isAddressOn('BITCOIN', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', true)).toBe(true);
  });
});

describe('the documented formats', () => {
  it('writes webhook dates without zone and trailing zeros', () => {
    const date = zonelessDate(Date.parse('2025-10-30T14:08:39.960Z'));
    expect(date).toMatch(/^2025-10-30T14:08:39\.96\d{0,4}$/);
    expect(date).not.toMatch(/0$/);
    expect(zonelessDate(Date.parse('2025-10-30T14:08:40.000Z'))).toBe('2025-10-30T14:08:40');
  });
  it('retries 19 times over 328 350 seconds', () => {
    expect(retryPausesMs).toHaveLength(19);
    expect(retryPausesMs.slice(0, 6)).toEqual([30_000, 30_000, 60_000, 90_000, 150_000, 240_000]);
    expect(retryPausesMs.at(-1)).toBe(125_430_000);
    expect(retryPausesMs.reduce((sum, pause) => sum + pause, 0)).toBe(328_350_000);
  });
});
