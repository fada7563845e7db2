/**
 * Whether the bytes of a request are Slack's and of now. The time is bounded on both sides: what
 * comes from the future is as little Slack's as what was recorded an hour ago.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;

export type SignatureFlaw = 'timestamp' | 'stale' | 'signature';

/**
 * @param now epoch milliseconds.
 * @returns undefined for a genuine request, else a word for the count.
 */
export function signatureFlaw({
  body,
  timestamp,
  signature,
  signingSecret,
  now,
}: {
  readonly body: Buffer;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly signingSecret: string;
  readonly now: number;
}): SignatureFlaw | undefined {
  if (timestamp === undefined || !/^[1-9]\d{0,11}$/.test(timestamp)) return 'timestamp';
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) return 'stale';
  const digest = createHmac('sha256', signingSecret)
    .update(`v0:${timestamp}:`)
    .update(body)
    .digest('hex');
  const ours = Buffer.from(`v0=${digest}`);
  const theirs = Buffer.from(signature ?? '');
  return theirs.length === ours.length && timingSafeEqual(theirs, ours) ? undefined : 'signature';
}
