/**
 * Everything that can be wrong with a file, by rule, with the facts that a sentence about it needs;
 * what is wrong with one line is in `line-problems.ts`. Nothing here is a sentence.
 */
import { type Column, type LineFlaw, type LineRule, lineRules } from '../draft/line-problems.ts';
import type { Currency } from '../values/currency.ts';

export const sheetRules = [
  'file-empty',
  'file-too-large',
  'file-not-text',
  'header-missing-column',
  'header-unknown-column',
  'header-duplicate-column',
  'no-rows',
  'too-many-rows',
  'row-shape',
  'quote-broken',
  ...lineRules,
  'duplicate-line',
] as const;
export type SheetRule = (typeof sheetRules)[number];

/** What is wrong with the file, its header or the form of a row. */
export type FileFlaw =
  /** Bytes, or rows below the header. */
  | {
      readonly rule: 'file-too-large' | 'too-many-rows';
      readonly limit: number;
      readonly found: number;
    }
  /** A ZIP is most often an Excel workbook. Absent: bytes that are no Unicode text. */
  | { readonly rule: 'file-not-text'; readonly looksLike?: FileKind }
  /** Cells: as many as the header has, and as many as the row has. */
  | { readonly rule: 'row-shape'; readonly expected: number; readonly found: number }
  /** The row that pays the same first. */
  | { readonly rule: 'duplicate-line'; readonly firstRow: number }
  | { readonly rule: Exclude<SheetRule, LineRule | FactualFileRule> };

export type FileKind = 'zip' | 'pdf' | 'png';

type FactualFileRule =
  | 'file-too-large'
  | 'too-many-rows'
  | 'file-not-text'
  | 'row-shape'
  | 'duplicate-line';

/** `row` counts as a spreadsheet does, the header being 1; without one it is about the file. */
export type SheetProblem = (LineFlaw | FileFlaw) & {
  readonly row?: number;
  /** The name of the column; absent when it is about the whole row, or about no known column. */
  readonly column?: Column;
  readonly value: string;
  readonly currency?: Currency;
};
