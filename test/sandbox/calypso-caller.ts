/**
 * A plain signed caller for tests of the Calypso emulator: fetch and its own HMAC line, the payload
 * given as JSON text so that a test decides every digit.
 */

import { createHmac } from 'node:crypto';
import type { CalypsoEmulator } from '../../sandbox/calypso/emulator.ts';

export const noon = Date.parse('2026-03-02T12:00:00Z');
export const tron = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
export const ether = '0x3b2d03a4e60c9e0fa45f45a544d137bda2014f0f';
export const otherEther = '0x40b70f0eee9a1605ef28ac6914f34d3bc80e15ca';
export const keyOne = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
export const keyTwo = '81a86936-ca95-4991-b824-ef1ee12f65f3';

type Reply = {
  readonly status: number;
  readonly text: string;
  /** The parsed body, or `{}` when there is none. */
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
};

type CallOptions = {
  readonly method?: string;
  readonly timestamp?: number | string;
  readonly account?: string;
  readonly key?: string;
  readonly secret?: string;
  readonly sign?: string;
  readonly contentType?: string;
  /** The whole body instead of the envelope. */
  readonly raw?: string;
};

export type Call = (path: string, payload?: string, options?: CallOptions) => Promise<Reply>;

export const sign = (secret: string, body: string | Uint8Array): string =>
  createHmac('sha512', secret).update(body).digest('hex');

/** Calls `path` without its `/api/v1`, signed as `calypso` expects unless told otherwise. */
export const callerOf =
  (calypso: CalypsoEmulator, now: () => number = () => noon): Call =>
  async (path, payload, options = {}) => {
    const account = options.account ?? calypso.account;
    const member = payload === undefined ? '' : `,"payload":${payload}`;
    const timestamp = options.timestamp ?? now();
    const body = options.raw ?? `{"timestamp":${timestamp},"account":"${account}"${member}}`;
    const response = await fetch(`${calypso.url}/api/v1${path}`, {
      method: options.method ?? 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': options.contentType ?? 'application/json',
        Key: options.key ?? calypso.key,
        Sign: options.sign ?? sign(options.secret ?? calypso.secret, body),
      },
      ...(options.method === 'GET' ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, text, body: bodyOf(text), headers: response.headers };
  };

export const single = (amount: string, more = ''): string =>
  `{"currency":"USDT_TRX","depositAddress":"${tron}","amount":${amount}${more}}`;

export const withKey = (key: string): string => `,"idempotencyKey":"${key}"`;

export const massOf = (amounts: readonly string[], more = ''): string => {
  const lines = amounts.map((amount) => `{"depositAddress":"${ether}","amount":${amount}}`);
  return `{"currency":"ETH","name":"salaries","massAddresses":[${lines.join(',')}]${more}}`;
};

function bodyOf(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  return JSON.parse(text);
}
