/**
 * The plan by which lines become parts: one part is one payout at the rail. Computed once, when the
 * request is made, and never again.
 */
import { z } from 'zod';
import type { Currency } from '../values/currency.ts';
import type { Line } from './content.ts';

/** One payout at the rail, and the lines of the request (counted from 1) that it carries. */
export const plannedPart = z.strictObject({
  part: z.number().int().positive(),
  kind: z.enum(['single', 'mass']),
  currency: z.string(),
  lines: z.array(z.number().int().positive()).min(1),
});
export type PlannedPart = z.infer<typeof plannedPart>;

/** Up to this many lines of one currency are cheaper as single payouts. */
const singlesMax = 5;

/**
 * Per currency, in order of appearance: one to five lines become a single payout each, more become
 * mass payouts of at most the currency's limit. Computed once, at the request, and fingerprinted.
 */
export function planParts(
  lines: readonly Line[],
  currencyOf: (code: string) => Currency,
): readonly PlannedPart[] {
  const byCurrency = Map.groupBy(
    lines.map((each, index) => ({ currency: each.currency, line: index + 1 })),
    (each) => each.currency,
  );
  const parts: PlannedPart[] = [];
  for (const [currency, members] of byCurrency) {
    const kind = members.length <= singlesMax ? 'single' : 'mass';
    const size = kind === 'single' ? 1 : currencyOf(currency).linesPerPart;
    for (let first = 0; first < members.length; first += size) {
      parts.push({
        part: parts.length + 1,
        kind,
        currency,
        lines: members.slice(first, first + size).map((member) => member.line),
      });
    }
  }
  return parts;
}
