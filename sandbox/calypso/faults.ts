/**
 * Faults a test or a person orders in advance: each waits for the requests (or webhooks) it names
 * and is used up. What they do to a socket is in answering.ts.
 */

import type { Json } from './json.ts';

type Where = {
  /** A path such as `/api/v1/payout/create`, `create` for both creates, `*` for every request. */
  readonly on: string;
  /** How many requests it hits; 1 unless told. */
  readonly times?: number;
};

/**
 * Without `handled`, the fault answers instead of the provider and the request has no effect; with
 * `handled: true` the request is carried out first and only its answer is lost.
 */
type Instead = { readonly handled?: boolean };

export type RequestFault = Where &
  (
    | { readonly kind: 'dropBefore' }
    | { readonly kind: 'acceptThenDrop' }
    | { readonly kind: 'errorBefore' }
    | { readonly kind: 'errorAfter' }
    | { readonly kind: 'slow'; readonly ms: number }
    /** The answer's bytes one at a time, with a pause between them. */
    | { readonly kind: 'trickle'; readonly ms: number }
    | { readonly kind: 'truncate' }
    /** Replaces a member in the answer, and in each item of a list; the ledger stays true. */
    | { readonly kind: 'wrongEcho'; readonly field: string; readonly value: Json }
    /** Answers with another payout's body. */
    | { readonly kind: 'crossTalk'; readonly payoutId: string }
    | { readonly kind: 'skewDate'; readonly byMs: number }
    | ({ readonly kind: 'hang' } & Instead)
    | ({ readonly kind: 'html' } & Instead)
    | ({ readonly kind: 'empty' } & Instead)
    | ({ readonly kind: 'huge'; readonly bytes: number } & Instead)
    /** A small gzip body that unpacks to `bytes`. */
    | ({ readonly kind: 'gzipBomb'; readonly bytes: number } & Instead)
    | ({
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body?: string;
      } & Instead)
    | ({
        readonly kind: 'code';
        readonly errorCode: string;
        readonly message?: string;
        readonly status?: number;
      } & Instead)
    | ({ readonly kind: 'redirect'; readonly to: string } & Instead)
  );

export type WebhookFault = { readonly on: 'webhook'; readonly times?: number } & (
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'late'; readonly byMs: number }
  /** The event is delivered after the one that follows it. */
  | { readonly kind: 'shuffled' }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'eventless' }
  /** Only the attempt it hits is signed wrongly; the retry is right again. */
  | { readonly kind: 'wrongSign' }
  | { readonly kind: 'wrongKey' }
);

export type Fault = RequestFault | WebhookFault;

export type Faults = ReturnType<typeof openFaults>;

/** Faults that let the request be carried out whatever `handled` says. */
const afterEffect: readonly string[] = [
  'acceptThenDrop',
  'errorAfter',
  'slow',
  'trickle',
  'truncate',
  'wrongEcho',
  'crossTalk',
  'skewDate',
];

export function openFaults() {
  let waiting: { readonly fault: Fault; left: number }[] = [];

  function take<T extends Fault>(matches: (fault: Fault) => fault is T): T | undefined {
    for (const entry of waiting) {
      const { fault } = entry;
      if (!matches(fault)) continue;
      entry.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return fault;
    }
    return undefined;
  }
  return {
    add: (fault: Fault) => waiting.push({ fault, left: fault.times ?? 1 }),
    clear: () => {
      waiting = [];
    },
    waiting: (): readonly Fault[] => waiting.map(({ fault, left }) => ({ ...fault, times: left })),
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

const isOn = ({ on }: RequestFault, path: string): boolean =>
  on === '*' ||
  on === path ||
  `/api/v1${on}` === path ||
  (on === 'create' && /\/payout\/(mass\/)?create$/.test(path));
