/** What the Calypso emulator answers to reads: payouts, pages, withdrawals, balances, fees, rates. */

import { afterEach, describe, expect, it } from 'vitest';
import {
  type CalypsoEmulator,
  type CalypsoOptions,
  startCalypso,
} from '../../sandbox/calypso/emulator.ts';
import { parseJson, writeJson } from '../../sandbox/calypso/json.ts';
import {
  type Call,
  callerOf,
  ether,
  keyOne,
  keyTwo,
  noon,
  otherEther,
  single,
  withKey,
} from './calypso-caller.ts';

const running: CalypsoEmulator[] = [];

async function start(
  options: CalypsoOptions = {},
): Promise<{ calypso: CalypsoEmulator; call: Call }> {
  const calypso = await startCalypso({ now: () => noon, tickMs: 0, ...options });
  running.push(calypso);
  return { calypso, call: callerOf(calypso) };
}

afterEach(async () => {
  for (const calypso of running.splice(0)) await calypso.stop();
});

describe('reading', () => {
  const byKey = `{"idempotencyKey":"${keyOne}"}`;

  it('finds a payout by id or by key, and only of its own kind', async () => {
    const { call } = await start();
    const { id } = (await call('/payout/create', single('1', withKey(keyOne)))).body;
    expect((await call('/payout', `{"id":"${id}"}`)).body).toMatchObject({ id });
    expect((await call('/payout', byKey)).body).toMatchObject({ id, idempotencyKey: keyOne });
    expect((await call('/payout/mass', byKey)).body).toMatchObject({ errorCode: '004' });
    expect((await call('/payout', `{"id":"${id}","idempotencyKey":"${keyOne}"}`)).status).toBe(400);
  });
  it('may lag behind writing', async () => {
    let now = noon;
    const { call } = await start({ now: () => now, settings: { visibleAfterMs: 60_000 } });
    await call('/payout/create', single('1', withKey(keyOne)));
    expect((await call('/payout', byKey)).body).toMatchObject({ errorCode: '004' });
    now += 60_000;
    expect((await call('/payout', byKey)).status).toBe(200);
  });
  it('pages through everything, newest first, with totals nobody should trust', async () => {
    const { calypso, call } = await start();
    for (let count = 0; count < 5; count += 1) await call('/payout/create', single('1'));
    const page = async (number: number) => {
      const payload = `{"stateNames":["CREATED"],"pageNumber":${number},"size":2}`;
      const { body } = await call('/payout/all', payload);
      expect(body).toMatchObject({ size: 2, total: 1, totalElements: 0 });
      return idsOf(body.result);
    };
    const newestFirst = calypso.payouts.map(({ id }) => id).reverse();
    expect(await page(1)).toEqual(newestFirst.slice(0, 2));
    expect(await page(0)).toEqual(newestFirst.slice(0, 2));
    expect(await page(2)).toEqual(newestFirst.slice(2, 4));
    expect(await page(3)).toEqual(newestFirst.slice(4));
    expect(await page(4)).toEqual([]);
  });
  it('selects by state and by date, and wants the states named', async () => {
    const { call } = await start();
    await call('/payout/create', single('1', ',"executionDate":"2026-03-03T12:00:00.000Z"'));
    await call('/payout/create', single('2'));
    const amounts = async (filter: string) =>
      amountsOf((await call('/payout/all', `{${filter}"size":10}`)).body.result);
    expect(await amounts('"stateNames":["CREATED"],"isExecutionDateInFuture":true,')).toEqual([1]);
    expect(await amounts('"stateNames":["CREATED"],"isExecutionDateInFuture":false,')).toEqual([2]);
    expect(await amounts('"stateNames":["FAILED"],')).toEqual([]);
    expect(await amounts('')).toEqual([]);
    const strange = await call('/payout/all', '{"stateNames":["PAID"]}');
    expect(strange.body).toMatchObject({ errorCode: '001' });
    const greedy = await call('/payout/all', '{"stateNames":["CREATED"],"size":101}');
    expect(greedy.body).toMatchObject({ errorCode: '001' });
  });
  it('finds withdrawals of a payout, by their own reference, and one by its id', async () => {
    const { calypso, call } = await start();
    const lines = [ether, otherEther].map(
      (address, n) => `{"depositAddress":"${address}","amount":0.${n + 1},"externalId":"row-${n}"}`,
    );
    const payload = `{"currency":"ETH","name":"n","massAddresses":[${lines}]${withKey(keyOne)}}`;
    await call('/payout/mass/create', payload);
    await call('/payout/create', single('9', `${withKey(keyTwo)},"externalId":"row-1"`));
    const list = async (filter: string) => {
      const states = '"stateNames":["DRAFT","IN_PROGRESS"],"pageSize":10,"pageNumber":1';
      const { body } = await call('/payout/withdrawal/all', `{${filter},${states}}`);
      return amountsOf(body.result);
    };
    expect(await list(`"idempotencyKey":"${keyOne}"`)).toEqual([]);
    calypso.advance();
    expect(await list(`"idempotencyKey":"${keyOne}"`)).toEqual([0.2, 0.1]);
    expect(await list('"externalId":"row-1"')).toEqual([9, 0.2]);
    expect(await list(`"idempotencyKey":"${keyOne}","externalId":"row-1"`)).toEqual([0.2]);
    const id = calypso.payouts[0]?.withdrawals[0]?.id;
    const one = await call('/payout/withdrawal', `{"requestId":"${id}"}`);
    expect(one.body).toMatchObject({ id, state: 'IN_PROGRESS', depositAddress: ether });
  });
});

describe('around payouts', () => {
  it('balances are exact', async () => {
    const { call } = await start({ balances: { ETH: '1000000.000000000000000001' } });
    expect((await call('/account')).text).toContain('"amount":1000000.000000000000000001}');
  });
  it('the fee estimate is what a payout then costs', async () => {
    const { calypso, call } = await start({ settings: { feePercent: '0.5', feeFixed: '1' } });
    const item =
      '{"baseAmount":100,"currency":"USDT_TRX","feeType":"SERVICE","opType":"WITHDRAWAL"}';
    const raw = `{"timestamp":${noon},"payload":{"items":[${item}]}}`;
    const { body } = await call('/tariff/extended-fee', undefined, { raw });
    expect(body).toMatchObject({
      items: [{ amount: 100, feeSender: { amount: 101.5, fee: 1.5 }, feeReceiver: { fee: 1.5 } }],
    });
    const payout = await call('/payout/create', single('100'));
    expect(payout.body).toMatchObject({ calypsoFee: 1.5, calypsoFeePercentage: 0.5 });
    calypso.complete(String(payout.body.id));
    expect(calypso.balance('USDT_TRX')).toBe('1399.25');
  });
  it('the key knows its own user and account', async () => {
    const { calypso, call } = await start();
    const { body } = await call('/user/current', undefined, { raw: `{"timestamp":${noon}}` });
    expect(body).toMatchObject({
      userFullInfo: { blocked: false, active: true },
      availableAccounts: [{ account: calypso.account }],
    });
  });
  it('rates, fiat rates and currency pairs', async () => {
    const { call } = await start();
    const rates = await call('/rate', '{"fromCurrencies":["BTC"],"toCurrencies":["USD","ETH"]}');
    expect(rates.body).toMatchObject({
      currencyRates: [
        { fromCurrency: 'BTC', toCurrency: 'USD', rates: 60_000 },
        { fromCurrency: 'BTC', toCurrency: 'ETH', rates: 20 },
      ],
    });
    const fiat = await call('/rate/fiat', '{"from":["ETH"],"to":["EUR"]}');
    expect(fiat.body.ratesMap).toEqual({ ETH: { EUR: 2727.272727272727 } });
    const pairs = await call('/exchange/pairs', '{}');
    const trx = { name: 'USDT_TRX', scale: 6, feeCurrencyName: 'TRX' };
    expect(pairs.body).toMatchObject({ currencyPairs: { LTC: expect.any(Array) } });
    expect(pairs.text).toContain('"feeCurrencyName":"TRX"');
    expect(parseJson(Buffer.from(pairs.text))).toBeDefined();
    expect(pairs.body).toMatchObject({
      currencyPairs: { BTC: expect.arrayContaining([expect.objectContaining(trx)]) },
    });
  });
});

describe('what keeps clients honest', () => {
  it('is unknown members, null and absent, two kinds of dates', async () => {
    const { call } = await start();
    const texts: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      texts.push((await call('/payout/create', single('1'))).text);
    }
    expect(texts.every((text) => /"x[0-9a-f]{6}":/.test(text))).toBe(true);
    expect(texts.some((text) => text.includes('"createdDate":"2026-03-02T12:00:00.000Z"'))).toBe(
      true,
    );
    expect(texts.some((text) => text.includes('"createdDate":"2026-03-02T12:00:00"'))).toBe(true);
    expect(texts.some((text) => text.includes('"transactionHash":null'))).toBe(true);
    expect(texts.some((text) => !text.includes('"transactionHash"'))).toBe(true);
  });
  it('can be switched off, and is the same for the same seed', async () => {
    const plain = { extraFields: false, nulls: 'absent', dates: 'zulu' } as const;
    const { call } = await start({ settings: plain });
    const body = (await call('/payout/create', single('1'))).text;
    expect(body).not.toMatch(/"x[0-9a-f]{6}":|null/);
    const runs = [await start({ seed: 7 }), await start({ seed: 7 })];
    const [left, right] = await Promise.all(
      runs.map((run) => run.call('/payout/create', single('1'))),
    );
    expect(left?.text).toBe(right?.text);
    expect(writeJson(parseJson(Buffer.from(left?.text ?? '')))).toBe(left?.text);
  });
});

function idsOf(result: unknown): unknown[] {
  return membersOf(result, 'id');
}

function amountsOf(result: unknown): unknown[] {
  return membersOf(result, 'amount');
}

function membersOf(result: unknown, name: string): unknown[] {
  if (!Array.isArray(result)) throw new Error('The answer has no result list.');
  return result.map((item) => item[name]);
}
