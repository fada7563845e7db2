/**
 * The doorbell: keeps our one webhook subscription and tells a genuine ring from any other. A ring
 * is a hint. Nothing in it is believed but that something moved; the body is kept as it came.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Client } from './client.ts';
import { parseExact } from './numbers.ts';
import { verify } from './signature.ts';
import { notice as noticeSchema, type Subscription } from './wire.ts';

/** A verified ring. `subscription` and `eventId` together name it for good. */
interface VerifiedRing {
  readonly subscription: string;
  /** Calypso's number of the event, else the SHA-256 of the body in hex. */
  readonly eventId: string;
  /** The bytes as text; what text cannot hold is kept as `base64:` and its encoding. */
  readonly body: string;
  /** The idempotency key of the payout that moved. */
  readonly partKey?: string;
  readonly railId?: string;
  readonly eventType: string;
}

export type Received =
  | { readonly status: 200; readonly notice: VerifiedRing }
  /** 401: not genuine. 503: trouble of ours, worth another attempt of theirs. */
  | { readonly status: 401 | 503; readonly reason: string };

export interface Doorbell {
  /** The id of our subscription, derived from the public address and the account. */
  readonly subscription: string;
  /** Where Calypso is to ring. */
  readonly url: string;
  /**
   * Looks for our subscription, makes it if it is missing and anew if it is blocked, learns its
   * keys. `created` means it was missing, `renewed` that it was blocked. @throws CalypsoError when Calypso cannot say or does not want to.
   */
  ensure(): Promise<'kept' | 'created' | 'renewed'>;
  /** `key` and `sign` are the headers of those names. Never throws. */
  receive(ring: {
    readonly body: Buffer;
    readonly key: string | undefined;
    readonly sign: string | undefined;
  }): Promise<Received>;
}

interface Secret {
  readonly publicKey: string;
  readonly secretKey: string;
  /** A key that Calypso no longer lists is accepted until then. */
  readonly until: number;
}

const relistEveryMs = 60_000;
/** For rings that were signed just before the keys were changed. */
const overlapMs = 10 * 60_000;

export function openDoorbell({
  client,
  publicUrl,
  account,
  now,
}: {
  readonly client: Client;
  readonly publicUrl: string;
  readonly account: string;
  readonly now: () => number;
}): Doorbell {
  const base = publicUrl.replace(/\/+$/, '');
  const url = `${base}/calypso/webhooks`;
  const subscription = subscriptionId(base, account);
  let secrets: readonly Secret[] = [];
  let listedAt: number | undefined;
  /** The re-listing under way or last done; false when it failed. */
  let relisted: Promise<boolean> = Promise.resolve(true);

  async function list(): Promise<Subscription | undefined> {
    listedAt = now();
    const all = await client.subscriptions();
    const ours = all.find((each) => each.requestId.toLowerCase() === subscription);
    learn(ours);
    return ours;
  }

  function learn(ours: Subscription | undefined): void {
    const at = now();
    const { publicKey, secretKey } = ours ?? {};
    const isCurrent = (each: Secret) =>
      each.publicKey === publicKey && each.secretKey === secretKey;
    const ending = secrets
      .filter((each) => !isCurrent(each) && each.until > at)
      .map((each) => ({ ...each, until: Math.min(each.until, at + overlapMs) }));
    const current =
      publicKey && secretKey ? [{ publicKey, secretKey, until: Number.POSITIVE_INFINITY }] : [];
    secrets = [...current, ...ending];
  }

  /** At most once a minute, however many rings ask for it. @returns whether the list is good. */
  function relist(): Promise<boolean> {
    if (listedAt === undefined || now() - listedAt >= relistEveryMs)
      relisted = list().then(
        () => true,
        () => false,
      );
    return relisted;
  }

  const isGenuine = (body: Buffer, key: string, sign: string) =>
    secrets
      .filter((each) => each.until > now())
      .map((each) => sameText(each.publicKey, key) && verify(each.secretKey, body, sign))
      .includes(true);

  return {
    subscription,
    url,
    async ensure() {
      const ours = await list();
      if (ours && ours.blockedByErrorCount !== true) return 'kept';
      // A blocked one rings no more until somebody unblocks it by hand; a new one does at once.
      if (ours) await client.deleteSubscription(subscription);
      const created = await client.createSubscription({ requestId: subscription, url });
      if (created.publicKey && created.secretKey) learn(created);
      else await list();
      return ours ? 'renewed' : 'created';
    },
    async receive({ body, key = '', sign = '' }) {
      if (secrets.length === 0)
        return { status: 503, reason: 'the keys of the subscription are not loaded yet' };
      if (isGenuine(body, key, sign))
        return { status: 200, notice: readNotice(subscription, body) };
      if (!(await relist()))
        return { status: 503, reason: 'the keys of the subscription could not be listed again' };
      if (isGenuine(body, key, sign))
        return { status: 200, notice: readNotice(subscription, body) };
      return { status: 401, reason: 'the signature is not one of our subscription' };
    },
  };
}

/** A UUID with the bits of version 4, the same for the same address and account. */
function subscriptionId(base: string, account: string): string {
  const text = ['countersign/webhook/1', base, account.toLowerCase()].join('\n');
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** In the same time whatever they hold. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** Which payout a stored notice is about; nothing for one that says nothing readable. */
export function noticeAbout(body: string): { readonly key?: string; readonly railId?: string } {
  const { data } = noticeSchema.safeParse(jsonOf(body)).data ?? {};
  const key = data?.idempotencyKey?.toLowerCase();
  const railId = data?.parentExternalId;
  return { ...(key && { key }), ...(railId && { railId }) };
}

/** Unreadable bodies are notices too: their signature says that they are Calypso's. */
function readNotice(subscription: string, bytes: Buffer): VerifiedRing {
  const body = exactText(bytes);
  const { id, eventType, data } = noticeSchema.safeParse(jsonOf(body)).data ?? {};
  const { key: partKey, railId } = noticeAbout(body);
  return {
    subscription,
    eventId: id ?? createHash('sha256').update(bytes).digest('hex'),
    body,
    ...(partKey && { partKey }),
    ...(railId && { railId }),
    eventType: eventType ?? data?.type ?? 'unknown',
  };
}

/** A ledger column of text takes neither broken UTF-8 nor a NUL. */
function exactText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const exact = !text.includes('\0') && Buffer.from(text, 'utf8').equals(bytes);
  return exact ? text : `base64:${bytes.toString('base64')}`;
}

function jsonOf(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
