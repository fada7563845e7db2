/**
 * Random files, good and damaged: what is accepted is what an independent, simple reader reads, and
 * everything else is refused. The reader below shares nothing with the program.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../../src/approvals/draft/content.ts';
import { sheetRules } from '../../../src/approvals/sheet/problems.ts';
import { eve, maria, vera } from '../../support/people.ts';
import { sheetOf } from '../../support/sheets.ts';

const decimalsOf: Readonly<Record<string, number>> = { USDT_TRX: 6, USDT: 6, TRX: 6, ETH: 18 };

/** Line ends, quotes and delimiters by hand, amounts by string; no check that is not about reading. */
function plainReading(text: string, delimiter: string): unknown[] {
  const body = text.replace(/^\ufeff/, '').replace(/^sep=.?(\r\n|\r|\n)/i, '');
  const [head = [], ...rows] = plainRecords(body, delimiter);
  return rows.map((row) => {
    const at = (name: string) => row[head.findIndex((cell) => cell.toLowerCase() === name)] ?? '';
    const [whole = '', fraction = ''] = at('amount').split('.');
    const digits = fraction.padEnd(decimalsOf[at('currency')] ?? 99, '0');
    return {
      address: at('address'),
      currency: at('currency'),
      amountMinor: BigInt(whole + digits),
      payee: at('name') || undefined,
      comment: at('comment') || undefined,
      reference: at('reference') || undefined,
    };
  });
}

function plainRecords(text: string, delimiter: string): string[][] {
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^${delimiter}\r\n]*))(${delimiter}|\r\n|\r|\n|$)`,
    'y',
  );
  const records: string[][] = [];
  while (cell.lastIndex < text.length) {
    const cells: string[] = [];
    let end = delimiter;
    while (end === delimiter) {
      const [, quoted, plain = '', after = ''] = cell.exec(text) ?? [];
      cells.push((quoted?.replaceAll('""', '"') ?? plain).replace(/^[ \t]+|[ \t]+$/g, ''));
      end = after;
    }
    if (cells.some((each) => each !== '')) records.push(cells);
  }
  return records;
}

const cell = fc.oneof(
  fc.constantFrom(
    '',
    'Maria',
    'Rossi, Maria',
    'a "b" c',
    'x;y',
    '=1+1',
    '-',
    'Ærø',
    '李小龍',
    '🧾',
  ),
  fc.stringMatching(/^[A-Za-z0-9 ,;"'@+=-]{0,12}$/).map((text) => text.trim()),
);
const amount = fc
  .tuple(fc.bigInt({ min: 1n, max: 2n ** 60n }), fc.stringMatching(/^(?:\.\d{1,6})?$/))
  .map(([whole, fraction]) => `${whole}${fraction}`);
const recipient = fc.constantFrom([maria, 'USDT_TRX'], [vera, 'TRX'], [eve, 'ETH'], [eve, 'USDT']);

interface File {
  readonly delimiter: string;
  readonly text: string;
  readonly lines: unknown[];
}

const columns = ['address', 'amount', 'currency', 'name', 'comment', 'reference'];

/** A valid file in any of the shapes that spreadsheets write, and the lines it means. */
const goodFile: fc.Arbitrary<File> = fc
  .record({
    rows: fc.array(fc.tuple(recipient, amount, cell, cell), { minLength: 1, maxLength: 6 }),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
    delimiter: fc.constantFrom(',', ';', '\t'),
    ends: fc.array(fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n \r\n'), {
      minLength: 8,
      maxLength: 8,
    }),
    quoteAll: fc.boolean(),
    mark: fc.boolean(),
    separatorLine: fc.boolean(),
  })
  .map(({ rows, order, delimiter, ends, quoteAll, mark, separatorLine }) => {
    const written = (text: string) =>
      quoteAll || /[,;\t"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const table = rows.map(([[address = '', currency = ''], sum, name, comment], index) => [
      address,
      sum,
      currency,
      name,
      comment,
      `R${index}`,
    ]);
    const text = [columns, ...table]
      .map(
        (cells, index) => order.map((at) => written(cells[at] ?? '')).join(delimiter) + ends[index],
      )
      .join('');
    const lines = table.map(([address, sum = '', currency = '', payee, comment, reference]) => {
      const [whole = '', fraction = ''] = sum.split('.');
      const amountMinor = BigInt(whole + fraction.padEnd(decimalsOf[currency] ?? 0, '0'));
      return {
        address,
        currency,
        amountMinor,
        payee: payee || undefined,
        comment: comment || undefined,
        reference,
      };
    });
    return {
      delimiter,
      text: `${mark ? '\ufeff' : ''}${separatorLine ? `sep=${delimiter}\n` : ''}${text}`,
      lines,
    };
  });

describe('a random file', () => {
  it('that is good is accepted with exactly its lines, in UTF-8 and in UTF-16', () => {
    fc.assert(
      fc.property(goodFile, ({ delimiter, text, lines }) => {
        expect(linesIn(text)).toEqual(lines);
        expect(linesIn(Buffer.from(`\ufeff${text.replace(/^\ufeff/, '')}`, 'utf16le'))).toEqual(
          lines,
        );
        expect(plainReading(text, delimiter)).toEqual(lines);
      }),
      { numRuns: 300 },
    );
  });

  it('that is damaged is refused, or accepted with what it plainly says', () => {
    const scrap = fc.constantFrom(
      ...'0123456789.,;\t\r\n"\' -+eE=٥５\u00a0\u200b\u202e\ufeff\0aAT_x',
      '""',
      '\r\n',
      ',,',
      '\n\n',
      `\n${maria},1,USDT_TRX,,,`,
      maria,
      '1e3',
    );
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(
        goodFile,
        fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.option(scrap)), { minLength: 1, maxLength: 3 }),
        (file, damages) => {
          const text = damages.reduce((whole, [at, length, insert]) => {
            const index = at % (whole.length + 1);
            return whole.slice(0, index) + (insert ?? '') + whole.slice(index + length);
          }, file.text);
          const bytes = Buffer.from(text);
          const lines = linesIn(bytes);
          if (lines === undefined) refused += 1;
          else {
            accepted += 1;
            expect(lines).toEqual(plainReading(bytes.toString(), file.delimiter));
          }
        },
      ),
      { numRuns: 4_000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(200);
  });

  it('of any bytes at all never makes the reader throw', () => {
    const good = Buffer.from(`address,amount,currency\n${maria},250,USDT_TRX\n`);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(good.length), (bytes, at) => {
        const mixed = Buffer.concat([good.subarray(0, at), bytes, good.subarray(at)]);
        for (const file of [bytes, mixed]) linesIn(file);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The lines of a file; undefined, with rules that exist, when it is refused. */
function linesIn(file: string | Uint8Array): readonly Line[] | undefined {
  const read = sheetOf(file);
  if ('lines' in read) {
    expect(read.lines.length).toBeGreaterThan(0);
    return read.lines;
  }
  expect(read.problems.length).toBeGreaterThan(0);
  for (const problem of read.problems) expect(sheetRules).toContain(problem.rule);
  return undefined;
}
