/**
 * A person's command turned down. The list feeds the type, the wording and the test table;
 * a refusal is a value, never an exception.
 */
import type { RequestState } from './states.ts';

export const refusalRules = [
  'not-a-requester',
  'draft-not-found',
  'draft-already-requested',
  'blocked-by-policy',
  'request-not-found',
  'own-request',
  'not-an-approver',
  'already-decided',
  'fingerprint-changed',
  'not-awaiting',
  'not-cleared',
  'not-releasable',
  'not-cancelable',
  'expired',
  'guest',
  'external',
  'deactivated',
  'bot',
  'not-verified',
  'nothing-to-take',
  'not-your-request',
  'too-late-to-retract',
  'nothing-unclear',
  'reason-missing',
] as const;
export type RefusalRule = (typeof refusalRules)[number];

export interface Refusal {
  readonly kind: 'refused';
  readonly rule: RefusalRule;
  /** What the request is instead, where that is the reason. */
  readonly stage?: { readonly state: RequestState };
  /** More to say, in the rule's own terms, e.g. who is missing. */
  readonly detail?: string;
}

export function refused(
  rule: RefusalRule,
  request?: { readonly stage: { readonly state: RequestState } },
  detail?: string,
): Refusal {
  return {
    kind: 'refused',
    rule,
    ...(request === undefined ? {} : { stage: request.stage }),
    ...(detail === undefined ? {} : { detail }),
  };
}

export function isRefusal(answer: unknown): answer is Refusal {
  return (
    typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'refused'
  );
}
