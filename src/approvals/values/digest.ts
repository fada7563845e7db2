/**
 * SHA-256, over bytes as they are and over fields with their lengths in front, so that no two
 * different lists of fields can share an encoding. What is digested, others say.
 */
import { hash } from 'node:crypto';

type Field = string | number | bigint | undefined | readonly Field[];

export function sha256(bytes: string | Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

export function digest(field: Field): string {
  return sha256(encode(field));
}

/**
 * Tag, length, bytes: `t` text, `l` list, `n` nothing. Numbers are written as decimal text.
 * Half of a surrogate pair has no bytes of its own in UTF-8, so text with one is no text here.
 */
function encode(field: Field): Buffer {
  if (field === undefined) return tagged('n', 0, Buffer.alloc(0));
  if (Array.isArray(field)) return tagged('l', field.length, Buffer.concat(field.map(encode)));
  const text = String(field);
  if (!text.isWellFormed()) throw new Error(`The text ${JSON.stringify(text)} is not well formed.`);
  const bytes = Buffer.from(text, 'utf8');
  return tagged('t', bytes.length, bytes);
}

function tagged(tag: 't' | 'l' | 'n', length: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(tag, 0, 'latin1');
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, bytes]);
}
