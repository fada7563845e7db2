/**
 * Whether a text is an address of the network that is to pay it, check digits included.
 * Nothing here guesses a network, repairs a character or asks anyone whether the address is in use.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { base58, bech32, bech32m } from '@scure/base';
import type { AddressFamily } from './currency.ts';

export const addressRules = [
  'address-missing',
  'address-checksum',
  'address-wrong-network',
  'address-unreadable',
] as const;
export type AddressRule = (typeof addressRules)[number];

/** Why an address is refused; for a wrong network, where it belongs. */
export type AddressFlaw =
  | { readonly rule: Exclude<AddressRule, 'address-wrong-network'> }
  | { readonly rule: 'address-wrong-network'; readonly belongsTo: AddressFamily };

/** Without a family (the currency could not be read) an address of any family will do. */
export function checkAddress(address: string, family?: AddressFamily): AddressFlaw | undefined {
  if (address === '') return { rule: 'address-missing' };
  const found = recognise(address);
  if (found === 'address-checksum' || found === 'address-unreadable') return { rule: found };
  if (family === undefined || found === family) return undefined;
  return { rule: 'address-wrong-network', belongsTo: found };
}

/** The same for all spellings of one address: hex and bech32 may be written in either case. */
export function addressKey(address: string): string {
  return /^(?:0x|bc1|ltc1)/i.test(address) ? address.toLowerCase() : address;
}

type Recognised = AddressFamily | 'address-checksum' | 'address-unreadable';

/** The forms of the families do not overlap, so an address has one family or none. */
function recognise(address: string): Recognised {
  if (address.startsWith('0x')) return recogniseHex(address.slice(2));
  if (/^(?:bc|ltc)1/i.test(address)) return recogniseSegwit(address);
  return recogniseBase58(address);
}

/** EIP-55: the case of the letters is the check. In one case throughout there is nothing to check. */
function recogniseHex(hex: string): Recognised {
  if (!/^[0-9a-fA-F]{40}$/.test(hex)) return 'address-unreadable';
  const lower = hex.toLowerCase();
  if (hex === lower || hex === hex.toUpperCase()) return 'evm';
  const digest = bytesToHex(keccak_256(utf8ToBytes(lower)));
  const expected = Array.from(lower, (digit, index) =>
    digest.charAt(index) >= '8' ? digit.toUpperCase() : digit,
  ).join('');
  return hex === expected ? 'evm' : 'address-checksum';
}

/**
 * BIP-173 and BIP-350. The character after the separator is the witness version, `q` for 0 and `p`
 * for 1. Higher versions and other lengths are well formed, but no one could spend what they got,
 * or anyone could.
 */
function recogniseSegwit(address: string): Recognised {
  const lower = address.toLowerCase();
  const oneCase = address === lower || address === address.toUpperCase();
  const parts = /^(bc|ltc)1([qp])[02-9ac-hj-np-z]{38,58}$/.exec(lower);
  if (!parts || !oneCase) return 'address-unreadable';
  const [code, lengths] = parts[2] === 'q' ? [bech32, [20, 32]] : [bech32m, [32]];
  const decoded = code.decodeUnsafe(lower);
  if (!decoded) return 'address-checksum';
  const program = code.fromWordsUnsafe(decoded.words.slice(1));
  if (!program || !lengths.includes(program.length)) return 'address-unreadable';
  return parts[1] === 'bc' ? 'bitcoin' : 'litecoin';
}

/** By version byte. A Litecoin address in the old form, `3…`, can not be told from a Bitcoin one. */
const base58Families: ReadonlyMap<number | undefined, AddressFamily> = new Map([
  [0x00, 'bitcoin'],
  [0x05, 'bitcoin'],
  [0x1e, 'dogecoin'],
  [0x30, 'litecoin'],
  [0x32, 'litecoin'],
  [0x41, 'tron'],
]);

/** A version byte, 20 bytes of hash, and the first 4 bytes of a double SHA-256 of both. */
function recogniseBase58(address: string): Recognised {
  if (!/^[1-9A-HJ-NP-Za-km-z]{25,35}$/.test(address)) return 'address-unreadable';
  const bytes = base58.decode(address);
  if (bytes.length !== 25) return 'address-unreadable';
  const check = sha256(sha256(bytes.subarray(0, 21)));
  if (bytes.subarray(21).some((byte, index) => byte !== check[index])) return 'address-checksum';
  return base58Families.get(bytes[0]) ?? 'address-unreadable';
}
