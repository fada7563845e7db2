/**
 * What is wrong with a file or a line, in sentences with the rule, the value and the cure. Values
 * are shown as text, never as markup.
 */
import type { LineFlaw } from '../../approvals/draft/line-problems.ts';
import type { SheetProblem } from '../../approvals/sheet/problems.ts';
import type { AddressFamily } from '../../approvals/values/currency.ts';
import { counted, listed } from './amounts.ts';

const familyWords: Record<AddressFamily, string> = {
  evm: 'an Ethereum-style address (0x…)',
  tron: 'a Tron address',
  bitcoin: 'a Bitcoin address',
  litecoin: 'a Litecoin address',
  dogecoin: 'a Dogecoin address',
};

/** `Row 7, amount "1e3": …`, or about the whole file. */
export function problemText(problem: SheetProblem, allowed: readonly string[]): string {
  const value = problem.value === '' ? '' : ` "${problem.value}"`;
  const column = problem.column === undefined ? '' : `, ${problem.column}`;
  const place = problem.row === undefined ? 'The file' : `Row ${problem.row}${column}${value}`;
  return `${place}: ${flawText(problem, allowed)}`;
}

/** The same for one field of the form, where the place is plain to see. */
export function flawText(problem: SheetProblem | LineFlawWithCurrency, allowed: readonly string[]) {
  const { currency } = problem;
  switch (problem.rule) {
    case 'address-missing':
      return 'the address is missing. Enter the recipient’s address.';
    case 'address-checksum':
      return 'the check digits of this address are wrong, so a character is. Copy it again from its source.';
    case 'address-wrong-network':
      return `this is ${familyWords[problem.belongsTo]}, but ${currency?.code ?? 'the currency'} is paid on ${currency?.network ?? 'another network'}. Check which of the two is meant.`;
    case 'address-unreadable':
      return 'this is not an address of any network we pay on. Copy it again, with nothing around it.';
    case 'amount-missing':
      return 'the amount is missing. Enter it in digits, such as 1250.50.';
    case 'amount-exponent':
      return 'the amount has an exponent. Write all its digits, such as 1000 for 1e3.';
    case 'amount-comma':
      return 'the amount has a comma, which can mean two things. Write 1250.50: a point, and no separators.';
    case 'amount-negative':
      return 'the amount is negative. Only amounts above zero can be paid.';
    case 'amount-zero':
      return 'the amount is zero. Only amounts above zero can be paid.';
    case 'amount-decimals':
      return `${currency?.code ?? 'this currency'} has at most ${counted(problem.decimals, 'digit')} after the point. Nothing is rounded here; shorten the amount.`;
    case 'amount-too-long':
      return 'the amount has too many digits to be real. Check it.';
    case 'amount-unreadable':
      return 'this is not an amount. Write digits and at most one point, such as 1250.50.';
    case 'currency-missing':
      return `the currency is missing. Use one of ${listed(allowed)}.`;
    case 'currency-unknown':
      return problem.didYouMean === undefined
        ? `this is not a currency that may be paid. Use one of ${listed(allowed)}.`
        : `did you mean ${problem.didYouMean}? Codes are written exactly.`;
    case 'text-too-long':
      return `it is longer than ${counted(problem.limit, 'character')}. Shorten it.`;
    case 'text-control-characters':
      return 'it holds invisible characters, which can hide what is paid. Type it anew.';
    case 'file-empty':
      return 'it is empty. Save it again with a header and at least one recipient.';
    case 'file-too-large':
      return `it has ${kilobytes(problem.found)}; at most ${kilobytes(problem.limit)} are read. Split it, or remove what is not about recipients.`;
    case 'file-not-text':
      return problem.looksLike === 'zip'
        ? 'it is an Excel or ZIP file, whatever its name says. Save the sheet as CSV (UTF-8).'
        : 'it is not text. Save the sheet as CSV (UTF-8).';
    case 'header-missing-column':
      return `the header has no column "${problem.column ?? ''}". The first row must name address, amount and currency.`;
    case 'header-unknown-column':
      return 'this column is not known. Known are address, amount, currency, name, comment and reference; remove or rename it.';
    case 'header-duplicate-column':
      return 'this column appears twice. Remove one of them.';
    case 'no-rows':
      return 'there is a header but no recipient below it.';
    case 'too-many-rows':
      return `it has ${counted(problem.found, 'recipient')}; at most ${counted(problem.limit, 'recipient')} fit one payout. Split it.`;
    case 'row-shape':
      return `this row has ${counted(problem.found, 'cell')}, the header has ${problem.expected}. A separator is missing or too many.`;
    case 'quote-broken':
      return 'a quotation mark is opened or closed in the wrong place. Check this row and the one above.';
    case 'duplicate-line':
      return `the same address, amount and reference stand in row ${problem.firstRow}. Remove one, or give them different references.`;
  }
}

type LineFlawWithCurrency = LineFlaw & { readonly currency?: SheetProblem['currency'] };

function kilobytes(bytes: number): string {
  return `${counted(Math.ceil(bytes / 1024), 'kilobyte')}`;
}
