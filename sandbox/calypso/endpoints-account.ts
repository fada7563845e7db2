/**
 * Everything around payouts: balances, the key's own user, rates, currency pairs and the fee
 * pre-calculation. All of it only reads.
 */

import { currencies, findCurrency } from './currencies.ts';
import { atto, decimalText, ratioCut } from './decimal.ts';
import type { Endpoint, Office } from './endpoints.ts';
import { Refused, readFields } from './fields.ts';
import { integerToken, type Json, type JsonObject, type NumberToken, numberToken } from './json.ts';

const feeTypes = ['SERVICE', 'FIX', 'PERCENT'];

export function accountEndpoints(office: Office): Endpoint[] {
  const post = (path: string, answer: Endpoint['answer'], wants: Partial<Endpoint> = {}) => {
    return { method: 'POST' as const, path, account: false, payload: true, answer, ...wants };
  };
  return [
    post('/account', () => account(office), { account: true, payload: false }),
    post('/user/current', () => currentUser(office), { payload: false }),
    post('/rate', (payload) => rates(payload, office)),
    post('/rate/fiat', (payload) => fiatRates(payload, office)),
    post('/exchange/pairs', () => pairs(), { account: true }),
    post('/tariff/extended-fee', (payload) => extendedFee(payload, office)),
  ];
}

const account = ({ account: id, companyId, ...office }: Office): JsonObject => ({
  account: id,
  name: 'Main account',
  ownerId: companyId,
  balances: office.funds
    .balances()
    .map(({ code, amount }) => ({ currency: code, amount: balanceOf(code, amount, office) })),
});

/** With more digits than the chain has, if so wanted: what a provider's divisions leave behind. */
function balanceOf(
  code: string,
  amount: string,
  { settings, answers }: Pick<Office, 'settings' | 'answers'>,
): NumberToken {
  const tail = settings.balanceTail;
  if (tail === '') return answers.amount(amount);
  const [whole = '', part = ''] = amount.split('.');
  return numberToken(`${whole}.${part.padEnd(findCurrency(code)?.decimals ?? 0, '0')}${tail}`);
}

const currentUser = ({ account: id, companyId, userId }: Office): JsonObject => ({
  userFullInfo: {
    id: userId,
    username: 'countersign-api',
    companyId,
    companyName: 'My Company',
    active: true,
    blocked: false,
    roles: ['SYSTEM'],
  },
  permissions: [
    {
      accountId: id,
      accountName: 'Main account',
      permissionGroups: [
        { groupId: integerToken(1), name: 'PAYOUT', permissionData: { create: true, view: true } },
      ],
    },
  ],
  availableAccounts: [{ account: id, name: 'Main account' }],
});

function rates(payload: Json | undefined, office: Office): JsonObject {
  const { from, to } = readCodes(payload, 'fromCurrencies', 'toCurrencies', office);
  const ratesDate = office.answers.date(office.now());
  return {
    currencyRates: from.flatMap((fromCurrency) =>
      to.map((toCurrency) => {
        return {
          fromCurrency,
          toCurrency,
          rates: rate(fromCurrency, toCurrency, office),
          ratesDate,
        };
      }),
    ),
  };
}

function fiatRates(payload: Json | undefined, office: Office): JsonObject {
  const { from, to } = readCodes(payload, 'from', 'to', office);
  const row = (code: string) => to.map((other) => [other, rate(code, other, office)]);
  return {
    ratesMap: Object.fromEntries(from.map((code) => [code, Object.fromEntries(row(code))])),
  };
}

function readCodes(payload: Json | undefined, from: string, to: string, office: Office) {
  const fields = readFields(payload, 'payload', [from, to], office.settings);
  const codes = (name: string): readonly string[] => {
    const list = fields.texts(name) ?? [];
    const unknown = list.find((code) => office.rates[code] === undefined);
    if (list.length === 0) throw new Refused('001', `payload.${name} must not be empty`);
    if (new Set(list).size < list.length)
      throw new Refused('001', `payload.${name} repeats a code`);
    if (unknown !== undefined) throw new Refused('001', `Unknown currency ${unknown}`);
    return list;
  };
  return { from: codes(from), to: codes(to) };
}

function rate(from: string, to: string, { rates: table, answers }: Office) {
  const worth = (code: string) => atto(table[code] ?? '0');
  return answers.amount(decimalText(ratioCut(worth(from), worth(to))));
}

/** Every currency can be exchanged for every other; the value is in the metadata. */
function pairs(): JsonObject {
  const all = currencies.map(
    ({ code, coin, chain, decimals }): JsonObject => ({
      name: code,
      feeCurrencyName: coin,
      coinId: code.toLowerCase(),
      networkData: { frontName: chain, type: chain },
      scale: integerToken(decimals),
      blockchainScale: integerToken(decimals),
      garbageAmount: numberToken(decimalText(10n ** BigInt(18 - decimals))),
      crypto: true,
      blockchainName: chain,
      contract: null,
      enabled: true,
      active: true,
    }),
  );
  return {
    currencyPairs: Object.fromEntries(
      currencies.map(({ code }) => [code, all.filter(({ name }) => name !== code)]),
    ),
  };
}

function extendedFee(payload: Json | undefined, office: Office): JsonObject {
  const { settings } = office;
  const known = ['baseAmount', 'currency', 'feeType', 'opType'];
  const items = readFields(payload, 'payload', ['items'], settings).objects('items', known) ?? [];
  if (items.length === 0) throw new Refused('001', 'payload.items must not be empty');
  return {
    items: items.map((item): JsonObject => {
      const currency = item.requiredText('currency');
      const feeType = item.requiredText('feeType');
      const opType = item.requiredText('opType');
      if (!feeTypes.includes(feeType)) throw new Refused('001', `Unknown feeType ${feeType}`);
      if (findCurrency(currency) === undefined) {
        throw new Refused('001', `Unknown currency ${currency}`);
      }
      const base = item.amount('baseAmount');
      return { currency, opType, ...feeFigures(base, currency, feeType, office) };
    }),
  };
}

function feeFigures(base: string, currency: string, feeType: string, office: Office): JsonObject {
  const { settings, funds, answers } = office;
  const total = funds.feeOf(base, currency, settings.estimatePercent || undefined);
  const fixed = atto(settings.feeFixed);
  const number = (value: bigint) => answers.amount(decimalText(value));
  const senderAmount = atto(base) + (settings.feeSenderAmount === 'total' ? total : 0n);
  return {
    amount: answers.amount(base),
    feeReceiver: {
      amount: number(atto(base) - total),
      fee: number(total),
      fixedFee: feeType === 'FIX' ? number(fixed) : undefined,
      percentFee: feeType === 'PERCENT' ? number(total - fixed) : undefined,
    },
    feeSender: { amount: number(senderAmount), fee: number(total) },
  };
}
