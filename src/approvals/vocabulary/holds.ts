/**
 * Why a request can be on hold, and which of these reasons end by themselves.
 * What people are told about each is not said here.
 */

export const holdReasons = [
  'funds',
  'policy',
  'mismatch',
  'environment',
  'contradiction',
  'late',
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Holds that end once their cause is gone; the others want a person. */
export function endsByItself(reason: HoldReason): boolean {
  return reason === 'funds' || reason === 'environment' || reason === 'policy';
}
