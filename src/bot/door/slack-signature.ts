/**
 * Whether the bytes of a request are Slack's and of now. The time is bounded on both sides: what
 * comes from the future is as little Slack's as what was recorded an hour ago.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;

export type SignatureFlaw = 'timestamp' | 'stale' | 'signature';

/** What the headers claim; nothing of the body is needed to see that they cannot be Slack's. */
export interface SlackHeaders {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/**
 * @param now epoch milliseconds.
 * @returns undefined when a body is worth reading, else a word for the count.
 */
export function headerFlaw(
  { timestamp, signature }: SlackHeaders,
  now: number,
): SignatureFlaw | undefined {
  if (timestamp === undefined || !/^[1-9]\d{0,11}$/.test(timestamp)) return 'timestamp';
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) return 'stale';
  return /^v0=[0-9a-f]{64}$/.test(signature ?? '') ? undefined : 'signature';
}

/** Whether these very bytes were signed, by whoever has the secret. */
export function isSigned(
  body: Buffer,
  { timestamp, signature }: SlackHeaders,
  signingSecret: string,
): boolean {
  const digest = createHmac('sha256', signingSecret)
    .update(`v0:${timestamp}:`)
    .update(body)
    .digest('hex');
  const ours = Buffer.from(`v0=${digest}`);
  const theirs = Buffer.from(signature ?? '');
  return theirs.length === ours.length && timingSafeEqual(theirs, ours);
}
