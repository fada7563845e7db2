/**
 * The bytes of a file → rows of text cells, whatever spreadsheet wrote it. Size and encoding are
 * settled before anything is parsed; a character that can not be read is never replaced.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { valueCharactersMax } from '../draft/line-problems.ts';
import { shown, trimmed } from '../values/text.ts';
import type { FileFlaw, FileKind, SheetProblem } from './problems.ts';

export const fileBytesMax = 1024 * 1024;

/** Cells without surrounding blanks. `row` counts as a spreadsheet does: blank rows included. */
export interface Row {
  readonly row: number;
  readonly cells: readonly string[];
}

/** @returns the rows that are not blank; with a problem, those above it. */
export function readCsv(
  bytes: Uint8Array,
  name: string,
): { readonly rows: readonly Row[]; readonly problem?: SheetProblem } {
  const refused = (flaw: FileFlaw) => ({
    rows: [],
    problem: { ...flaw, value: shown(name, valueCharactersMax) },
  });
  if (bytes.length > fileBytesMax)
    return refused({ rule: 'file-too-large', limit: fileBytesMax, found: bytes.length });
  const looksLike = kindOf(bytes);
  if (looksLike) return refused({ rule: 'file-not-text', looksLike });
  const text = textOf(bytes);
  if (text === undefined || text.includes('\0')) return refused({ rule: 'file-not-text' });
  const read = rowsOf(withoutSeparatorLine(text));
  return read.rows.length === 0 && !read.problem ? refused({ rule: 'file-empty' }) : read;
}

const beginnings: readonly (readonly [FileKind, string])[] = [
  ['zip', 'PK\x03\x04'],
  ['pdf', '%PDF-'],
  ['png', '\x89PNG'],
];

function kindOf(bytes: Uint8Array): FileKind | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  return beginnings.find(([, beginning]) => start.startsWith(beginning))?.[0];
}

/** UTF-8, or UTF-16 if it says so. The byte order mark is dropped. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  let encoding = 'utf-8';
  if (first === 0xff && second === 0xfe) encoding = 'utf-16le';
  if (first === 0xfe && second === 0xff) encoding = 'utf-16be';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Excel writes and reads a first line such as `sep=;`, and shows the one below it as row 1. */
function withoutSeparatorLine(text: string): string {
  return text.replace(/^sep=[^\r\n](?:\r\n|\n|\r)/i, '');
}

/**
 * No limit on a record's size or on their number is given to the parser: the file is bounded, and
 * an open quote is better told as such. A quoted line break does not begin a new row.
 */
function rowsOf(text: string): { readonly rows: readonly Row[]; readonly problem?: SheetProblem } {
  const rows: Row[] = [];
  const options = {
    delimiter: delimiterOf(text),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    on_record(record: readonly string[], at: { records: number; empty_lines: number }) {
      const cells = record.map(trimmed);
      if (cells.some((cell) => cell !== '')) rows.push({ row: at.records + at.empty_lines, cells });
      return undefined;
    },
  };
  try {
    parse(text, options);
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = countOf(error.records) + countOf(error.empty_lines) + 1;
    return { rows, problem: { rule: 'quote-broken', row, value: '' } };
  }
}

/** Comma, semicolon or tab: whichever the header line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const counts = new Map([',', ';', '\t'].map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of text.replace(/^[\r\n]+/, '')) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === '\n' || character === '\r') break;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return best?.[0] ?? ',';
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
