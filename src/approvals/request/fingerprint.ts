/**
 * The digest of everything an approver approves, and the idempotency keys derived from it. What is
 * not covered here, nobody has approved.
 */
import type { Content } from '../draft/content.ts';
import type { PlannedPart } from '../draft/parts.ts';
import { digest } from '../values/digest.ts';

/** Everything the fingerprint covers. `nonce` is 16 random bytes in hex. */
export interface Fingerprinted {
  readonly host: string;
  readonly account: string;
  readonly team: string;
  readonly number: number;
  readonly authors: readonly string[];
  readonly content: Content;
  readonly parts: readonly PlannedPart[];
  readonly decimals: Readonly<Record<string, number>>;
  readonly policy: string;
  readonly nonce: string;
}

/** @returns 64 hex digits. */
export function fingerprint(of: Fingerprinted): string {
  const { content } = of;
  return digest([
    'countersign/fingerprint/1',
    of.host,
    of.account,
    of.team,
    of.number,
    of.authors,
    content.purpose,
    content.lines.map((line) => [
      line.address,
      line.currency,
      of.decimals[line.currency],
      line.amountMinor,
      line.payee,
      line.comment,
      line.reference,
    ]),
    of.parts.map((part) => [part.part, part.kind, part.currency, part.lines]),
    content.executeAt,
    content.source ? [content.source.name, content.source.sha256] : undefined,
    of.policy,
    of.nonce,
  ]);
}

/**
 * The key of one part: derived, not drawn, so that a ledger restored from a backup asks with the
 * same key. @returns a UUID with the bits of version 4.
 */
export function partKey(fingerprintHex: string, part: number): string {
  const bytes = Buffer.from(digest(['countersign/part-key/1', fingerprintHex, part]), 'hex');
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight characters for the small print, e.g. `K7QX-2M4D`. Machines compare all 256 bits. */
export function shortFingerprint(fingerprintHex: string): string {
  const bytes = Buffer.from(fingerprintHex.slice(0, 16), 'hex');
  const text = Array.from(bytes, (byte) => alphabet.charAt(byte & 31)).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
