/**
 * The two create endpoints. Form first (001), then the idempotency key (016 already exists), then
 * whether the payout makes sense (016 validation failed); only then does a payout exist.
 */

import { isAddressOn } from './addresses.ts';
import type { Payout, PayoutContent, Recipient } from './book.ts';
import { type Currency, findCurrency } from './currencies.ts';
import { atto, decimalsOf } from './decimal.ts';
import type { Endpoint, Office } from './endpoints.ts';
import { type Fields, Refused, readFields } from './fields.ts';
import type { Json } from './json.ts';

export function createEndpoints(office: Office): Endpoint[] {
  const { settings, book, progress, answers } = office;

  function create(content: PayoutContent) {
    const { kind, idempotencyKey } = content;
    if (idempotencyKey !== undefined && book.isUsed(kind, idempotencyKey)) {
      const original = book.payouts.find((payout) => payout.idempotencyKey === idempotencyKey);
      if (settings.repeatedKey === 'original' && original && isSame(original, content)) {
        return answers.payout(original);
      }
      throw new Refused('016', `IdempotencyKey ${idempotencyKey} already exists`);
    }
    const problem = problemWith(content, office) ?? fundsProblem(content);
    if (problem !== undefined) {
      if (settings.rejectedCreateConsumesKey && idempotencyKey) book.use(kind, idempotencyKey);
      const code = settings.validationCode;
      throw new Refused(code, `Can not create deal. Validation failed: ${problem}`);
    }
    if (idempotencyKey !== undefined) book.use(kind, idempotencyKey);
    const payout = progress.draft(content);
    progress.begin(payout);
    return answers.payout(payout);
  }
  function fundsProblem(content: PayoutContent): string | undefined {
    if (settings.shortFunds === 'accept') return undefined;
    return office.funds.shortage(progress.draft(content))?.message;
  }
  return [
    {
      method: 'POST',
      path: '/payout/create',
      account: true,
      payload: true,
      answer: (payload) => create(readSingle(payload, office)),
    },
    {
      method: 'POST',
      path: '/payout/mass/create',
      account: true,
      payload: true,
      answer: (payload) => create(readMass(payload, office)),
    },
  ];
}

function readSingle(payload: Json | undefined, office: Office): PayoutContent {
  const known = ['currency', 'depositAddress', 'amount'];
  const fields = readFields(payload, 'payload', [...known, ...sharedMembers], office.settings);
  const shared = readShared(fields, office);
  return { kind: 'single', ...shared, name: undefined, recipients: [readRecipient(fields)] };
}

function readMass(payload: Json | undefined, office: Office): PayoutContent {
  const { settings } = office;
  const known = ['currency', 'name', 'massAddresses', ...sharedMembers];
  const fields = readFields(payload, 'payload', known, settings);
  const own = settings.recipientExternalId === 'accept' ? ['externalId'] : [];
  const members = ['depositAddress', 'amount', 'comment', ...own];
  const recipients = fields.objects('massAddresses', members) ?? [];
  for (const recipient of recipients) checkComment(recipient, office);
  return {
    kind: 'mass',
    ...readShared(fields, office),
    name: fields.requiredText('name'),
    recipients: recipients.map(readRecipient),
  };
}

const sharedMembers = ['comment', 'executionDate', 'idempotencyKey', 'externalId'];

function readShared(fields: Fields, office: Office) {
  checkComment(fields, office);
  const idempotencyKey = fields.uuid('idempotencyKey');
  if (idempotencyKey === undefined && office.settings.missingKey === 'refuse') {
    throw new Refused('001', 'payload.idempotencyKey must be given');
  }
  return {
    idempotencyKey,
    currency: fields.requiredText('currency'),
    comment: fields.text('comment'),
    externalId: fields.text('externalId'),
    executionDate: fields.date('executionDate'),
  };
}

const readRecipient = (fields: Fields): Recipient => ({
  depositAddress: fields.requiredText('depositAddress'),
  amount: fields.amount('amount'),
  comment: fields.text('comment'),
  externalId: fields.text('externalId'),
});

function checkComment(fields: Fields, { settings }: Office): void {
  if ((fields.text('comment') ?? '').length > settings.commentMax) {
    throw new Refused('001', `comment must have at most ${settings.commentMax} characters`);
  }
}

/** What makes the payout impossible, in words, or `undefined`. */
function problemWith(content: PayoutContent, { settings, now }: Office): string | undefined {
  const currency = findCurrency(content.currency);
  if (currency === undefined) return `unknown currency ${content.currency}`;
  const { recipients, executionDate } = content;
  const limit = settings.batchMax === 'byCurrency' ? currency.batchMax : settings.batchMax;
  if (recipients.length === 0) return 'no recipients';
  if (recipients.length > limit) return `${recipients.length} recipients, at most ${limit}`;
  if (settings.pastExecutionDate === 'refuse' && executionDate && executionDate < now()) {
    return 'execution date is in the past';
  }
  const addresses = new Set(recipients.map(({ depositAddress }) => depositAddress));
  if (settings.duplicateAddresses === 'refuse' && addresses.size < recipients.length) {
    return 'duplicate addresses';
  }
  for (const { depositAddress, amount } of recipients) {
    const problem = amountProblem(amount, currency, settings.checkDecimals);
    if (problem !== undefined) return problem;
    if (!isAddressOn(currency.chain, depositAddress, settings.testnetAddresses)) {
      return `${depositAddress} is not an address of ${currency.chain}`;
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

/** Same content by value: `1.0` and `1.00` are one amount. */
function isSame(payout: Payout, content: PayoutContent): boolean {
  const first = payout.withdrawals.slice(0, content.recipients.length);
  return (
    payout.kind === content.kind &&
    payout.currency === content.currency &&
    payout.name === content.name &&
    first.length === content.recipients.length &&
    content.recipients.every(
      ({ depositAddress, amount }, index) =>
        first[index]?.depositAddress === depositAddress &&
        atto(first[index].amount) === atto(amount),
    )
  );
}
