import { describe, expect, it } from 'vitest';
import { CalypsoNotFound, CalypsoUnclear } from '../../src/calypso/errors.ts';
import { sign } from '../../src/calypso/signature.ts';
import { account, noon, refusal, secret, startScript } from './scripted.ts';

const uuid = 'bf9348b7-2c14-46d7-868c-b597852da319';
const payout = '{"id":"p-1","state":"CANCELED","currency":"TRX","amount":1}';
const envelope = (payload?: string, withAccount = true) =>
  `{"timestamp":${noon}${withAccount ? `,"account":"${account}"` : ''}${payload ? `,"payload":${payload}` : ''}}`;

describe('a request', () => {
  it('to cancel names the deal and says why, once', async () => {
    const script = await startScript({
      '/payout/cancel': [payout],
      '/payout/mass/cancel': [{ status: 500, body: '' }],
    });
    const client = script.client({ now: () => noon });
    expect((await client.cancelPayout({ id: 'p-1' }, 'typo')).state).toBe('CANCELED');
    await expect(client.cancelMassPayout({ idempotencyKey: 'k' }, 'no')).rejects.toThrow(
      CalypsoUnclear,
    );
    expect(script.asked.map(({ path, body }) => [path, body])).toEqual([
      ['/payout/cancel', envelope('{"dealId":"p-1","message":"typo"}')],
      ['/payout/mass/cancel', envelope('{"idempotencyKey":"k","message":"no"}')],
    ]);
  });

  it('for one transfer names it as the request', async () => {
    const script = await startScript({
      '/payout/withdrawal': ['{"id":7,"state":"REPLACED","amount":1e-7,"isInternal":true}'],
    });
    const found = await script.client({ now: () => noon }).withdrawal('7');
    expect(found).toMatchObject({ id: '7', state: 'REPLACED', amount: '1e-7', isInternal: true });
    expect(script.asked[0]?.body).toBe(envelope('{"requestId":"7"}'));
  });

  it('for fees writes the exact amounts, without an account', async () => {
    const sides = '"feeReceiver":{"amount":1050,"fee":50},"feeSender":{"amount":1050,"fee":5.0E+1}';
    const item = `{"amount":1000,"currency":"USDT","opType":"WITHDRAWAL",${sides},"more":1}`;
    const script = await startScript({ '/tariff/extended-fee': [`{"items":[${item}]}`] });
    const fees = await script
      .client({ now: () => noon })
      .fees([{ currency: 'USDT', baseAmount: '1000.000000000000000001' }]);
    expect(fees).toMatchObject([
      { currency: 'USDT', feeSender: { amount: '1050', fee: '5.0E+1' } },
    ]);
    expect(script.asked[0]?.body).toBe(
      envelope(
        '{"items":[{"baseAmount":1000.000000000000000001,"currency":"USDT","feeType":"SERVICE","opType":"WITHDRAWAL"}]}',
        false,
      ),
    );
  });

  it('for rates asks for codes, without an account, and keeps every digit', async () => {
    const script = await startScript({
      '/rate': [
        '{"currencyRates":[{"fromCurrency":"BTC","toCurrency":"USDT","rates":60000.123456789012345678,"ratesDate":"2025-11-23T10:00:00"}]}',
      ],
      '/rate/fiat': ['{"ratesMap":{"USDT":{"EUR":0.9,"GBP":null},"X":{}},"z":1}'],
    });
    const client = script.client({ now: () => noon });
    expect(await client.rates(['BTC'], ['USDT'])).toEqual([
      {
        fromCurrency: 'BTC',
        toCurrency: 'USDT',
        rates: '60000.123456789012345678',
        ratesDate: '2025-11-23T10:00:00.000Z',
      },
    ]);
    const fiat = await client.fiatRates(['USDT', 'X'], ['EUR', 'GBP']);
    expect([...(fiat.get('USDT') ?? [])]).toEqual([['EUR', '0.9']]);
    expect(fiat.get('X')?.size).toBe(0);
    expect(script.asked.map(({ body }) => body)).toEqual([
      envelope('{"fromCurrencies":["BTC"],"toCurrencies":["USDT"]}', false),
      envelope('{"from":["USDT","X"],"to":["EUR","GBP"]}', false),
    ]);
  });

  it('for the currencies of the exchange finds decimals and dust, each currency once', async () => {
    const trx =
      '{"name":"TRX","scale":6,"blockchainScale":6,"garbageAmount":1.0E-6,"enabled":true}';
    const eth = '{"name":"ETH","scale":8,"blockchainScale":18,"garbageAmount":null}';
    const script = await startScript({
      '/exchange/pairs': [`{"currencyPairs":{"BTC":[${trx},${eth}],"ETH":[${trx}]}}`],
    });
    const found = await script.client({ now: () => noon }).currencies();
    expect(found).toMatchObject([
      { name: 'TRX', scale: 6, blockchainScale: 6, garbageAmount: '1.0E-6', enabled: true },
      { name: 'ETH', scale: 8, blockchainScale: 18 },
    ]);
    expect(script.asked[0]?.body).toBe(envelope());
  });

  it('to delete a subscription is a signed DELETE with a body, and its answer is empty', async () => {
    const path = '/subscription/webhook';
    const script = await startScript({
      [path]: [{ status: 200, body: '' }, refusal('004'), { status: 200, body: 'gone' }],
    });
    const client = script.client({ now: () => noon });
    expect(await client.deleteSubscription(uuid)).toBeUndefined();
    await expect(client.deleteSubscription(uuid)).rejects.toThrow(CalypsoNotFound);
    expect(await client.deleteSubscription(uuid)).toBeUndefined();
    const body = envelope(`{"requestId":"${uuid}"}`);
    expect(script.asked.map((asked) => [asked.method, asked.body])).toEqual(
      Array.from({ length: 3 }, () => ['DELETE', body]),
    );
    expect(script.asked[0]?.headers).toMatchObject({
      sign: sign(secret, Buffer.from(body)),
      'content-type': 'application/json',
    });
  });
});
