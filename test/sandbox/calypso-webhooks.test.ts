/** Webhooks of the Calypso emulator: subscriptions, signatures and what the events tell. */

import { afterEach, describe, expect, it } from 'vitest';
import { keyOne, massOf, sign, single, withKey } from './calypso-caller.ts';
import { type Ear, requestId, startEar } from './calypso-ear.ts';

let ear: Ear;

afterEach(() => ear.stop());

describe('a subscription', () => {
  it('is created with its own keys, listed and deleted', async () => {
    ear = await startEar();
    const created = await ear.subscribe();
    expect(created.body).toMatchObject({
      requestId,
      publicKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      secretKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      blockedByErrorCount: false,
    });
    expect(created.body.secretKey).not.toBe(ear.calypso.secret);
    const list = async () => (await ear.call('/subscription/webhook')).body.subscriptions;
    expect(await list()).toMatchObject([{ secretKey: created.body.secretKey }]);
    const deletion = { method: 'DELETE' };
    const gone = await ear.call('/subscription/webhook', `{"requestId":"${requestId}"}`, deletion);
    expect([gone.status, gone.text]).toEqual([200, '']);
    expect(await list()).toEqual([]);
    const again = await ear.call('/subscription/webhook', `{"requestId":"${requestId}"}`, deletion);
    expect(again.body).toMatchObject({ errorCode: '004' });
  });
  it('may hide its keys at creation', async () => {
    ear = await startEar({ keysInCreateAnswer: false });
    expect((await ear.subscribe()).body).not.toHaveProperty('secretKey');
  });
  it.each([
    ['nothing to listen to', '"notificationEventTypes":[]'],
    ['an unknown event', '"notificationEventTypes":["PAYOUT_EXPLODED"]'],
  ])('is refused for %s', async (_what, wants) => {
    ear = await startEar();
    expect((await ear.subscribe(wants)).body).toMatchObject({ errorCode: '001' });
  });
  it('hears only what it asked for', async () => {
    ear = await startEar();
    await ear.subscribe('"notificationEventTypes":["PAYOUT_HASH_RECEIVED"]');
    await ear.create();
    ear.calypso.complete(keyOne);
    await ear.calypso.pump();
    expect(ear.told()).toEqual(['IN_PROGRESS']);
    expect(ear.heard[0]?.event.data).toMatchObject({
      type: 'PAYOUT_HASH_RECEIVED',
      hash: expect.any(String),
    });
  });
});

describe('a webhook', () => {
  it('is signed over its bytes with the keys of the subscription', async () => {
    ear = await startEar();
    const { publicKey, secretKey } = (await ear.subscribe()).body;
    await ear.create();
    await ear.calypso.pump();
    expect(ear.heard[0]?.key).toBe(publicKey);
    expect(ear.heard[0]?.sign).toBe(sign(String(secretKey), ear.heard[0]?.text ?? ''));
    ear.calypso.regenerateKeys(requestId);
    ear.calypso.advance();
    await ear.calypso.pump();
    expect(ear.heard[1]?.key).not.toBe(publicKey);
    expect(ear.calypso.deliveries.map(({ body, status }) => [body, status])).toEqual(
      ear.heard.map(({ text }) => [text, 200]),
    );
  });
  it('tells every step of a payout, never an amount or an address', async () => {
    ear = await startEar({ confirmations: true, eventType: 'always' });
    await ear.subscribe();
    await ear.create();
    ear.calypso.advance();
    ear.calypso.confirm(keyOne, ['Olga']);
    ear.calypso.complete(keyOne);
    await ear.calypso.pump();
    expect(
      ear.heard.map(({ event }) => `${event.eventType} ${event.data.payoutStatus ?? ''}`),
    ).toEqual([
      'PAYOUT_CHANGE_STATUS CREATED',
      'PAYOUT_CHANGE_STATUS PENDING_CONFIRMATION',
      'PAYOUT_CONFIRMED ',
      'PAYOUT_CHANGE_STATUS CONFIRMED',
      'PAYOUT_CHANGE_STATUS IN_PROGRESS',
      'PAYOUT_HASH_RECEIVED IN_PROGRESS',
      'PAYOUT_CHANGE_STATUS COMPLETED',
    ]);
    expect(ear.heard[2]?.event.data).toMatchObject({ approved: ['Olga'] });
    const ids = ear.heard.map(({ event }) => event.id);
    expect(ids).toEqual([...ids].sort((left, right) => left - right));
    expect(ear.heard.map(({ text }) => text).join('')).not.toMatch(/amount|address|fee/i);
  });
  it('says which recipient lacks money', async () => {
    ear = await startEar();
    await ear.subscribe();
    await ear.call('/payout/mass/create', massOf(['1', '1'], withKey(keyOne)));
    ear.calypso.advance();
    await ear.calypso.pump();
    const second = ear.calypso.payouts[0]?.withdrawals[1]?.id;
    expect(ear.heard.at(-1)?.event).toMatchObject({
      level: 'WARNING',
      data: { validationStatus: 'NOT_ENOUGH_FUNDS', dealWithdrawalId: second },
    });
  });
  it('may come before the answer of the create', async () => {
    ear = await startEar({ firstWebhook: 'beforeAnswer' });
    await ear.subscribe();
    await ear.create();
    expect(ear.told()).toEqual(['CREATED']);
  });
  it('omits its event type now and then', async () => {
    ear = await startEar();
    await ear.subscribe();
    for (let count = 0; count < 12; count += 1) await ear.call('/payout/create', single('1'));
    await ear.calypso.pump();
    const typed = ear.heard.filter(({ event }) => event.eventType !== undefined);
    expect(typed.length).toBeGreaterThan(0);
    expect(typed.length).toBeLessThan(ear.heard.length);
  });
});
