/** Balances and fees of the Calypso emulator, and what happens when money is short. */

import { afterEach, describe, expect, it } from 'vitest';
import { type CalypsoEmulator, startCalypso } from '../../sandbox/calypso/emulator.ts';
import type { Settings } from '../../sandbox/calypso/settings.ts';
import { type Call, callerOf, keyOne, keyTwo, noon, single, withKey } from './calypso-caller.ts';

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
                errorMessage: expect.stringContaining('Missing: 41 USDT_TRX'),
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
});
