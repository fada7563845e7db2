/**
 * What is queued to be told, as the desk names it: a kind and the facts of it, never a sentence.
 */

/** A message to people, waiting to be told. `data` is for whoever renders `kind`. */
export interface Message {
  /** Unique for good: the same message is queued once, however often it is enqueued. */
  readonly key: string;
  /** Messages of one lane are told in order, e.g. `request:1042`. */
  readonly lane: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}
