/**
 * Whether a create makes sense, and with which code and words it is refused if not. The usual
 * answer is the documented 016 "Can not create deal. Validation failed"; documents name other codes
 * for some of it, and what follows the documented words is nobody's promise, so both are switches.
 */

import { isAddressOn } from './addresses.ts';
import type { PayoutContent } from './book.ts';
import { type Currency, findCurrency } from './currencies.ts';
import { atto, decimalsOf } from './decimal.ts';
import type { Office } from './endpoints.ts';
import { Refused } from './fields.ts';
import type { Settings } from './settings.ts';
import type { ErrorStatus } from './states.ts';
import type { Problem } from './switches/doors.ts';

export type Failed = {
  readonly problem: Problem;
  readonly words: string;
  /** Only missing funds have one. */
  readonly status?: ErrorStatus;
};

/** The codes' own words in the documentation; what is wrong is told only by 001 and 016. */
const documented = {
  '001': 'Bad request',
  '014': 'Invalid hot wallet currency',
  '015': 'Currency does not match wallet blockchain',
  '016': 'Can not create deal. Validation failed',
} as const;

export function refusalOf({ problem, words, status }: Failed, settings: Settings): Refused {
  const code = settings.validationCodes[problem] ?? settings.validationCode;
  const said = documented[code];
  if (code === '001') return new Refused(code, `${said}: ${words}`);
  if (code !== '016' || settings.validationWords === 'nothing') return new Refused(code, said);
  const reason = settings.validationWords === 'status' ? (status ?? words) : words;
  return new Refused(code, `${said}: ${reason}`);
}

/** The first thing that is wrong with it, but for missing funds. */
export function validate(content: PayoutContent, office: Office): Failed | undefined {
  const { settings } = office;
  const currency = findCurrency(content.currency);
  if (currency === undefined) {
    return { problem: 'currency', words: `unknown currency ${content.currency}` };
  }
  return (
    validateBatch(content, currency, settings) ??
    validateDate(content, office) ??
    validateComments(content, settings) ??
    validateRecipients(content, currency, settings)
  );
}

function validateBatch(
  { recipients }: PayoutContent,
  currency: Currency,
  settings: Settings,
): Failed | undefined {
  const limit = settings.batchMax === 'byCurrency' ? currency.batchMax : settings.batchMax;
  const problem = 'recipients';
  if (recipients.length === 0) return { problem, words: 'no recipients' };
  if (recipients.length > limit) {
    return { problem, words: `${recipients.length} recipients, at most ${limit}` };
  }
  const addresses = new Set(recipients.map(({ depositAddress }) => depositAddress));
  if (settings.duplicateAddresses === 'refuse' && addresses.size < recipients.length) {
    return { problem: 'duplicates', words: 'duplicate addresses' };
  }
  return undefined;
}

function validateDate(
  { executionDate }: PayoutContent,
  { settings, now }: Office,
): Failed | undefined {
  const isPast = executionDate !== undefined && executionDate < now();
  return settings.pastExecutionDate === 'refuse' && isPast
    ? { problem: 'date', words: 'execution date is in the past' }
    : undefined;
}

function validateComments(
  { comment, recipients }: PayoutContent,
  { commentMax }: Settings,
): Failed | undefined {
  const all = [comment, ...recipients.map((one) => one.comment)];
  return all.some((one = '') => one.length > commentMax)
    ? { problem: 'comment', words: `comment must have at most ${commentMax} characters` }
    : undefined;
}

function validateRecipients(
  { recipients }: PayoutContent,
  currency: Currency,
  settings: Settings,
): Failed | undefined {
  for (const { depositAddress, amount } of recipients) {
    const words = amountProblem(amount, currency, settings.checkDecimals);
    if (words !== undefined) return { problem: 'amount', words };
    if (!isAddressOn(currency.chain, depositAddress, settings.testnetAddresses)) {
      const place = currency.chain;
      return { problem: 'address', words: `${depositAddress} is not an address of ${place}` };
    }
  }
  return undefined;
}

function amountProblem(amount: string, currency: Currency, strict: boolean): string | undefined {
  const decimals = decimalsOf(amount);
  if (decimals > 18 || (strict && decimals > currency.decimals)) {
    return `amount ${amount} has ${decimals} decimals, ${currency.code} has ${currency.decimals}`;
  }
  return atto(amount) > 0n ? undefined : 'amount must be greater than zero';
}
