/**
 * Faults a test or a person orders in advance: each waits for the requests (or webhooks) it names
 * and is used up, or stays until it is taken back. What they do to a socket is in answering.ts.
 */

import { z } from 'zod';
import { type Json, numberToken } from './json.ts';

const milliseconds = z.number().int().min(0);
const bytes = z.number().int().min(1);

/**
 * Without `handled`, the fault answers instead of the provider and the request has no effect; with
 * `handled: true` the request is carried out first and only its answer is lost.
 */
const instead = { handled: z.boolean().optional() };

/** Numbers come as JavaScript's from outside, and as exact tokens from a test. */
const json: z.ZodType<Json> = z.union([
  z.number().transform((value) => numberToken(String(value))),
  z.custom<Json>((value) => value !== undefined),
]);

const requestKinds = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dropBefore') }),
  z.object({ kind: z.literal('acceptThenDrop') }),
  z.object({ kind: z.literal('errorBefore') }),
  z.object({ kind: z.literal('errorAfter') }),
  z.object({ kind: z.literal('slow'), ms: milliseconds }),
  /** The answer's bytes one at a time, with a pause between them. */
  z.object({ kind: z.literal('trickle'), ms: milliseconds }),
  z.object({ kind: z.literal('truncate') }),
  /** Replaces a member in the answer, and in each item of a list; the ledger stays true. */
  z.object({ kind: z.literal('wrongEcho'), field: z.string(), value: json }),
  /** Answers with another payout's body. */
  z.object({ kind: z.literal('crossTalk'), payoutId: z.string() }),
  /** The whole answer one level deeper, under a name nobody documented. */
  z.object({ kind: z.literal('otherShape') }),
  /** One row of a list, the first unless told, without amount and with a state of another type. */
  z.object({ kind: z.literal('oddRow'), at: z.number().int().min(0).optional() }),
  z.object({ kind: z.literal('skewDate'), byMs: z.number().int() }),
  z.object({ kind: z.literal('hang'), ...instead }),
  z.object({ kind: z.literal('html'), ...instead }),
  z.object({ kind: z.literal('empty'), ...instead }),
  z.object({ kind: z.literal('huge'), bytes, ...instead }),
  /** A small gzip body that unpacks to `bytes`. */
  z.object({ kind: z.literal('gzipBomb'), bytes, ...instead }),
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    ...instead,
  }),
  z.object({
    kind: z.literal('code'),
    errorCode: z.string(),
    message: z.string().optional(),
    status: z.number().int().min(200).max(599).optional(),
    ...instead,
  }),
  z.object({
    kind: z.literal('redirect'),
    to: z.string(),
    /** 307 unless told. */
    status: z.number().int().min(301).max(308).optional(),
    ...instead,
  }),
]);

const webhookKinds = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('duplicate') }),
  z.object({ kind: z.literal('late'), byMs: milliseconds }),
  /** The event is delivered after the one that follows it. */
  z.object({ kind: z.literal('shuffled') }),
  z.object({ kind: z.literal('dropped') }),
  z.object({ kind: z.literal('eventless') }),
  /** Only the attempt it hits is signed wrongly; the retry is right again. */
  z.object({ kind: z.literal('wrongSign') }),
  z.object({ kind: z.literal('wrongKey') }),
]);

const ordered = {
  /** How many requests or webhooks it hits, 1 unless told; `always` until it is taken back. */
  times: z.union([z.number().int().min(1), z.literal('always')]).optional(),
  /** Under which name it can be taken back. */
  name: z.string().optional(),
};

/**
 * A path such as `/api/v1/payout/create` or `/payout/create`, or one of these words: `create` for
 * both creates, `cancel` for both cancels, `payouts` for reads of payouts, `transfers` for reads of transfers, `lists` for
 * every list, `reads` for all of those, `*` for every request.
 */
const on = z.string().refine((value) => value !== 'webhook');

const requestFault = z.object({ on, ...ordered }).and(requestKinds);
const webhookFault = z.object({ on: z.literal('webhook'), ...ordered }).and(webhookKinds);

/** A fault as it comes over the control API. */
export const faultSpec = z.union([webhookFault, requestFault]);

export type RequestFault = z.infer<typeof requestFault>;
type WebhookFault = z.infer<typeof webhookFault>;
export type Fault = z.infer<typeof faultSpec>;

export type Faults = ReturnType<typeof openFaults>;

/** Faults that let the request be carried out whatever `handled` says. */
const afterEffect: readonly RequestFault['kind'][] = [
  'acceptThenDrop',
  'errorAfter',
  'slow',
  'trickle',
  'truncate',
  'wrongEcho',
  'crossTalk',
  'otherShape',
  'oddRow',
  'skewDate',
];

const places: Readonly<Record<string, RegExp>> = {
  '*': /^/,
  create: /^\/payout\/(mass\/)?create$/,
  cancel: /^\/payout\/(mass\/)?cancel$/,
  payouts: /^\/payout(\/mass)?(\/all)?$/,
  transfers: /^\/payout\/withdrawal(\/all|\/find)?$/,
  lists: /^\/payout\/(mass\/|withdrawal\/)?(all|find)$/,
  reads: /^\/payout(\/mass|\/withdrawal)?(\/all|\/find)?$/,
};

export function openFaults() {
  let waiting: { readonly fault: Fault; left: number }[] = [];

  /** Those that are used up come before those that stay. */
  function take<T extends Fault>(matches: (fault: Fault) => fault is T): T | undefined {
    const inTurn = [
      ...waiting.filter(({ left }) => Number.isFinite(left)),
      ...waiting.filter(({ left }) => !Number.isFinite(left)),
    ];
    for (const entry of inTurn) {
      const { fault } = entry;
      if (!matches(fault)) continue;
      entry.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return fault;
    }
    return undefined;
  }
  return {
    /** @returns what takes it back. */
    add(fault: Fault): () => void {
      const { times = 1 } = fault;
      const entry = { fault, left: times === 'always' ? Number.POSITIVE_INFINITY : times };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    takeBack(name: string): void {
      waiting = waiting.filter(({ fault }) => fault.name !== name);
    },
    clear: () => {
      waiting = [];
    },
    waiting: (): readonly Fault[] =>
      waiting.map(({ fault, left }) => ({
        ...fault,
        times: Number.isFinite(left) ? left : 'always',
      })),
    takeRequest: (path: string) =>
      take((fault): fault is RequestFault => isForRequests(fault) && isOn(fault, path)),
    takeWebhook: (moment: 'publish' | 'attempt') =>
      take(
        (fault): fault is WebhookFault =>
          !isForRequests(fault) &&
          (fault.kind === 'wrongSign' || fault.kind === 'wrongKey') === (moment === 'attempt'),
      ),
  };
}

/** Whether the request is carried out although the fault spoils its answer. */
export const letsThrough = (fault: RequestFault): boolean =>
  afterEffect.includes(fault.kind) || ('handled' in fault && fault.handled === true);

const isForRequests = (fault: Fault): fault is RequestFault => fault.on !== 'webhook';

function isOn({ on: where }: RequestFault, path: string): boolean {
  const reference = spelt(path);
  return places[where]?.test(reference) ?? spelt(where) === reference;
}

/** Without the prefix and the older spelling. */
const spelt = (path: string): string =>
  path.replace(/^\/api\/v1(?=\/)/, '').replace(/^\/pub(?=\/)/, '');
