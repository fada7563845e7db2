/**
 * The problems somebody must act on, as the desk names them, and which of them only a person can
 * close. How they look and what to do is said in the window to people.
 */

/** Problems that no later fact resolves: a person says that they are dealt with. */
export const closable: readonly string[] = ['failed', 'contradiction', 'unexplained'];

/** One open problem someone must act on. Its key is unique while it is open. */
export interface Incident {
  /** e.g. `funds:1042`. */
  readonly key: string;
  readonly kind: string;
  readonly request?: number;
  readonly detail: string;
}
