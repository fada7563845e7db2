/**
 * A draft becomes the first event of a request: parts, keys, payloads and the fingerprint of it
 * all. Nothing is recorded or sent from here.
 */
import type { Draft } from '../draft/content.ts';
import { planParts } from '../draft/parts.ts';
import type { Assessment } from '../policy/assess.ts';
import type { Policy } from '../policy/schema.ts';
import { orderOf } from '../rail/order.ts';
import type { PaymentRail } from '../rail/rail.ts';
import type { RequestEvent } from '../request/events.ts';
import { fingerprint, partKey } from '../request/fingerprint.ts';
import { sha256 } from '../values/digest.ts';
import type { Clock } from '../values/time.ts';

/** What the first event of a request is made with. */
export interface RequestedDeps {
  readonly rail: PaymentRail;
  readonly policy: Policy;
  /** The Slack workspace the people belong to. */
  readonly team: string;
  readonly now: Clock;
  /** 16 random bytes in hex. */
  readonly newNonce: () => string;
}

/** The first event of a request: everything an approver will approve, keys and payloads included. */
export function requestedFrom(
  { rail, policy, team, now, newNonce }: RequestedDeps,
  draft: Draft,
  { approval, needs, findings }: Assessment,
  number: number,
): Extract<RequestEvent, { type: 'requested' }> {
  const { content } = draft;
  const currencyOf = (code: string) => {
    const currency = rail.currency(code);
    if (!currency) throw new Error(`The rail does not know ${code}, which the policy allowed.`);
    return currency;
  };
  const plan = planParts(content.lines, currencyOf);
  const { executeAt } = content;
  const isRails = policy.schedule.holdAt === 'calypso' && executeAt !== undefined;
  const codes = new Set(content.lines.map((line) => line.currency));
  const decimals = Object.fromEntries([...codes].map((code) => [code, currencyOf(code).decimals]));
  const nonce = newNonce();
  const authors = [draft.by];
  const print = fingerprint({
    host: rail.host,
    account: rail.account,
    team,
    number,
    authors,
    content,
    parts: plan,
    decimals,
    policy: policy.digest,
    nonce,
  });
  const parts = plan.map((each) => {
    const key = partKey(print, each.part);
    const order = orderOf(number, content, each, key);
    const payload = isRails ? rail.payload(order, executeAt) : rail.payload(order);
    return { ...each, key, payload, payloadSha256: sha256(payload) };
  });
  return {
    type: 'requested',
    at: new Date(now()).toISOString(),
    by: draft.by,
    number,
    draftId: draft.id,
    team,
    host: rail.host,
    account: rail.account,
    authors,
    content,
    parts,
    decimals,
    nonce,
    fingerprint: print,
    policy: policy.digest,
    approval,
    needs: [...needs],
    findings: [...findings],
    sendDelayMs: policy.schedule.sendDelay,
    ...(isRails && { heldBy: 'rail' }),
    expiresAt: new Date(now() + policy.schedule.expireAfter).toISOString(),
  };
}
