/** Payouts that end against the roll-up: what the ledger has then, what reads say, and the way back. */

import { describe, expect, it } from 'vitest';
import { keyOne } from './calypso-caller.ts';
import { startEar } from './calypso-ear.ts';
import { started, told } from './calypso-started.ts';

describe('a payout that ends with open transfers', () => {
  it.each(['FAILED', 'CANCELED', 'COMPLETED'] as const)(
    'is %s while they are DRAFT without a hash, and nothing of them left the balance',
    async (state) => {
      const { calypso, createsMass, mass, transfers } = await started();
      await createsMass();
      calypso.advance(keyOne);
      calypso.endPayout(keyOne, state, 'DRAFT');
      expect(await mass()).toMatchObject({ state });
      const rows = await transfers();
      expect(told(rows, 'state')).toEqual(['DRAFT', 'DRAFT', 'DRAFT']);
      expect(rows.every((row) => (row.transactionHash ?? null) === null)).toBe(true);
      expect(calypso.balance('ETH')).toBe('1.5');
      expect(calypso.paidLines()).toEqual([]);
    },
  );

  it('keeps them IN_PROGRESS, and their money out of the balance', async () => {
    const { calypso, createsMass, mass, transfers } = await started();
    await createsMass();
    calypso.advance(keyOne);
    calypso.endPayout(keyOne, 'FAILED');
    expect(await mass()).toMatchObject({ state: 'FAILED' });
    expect(told(await transfers(), 'state')).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS']);
    expect(calypso.balance('ETH')).toBe('0.894');
  });

  it.each(['DRAFT', 'REPLACED', 'FAILED', 'IN_PROGRESS'] as const)(
    'is COMPLETED although one of them is %s',
    async (odd) => {
      const { calypso, createsMass, mass, transfers } = await started();
      await createsMass();
      calypso.advance(keyOne);
      calypso.endPayout(keyOne, 'COMPLETED', ['COMPLETED', odd, 'COMPLETED']);
      expect(await mass()).toMatchObject({ state: 'COMPLETED' });
      expect(told(await transfers(), 'state')).toEqual(['COMPLETED', odd, 'COMPLETED']);
      expect(calypso.paidLines().map(({ amount }) => amount)).toEqual(['0.1', '0.3']);
    },
  );

  it('can be a single one too', async () => {
    const { calypso, createsSingle, single, transfers } = await started();
    await createsSingle();
    calypso.endPayout(keyOne, 'FAILED', 'DRAFT');
    expect(await single()).toMatchObject({ state: 'FAILED', depositAddress: expect.any(String) });
    expect(told(await transfers(), 'state')).toEqual(['DRAFT']);
    expect(calypso.advance(keyOne)).toBe(false);
  });

  it('rings with the state it has', async () => {
    const ear = await startEar();
    await ear.subscribe();
    await ear.create();
    ear.calypso.endPayout(keyOne, 'FAILED', 'DRAFT');
    await ear.calypso.pump();
    expect(ear.told()).toEqual(['CREATED', 'FAILED']);
    await ear.stop();
  });
});

describe('a transfer that moves alone', () => {
  it('is FAILED while its single payout is IN_PROGRESS, and says why', async () => {
    const { calypso, createsSingle, single, transfers } = await started();
    await createsSingle();
    calypso.advance(keyOne);
    const reason = { status: 'EXCEEDING_LIMIT', message: 'Too much for one day' } as const;
    calypso.setTransfer(keyOne, 0, 'FAILED', reason);
    expect(await single()).toMatchObject({ state: 'IN_PROGRESS' });
    expect(await transfers()).toMatchObject([
      {
        state: 'FAILED',
        withdrawalErrors: [
          { status: 'EXCEEDING_LIMIT', errorMessage: 'Too much for one day', errorResolved: false },
        ],
      },
    ]);
    expect(calypso.balance('USDT_TRX')).toBe('1500.75');
  });

  it('may still be paid after its payout had ended', async () => {
    const { calypso, createsMass, mass } = await started();
    await createsMass();
    calypso.advance(keyOne);
    calypso.endPayout(keyOne, 'FAILED', 'DRAFT');
    calypso.setTransfer(keyOne, 1, 'COMPLETED');
    expect(await mass()).toMatchObject({ state: 'FAILED' });
    expect(calypso.paidLines()).toMatchObject([
      { amount: '0.2', transactionHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(calypso.balance('ETH')).toBe('1.298');
  });
});

describe('the way back', () => {
  it('leads to state, transfers and money as they were before all of it', async () => {
    const { calypso, createsMass, ledger } = await started();
    await createsMass();
    calypso.advance(keyOne);
    const before = [calypso.payout(keyOne).state, calypso.balance('ETH'), ...ledger()];
    calypso.endPayout(keyOne, 'COMPLETED', ['COMPLETED', 'DRAFT', 'FAILED']);
    calypso.setTransfer(keyOne, 2, 'REPLACED', { status: 'EXCEEDING_LIMIT', message: 'no' });
    expect(calypso.isMoved(keyOne)).toBe(true);
    calypso.putBack(keyOne);
    expect([calypso.payout(keyOne).state, calypso.balance('ETH'), ...ledger()]).toEqual(before);
    expect(calypso.isMoved(keyOne)).toBe(false);
    calypso.complete(keyOne);
    expect(ledger()).toEqual(['0.1 COMPLETED', '0.2 COMPLETED', '0.3 COMPLETED']);
    expect(calypso.balance('ETH')).toBe('0.894');
  });

  it('is not there where nothing was moved', async () => {
    const { calypso, createsSingle } = await started();
    await createsSingle();
    expect(() => calypso.putBack(keyOne)).toThrow('is as it came to be');
  });
});

describe('a person at the dashboard', () => {
  it('cancels by name and with a reason, also what is in progress', async () => {
    const { calypso, createsSingle, single } = await started();
    await createsSingle();
    calypso.advance(keyOne);
    calypso.cancelInDashboard(keyOne, {
      firstname: 'Zoe',
      lastname: 'Martin',
      message: 'Suspected fraud',
    });
    expect(await single()).toMatchObject({
      state: 'CANCELED',
      cancellation: {
        canceledByUserId: expect.any(String),
        canceledByFirstname: 'Zoe',
        canceledByLastname: 'Martin',
        cancelMessage: 'Suspected fraud',
      },
    });
    expect(() => calypso.cancelInDashboard(keyOne)).toThrow('it has ended');
  });
});

describe('cancel over the API', () => {
  it.each(['CREATED', 'PENDING_CONFIRMATION', 'CONFIRMED'] as const)(
    'is refused with 012 in %s where that is switched on, and works where it is not',
    async (state) => {
      const { calypso, call, createsSingle } = await started({ confirmations: true });
      await createsSingle();
      if (state !== 'CREATED') calypso.advance(keyOne);
      if (state === 'CONFIRMED') calypso.confirm(keyOne);
      const cancel = () => call('/payout/cancel', `{"idempotencyKey":"${keyOne}","message":"no"}`);
      calypso.turn({ cancelRefusedIn: [state] });
      expect((await cancel()).body).toMatchObject({ errorCode: '012' });
      expect(calypso.payout(keyOne).state).toBe(state);
      calypso.undo('cancelRefusedIn');
      expect((await cancel()).body).toMatchObject({ state: 'CANCELED' });
    },
  );
});
