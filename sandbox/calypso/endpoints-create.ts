/**
 * The two create endpoints. Form first (001), then the idempotency key (016 already exists), then
 * whether the payout makes sense (016 validation failed, by the documents); only then does a payout
 * exist.
 */

import type { Payout, PayoutContent, Recipient } from './book.ts';
import { atto } from './decimal.ts';
import type { Endpoint, Office } from './endpoints.ts';
import { type Fields, Refused, readFields } from './fields.ts';
import type { Json } from './json.ts';
import { type Failed, refusalOf, validate } from './validation.ts';

export function createEndpoints(office: Office): Endpoint[] {
  const { settings, book, progress, telling, answers } = office;

  function create(content: PayoutContent) {
    const { kind, idempotencyKey } = content;
    if (idempotencyKey !== undefined && book.isUsed(kind, idempotencyKey)) {
      const original = book.payouts.find((payout) => book.hasKey(payout, idempotencyKey));
      if (settings.repeatedKey === 'original' && original && isSame(original, content)) {
        return answers.payout(telling.echo(original));
      }
      throw new Refused('016', `IdempotencyKey ${idempotencyKey} already exists`);
    }
    const failed = validate(content, office) ?? validateFunds(content);
    if (failed !== undefined) {
      if (settings.rejectedCreateConsumesKey && idempotencyKey) book.use(kind, idempotencyKey);
      throw refusalOf(failed, settings);
    }
    if (idempotencyKey !== undefined) book.use(kind, idempotencyKey);
    const payout = progress.draft(content);
    progress.begin(payout);
    return answers.payout(telling.echo(payout));
  }
  function validateFunds(content: PayoutContent): Failed | undefined {
    if (settings.shortFunds === 'accept') return undefined;
    const short = office.funds.shortage(progress.draft(content));
    return short && { problem: 'funds', words: short.message, status: short.status };
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
  return {
    kind: 'mass',
    ...readShared(fields, office),
    name: fields.requiredText('name'),
    recipients: recipients.map(readRecipient),
  };
}

const sharedMembers = ['comment', 'executionDate', 'idempotencyKey', 'externalId'];

function readShared(fields: Fields, office: Office) {
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
