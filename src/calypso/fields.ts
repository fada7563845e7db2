/**
 * The kinds of value in Calypso's answers, read leniently: null means absent, ids may be numbers,
 * dates may lack their zone. Amounts stay the exact text they were written in.
 */
import { z } from 'zod';
import { isExactNumber } from './numbers.ts';

/** A JSON number as its source text, in main units: `12.5`, `1.0E-7`. */
export const amount = z
  .custom<{ readonly rawJSON: string }>(isExactNumber, 'must be a number')
  .transform((token) => token.rawJSON);

/** Documented as text here and as a number there; always text for us. */
export const id = z.union([z.string().min(1).max(200), amount]);

/** Absent and null are the same; a value of the wrong type is an unreadable answer. */
export const given = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** For what is only shown: a value of the wrong type is as good as none. */
export const forShow = <T extends z.ZodType>(schema: T) => given(schema).catch(undefined);

/** With or without a zone; without one it is UTC. For display only, never for ordering. */
export const date = z.string().transform((text, ctx) => {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const at = Date.parse(zoned);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  ctx.addIssue({ code: 'custom', message: 'must be an ISO 8601 date' });
  return z.NEVER;
});

/** For counting, never for money. */
export const count = amount.transform((digits) => Number.parseInt(digits, 10));
