/** One line as text: the rules by which the form and a file read the same fields. */
import { describe, expect, it } from 'vitest';
import { type Fields, readLine } from '../../../src/approvals/draft/read-line.ts';
import { eve, maria } from '../../support/people.ts';
import { currencyOf, ether, etherTether, rowsOf, sheetOf, tether } from '../../support/sheets.ts';

const good: Fields = { address: maria, amount: '250', currency: 'USDT_TRX' };

describe('a line', () => {
  it('is read from its three required fields', () => {
    expect(readLine(good, currencyOf)).toEqual({
      line: { address: maria, currency: 'USDT_TRX', amountMinor: 250_000_000n },
    });
  });

  it('loses the blanks around its fields and nothing else', () => {
    const padded = {
      address: ` ${maria}\t`,
      amount: ' 5 ',
      currency: '\tUSDT_TRX',
      name: ' A  B ',
    };
    expect(readLine(padded, currencyOf)).toEqual({
      line: { address: maria, currency: 'USDT_TRX', amountMinor: 5_000_000n, payee: 'A  B' },
    });
  });

  it('with nothing in it misses all that is required', () => {
    expect(readLine({}, currencyOf)).toEqual({
      problems: [
        { rule: 'address-missing', column: 'address', value: '' },
        { rule: 'amount-missing', column: 'amount', value: '' },
        { rule: 'currency-missing', column: 'currency', value: '' },
      ],
    });
  });
});

describe('an amount in a line', () => {
  it.each([
    ['1,250.00', { rule: 'amount-comma' }],
    ['1.250,00', { rule: 'amount-comma' }],
    ['1e3', { rule: 'amount-exponent' }],
    ['0', { rule: 'amount-zero' }],
    ['-5', { rule: 'amount-negative' }],
    ['12.3456789', { rule: 'amount-decimals', decimals: 6 }],
    ['=5', { rule: 'amount-unreadable' }],
    ['５', { rule: 'amount-unreadable' }],
    ['٥', { rule: 'amount-unreadable' }],
    ['5\u00a0', { rule: 'amount-unreadable' }],
    ['5\u200b', { rule: 'text-control-characters' }],
    ['1'.repeat(41), { rule: 'amount-too-long' }],
    ['1'.repeat(201), { rule: 'text-too-long', limit: 200 }],
  ])('%j is refused', (amount, flaw) => {
    expect(readLine({ ...good, amount }, currencyOf)).toMatchObject({
      problems: [{ ...flaw, column: 'amount', currency: tether }],
    });
  });

  it('is checked as far as it can be when the currency is unknown', () => {
    const fields = { ...good, currency: 'XYZ' };
    const unknown = { rule: 'currency-unknown', column: 'currency', value: 'XYZ' };
    expect(readLine({ ...fields, amount: '0.1234567890123456789012' }, currencyOf)).toEqual({
      problems: [unknown],
    });
    expect(readLine({ ...fields, amount: '-5' }, currencyOf)).toEqual({
      problems: [{ rule: 'amount-negative', column: 'amount', value: '-5' }, unknown],
    });
  });
});

describe('a currency in a line', () => {
  it.each(['usdt_trx', 'Usdt_Trx', 'USDT-TRX', 'usdt trx', 'USDT / TRX'])(
    'is exact, and %s is told what is near',
    (currency) => {
      expect(readLine({ ...good, currency }, currencyOf)).toEqual({
        problems: [
          { rule: 'currency-unknown', column: 'currency', value: currency, didYouMean: 'USDT_TRX' },
        ],
      });
    },
  );

  it.each(['DOGE', 'USDT_TRON', 'constructor', '$'])('is not guessed for %s', (currency) => {
    expect(readLine({ ...good, currency }, currencyOf)).toEqual({
      problems: [{ rule: 'currency-unknown', column: 'currency', value: currency }],
    });
  });

  it('decides the network: USDT is on Ethereum and not on Tron', () => {
    expect(readLine({ ...good, currency: 'USDT' }, currencyOf)).toEqual({
      problems: [
        {
          rule: 'address-wrong-network',
          column: 'address',
          value: maria,
          belongsTo: 'tron',
          currency: etherTether,
        },
      ],
    });
  });
});

describe('an address in a line', () => {
  it.each([
    [eve, { rule: 'address-wrong-network', belongsTo: 'evm' }],
    [`${maria.slice(0, -1)}T`, { rule: 'address-checksum' }],
    ['maria', { rule: 'address-unreadable' }],
    [`=${maria}`, { rule: 'address-unreadable' }],
    [`${maria}\u200b`, { rule: 'text-control-characters' }],
    [`\u00a0${maria}`, { rule: 'address-unreadable' }],
    ['', { rule: 'address-missing' }],
  ])('%j is refused', (address, flaw) => {
    expect(readLine({ ...good, address }, currencyOf)).toMatchObject({
      problems: [{ ...flaw, column: 'address', currency: tether }],
    });
  });

  it('must be one of some network even when the currency is unknown', () => {
    expect(readLine({ ...good, address: 'maria', currency: '' }, currencyOf)).toEqual({
      problems: [
        { rule: 'address-unreadable', column: 'address', value: 'maria' },
        { rule: 'currency-missing', column: 'currency', value: '' },
      ],
    });
  });
});

describe('every field', () => {
  it.each(['address', 'amount', 'currency', 'name', 'comment', 'reference'] as const)(
    'is refused with a hidden character, a line break or too much text in it: %s',
    (column) => {
      const rulesFor = (text: string) => {
        const read = readLine({ ...good, [column]: text }, currencyOf);
        if (!('problems' in read)) throw new Error('the line was taken');
        return read.problems.filter((each) => each.column === column).map((each) => each.rule);
      };
      for (const hidden of ['\u202e', '\u2066', '\u200f', '\u200b', '\u0007', '\n', '\u0085'])
        expect(rulesFor(`a${hidden}b`)).toEqual(['text-control-characters']);
      expect(rulesFor('x'.repeat(201))).toEqual(['text-too-long']);
    },
  );

  it('may have 200 characters where it is free text', () => {
    const text = 'x'.repeat(200);
    expect(readLine({ ...good, name: text, comment: text, reference: text }, currencyOf)).toEqual({
      line: {
        address: maria,
        currency: 'USDT_TRX',
        amountMinor: 250_000_000n,
        payee: text,
        comment: text,
        reference: text,
      },
    });
  });
});

describe('the form and a file', () => {
  it.each<Fields>([
    { ...good, name: 'Maria' },
    { address: eve, amount: ' 0.5', currency: 'ETH' },
    { ...good, amount: '1,250.00', currency: 'usdt_trx' },
    { ...good, address: eve, name: 'a"b', reference: 'x\u202e' },
  ])('agree about %j', (fields) => {
    const line = readLine(fields, currencyOf);
    const sheet = sheetOf(rowsOf(fields));
    if ('line' in line) expect(sheet).toEqual({ lines: [line.line] });
    else
      expect(sheet).toEqual({
        problems: line.problems.map((each) => ({ ...each, row: 2 })),
        unlisted: 0,
      });
  });

  it('hand on the currency, so that a sentence can name its network', () => {
    expect(readLine({ address: maria, amount: '1', currency: 'ETH' }, currencyOf)).toMatchObject({
      problems: [{ rule: 'address-wrong-network', belongsTo: 'tron', currency: ether }],
    });
  });
});
