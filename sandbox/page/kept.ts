/**
 * The emulators' ledgers in one file, so that they and the bot's ledger still agree after a
 * restart. Written whole to a second file and then renamed: a crash leaves the older one.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { KeptWorkplace } from '../workplace/workplace.ts';

export interface KeptSandbox {
  readonly format: 2;
  /** The page's port; the others follow from it, and the bot's ledger remembers one of them. */
  readonly port: number;
  readonly dataId: string;
  readonly workplace: KeptWorkplace;
}

export function readKept(file: string): KeptSandbox | undefined {
  if (!existsSync(file)) return undefined;
  const kept: KeptSandbox = JSON.parse(readFileSync(file, 'utf8'), revive);
  if (kept.format === 2) return kept;
  throw new Error(`${file} was written by another version. Start with --reset to begin anew.`);
}

export function writeKept(file: string, kept: KeptSandbox): void {
  writeFileSync(`${file}.new`, JSON.stringify(kept, flatten));
  renameSync(`${file}.new`, file);
}

/** Whole numbers beyond JSON's, and bytes, as objects with one telling member. */
function flatten(this: object, name: string, value: unknown): unknown {
  const plain: unknown = Reflect.get(this, name);
  if (typeof plain === 'bigint') return { $bigint: plain.toString() };
  if (plain instanceof Uint8Array) return { $bytes: Buffer.from(plain).toString('base64') };
  return value;
}

function revive(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$bigint' in value && typeof value.$bigint === 'string') return BigInt(value.$bigint);
  if ('$bytes' in value && typeof value.$bytes === 'string')
    return Buffer.from(value.$bytes, 'base64');
  return value;
}
