/**
 * The payload text of a part, and the same text read again without trusting who wrote it.
 * Reading back is strict on purpose: anything that was not expected is an error, not a detail.
 */
import { z } from 'zod';
import type { PartOrder, ReadBack } from '../approvals/rail/rail.ts';
import { decimalText, readAmount } from '../approvals/values/amount.ts';
import type { Currency } from '../approvals/values/currency.ts';
import { exactNumber, isExactNumber, parseExact, writeExact } from './numbers.ts';

/** The part as Calypso takes it, to be sent at once or at `executeAt`. @throws when the order does not fit together. */
export function writePayload(order: PartOrder, currency: Currency, executeAt?: string): string {
  const { plan, key, purpose, lines } = order;
  if (lines.length !== plan.lines.length || lines.some((line) => line.currency !== plan.currency))
    throw new Error(`Part ${plan.part} of request ${order.requestNumber} does not fit its lines.`);
  const recipients = lines.map((line, index) => ({
    depositAddress: line.address,
    amount: exactNumber(amountText(line.amountMinor, currency)),
    ...(line.comment === undefined ? {} : { comment: line.comment }),
    externalId: externalIdOf(order, index),
  }));
  const scheduled = executeAt === undefined ? {} : { executionDate: executeAt };
  if (plan.kind === 'mass')
    return writeExact({
      currency: plan.currency,
      name: purpose,
      massAddresses: recipients,
      ...scheduled,
      idempotencyKey: key,
    });
  const [recipient, ...others] = recipients;
  if (recipient === undefined || others.length > 0)
    throw new Error(`A single payout has one line; part ${plan.part} has ${recipients.length}.`);
  return writeExact({
    currency: plan.currency,
    ...recipient,
    ...scheduled,
    idempotencyKey: key,
  });
}

/** The line's own reference, else its request and number, e.g. `1042-17`. */
export function externalIdOf(order: PartOrder, index: number): string {
  return order.lines[index]?.reference ?? `${order.requestNumber}-${order.plan.lines[index]}`;
}

function amountText(minor: bigint, { code, decimals }: Currency): string {
  if (minor <= 0n) throw new Error(`A payout must be above zero; this one is ${minor} of ${code}.`);
  return decimalText(minor, decimals);
}

const recipient = {
  depositAddress: z.string().min(1),
  amount: z
    .custom<{ readonly rawJSON: string }>(isExactNumber, 'must be a number')
    .transform((token) => token.rawJSON),
  comment: z.string().optional(),
  externalId: z.string(),
};
const shared = { executionDate: z.iso.datetime().optional(), idempotencyKey: z.uuid() };
const single = z.strictObject({ currency: z.string(), ...recipient, ...shared });
const mass = z.strictObject({
  currency: z.string(),
  name: z.string().min(1),
  massAddresses: z.array(z.strictObject(recipient)).min(1),
  ...shared,
});
const either = z.union([single, mass]);

/**
 * @returns what the text asks for; `reference` is what goes out as external id, also where it was
 * made from the request's number.
 * @throws when the text is not exactly what `writePayload` could have written.
 */
export function readPayload(
  payload: string,
  currencyOf: (code: string) => Currency | undefined,
): ReadBack {
  const json = parseExact(payload);
  // Catches what parsing hides: repeated members, white space, escapes nobody needed.
  if (writeExact(json) !== payload) throw unreadable('it is not in its shortest form');
  const read = either.safeParse(json);
  if (!read.success) throw unreadable('its members are not those of a payout');
  const currency = currencyOf(read.data.currency);
  if (currency === undefined) throw unreadable('its currency is unknown');
  const recipients = 'massAddresses' in read.data ? read.data.massAddresses : [read.data];
  return {
    kind: 'massAddresses' in read.data ? 'mass' : 'single',
    key: read.data.idempotencyKey,
    currency: currency.code,
    ...(read.data.executionDate && { executeAt: read.data.executionDate }),
    lines: recipients.map(({ depositAddress, amount, comment, externalId }) => {
      const amountMinor = readAmount(amount, currency.decimals);
      if (typeof amountMinor !== 'bigint') throw unreadable(`an amount breaks ${amountMinor}`);
      return {
        address: depositAddress,
        amountMinor,
        ...(comment === undefined ? {} : { comment }),
        reference: externalId,
      };
    }),
  };
}

const unreadable = (why: string) =>
  new Error(`A stored payload cannot be read back: ${why}. It must not be sent.`);
