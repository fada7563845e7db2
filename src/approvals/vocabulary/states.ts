/**
 * The states a request can be in, and which of them are final. The list feeds the type, the words
 * and the tests; what each carries is in `request.ts`.
 */

export const finalStates = [
  'completed',
  'partly-paid',
  'failed',
  'canceled',
  'rejected',
  'retracted',
  'expired',
] as const;
export type FinalState = (typeof finalStates)[number];

export const requestStates = [
  'awaiting',
  'cleared',
  'sending',
  'unclear',
  'held',
  'sent',
  ...finalStates,
] as const;
export type RequestState = (typeof requestStates)[number];

export function isFinal(state: RequestState): state is FinalState {
  return finalStates.some((each) => each === state);
}
