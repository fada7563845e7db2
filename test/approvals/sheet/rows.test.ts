/** Headers and rows of a file: every problem at once, at the row where a spreadsheet shows it. */
import { describe, expect, it } from 'vitest';
import { type SheetRule, sheetRules } from '../../../src/approvals/sheet/problems.ts';
import { problemsListedMax } from '../../../src/approvals/sheet/sheet.ts';
import { eve, maria } from '../../support/people.ts';
import { ether, problemsOf, rowsOf, sheetOf, tether } from '../../support/sheets.ts';

const header = 'address,amount,currency,name,comment,reference';

describe('a header', () => {
  const row = `${maria},250,USDT_TRX`;

  it('must have the three columns that make a payment, and is asked for all at once', () => {
    expect(problemsOf(`amount\n250`)).toEqual([
      { rule: 'header-missing-column', row: 1, column: 'address', value: '' },
      { rule: 'header-missing-column', row: 1, column: 'currency', value: '' },
    ]);
  });

  it('is never guessed from another word', () => {
    expect(problemsOf(`wallet,amount,currency\n${row}`)).toEqual([
      { rule: 'header-unknown-column', row: 1, value: 'wallet' },
      { rule: 'header-missing-column', row: 1, column: 'address', value: '' },
    ]);
  });

  it('may not have a column that means nothing here, and the rows are still read', () => {
    expect(problemsOf(`address,amount,currency,memo,\n${maria},-1,USDT_TRX,x,`)).toEqual([
      { rule: 'header-unknown-column', row: 1, value: 'memo' },
      { rule: 'header-unknown-column', row: 1, value: '' },
      { rule: 'amount-negative', row: 2, column: 'amount', value: '-1', currency: tether },
    ]);
  });

  it('decides the delimiter, whatever its quoted names contain', () => {
    expect(problemsOf(`address,amount,currency,"a;b;c;d;e"\n${row},x`)).toEqual([
      { rule: 'header-unknown-column', row: 1, value: 'a;b;c;d;e' },
    ]);
  });

  it('may not say the same twice', () => {
    expect(problemsOf(`address,amount,currency,Amount\n${row},300`)).toEqual([
      { rule: 'header-duplicate-column', row: 1, column: 'amount', value: 'Amount' },
    ]);
  });

  it('may not hide a character', () => {
    expect(problemsOf(`\ufeff\ufeffaddress,amount,currency\n${row}`)).toEqual([
      { rule: 'text-control-characters', row: 1, value: 'address' },
      { rule: 'header-missing-column', row: 1, column: 'address', value: '' },
    ]);
  });

  it('is row 2 below a blank line, as a spreadsheet shows it', () => {
    expect(problemsOf(`\naddress,amount\nx,1`)).toEqual([
      { rule: 'header-missing-column', row: 2, column: 'currency', value: '' },
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('knows no column %s', (name) => {
    expect(problemsOf(`address,amount,currency,${name}\n${row},x`)).toEqual([
      { rule: 'header-unknown-column', row: 1, value: name },
    ]);
  });
});

describe('a row', () => {
  it('is counted as a spreadsheet shows it: blank rows count, a quoted line break does not', () => {
    const text = [
      'sep=,',
      header,
      '',
      `${maria},250,USDT_TRX,"Maria\r\nRossi",,`,
      ',,,,,',
      '',
      `${maria},0,USDT_TRX,,,`,
    ].join('\r\n');
    expect(problemsOf(text)).toEqual([
      {
        rule: 'text-control-characters',
        row: 3,
        column: 'name',
        value: 'Maria Rossi',
        currency: tether,
      },
      { rule: 'amount-zero', row: 6, column: 'amount', value: '0', currency: tether },
    ]);
  });

  it('must have as many cells as the header', () => {
    expect(problemsOf(`address,amount,currency\n${maria},1,250.00,USDT_TRX\n${maria},5\n`)).toEqual(
      [
        {
          rule: 'row-shape',
          row: 2,
          value: `${maria} | 1 | 250.00 | USDT_TRX`,
          expected: 3,
          found: 4,
        },
        { rule: 'row-shape', row: 3, value: `${maria} | 5`, expected: 3, found: 2 },
      ],
    );
  });

  it.each([
    ['that is not closed', `${maria},"250,USDT_TRX\n${maria},300,USDT_TRX\n`],
    ['with text behind it', `${maria},"250"0,USDT_TRX\n`],
    ['in the middle of a cell', `${maria},2"50,USDT_TRX\n`],
  ])('may not have a quote %s; what is above is still read', (_, broken) => {
    expect(problemsOf(`address,amount,currency\n\n${maria},-5,USDT_TRX\n${broken}`)).toEqual([
      { rule: 'amount-negative', row: 3, column: 'amount', value: '-5', currency: tether },
      { rule: 'quote-broken', row: 4, value: '' },
    ]);
  });

  it('and a broken quote refuse the file, even when all rows above are good', () => {
    expect(problemsOf(`address,amount,currency\n${maria},250,USDT_TRX\n"`)).toEqual([
      { rule: 'quote-broken', row: 3, value: '' },
    ]);
    expect(problemsOf('address,amount,currency\n"')).toEqual([
      { rule: 'quote-broken', row: 2, value: '' },
    ]);
    expect(problemsOf('"address')).toEqual([{ rule: 'quote-broken', row: 1, value: '' }]);
  });

  it('may not pay the same twice; both rows are named', () => {
    const upper = `0x${eve.slice(2).toUpperCase()}`;
    const text = [
      'address,amount,currency,reference,name',
      `${eve},0.5,ETH,A,Eve`,
      `${maria},250,USDT_TRX,,`,
      `${eve.toLowerCase()},0.50,ETH, A,Eve again`,
      `${maria},250.000,USDT_TRX,,Maria`,
      `${upper},00.5,ETH,A,`,
      `${upper},0.500,ETH,A,`,
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      { rule: 'duplicate-line', row: 4, value: eve.toLowerCase(), firstRow: 2 },
      { rule: 'duplicate-line', row: 5, value: maria, firstRow: 3 },
      { rule: 'amount-unreadable', row: 6, column: 'amount', value: '00.5', currency: ether },
      { rule: 'duplicate-line', row: 7, value: upper, firstRow: 2 },
    ]);
  });

  it('reports every problem it has, field by field', () => {
    expect(
      problemsOf(
        rowsOf({ address: eve, amount: '1e3', name: 'a\u202eb', comment: 'x'.repeat(201) }),
      ),
    ).toEqual([
      {
        rule: 'address-wrong-network',
        row: 2,
        column: 'address',
        value: eve,
        belongsTo: 'evm',
        currency: tether,
      },
      { rule: 'amount-exponent', row: 2, column: 'amount', value: '1e3', currency: tether },
      { rule: 'text-control-characters', row: 2, column: 'name', value: 'ab', currency: tether },
      {
        rule: 'text-too-long',
        row: 2,
        column: 'comment',
        value: `${'x'.repeat(59)}…`,
        limit: 200,
        currency: tether,
      },
    ]);
  });
});

describe('the list of problems', () => {
  it(`stops at ${problemsListedMax} and counts the rest`, () => {
    const text = `address,amount,currency\n${'x,0,XYZ\n'.repeat(1_000)}`;
    const read = sheetOf(text);
    if (!('problems' in read)) throw new Error('the file was taken');
    expect(read.problems).toHaveLength(problemsListedMax);
    expect(read.unlisted).toBe(3_000 - problemsListedMax);
    expect(read.problems.at(-1)).toEqual({
      rule: 'amount-zero',
      row: 68,
      column: 'amount',
      value: '0',
    });
  });

  it('has every rule in it once', () => {
    expect(new Set<SheetRule>(sheetRules).size).toBe(sheetRules.length);
  });
});
