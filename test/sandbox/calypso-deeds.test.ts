/** The control API of the emulator: deeds in JSON, checked before they are done. */

import { describe, expect, it } from 'vitest';
import { perform } from '../../sandbox/calypso/deeds.ts';
import type { CalypsoEmulator } from '../../sandbox/calypso/emulator.ts';
import { describedSwitches } from '../../sandbox/calypso/settings.ts';
import { keyOne, keyTwo, tron } from './calypso-caller.ts';
import { requestId, startEar } from './calypso-ear.ts';
import { started, told } from './calypso-started.ts';

/** As they come over the wire. */
const does = (calypso: CalypsoEmulator, deed: object): Promise<boolean> =>
  perform(calypso, JSON.parse(JSON.stringify(deed)));

describe('switches', () => {
  it('each have a name, a usual value that they accept, and a line about them', () => {
    const all = describedSwitches();
    expect(all.length).toBeGreaterThan(90);
    for (const { name, may, means } of all) {
      expect(`${may} ${means}`.length, name).toBeGreaterThan(10);
    }
  });
  it('are turned and turned back', async () => {
    const { calypso } = await started({ stepMs: 5 });
    await does(calypso, { deed: 'turn', switches: { stepMs: 7, cancelRefusedIn: ['CREATED'] } });
    expect(calypso.settings).toMatchObject({ stepMs: 7, cancelRefusedIn: ['CREATED'] });
    await does(calypso, { deed: 'undo', switches: ['stepMs'] });
    expect(calypso.settings).toMatchObject({ stepMs: 5, cancelRefusedIn: ['CREATED'] });
    await does(calypso, { deed: 'letAllBeWell' });
    expect(calypso.settings).toEqual(calypso.atStart);
  });
  it.each([
    [{ nothing: 1 }, 'There is no switch nothing here.'],
    [{ toString: 1 }, 'There is no switch toString here.'],
    [{ progress: 'fast' }, 'progress may be manual | auto; it is not "fast".'],
    [{ stepMs: -1 }, 'stepMs may be a whole number from 0; it is not -1.'],
    [{ confirmations: 'yes' }, 'confirmations may be true | false; it is not "yes".'],
    [{ cancelRefusedIn: ['GONE'] }, 'cancelRefusedIn may be a list of CREATED,'],
    [{ feePercent: '1,5' }, 'feePercent may be decimal text such as 0.5; it is not "1,5".'],
    [{ balanceTail: '4x' }, 'balanceTail may be at most 30 digits, or empty; it is not "4x".'],
    [{ validationCodes: { funds: '999' } }, 'validationCodes may be 016 | 001'],
    [{ transfersListed: 'some' }, 'transfersListed may be all | a whole number from 0'],
  ])('are not turned to what they are not: %j', async (switches, words) => {
    const { calypso } = await started();
    await expect(does(calypso, { deed: 'turn', switches })).rejects.toThrow(words);
    expect(calypso.settings).toEqual(calypso.atStart);
  });
  it('of one payout are said of it alone, and only those there are', async () => {
    const { calypso, createsSingle, single } = await started();
    await createsSingle();
    const says = (switches: object) => does(calypso, { deed: 'says', payout: keyOne, switches });
    await says({ readsSayAmount: '5' });
    expect(await single()).toMatchObject({ amount: 5 });
    await expect(says({ progress: 'auto' })).rejects.toThrow('There is no switch progress');
    await does(calypso, { deed: 'unsay', payout: keyOne, switches: ['readsSayAmount'] });
    expect(await single()).toMatchObject({ amount: 100 });
    await expect(
      does(calypso, { deed: 'unsay', payout: keyOne, switches: ['stepMs'] }),
    ).rejects.toThrow('stepMs that can be turned for one payout');
  });
});

describe('faults', () => {
  it('are ordered with numbers as people write them, and taken back by name', async () => {
    const { calypso, createsSingle, single } = await started();
    const fault = { on: 'payouts', kind: 'wrongEcho', field: 'amount', value: 7.5, name: 'odd' };
    await does(calypso, { deed: 'fault', fault: { ...fault, times: 'always' } });
    await createsSingle();
    expect(await single()).toMatchObject({ amount: 7.5 });
    await does(calypso, { deed: 'takeBack', name: 'odd' });
    expect(await single()).toMatchObject({ amount: 100 });
  });
  it.each([
    { on: 'create', kind: 'explode' },
    { on: 'create', kind: 'status' },
    { on: 'webhook', kind: 'hang' },
    { on: 'create', kind: 'duplicate' },
    { on: 'create', kind: 'hang', times: 0 },
  ])('that are none are no deed: %j', async (fault) => {
    const { calypso } = await started();
    expect(await does(calypso, { deed: 'fault', fault })).toBe(false);
    expect(calypso.faults()).toEqual([]);
  });
});

describe('payouts', () => {
  it('are moved, ended, put back, confirmed and canceled', async () => {
    const { calypso, createsMass, transfers } = await started({ confirmations: true });
    await createsMass();
    const deed = (name: string, more: object = {}) =>
      does(calypso, { deed: name, payout: keyOne, ...more });
    await deed('move');
    await expect(deed('move')).rejects.toThrow('It waits for people at the dashboard');
    await deed('confirm', { approved: ['Olga'] });
    await deed('move');
    await deed('end', { state: 'COMPLETED', transfers: ['DRAFT', null, 'FAILED'] });
    expect(told(await transfers(), 'state')).toEqual(['DRAFT', 'IN_PROGRESS', 'FAILED']);
    await deed('putBack');
    await deed('transfer', { recipient: 1, state: 'REPLACED' });
    await deed('raise', { recipient: 0, status: 'EXCEEDING_LIMIT', message: 'Too much today.' });
    await expect(deed('move')).rejects.toThrow('It waits: Too much today. Top up, or');
    await deed('resolve');
    expect(told(await transfers(), 'state')).toEqual(['IN_PROGRESS', 'REPLACED', 'IN_PROGRESS']);
    const zoe = { firstname: 'Zoe', lastname: 'M', message: 'no' };
    await deed('cancel', zoe);
    expect(calypso.payout(keyOne)).toMatchObject({ state: 'CANCELED', cancellation: zoe });
    await expect(deed('move')).rejects.toThrow('It stays CANCELED');
  });
  it('are made by others, with a key and without', async () => {
    const { calypso } = await started();
    const recipients = [{ depositAddress: tron, amount: '5' }];
    const make = (more: object) =>
      does(calypso, { deed: 'create', currency: 'USDT_TRX', recipients, ...more });
    await make({ idempotencyKey: keyTwo });
    await make({ idempotencyKey: null });
    expect(calypso.payouts.map(({ idempotencyKey }) => idempotencyKey)).toEqual([
      keyTwo,
      undefined,
    ]);
    expect(await make({ recipients: [{ depositAddress: tron, amount: '1e3' }] })).toBe(false);
  });
});

it('rings: told, stolen, again, and not while it is blocked', async () => {
  const ear = await startEar({ firstWebhook: 'beforeAnswer' });
  await ear.subscribe();
  await ear.create();
  const { calypso } = ear;
  await does(calypso, { deed: 'ring', payout: keyOne, state: 'FAILED' });
  const error = { recipient: 0, status: 'EXCEEDING_LIMIT', message: 'no' };
  await does(calypso, { deed: 'ringError', payout: keyOne, ...error });
  await does(calypso, { deed: 'ringConfirmed', payout: keyOne, approved: ['Olga'] });
  await calypso.pump();
  await does(calypso, { deed: 'ringStolen', body: '{"id":1,"data":{"type":"MINE"}}' });
  await does(calypso, { deed: 'ringAgain', event: ear.heard[0]?.event.id });
  await does(calypso, { deed: 'block', subscription: requestId, on: true });
  await calypso.pump();
  const before = ['CREATED', 'FAILED', 'PAYOUT_VALIDATION_ERROR', 'PAYOUT_CONFIRMED', 'MINE'];
  expect(ear.told()).toEqual(before);
  await does(calypso, { deed: 'block', subscription: requestId, on: false });
  await calypso.pump();
  expect(ear.told()).toEqual([...before, 'CREATED']);
  await ear.stop();
});
