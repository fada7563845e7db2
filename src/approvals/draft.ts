/**
 * What is asked for: the content of a draft, and the plan by which its lines become parts.
 * The content of a request never changes; whoever wants another one asks again.
 */
import { z } from 'zod';
import type { Currency } from './money.ts';

/** Minor units: bigint in memory, digits in the record. */
export const minorUnits = z.codec(z.string().regex(/^-?\d{1,60}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (minor) => minor.toString(),
});

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z.iso.datetime({ precision: 3 });

/** So that a card's header holds it whole. */
export const purposeCharactersMax = 120;
export const textCharactersMax = 200;
export const linesMax = 10_000;

const line = z.strictObject({
  address: z.string().min(1).max(128),
  currency: z.string().min(1).max(32),
  amountMinor: minorUnits,
  payee: z.string().max(textCharactersMax).optional(),
  comment: z.string().max(textCharactersMax).optional(),
  reference: z.string().max(textCharactersMax).optional(),
});
export type Line = z.infer<typeof line>;

export const content = z.strictObject({
  purpose: z.string().min(1).max(purposeCharactersMax),
  lines: z.array(line).min(1).max(linesMax),
  executeAt: instant.optional(),
  /** The file the lines came from, with the SHA-256 of its bytes in hex. */
  source: z.strictObject({ name: z.string(), sha256: z.string() }).optional(),
});
export type Content = z.infer<typeof content>;

/** A draft someone is preparing. It may be lost; a request may not. */
export const draft = z.strictObject({
  id: z.string(),
  by: z.string(),
  createdAt: instant,
  content,
});
export type Draft = z.infer<typeof draft>;

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
