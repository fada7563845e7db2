/** What the tests about files share: four currencies, one good row. */
import type { Column } from '../../src/approvals/draft/line-problems.ts';
import type { CurrencyOf } from '../../src/approvals/draft/read-line.ts';
import type { SheetProblem } from '../../src/approvals/sheet/problems.ts';
import { readSheet, type Sheet } from '../../src/approvals/sheet/sheet.ts';
import type { Currency } from '../../src/approvals/values/currency.ts';
import { maria } from './people.ts';

const tron = {
  network: 'Tron',
  decimals: 6,
  family: 'tron',
  feeCurrency: 'TRX',
  linesPerPart: 100,
} as const;
const ethereum = {
  network: 'Ethereum',
  family: 'evm',
  feeCurrency: 'ETH',
  linesPerPart: 1000,
} as const;

export const tether: Currency = { code: 'USDT_TRX', coin: 'USDT', ...tron };
export const ether: Currency = { code: 'ETH', coin: 'ETH', decimals: 18, ...ethereum };
export const etherTether: Currency = { code: 'USDT', coin: 'USDT', decimals: 6, ...ethereum };
const currencies = [tether, ether, etherTether, { ...tron, code: 'TRX', coin: 'TRX' }];

export const currencyOf: CurrencyOf = (code) => currencies.find((each) => each.code === code);

/** The file that says this of one person; by default, that Maria gets 250 USDT on Tron. */
export function rowsOf(cells: Partial<Record<Column, string>>): string {
  const row = { address: maria, amount: '250', currency: 'USDT_TRX', ...cells };
  const quoted = Object.values(row).map((cell) => `"${cell.replaceAll('"', '""')}"`);
  return `${Object.keys(row).join(',')}\n${quoted.join(',')}\n`;
}

export function sheetOf(file: Uint8Array | string, name = 'payroll.csv'): Sheet {
  return readSheet(typeof file === 'string' ? Buffer.from(file) : file, name, currencyOf);
}

/** All problems of a file that is refused for at most two hundred of them. */
export function problemsOf(text: string): readonly SheetProblem[] {
  const read = sheetOf(text);
  if (!('problems' in read)) throw new Error(`The file was taken: ${text}`);
  if (read.unlisted > 0) throw new Error(`${read.unlisted} problems are not listed.`);
  return read.problems;
}
