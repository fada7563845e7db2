/** Files of recipients as a whole: every shape that is taken, and every file that is refused. */
import { describe, expect, it } from 'vitest';
import type { Line } from '../../../src/approvals/draft/content.ts';
import { fileBytesMax } from '../../../src/approvals/sheet/csv.ts';
import { eve, maria, vera } from '../../support/people.ts';
import { rowsOf, sheetOf } from '../../support/sheets.ts';

const header = 'address,amount,currency,name,comment,reference';
const marias: Line = { address: maria, currency: 'USDT_TRX', amountMinor: 250_000_000n };

describe('a file of recipients', () => {
  it('becomes lines, with what is optional left out when it is empty', () => {
    expect(
      sheetOf(
        [
          header,
          `${maria},250,USDT_TRX,Maria Rossi,March,INV-7`,
          `${eve},0.5,ETH,,,`,
          `${vera},12.000001,USDT_TRX,Vera,,`,
        ].join('\n'),
      ),
    ).toEqual({
      lines: [
        { ...marias, payee: 'Maria Rossi', comment: 'March', reference: 'INV-7' },
        { address: eve, currency: 'ETH', amountMinor: 500_000_000_000_000_000n },
        { address: vera, currency: 'USDT_TRX', amountMinor: 12_000_001n, payee: 'Vera' },
      ],
    });
  });

  it.each([
    ['columns in any order', `currency,amount,address\nUSDT_TRX,250,${maria}\n`],
    ['header names in any case, with blanks', `Address, AMOUNT ,\tCurrency\n${maria},250,USDT_TRX`],
    ['semicolons', `address;amount;currency\n${maria};250;USDT_TRX\n`],
    ['tabs', `address\tamount\tcurrency\n${maria}\t250\tUSDT_TRX\n`],
    ['a sep line', `sep=;\r\naddress;amount;currency\r\n${maria};250;USDT_TRX\r\n`],
    ['Windows line ends', `address,amount,currency\r\n${maria},250,USDT_TRX\r\n`],
    ['old Macintosh line ends', `address,amount,currency\r${maria},250,USDT_TRX\r`],
    ['mixed line ends', `\r\naddress,amount,currency\r${maria},250,USDT_TRX\n\r\n`],
    ['everything quoted', `"address","amount","currency"\n"${maria}","250","USDT_TRX"\n`],
    ['blanks around cells', `address,amount,currency\n ${maria}\t,  250 , USDT_TRX \n`],
    ['rows of empty cells', `address,amount,currency\n,,\n${maria},250,USDT_TRX\n,,\n , ,\n`],
    ['a byte order mark', `\ufeffaddress,amount,currency\n${maria},250,USDT_TRX\n`],
    ['a mark before a sep line', `\ufeffsep=,\naddress,amount,currency\n${maria},250,USDT_TRX\n`],
  ])('may have %s', (_, text) => expect(sheetOf(text)).toEqual({ lines: [marias] }));

  it.each(['utf-16le', 'utf-16be'] as const)('may be %s with a byte order mark', (encoding) => {
    const bytes = Buffer.from(
      `\ufeffaddress;amount;currency;name\n${maria};250;USDT_TRX;Ærø`,
      'utf16le',
    );
    expect(sheetOf(encoding === 'utf-16be' ? bytes.swap16() : bytes)).toEqual({
      lines: [{ ...marias, payee: 'Ærø' }],
    });
  });

  it('keeps names as they are written, formulas included', () => {
    for (const name of [
      '=1+1',
      '+49 30',
      '-',
      '@sum',
      '"quoted"',
      "O'Neil; Søn, Ltd",
      'José',
      'Jose\u0301',
    ])
      expect(sheetOf(rowsOf({ name }))).toEqual({ lines: [{ ...marias, payee: name }] });
  });

  it('may pay one person twice when the amount, the currency or the reference differs', () => {
    const text = [
      header,
      `${maria},250,USDT_TRX,,,A`,
      `${maria},250,USDT_TRX,,,B`,
      `${maria},250,USDT_TRX,,,`,
      `${maria},251,USDT_TRX,,,A`,
      `${maria},250,TRX,,,A`,
    ].join('\n');
    expect(sheetOf(text)).toHaveProperty('lines.length', 5);
  });

  it('may have ten thousand rows and a megabyte', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `${maria},${index + 1},USDT_TRX`);
    const text = `address,amount,currency\n${rows.join('\n')}\n`;
    const padded = text + '\n'.repeat(fileBytesMax - text.length);
    expect(sheetOf(padded)).toHaveProperty('lines.length', 10_000);
  });
});

describe('a file that is refused as a whole', () => {
  const plain = `address,amount,currency\n${maria},250,USDT_TRX\n`;
  const refusals: readonly (readonly [string, Uint8Array | string, object])[] = [
    ['an empty one', '', { rule: 'file-empty' }],
    ['nothing but blank lines', ' \n\r\n,,,\n\t\n', { rule: 'file-empty' }],
    ['a mark and nothing else', '\ufeff', { rule: 'file-empty' }],
    ['a workbook', Buffer.from('PK\x03\x04abc'), { rule: 'file-not-text', looksLike: 'zip' }],
    ['a PDF', '%PDF-1.7\n', { rule: 'file-not-text', looksLike: 'pdf' }],
    [
      'a picture',
      Buffer.from('\x89PNG\r\n', 'latin1'),
      { rule: 'file-not-text', looksLike: 'png' },
    ],
    ['a NUL', `${plain}\0`, { rule: 'file-not-text' }],
    ['UTF-16 without a mark', Buffer.from(plain, 'utf16le'), { rule: 'file-not-text' }],
    ['Latin-1', Buffer.from(`${plain}é`, 'latin1'), { rule: 'file-not-text' }],
    [
      'UTF-16 cut in half',
      Buffer.from(`\ufeff${plain}`, 'utf16le').subarray(0, -1),
      { rule: 'file-not-text' },
    ],
    [
      'UTF-16 with half a pair',
      Buffer.from('\ufeffa\ud800b', 'utf16le'),
      { rule: 'file-not-text' },
    ],
    [
      'one byte too many',
      ' '.repeat(fileBytesMax + 1),
      { rule: 'file-too-large', limit: fileBytesMax, found: fileBytesMax + 1 },
    ],
    [
      'ten megabytes of rows',
      plain.repeat(200_000),
      { rule: 'file-too-large', limit: fileBytesMax, found: plain.length * 200_000 },
    ],
    [
      '50 MB behind one quote',
      Buffer.alloc(50_000_000, 'x').fill('"', 0, 1),
      { rule: 'file-too-large', limit: fileBytesMax, found: 50_000_000 },
    ],
    ['a header alone', 'address,amount,currency\n\n,,\n', { rule: 'no-rows' }],
    [
      '10,001 rows',
      `address,amount,currency\n${'x,,\n'.repeat(10_001)}`,
      { rule: 'too-many-rows', limit: 10_000, found: 10_001 },
    ],
  ];
  it.each(refusals)('is %s', (_, file, problem) => {
    expect(sheetOf(file)).toEqual({
      problems: [{ ...problem, value: 'payroll.csv' }],
      unlisted: 0,
    });
  });

  it('is named as it may be shown', () => {
    expect(sheetOf('', `pay\u202eroll\n${'x'.repeat(100)}.csv`)).toEqual({
      problems: [{ rule: 'file-empty', value: `payroll ${'x'.repeat(51)}…` }],
      unlisted: 0,
    });
  });
});
