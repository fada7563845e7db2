/**
 * HMAC-SHA512 over exact bytes, with the secret taken as UTF-8 text: Calypso's signature in both
 * directions. Bytes are never parsed, reordered or re-encoded here.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** @returns 128 lower-case hex digits. */
export function sign(secret: string, bytes: Uint8Array): string {
  return createHmac('sha512', secret).update(bytes).digest('hex');
}

/** Compares in constant time; anything but 128 hex digits of either case is a wrong signature. */
export function verify(secret: string, bytes: Uint8Array, signatureText: string): boolean {
  if (!/^[0-9a-f]{128}$/i.test(signatureText)) return false;
  const expected = createHmac('sha512', secret).update(bytes).digest();
  return timingSafeEqual(expected, Buffer.from(signatureText, 'hex'));
}
