/** Every endpoint of the client against the emulator, field by field, in every dress it answers in. */
import { describe, expect, it } from 'vitest';
import type { CalypsoOptions } from '../../sandbox/calypso/emulator.ts';
import {
  CalypsoDeferred,
  CalypsoNotFound,
  CalypsoRefused,
  CalypsoUnclear,
} from '../../src/calypso/errors.ts';
import { collected } from '../../src/calypso/paging.ts';
import { ivan, maria } from '../support/people.ts';
import { startEmulated } from './emulated.ts';
import { key, massOrder, singleOrder } from './orders.ts';

const noon = Date.parse('2026-03-02T12:00:00.123Z');
const date = '2026-03-02T12:00:00.123Z';
const outside = (amount: string, more = {}) => ({
  currency: 'USDT_TRX',
  recipients: [{ depositAddress: maria, amount }],
  ...more,
});

/** What the documentation leaves open about the dress of an answer, in three extremes. */
const dresses: readonly [string, CalypsoOptions['settings']][] = [
  ['plain', { extraFields: false, nulls: 'absent', dates: 'zulu', exponents: false }],
  ['odd', { extraFields: true, nulls: 'null', dates: 'zoneless', exponents: true }],
  ['older', { belonging: 'flag', nulls: 'alternate', dates: 'mixed', errorIds: 'uuid' }],
];

describe.each(dresses)('in %s dress', (_dress, settings) => {
  const start = (more: CalypsoOptions['settings'] = {}) =>
    startEmulated({ now: () => noon, settings: { ...settings, ...more } }, 5000, () => noon);

  it('a payout has every documented field, by id and by key', async () => {
    const { calypso, client, submit, account } = await start();
    await submit(singleOrder({ comment: 'Rückzahlung №7' }));
    calypso.complete(key);
    const { id, withdrawals } = calypso.payout(key);
    const found = await client.payout({ id });
    expect(found).toMatchObject({
      id,
      account,
      state: 'COMPLETED',
      currency: 'USDT_TRX',
      amount: '12.5',
      depositAddress: maria,
      idempotencyKey: key,
      comment: 'Rückzahlung №7',
      calypsoFee: '0.125',
      calypsoFeePercentage: '1',
      transactionHash: withdrawals[0]?.transactionHash,
      createdDate: date,
    });
    expect(found.belongingType ?? found.isInternal).toBe(
      settings?.belonging === 'flag' ? false : 'EXTERNAL',
    );
    expect(found.cancellation ?? found.errors ?? found.executionDate).toBeUndefined();
    expect(await client.payout({ idempotencyKey: key })).toEqual(found);
  });

  it('a mass payout and its transfers have every documented field', async () => {
    const { calypso, client, submit, account } = await start();
    await submit(massOrder());
    calypso.complete(key);
    const { id, withdrawals } = calypso.payout(key);
    const found = await client.massPayout({ id });
    expect(found).toMatchObject({
      id,
      account,
      companyId: expect.any(String),
      state: 'COMPLETED',
      currency: 'USDT_TRX',
      name: 'Salaries, March',
      idempotencyKey: key,
      totalWithdrawalAmount: '21',
      totalCalypsoFee: '0.21',
      totalCalypsoFeePercentage: '1',
    });
    const list = await collected(client.withdrawals({ of: { idempotencyKey: key } }));
    expect(list.map((each) => each.id).toSorted()).toEqual(
      withdrawals.map((each) => each.id).toSorted(),
    );
    const first = list.find((each) => each.id === withdrawals[1]?.id);
    expect(first).toMatchObject({
      state: 'COMPLETED',
      amount: '2',
      currency: 'USDT_TRX',
      depositAddress: ivan,
      account,
      companyName: 'My Company',
      calypsoFee: '0.02',
      transactionHash: withdrawals[1]?.transactionHash,
      createdDate: date,
      withdrawalErrors: [],
    });
    expect(await client.withdrawal(withdrawals[1]?.id ?? '')).toEqual(first);
  });

  it('what stands in the way of a payout is told on the payout and on its transfer', async () => {
    const { calypso, client, submit } = await start();
    await submit(singleOrder());
    while (calypso.payout(key).state !== 'IN_PROGRESS') calypso.advance(key);
    calypso.raiseError(key, 0, 'EXCEEDING_LIMIT', 'too much\nfor today');
    const [withdrawal] = calypso.payout(key).withdrawals;
    const error = {
      status: 'EXCEEDING_LIMIT',
      errorResolved: false,
      errorMessage: 'too much\nfor today',
      id: expect.stringMatching(/^(?:\d+|[0-9a-f-]{36})$/),
    };
    expect((await client.payout({ idempotencyKey: key })).errors).toEqual({
      withdrawalErrors: [{ withdrawalId: withdrawal?.id, errors: [error] }],
    });
    const found = await client.withdrawal(withdrawal?.id ?? '');
    expect(found.withdrawalErrors).toEqual([error]);
  });

  it('a canceled payout says who canceled it and why', async () => {
    const { client, submit } = await start();
    await submit(singleOrder());
    const canceled = await client.cancelPayout({ idempotencyKey: key }, 'typo in the amount');
    expect(canceled).toMatchObject({
      state: 'CANCELED',
      cancellation: {
        canceledByUserId: expect.any(String),
        canceledByFirstname: 'API',
        canceledByLastname: 'User',
        cancelMessage: 'typo in the amount',
      },
    });
    expect(await client.payout({ id: canceled.id })).toEqual(canceled);
    await expect(client.cancelPayout({ id: canceled.id }, 'again')).rejects.toMatchObject({
      code: '012',
    });
  });

  it('a mass payout is canceled whole, or not once it is in progress', async () => {
    const { calypso, client, submit } = await start();
    await submit(massOrder());
    const { id } = calypso.payout(key);
    expect((await client.cancelMassPayout({ id }, 'no')).state).toBe('CANCELED');
    const late = calypso.createOutside(outside('1', { kind: 'mass' }));
    while (late.state !== 'IN_PROGRESS') calypso.advance(late.id);
    await expect(client.cancelMassPayout({ id: late.id }, 'no')).rejects.toThrow(CalypsoUnclear);
    expect(late.state).toBe('IN_PROGRESS');
  });

  it.each(['one', 'strictlyOne', 'zero'] as const)(
    'lists are whole with pages that count from %s',
    async (pageBase) => {
      const { calypso, client } = await start({ pageBase });
      for (let amount = 1; amount <= 205; amount += 1) calypso.createOutside(outside(`${amount}`));
      calypso.createOutside(outside('1', { kind: 'mass', name: 'm' }));
      const found = await collected(client.payouts());
      expect(new Set(found.map(({ amount }) => amount)).size).toBe(205);
      expect(await collected(client.massPayouts())).toMatchObject([{ name: 'm' }]);
      expect(await collected(client.payouts({ states: ['COMPLETED'] }))).toEqual([]);
      expect(await collected(client.payouts({ scheduled: true }))).toEqual([]);
    },
  );

  it('transfers are found by the external id they were sent under', async () => {
    const { client, submit } = await start({ linesWhileCreating: 'all' });
    await submit(massOrder());
    const sixth = { externalId: '1042-9' };
    const [found, ...others] = await collected(client.withdrawals(sixth));
    expect([found?.amount, others]).toEqual(['6', []]);
    const of = { idempotencyKey: key };
    expect(await collected(client.withdrawals({ of, ...sixth }))).toEqual([found]);
    expect(await collected(client.withdrawals({ of, externalId: 'x' }))).toEqual([]);
  });

  it('the fee told beforehand is the fee of the payout', async () => {
    const { client, submit } = await start();
    const [fee] = await client.fees([{ currency: 'USDT_TRX', baseAmount: '12.5' }]);
    expect(fee).toMatchObject({
      amount: '12.5',
      currency: 'USDT_TRX',
      opType: 'WITHDRAWAL',
      feeSender: { fee: '0.125' },
      feeReceiver: { fee: '0.125' },
    });
    await submit(singleOrder());
    const payout = await client.payout({ idempotencyKey: key });
    expect(payout.calypsoFee).toBe(fee?.feeSender?.fee);
  });

  it('account, user, rates, fiat rates and currencies are read', async () => {
    const { client, account } = await start();
    expect(await client.account()).toMatchObject({
      account,
      name: 'Main account',
      ownerId: expect.any(String),
    });
    expect(await client.currentUser()).toMatchObject({
      userFullInfo: { active: true, blocked: false, roles: ['SYSTEM'] },
      permissions: [{ accountId: account, permissionGroups: [{ groupId: '1', name: 'PAYOUT' }] }],
      availableAccounts: [{ account, name: 'Main account' }],
    });
    expect(await client.rates(['BTC', 'ETH'], ['USDT'])).toMatchObject([
      { fromCurrency: 'BTC', toCurrency: 'USDT', rates: '60000', ratesDate: date },
      { fromCurrency: 'ETH', rates: '3000' },
    ]);
    expect((await client.fiatRates(['BTC'], ['USD', 'EUR'])).get('BTC')?.get('USD')).toBe('60000');
    const bitcoin = (await client.currencies()).find(({ name }) => name === 'BTC');
    expect(bitcoin).toMatchObject({ scale: 8, blockchainScale: 8, feeCurrencyName: 'BTC' });
    expect(bitcoin?.garbageAmount).toMatch(/^(?:0\.00000001|1\.0E-8)$/);
  });

  it.each(['boolean', 'number'] as const)(
    'a subscription is made, listed, blocked (as a %s) and deleted',
    async (blockedByErrorCount) => {
      const { calypso, client } = await start({ blockedByErrorCount, keysInCreateAnswer: false });
      const wanted = { requestId: 'bf9348b7-2c14-46d7-868c-b597852da319', url: 'http://x.test/' };
      const made = await client.createSubscription(wanted);
      expect(made).toMatchObject({ ...wanted, blockedByErrorCount: false });
      expect(made.secretKey).toBeUndefined();
      const [listed] = await client.subscriptions();
      expect(listed).toMatchObject({
        ...wanted,
        notificationServiceTypes: ['PAYOUT'],
        secretKey: calypso.subscriptions[0]?.secretKey,
        createdDate: date,
      });
      calypso.blockSubscription(wanted.requestId);
      calypso.subscriptions[0]?.errorsAt.push(noon);
      expect(await client.subscriptions()).toMatchObject([{ blockedByErrorCount: true }]);
      await client.deleteSubscription(wanted.requestId);
      expect(await client.subscriptions()).toEqual([]);
    },
  );
});

describe('every error of the fact sheet', () => {
  it.each([
    ['000', CalypsoUnclear],
    ['001', CalypsoRefused],
    ['002', CalypsoDeferred],
    ['003', CalypsoDeferred],
    ['004', CalypsoNotFound],
    ['006', CalypsoUnclear],
    ['011', CalypsoDeferred],
    ['012', CalypsoUnclear],
    ['014', CalypsoRefused],
    ['015', CalypsoRefused],
    ['016', CalypsoUnclear],
    ['028', CalypsoUnclear],
  ])('%s is the same at every endpoint, with what Calypso said', async (errorCode, kind) => {
    const { calypso, client } = await startEmulated();
    const message = 'Said by the test';
    const on = '*';
    const asks = [
      () => client.payout({ id: 'x' }),
      () => client.massPayout({ id: 'x' }),
      () => client.cancelPayout({ id: 'x' }, 'no'),
      () => client.cancelMassPayout({ id: 'x' }, 'no'),
      () => client.withdrawal('x'),
      () => collected(client.payouts({ states: ['FAILED'] })),
      () => collected(client.massPayouts({ states: ['FAILED'] })),
      () => collected(client.withdrawals({ externalId: 'x' })),
      () => client.fees([{ currency: 'BTC', baseAmount: '1' }]),
      () => client.account(),
      () => client.currentUser(),
      () => client.rates(['BTC'], ['USDT']),
      () => client.fiatRates(['BTC'], ['USD']),
      () => client.currencies(),
      () => client.subscriptions(),
      () => client.createSubscription({ requestId: 'x', url: 'http://x.test/' }),
      () => client.deleteSubscription('x'),
    ];
    for (const ask of asks) {
      calypso.clearFaults();
      calypso.fault({ on, kind: 'code', errorCode, message, times: 20 });
      const error: unknown = await ask().then(
        () => expect.fail('it succeeded'),
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ code: errorCode, said: message });
    }
  });
});
