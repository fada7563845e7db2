/** Address checks on random addresses: one family each, and a single slip is always refused. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressRules, checkAddress } from '../../../src/approvals/values/address.ts';
import { type AddressFamily, addressFamilies } from '../../../src/approvals/values/currency.ts';

const base58check = createBase58check(sha256);
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Addresses of any payload, each with the family it is built for. */
const generated: fc.Arbitrary<readonly [AddressFamily, string]> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom<readonly [AddressFamily, number]>(
        ['bitcoin', 0x00],
        ['bitcoin', 0x05],
        ['dogecoin', 0x1e],
        ['litecoin', 0x30],
        ['litecoin', 0x32],
        ['tron', 0x41],
      ),
      bytesOf(20),
    )
    .map(([[family, version], payload]): readonly [AddressFamily, string] => [
      family,
      base58check.encode(Uint8Array.of(version, ...payload)),
    ]),
  fc
    .tuple(
      fc.constantFrom<readonly [AddressFamily, string]>(['bitcoin', 'bc'], ['litecoin', 'ltc']),
      fc.oneof(bytesOf(20), bytesOf(32)),
      fc.boolean(),
    )
    .map(([[family, prefix], program, taproot]): readonly [AddressFamily, string] => [
      family,
      taproot && program.length === 32
        ? bech32m.encode(prefix, [1, ...bech32m.toWords(program)])
        : bech32.encode(prefix, [0, ...bech32.toWords(program)]),
    ]),
);

const base58Letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const anyLetter = fc.constantFrom(...base58Letters, ...'0OIl -');

describe('any address', () => {
  it('is taken by its own family and by no other', () => {
    fc.assert(
      fc.property(generated, ([family, address]) => {
        expect(addressFamilies.filter((each) => !checkAddress(address, each))).toEqual([family]);
      }),
    );
  });

  it('is refused by all with one character changed', () => {
    fc.assert(
      fc.property(generated, fc.nat(), anyLetter, ([, address], at, letter) => {
        const index = at % address.length;
        fc.pre(address.charAt(index) !== letter);
        const changed = address.slice(0, index) + letter + address.slice(index + 1);
        expect(addressRules).toContain(checkAddress(changed)?.rule);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused by all with two neighbours swapped, one left out or one doubled', () => {
    fc.assert(
      fc.property(generated, fc.nat(), ([, address], at) => {
        const index = at % (address.length - 1);
        const [before, one, two, after] = [
          address.slice(0, index),
          address.charAt(index),
          address.charAt(index + 1),
          address.slice(index + 2),
        ];
        if (one !== two) expect(checkAddress(before + two + one + after)).toBeDefined();
        expect(checkAddress(before + two + after)).toBeDefined();
        expect(checkAddress(before + one + one + two + after)).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('never makes the check throw, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: anyLetter, minLength: 20, maxLength: 100 }).map((rest) => `bc1q${rest}`),
      fc.string({ unit: anyLetter, minLength: 25, maxLength: 35 }),
    );
    fc.assert(
      fc.property(text, (address) => {
        expect(addressRules).toContain(checkAddress(address)?.rule);
      }),
    );
  });
});
