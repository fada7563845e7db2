/**
 * What an assessment can notice, by rule. The list feeds the type, the words and the tests; nothing
 * is judged here.
 */
import { z } from 'zod';

export const findingRules = [
  'currency-not-allowed',
  'quorum-unreachable',
  'own-account',
  'token-contract',
] as const;

/** What the assessment noticed. `lines` count from 1 and are empty when it is about the whole. */
export const finding = z.strictObject({
  severity: z.enum(['block', 'warn', 'note']),
  rule: z.enum(findingRules),
  lines: z.array(z.number().int().positive()),
  value: z.string(),
});
export type Finding = z.infer<typeof finding>;
