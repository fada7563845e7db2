/**
 * What is asked for: lines and their purpose, as they are kept. The content of a request never
 * changes; whoever wants another one asks again.
 */
import { z } from 'zod';
import { minorDigits } from '../values/amount.ts';
import { instant } from '../values/time.ts';

/** So that a card's header holds it whole. */
export const purposeCharactersMax = 120;
export const textCharactersMax = 200;
export const linesMax = 10_000;

const line = z.strictObject({
  address: z.string().min(1).max(128),
  currency: z.string().min(1).max(32),
  amountMinor: minorDigits,
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
