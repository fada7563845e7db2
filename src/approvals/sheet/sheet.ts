/**
 * A file of recipients → the lines of a draft, or every problem with its row and column at once.
 * A file is taken whole or refused whole; no header is guessed and no cell is corrected.
 */
import { type Line, linesMax } from '../draft/content.ts';
import {
  type Column,
  columns,
  requiredColumns,
  valueCharactersMax,
} from '../draft/line-problems.ts';
import { type CurrencyOf, readLine } from '../draft/read-line.ts';
import { addressKey } from '../values/address.ts';
import { hasControls, shown } from '../values/text.ts';
import { type Row, readCsv } from './csv.ts';
import type { SheetProblem } from './problems.ts';

export const problemsListedMax = 200;

/** `unlisted` counts the problems beyond the first two hundred. */
export type Sheet =
  | { readonly lines: Line[] }
  | { readonly problems: readonly SheetProblem[]; readonly unlisted: number };

/** `name` is the file's, for the problems that are about the whole of it. */
export function readSheet(bytes: Uint8Array, name: string, currencyOf: CurrencyOf): Sheet {
  const { rows, problem } = readCsv(bytes, name);
  const rest = problem ? [problem] : [];
  const [header, ...body] = rows;
  if (!header) return refused(rest);

  const heading = readHeader(header);
  if (!heading.complete) return refused([...heading.problems, ...rest]);
  const file = { value: shown(name, valueCharactersMax) };
  if (body.length > linesMax)
    return refused([{ rule: 'too-many-rows', limit: linesMax, found: body.length, ...file }]);
  if (body.length === 0 && !problem) rest.push({ rule: 'no-rows', ...file });

  const read = readBody(body, heading.columns, currencyOf);
  const problems = [...heading.problems, ...read.problems, ...rest];
  return problems.length > 0 ? refused(problems) : { lines: read.lines };
}

function refused(problems: readonly SheetProblem[]): Sheet {
  const listed = problems.slice(0, problemsListedMax);
  return { problems: listed, unlisted: problems.length - listed.length };
}

interface Heading {
  /** By position in the row; undefined where a column has no meaning here. */
  readonly columns: readonly (Column | undefined)[];
  readonly problems: readonly SheetProblem[];
  /** Whether every cell below has one meaning, so that the rows can be read. */
  readonly complete: boolean;
}

function readHeader({ row, cells }: Row): Heading {
  const found = cells.map((cell) => columns.find((column) => column === cell.toLowerCase()));
  const problems: SheetProblem[] = [];
  let complete = true;
  for (const [index, cell] of cells.entries()) {
    const value = shown(cell, valueCharactersMax);
    const column = found[index];
    if (hasControls(cell)) problems.push({ rule: 'text-control-characters', row, value });
    else if (!column) problems.push({ rule: 'header-unknown-column', row, value });
    else if (found.indexOf(column) < index) {
      problems.push({ rule: 'header-duplicate-column', row, column, value });
      complete = false;
    }
  }
  for (const column of requiredColumns) {
    if (found.includes(column)) continue;
    problems.push({ rule: 'header-missing-column', row, column, value: '' });
    complete = false;
  }
  return { columns: found, problems, complete };
}

function readBody(
  rows: readonly Row[],
  heading: Heading['columns'],
  currencyOf: CurrencyOf,
): { readonly lines: Line[]; readonly problems: readonly SheetProblem[] } {
  const lines: Line[] = [];
  const problems: SheetProblem[] = [];
  const firstRows = new Map<string, number>();
  for (const { row, cells } of rows) {
    if (cells.length !== heading.length) {
      problems.push(raggedRow(row, cells, heading.length));
      continue;
    }
    const read = readLine(fieldsOf(cells, heading), currencyOf);
    if ('problems' in read) {
      for (const each of read.problems) problems.push({ ...each, row });
      continue;
    }
    const firstRow = firstRows.get(paymentKey(read.line));
    if (firstRow === undefined) firstRows.set(paymentKey(read.line), row);
    else problems.push(duplicateLine(row, read.line, firstRow));
    lines.push(read.line);
  }
  return { lines, problems };
}

function fieldsOf(cells: readonly string[], heading: Heading['columns']) {
  const fields: Partial<Record<Column, string>> = {};
  for (const [index, column] of heading.entries()) if (column) fields[column] = cells[index] ?? '';
  return fields;
}

/** Two lines with the same key are one payment written twice, unless a reference tells them apart. */
function paymentKey({ address, currency, amountMinor, reference }: Line): string {
  return JSON.stringify([addressKey(address), currency, `${amountMinor}`, reference]);
}

function raggedRow(row: number, cells: readonly string[], expected: number): SheetProblem {
  const value = shown(cells.join(' | '), valueCharactersMax);
  return { rule: 'row-shape', row, value, expected, found: cells.length };
}

function duplicateLine(row: number, line: Line, firstRow: number): SheetProblem {
  const value = shown(line.address, valueCharactersMax);
  return { rule: 'duplicate-line', row, value, firstRow };
}
