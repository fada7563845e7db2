/**
 * Turns the ledger into the JSON shapes of the documentation, with the irregularities that keep a
 * client honest: unknown members, null or absent, dates with and without zone, exponents.
 */

import type { Payout, WithdrawalError } from './book.ts';
import type { Chance } from './chance.ts';
import { atto, decimalText, hasExponent, scientificText } from './decimal.ts';
import { zonelessDate } from './events.ts';
import {
  integerToken,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type NumberToken,
  numberToken,
} from './json.ts';
import type { Settings } from './settings.ts';
import type { Told, ToldLine } from './telling.ts';

export type Answers = ReturnType<typeof openAnswers>;

const keyedByCode = ['ratesMap', 'currencyPairs'];
const exponentBelow = atto('0.000001');

export function openAnswers({
  settings,
  chance,
  account,
  companyId,
}: {
  settings: Settings;
  chance: Chance;
  account: string;
  companyId: string;
}) {
  let nextIsNull = false;

  /** `null` and an absent member mean the same to Calypso. */
  function optional<T>(value: T | undefined): T | null | undefined {
    if (value !== undefined) return value;
    if (settings.nulls !== 'alternate') return settings.nulls === 'null' ? null : undefined;
    nextIsNull = !nextIsNull;
    return nextIsNull ? null : undefined;
  }
  function date(at: number): string {
    const zulu = settings.dates === 'zulu' || (settings.dates === 'mixed' && chance.sometimes());
    return zulu ? new Date(at).toISOString() : zonelessDate(at);
  }
  /** The exact token, or the same value with an exponent when it is very small. */
  function amount(text: string): NumberToken {
    if (!settings.exponents || hasExponent(text)) return numberToken(text);
    const value = atto(text);
    const tiny = value > 0n && value < exponentBelow;
    return numberToken(tiny ? scientificText(value) : text);
  }
  /** Adds one unknown member to the object and to every object inside it. */
  function withStrangers(value: Json): Json {
    if (!settings.extraFields) return value;
    if (isList(value)) return value.map(withStrangers);
    if (!isObject(value)) return value;
    const members = Object.entries(value).map(([name, member]) => [
      name,
      isObject(member) && keyedByCode.includes(name) ? insideMap(member) : insideOf(member),
    ]);
    const stranger = chance.pick<Json>([
      chance.hex(8),
      integerToken(chance.below(1000)),
      chance.sometimes(),
      null,
      [],
      { nested: chance.hex(4) },
    ]);
    return Object.fromEntries([[`x${chance.hex(6)}`, stranger], ...members]);
  }
  const insideOf = (member: Json | undefined) =>
    member === undefined ? undefined : withStrangers(member);
  /** A map's own keys are currency codes, so strangers appear only in lists inside it. */
  const insideMap = (map: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(map).map(([code, member]) => [
        code,
        isList(member) ? withStrangers(member) : member,
      ]),
    );

  const error = ({ id, status, message, resolved }: WithdrawalError): JsonObject => ({
    id: typeof id === 'number' ? integerToken(id) : id,
    status,
    errorResolved: resolved,
    errorMessage: message,
  });
  function errorsOf({ withdrawals }: Payout): JsonObject | undefined {
    const wrong = withdrawals.filter(({ errors }) => errors.length > 0);
    if (wrong.length === 0) return undefined;
    return {
      withdrawalErrors: wrong.map(({ id, errors }) => ({
        withdrawalId: id,
        errors: errors.map(error),
      })),
    };
  }
  function cancellationOf({ cancellation }: Payout): JsonObject | undefined {
    if (cancellation === undefined) return undefined;
    return {
      canceledByUserId: cancellation.userId,
      canceledByFirstname: cancellation.firstname,
      canceledByLastname: cancellation.lastname,
      cancelMessage: cancellation.message,
    };
  }
  const totalFee = ({ withdrawals }: Payout) =>
    amount(
      decimalText(
        withdrawals
          .filter(({ state }) => state !== 'REPLACED')
          .reduce((sum, { calypsoFee }) => sum + atto(calypsoFee), 0n),
      ),
    );
  const scheduled = ({ executionDate }: Payout) =>
    optional(executionDate === undefined ? undefined : date(executionDate));

  const belonging = ({ belongingType }: Told): JsonObject =>
    settings.belonging === 'type'
      ? { belongingType }
      : { isInternal: belongingType === 'INTERNAL' };

  const single = (payout: Told): JsonObject => ({
    id: payout.id,
    account,
    depositAddress: payout.withdrawals[0]?.depositAddress,
    amount: amount(payout.amount),
    currency: payout.currency,
    calypsoFee: totalFee(payout),
    calypsoFeePercentage: numberToken(settings.feePercent),
    state: payout.state,
    createdDate: date(payout.createdAt),
    transactionHash: optional(payout.withdrawals.at(-1)?.transactionHash),
    comment: optional(payout.comment),
    executionDate: scheduled(payout),
    idempotencyKey: optional(payout.idempotencyKey),
    errors: optional(errorsOf(payout)),
    cancellation: cancellationOf(payout),
    ...belonging(payout),
  });
  const mass = (payout: Told): JsonObject => ({
    id: payout.id,
    idempotencyKey: optional(payout.idempotencyKey),
    companyId,
    account,
    state: payout.state,
    comment: optional(payout.comment),
    name: payout.name,
    currency: payout.currency,
    totalWithdrawalAmount: amount(payout.amount),
    totalCalypsoFee: totalFee(payout),
    totalCalypsoFeePercentage: numberToken(settings.feePercent),
    executionDate: scheduled(payout),
    errors: optional(errorsOf(payout)),
  });

  return {
    amount,
    date,
    withStrangers,
    payout: (payout: Told) => (payout.kind === 'single' ? single(payout) : mass(payout)),
    withdrawal: ({ payout, withdrawal }: ToldLine): JsonObject => ({
      id: withdrawal.id,
      account,
      companyName: 'My Company',
      amount: amount(withdrawal.amount),
      currency: payout.currency,
      state: withdrawal.state,
      calypsoFee: amount(withdrawal.calypsoFee),
      transactionHash: optional(withdrawal.transactionHash),
      depositAddress: withdrawal.depositAddress,
      comment: optional(withdrawal.comment),
      createdDate: date(withdrawal.createdAt),
      withdrawalErrors: withdrawal.errors.map(error),
      ...belonging(payout),
    }),
    /** The frame of a page of `all` items; totals as nobody should trust them. */
    page(result: readonly JsonObject[], number: number, size: number, all: number): JsonObject {
      const right = settings.totals === 'right';
      return {
        result,
        page: integerToken(number),
        size: integerToken(size),
        total: integerToken(right ? Math.ceil(all / size) : 1),
        totalElements: integerToken(right ? all : 0),
      };
    },
    error(code: string, message: string): JsonObject {
      const traced =
        settings.traceIds === 'always' || (settings.traceIds === 'mixed' && chance.sometimes());
      return { errorCode: code, message, traceId: traced ? chance.hex(16) : undefined };
    },
  };
}
