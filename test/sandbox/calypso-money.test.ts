/** Balances and fees of the Calypso emulator, and what happens when money is short. */

import { afterEach, describe, expect, it } from 'vitest';
import { type CalypsoEmulator, startCalypso } from '../../sandbox/calypso/emulator.ts';
import type { Settings } from '../../sandbox/calypso/settings.ts';
import {
  type Call,
  callerOf,
  ether,
  keyOne,
  keyTwo,
  massOf,
  noon,
  single,
  withKey,
} from './calypso-caller.ts';

let now = noon;
let calypso: CalypsoEmulator;
let call: Call;

async function start(settings: Partial<Settings> = {}, balances?: Record<string, string>) {
  now = noon;
  calypso = await startCalypso({
    now: () => now,
    tickMs: 0,
    settings,
    ...(balances ? { balances } : {}),
  });
  call = callerOf(calypso, () => now);
}

const createSingle = (amount = '100', more = '') =>
  call('/payout/create', single(amount, `${withKey(keyOne)}${more}`));
const state = (key = keyOne) => calypso.payout(key).state;

afterEach(() => calypso.stop());

describe('money', () => {
  it('leaves the balance with the fee when the payout is in progress', async () => {
    await start();
    await createSingle();
    expect(calypso.balance('USDT_TRX')).toBe('1500.75');
    calypso.advance();
    expect(calypso.balance('USDT_TRX')).toBe('1399.75');
  });
  it.each([
    ['CREATED', ['1399.75', '1399.75', '1399.75']],
    ['COMPLETED', ['1500.75', '1500.75', '1399.75']],
  ] as const)('may leave it at %s instead', async (debitAt, expected) => {
    await start({ debitAt });
    await createSingle();
    const seen = [calypso.balance('USDT_TRX')];
    calypso.advance();
    seen.push(calypso.balance('USDT_TRX'));
    calypso.complete(keyOne);
    seen.push(calypso.balance('USDT_TRX'));
    expect(seen).toEqual(expected);
  });
  it('comes back after a failure, with or without the fee', async () => {
    await start();
    await createSingle();
    calypso.failRecipients(keyOne, [0]);
    expect(state()).toBe('FAILED');
    expect(calypso.balance('USDT_TRX')).toBe('1500.75');
    calypso.settings.feeOnFailure = 'kept';
    await call('/payout/create', single('100', withKey(keyTwo)));
    calypso.failRecipients(keyTwo, [0]);
    expect(calypso.balance('USDT_TRX')).toBe('1499.75');
  });
  it('that is short holds the payout in progress until a top-up', async () => {
    await start({}, { USDT_TRX: '60' });
    await createSingle('100');
    calypso.advance();
    expect(state()).toBe('IN_PROGRESS');
    expect(calypso.advance()).toBe(false);
    expect(() => calypso.complete(keyOne)).toThrow('it waits for NOT_ENOUGH_FUNDS');
    const read = async () => (await call('/payout', `{"idempotencyKey":"${keyOne}"}`)).body;
    expect(await read()).toMatchObject({
      state: 'IN_PROGRESS',
      errors: {
        withdrawalErrors: [
          {
            errors: [
              {
                status: 'NOT_ENOUGH_FUNDS',
                errorResolved: false,
                errorMessage: expect.stringContaining('You need more: 41.00USDT_TRX.'),
              },
            ],
          },
        ],
      },
    });
    calypso.topUp('USDT_TRX', '40.999999');
    expect(calypso.advance()).toBe(false);
    calypso.topUp('USDT_TRX', '0.000001');
    expect(await read()).toMatchObject({
      errors: { withdrawalErrors: [{ errors: [{ errorResolved: true }] }] },
    });
    calypso.complete(keyOne);
    expect(calypso.balance('USDT_TRX')).toBe('0');
  });
  it('that is short may be refused at the door instead', async () => {
    await start({ shortFunds: 'refuse' }, { USDT_TRX: '60' });
    expect((await createSingle('100')).body).toMatchObject({ errorCode: '016' });
    expect((await createSingle('59')).status).toBe(200);
  });
  it('tells a missing fee from a missing amount, and a missing network coin from both', async () => {
    await start({}, { USDT_TRX: '100.5' });
    const status = () => calypso.payouts.at(-1)?.withdrawals[0]?.errors.at(-1)?.status;
    await createSingle('100');
    calypso.advance(keyOne);
    expect(status()).toBe('NOT_ENOUGH_FUNDS_FOR_SERVICE_COMMISSION');
    calypso.settings.networkCoin = 'required';
    await call('/payout/create', single('10', withKey(keyTwo)));
    calypso.advance(keyTwo);
    expect(status()).toBe('NOT_ENOUGH_FUNDS_FOR_COMMISSION');
    calypso.topUp('TRX', '15');
    calypso.complete(keyTwo);
    expect(calypso.balance('TRX')).toBe('0');
    expect(calypso.balance('USDT_TRX')).toBe('90.4');
  });
  it('speaks of a shortage in the words of the guide, a token', async () => {
    await start({}, { USDT: '52.57' });
    const payload = `{"currency":"USDT","depositAddress":"${ether}","amount":4010${withKey(keyOne)}}`;
    calypso.settings.feePercent = '0';
    await call('/payout/create', payload);
    calypso.advance();
    expect(calypso.payouts[0]?.withdrawals[0]?.errors[0]?.message).toBe(
      'Not enough funds for processing payout by wallet. \nPayout amount: 4010.00 USDT.\nAvailable wallet balance by wallet: 52.57 USDT.\nYou need more: 3957.43USDT.\nPlease top up your USDT wallet: 0x8cd37946442c58272d53fdc69296c4b2b1f79ee4.',
    );
  });
  it('speaks of a shortage in the words of the guide, a coin', async () => {
    await start({ feePercent: '0', networkCoin: 'required' }, { BTC: '0.00025' });
    const address = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
    await call(
      '/payout/create',
      `{"currency":"BTC","depositAddress":"${address}","amount":0.01001}`,
    );
    calypso.advance();
    expect(calypso.payouts[0]?.withdrawals[0]?.errors[0]?.message).toBe(
      'Not enough funds for processing payout by wallet. \nExpected network fee: 0.00018113 BTC.\nPayout amount: 0.01001 BTC.\nAvailable wallet balance by wallet: 0.00025000 BTC.\nYou need more: 0.00994113 BTC.\nPlease top up your BTC wallet: bc1qy0nvap465jtpp0q3mys7yn49e9gj0apfr3qh4g.',
    );
  });
});

describe('what is told of money', () => {
  it('is a balance with more digits than its chain has', async () => {
    await start({ balanceTail: '49' }, { USDT_TRX: '1500.75', ETH: '1.5', BTC: '2' });
    const { text } = await call('/account');
    expect(text).toContain('"amount":1500.75000049}');
    expect(text).toContain('"amount":1.50000000000000000049}');
    expect(text).toContain('"amount":2.0000000049}');
    expect(calypso.balance('USDT_TRX')).toBe('1500.75');
  });
  it('is an estimate that another fee follows', async () => {
    await start({ estimatePercent: '0.5', feePercent: '2' });
    const item =
      '{"baseAmount":100,"currency":"USDT_TRX","feeType":"SERVICE","opType":"WITHDRAWAL"}';
    const raw = `{"timestamp":${noon},"payload":{"items":[${item}]}}`;
    const { body } = await call('/tariff/extended-fee', undefined, { raw });
    expect(body).toMatchObject({ items: [{ feeSender: { fee: 0.5 } }] });
    expect((await createSingle()).body).toMatchObject({ calypsoFee: 2, calypsoFeePercentage: 2 });
  });
  const failed = async () => {
    await call('/payout/mass/create', massOf(['0.1', '0.2'], withKey(keyOne)));
    calypso.failRecipients(keyOne, [0]);
    calypso.complete(keyOne);
    const states = '"stateNames":["FAILED","COMPLETED"]';
    const payload = `{"idempotencyKey":"${keyOne}",${states}}`;
    const { body } = await call('/payout/withdrawal/all', payload);
    const mass = (await call('/payout/mass', `{"idempotencyKey":"${keyOne}"}`)).body;
    return { body, mass };
  };
  it.each([
    ['unresolved', false],
    ['resolved', true],
  ] as const)(
    'is why a transfer failed, with an id, as %s',
    async (failureErrors, errorResolved) => {
      await start({ failureErrors });
      const { body, mass } = await failed();
      const error = {
        id: expect.anything(),
        status: 'EXCEEDING_LIMIT',
        errorMessage: expect.stringContaining('rejected'),
        errorResolved,
      };
      expect(body).toMatchObject({
        result: [{ withdrawalErrors: [] }, { state: 'FAILED', withdrawalErrors: [error] }],
      });
      expect(mass).toMatchObject({
        state: 'PARTIAL',
        errors: { withdrawalErrors: [{ errors: [error] }] },
      });
    },
  );
  it.each([
    ['kept', 0.001, 0.003],
    ['zero', 0, 0.002],
  ] as const)('is the fee of a failed transfer: %s', async (failedFee, fee, total) => {
    await start({ failedFee });
    const { body, mass } = await failed();
    expect(body).toMatchObject({ result: [{ calypsoFee: 0.002 }, { calypsoFee: fee }] });
    expect(mass).toMatchObject({ totalCalypsoFee: total });
    expect(calypso.balance('ETH')).toBe('1.298');
  });
});
