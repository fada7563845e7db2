/**
 * Opens a signed request in the documented order of checks: key (002), signature (003), clock
 * (011), then account (004) and payload (001). The signature is computed over the bytes as they
 * arrived, before anybody parses them.
 */

import { createHmac } from 'node:crypto';
import { Refused, readFields } from './fields.ts';
import { isNumberToken, type Json, memberOf, parseJson, tokenText } from './json.ts';
import type { Settings } from './settings.ts';

export type Envelope = {
  readonly settings: Settings;
  readonly key: string;
  readonly secret: string;
  readonly account: string;
  readonly now: () => number;
};

export type Signed = {
  readonly key: string | undefined;
  readonly sign: string | undefined;
  readonly body: Buffer;
};

/** Lower-case hex of HMAC-SHA512; the secret is taken as text, not decoded from hex. */
export const signatureOf = (secret: string, body: string | Uint8Array): string =>
  createHmac('sha512', secret).update(body).digest('hex');

/** Checks key, signature and clock; answers the parsed body. */
export function verify({ settings, key, secret, now }: Envelope, request: Signed): Json {
  if (request.key !== key) throw new Refused('002', 'Invalid api key');
  if (request.sign !== signatureOf(secret, request.body)) throw new Refused('003', 'Wrong sign');
  const body = parsed(request.body);
  const timestamp = memberOf(body, 'timestamp');
  const digits = isNumberToken(timestamp) ? tokenText(timestamp) : '';
  const distance = Math.abs(now() - Number.parseInt(digits, 10));
  if (!/^\d{1,16}$/.test(digits) || !(distance <= settings.clockWindowMs)) {
    throw new Refused('011', 'Invalid timestamp parameter');
  }
  return body;
}

/** Checks the account where the endpoint has one; answers the payload, unread. */
export function open(
  { settings, account }: Envelope,
  body: Json,
  wants: { readonly account: boolean; readonly payload: boolean },
): Json | undefined {
  const fields = readFields(body, 'request', ['timestamp', 'account', 'payload'], settings);
  if (wants.account && fields.requiredText('account') !== account) {
    throw new Refused('004', 'Account not found');
  }
  return wants.payload ? memberOf(body, 'payload') : undefined;
}

function parsed(body: Buffer): Json {
  try {
    return parseJson(body);
  } catch {
    throw new Refused('001', 'Malformed JSON request');
  }
}
