/** How payouts of the Calypso emulator move, fail, wait for money and are cancelled. */

import { afterEach, describe, expect, it } from 'vitest';
import { type CalypsoEmulator, startCalypso } from '../../sandbox/calypso/emulator.ts';
import type { Settings } from '../../sandbox/calypso/settings.ts';
import {
  type Call,
  callerOf,
  keyOne,
  keyTwo,
  massOf,
  noon,
  single,
  tron,
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
const createMass = (amounts: readonly string[]) =>
  call('/payout/mass/create', massOf(amounts, withKey(keyOne)));
const state = (key = keyOne) => calypso.payout(key).state;
const lineStates = () => calypso.lines().map((line) => line.state);

afterEach(() => calypso.stop());

describe('a single payout', () => {
  it('walks the documented order', async () => {
    await start();
    await createSingle();
    const seen = [state()];
    while (calypso.advance(keyOne)) seen.push(state());
    expect(seen).toEqual(['CREATED', 'IN_PROGRESS', 'IN_PROGRESS', 'COMPLETED']);
    expect(calypso.paidLines()).toMatchObject([
      { idempotencyKey: keyOne, depositAddress: tron, amount: '100', currency: 'USDT_TRX' },
    ]);
    const { body } = await call('/payout', `{"idempotencyKey":"${keyOne}"}`);
    expect(body).toMatchObject({ state: 'COMPLETED', transactionHash: expect.any(String) });
  });
  it('waits for people when confirmations are on', async () => {
    await start({ confirmations: true });
    await createSingle();
    calypso.advance();
    expect(state()).toBe('PENDING_CONFIRMATION');
    expect(calypso.advance()).toBe(false);
    calypso.confirm(keyOne);
    expect(state()).toBe('CONFIRMED');
    calypso.complete(keyOne);
    expect(state()).toBe('COMPLETED');
  });
  it('is canceled when people decline it', async () => {
    await start({ confirmations: true });
    await createSingle();
    expect(() => calypso.decline(keyOne)).toThrow('only PENDING_CONFIRMATION can be decided');
    calypso.advance();
    calypso.decline(keyOne, 'Not this month');
    const { body } = await call('/payout', `{"idempotencyKey":"${keyOne}"}`);
    expect(body).toMatchObject({
      state: 'CANCELED',
      cancellation: { cancelMessage: 'Not this month', canceledByFirstname: 'Olga' },
    });
  });
  it('may start confirmed, as older pages say', async () => {
    await start({ firstState: 'CONFIRMED' });
    expect((await createSingle()).body).toMatchObject({ state: 'CONFIRMED' });
  });
  it('waits for its execution date', async () => {
    await start();
    await createSingle('100', ',"executionDate":"2026-03-02T13:00:00"');
    calypso.advance();
    expect(state()).toBe('CONFIRMED');
    expect(calypso.advance()).toBe(false);
    now += 3_600_000;
    calypso.complete(keyOne);
    expect(state()).toBe('COMPLETED');
  });
  it('moves by itself when progress is automatic', async () => {
    await start({ progress: 'auto', stepMs: 1000 });
    await createSingle();
    await calypso.pump();
    expect(state()).toBe('CREATED');
    now += 1000;
    await calypso.pump();
    expect(state()).toBe('IN_PROGRESS');
    now += 2000;
    await calypso.pump();
    expect(state()).toBe('COMPLETED');
  });
});

describe('a mass payout', () => {
  it.each(['PARTIAL', 'COMPLETED'] as const)(
    'of which one recipient failed ends %s',
    async (mixedMass) => {
      await start({ mixedMass });
      await createMass(['0.1', '0.2', '0.3']);
      calypso.failRecipients(keyOne, [1]);
      expect(state()).toBe('IN_PROGRESS');
      calypso.complete(keyOne);
      expect(state()).toBe(mixedMass);
      expect(lineStates()).toEqual(['COMPLETED', 'FAILED', 'COMPLETED']);
      expect(calypso.paidLines().map(({ amount }) => amount)).toEqual(['0.1', '0.3']);
      expect(calypso.balance('ETH')).toBe('1.096');
    },
  );
  it('of which all failed is failed', async () => {
    await start();
    await createMass(['0.1', '0.2']);
    calypso.failPayout(keyOne);
    expect(state()).toBe('FAILED');
    expect(calypso.paidLines()).toEqual([]);
  });
  it('shows its recipients only after it was created', async () => {
    await start({ linesWhileCreating: 'half' });
    await createMass(['0.1', '0.2', '0.3', '0.4']);
    const count = async () => {
      const payload = `{"idempotencyKey":"${keyOne}","stateNames":["DRAFT","IN_PROGRESS"]}`;
      const { result } = (await call('/payout/withdrawal/all', payload)).body;
      return Array.isArray(result) ? result.length : undefined;
    };
    expect(await count()).toBe(2);
    calypso.advance();
    expect(await count()).toBe(4);
  });
  it('is paid once when a withdrawal was replaced', async () => {
    await start();
    await createMass(['0.1', '0.2']);
    calypso.advance();
    calypso.replaceWithdrawal(keyOne, 0);
    calypso.complete(keyOne);
    expect(lineStates()).toEqual(['REPLACED', 'COMPLETED', 'COMPLETED']);
    expect(calypso.paidLines().map(({ amount }) => amount)).toEqual(['0.2', '0.1']);
    expect(state()).toBe('COMPLETED');
    expect(calypso.balance('ETH')).toBe('1.197');
  });
  it('shares one hash among its recipients', async () => {
    await start();
    await createMass(['0.1', '0.2']);
    calypso.advance();
    calypso.receiveHash(keyOne);
    const hashes = calypso.lines().map(({ transactionHash }) => transactionHash);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
  });
  it('waits while an error is unresolved', async () => {
    await start();
    await createMass(['0.1', '0.2']);
    calypso.advance();
    calypso.raiseError(keyOne, 1, 'EXCEEDING_LIMIT', 'Daily limit exceeded');
    expect(calypso.advance()).toBe(false);
    calypso.resolveErrors(keyOne);
    calypso.complete(keyOne);
    expect(state()).toBe('COMPLETED');
  });
});

describe('cancelling', () => {
  const cancel = (more = '') =>
    call('/payout/cancel', `{"idempotencyKey":"${keyOne}","message":"changed our mind"${more}}`);

  it('works before the payout is in progress, once', async () => {
    await start();
    await createSingle();
    expect((await cancel()).body).toMatchObject({
      state: 'CANCELED',
      cancellation: { cancelMessage: 'changed our mind' },
    });
    expect((await cancel()).body).toMatchObject({ errorCode: '012' });
    calypso.settings.cancelTwice = 'answer';
    expect((await cancel()).body).toMatchObject({ state: 'CANCELED' });
  });
  it('comes too late in progress unless that is switched on', async () => {
    await start();
    await createSingle();
    calypso.advance();
    expect((await cancel()).body).toMatchObject({ errorCode: '012' });
    calypso.settings.cancelInProgress = true;
    expect((await cancel()).body).toMatchObject({ state: 'CANCELED' });
    expect(calypso.balance('USDT_TRX')).toBe('1500.75');
  });
  it('wants id and key to name the same payout of its kind', async () => {
    await start();
    await createSingle();
    expect((await cancel(`,"dealId":"${keyTwo}"`)).body).toMatchObject({ errorCode: '004' });
    const mass = await call('/payout/mass/cancel', `{"idempotencyKey":"${keyOne}"}`);
    expect(mass.body).toMatchObject({ errorCode: '004' });
    expect(state()).toBe('CREATED');
  });
});

it('a payout from outside is in the list like any other', async () => {
  await start();
  const outside = calypso.createOutside({
    currency: 'USDT_TRX',
    recipients: [{ depositAddress: tron, amount: '5' }],
  });
  const { body } = await call('/payout/all', '{"stateNames":["CREATED"],"size":10}');
  expect(body).toMatchObject({ result: [{ id: outside.id, amount: 5 }] });
});

it.each([
  ['with a key of its own', undefined, expect.stringMatching(/^[0-9a-f-]{36}$/)],
  ['with the key it was given', keyTwo, keyTwo],
  ['without a key', null, null],
] as const)('a payout from the dashboard is there %s', async (_how, idempotencyKey, told) => {
  await start({ nulls: 'null' });
  calypso.createOutside({
    currency: 'USDT_TRX',
    recipients: [{ depositAddress: tron, amount: '5' }],
    idempotencyKey,
  });
  const { body } = await call('/payout/all', '{"stateNames":["CREATED"],"size":10}');
  expect(body).toMatchObject({ result: [{ idempotencyKey: told }] });
});
