/**
 * Recipient address checks per chain, written from the public formats (base58check, BIP 173,
 * BIP 350) without a library. EVM addresses are checked for shape only: the mixed-case checksum
 * needs Keccak, which Node does not have.
 */

import { createHash } from 'node:crypto';
import type { Chain } from './currencies.ts';

const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const bech32Alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const bech32Checksum = 1;
const bech32mChecksum = 0x2bc830a3;
const bech32Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const addressMax = 100;

/** Whether `address` can receive on `chain`. Testnet Bitcoin (`tb1...`) only when asked for. */
export function isAddressOn(chain: Chain, address: string, testnet: boolean): boolean {
  if (address.length > addressMax) return false;
  switch (chain) {
    case 'ETHEREUM':
    case 'BINANCE_SMART_CHAIN':
    case 'POLYGON':
      return /^0x[0-9a-fA-F]{40}$/.test(address);
    case 'TRON':
      return isBase58(address, [0x41]);
    case 'BITCOIN':
      return (
        isBase58(address, [0x00, 0x05]) ||
        isSegwit(address, 'bc') ||
        (testnet && isSegwit(address, 'tb'))
      );
    case 'LITECOIN':
      return isBase58(address, [0x30, 0x32, 0x05]) || isSegwit(address, 'ltc');
    case 'DOGECOIN':
      return isBase58(address, [0x1e]);
  }
}

/** Version byte, 20 bytes of hash, 4 bytes of double SHA-256. */
function isBase58(address: string, versions: readonly number[]): boolean {
  let value = 0n;
  for (const character of address) {
    const digit = base58Alphabet.indexOf(character);
    if (digit < 0) return false;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16).padStart(50, '0');
  const leadingOnes = /^1*/.exec(address)?.[0].length ?? 0;
  const leadingZeros = /^(?:00)*/.exec(hex)?.[0].length ?? 0;
  if (hex.length !== 50 || leadingOnes !== leadingZeros / 2) return false;
  const bytes = Buffer.from(hex, 'hex');
  const checksum = sha256(sha256(bytes.subarray(0, 21))).subarray(0, 4);
  return versions.includes(bytes.readUInt8(0)) && checksum.equals(bytes.subarray(21));
}

function isSegwit(address: string, prefix: string): boolean {
  const lower = address.toLowerCase();
  if (address !== lower && address !== address.toUpperCase()) return false;
  if (address.length > 90 || !lower.startsWith(`${prefix}1`)) return false;
  const words = Array.from(lower.slice(prefix.length + 1), (letter) =>
    bech32Alphabet.indexOf(letter),
  );
  const version = words[0];
  if (words.length < 8 || words.includes(-1) || version === undefined || version > 16) return false;
  const program = programBytes(words.slice(1, -6));
  if (program === undefined || program < 2 || program > 40) return false;
  if (version === 0 && program !== 20 && program !== 32) return false;
  return polymod(prefix, words) === (version === 0 ? bech32Checksum : bech32mChecksum);
}

/** The number of whole bytes in 5-bit words, or `undefined` when the padding is not zero bits. */
function programBytes(words: readonly number[]): number | undefined {
  const padding = (words.length * 5) % 8;
  const last = words.at(-1) ?? 0;
  if (padding > 4 || (last & ((1 << padding) - 1)) !== 0) return undefined;
  return Math.floor((words.length * 5) / 8);
}

function polymod(prefix: string, words: readonly number[]): number {
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  return [...expanded, ...words].reduce((sum, word) => {
    const top = sum >>> 25;
    const shifted = ((sum & 0x1ffffff) << 5) ^ word;
    return bech32Generator.reduce(
      (mixed, generator, bit) => ((top >> bit) & 1 ? mixed ^ generator : mixed),
      shifted,
    );
  }, 1);
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
