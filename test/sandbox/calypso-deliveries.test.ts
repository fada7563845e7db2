/** Webhook deliveries of the Calypso emulator: retries, blocking and the faults of the way. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { keyOne, massOf, sign, single, withKey } from './calypso-caller.ts';
import { allPayouts, type Ear, type Heard, requestId, startEar } from './calypso-ear.ts';

let ear: Ear;

afterEach(() => ear.stop());

describe('delivery', () => {
  it('retries by the schedule until it is answered 200, with the same bytes', async () => {
    ear = await startEar();
    await ear.subscribe();
    ear.answerWith = () => (ear.heard.length < 4 ? 202 : 200);
    await ear.create();
    await ear.calypso.pump();
    await ear.pumpAfter(29_999);
    expect(ear.heard).toHaveLength(1);
    await ear.pumpAfter(1);
    await ear.pumpAfter(30_000);
    await ear.pumpAfter(59_999);
    expect(ear.heard).toHaveLength(3);
    await ear.pumpAfter(1);
    await ear.pumpAfter(1_000_000_000);
    expect(ear.heard).toHaveLength(4);
    expect(new Set(ear.heard.map(({ text }) => text)).size).toBe(1);
    expect(ear.calypso.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 202],
      [2, 202],
      [3, 202],
      [4, 200],
    ]);
  });
  it('gives up after 19 retries, which a time factor brings nearer', async () => {
    ear = await startEar({ timeFactor: 1000 });
    await ear.subscribe();
    ear.answerWith = () => 503;
    await ear.create();
    for (let count = 0; count < 40; count += 1) await ear.pumpAfter(125_430);
    expect(ear.heard).toHaveLength(20);
  });
  it('blocks after more than 100 errors within ten minutes and resends when unblocked', async () => {
    ear = await startEar();
    await ear.subscribe();
    ear.answerWith = () => 500;
    for (let count = 0; count < 101; count += 1) await ear.call('/payout/create', single('1'));
    await ear.calypso.pump();
    expect(ear.calypso.subscriptions[0]?.blocked).toBe(true);
    const list = await ear.call('/subscription/webhook');
    expect(list.body).toMatchObject({ subscriptions: [{ blockedByErrorCount: true }] });
    const { length } = ear.heard;
    await ear.pumpAfter(3_600_000);
    expect(ear.heard).toHaveLength(length);
    ear.answerWith = () => 200;
    ear.calypso.unblockSubscription(requestId);
    await ear.calypso.pump();
    expect(ear.heard.slice(length).map(({ event }) => event.id)).toHaveLength(101);
  });
  it.each([
    ['at exactly 100 errors', 100, undefined],
    ['when a success lies between', 101, 51],
  ])('does not block %s', async (_when, attempts, success) => {
    ear = await startEar();
    await ear.subscribe();
    ear.answerWith = () => (ear.heard.length === success ? 200 : 500);
    for (let count = 0; count < attempts; count += 1) {
      await ear.call('/payout/create', single('1'));
    }
    await ear.calypso.pump();
    expect(ear.heard).toHaveLength(attempts);
    expect(ear.calypso.subscriptions[0]?.blocked).toBe(false);
  });
  it('reaches every subscription with its own keys', async () => {
    ear = await startEar();
    await ear.subscribe();
    await ear.subscribe(allPayouts, 'fef8b8b9-cfee-4ccf-b0f1-c824f6eabb94');
    await ear.create();
    await ear.calypso.pump();
    expect(new Set(ear.heard.map(({ key }) => key)).size).toBe(2);
    expect(new Set(ear.heard.map(({ event }) => event.id)).size).toBe(1);
  });
  it('can repeat what was delivered and tell what is not so', async () => {
    ear = await startEar();
    await ear.subscribe();
    await ear.create();
    await ear.calypso.pump();
    ear.calypso.redeliver(ear.heard[0]?.event.id ?? 0);
    ear.calypso.ring(keyOne, 'FAILED');
    await ear.calypso.pump();
    expect(ear.heard[1]?.text).toBe(ear.heard[0]?.text);
    expect(ear.told()).toEqual(['CREATED', 'CREATED', 'FAILED']);
    expect(ear.calypso.payout(keyOne).state).toBe('CREATED');
  });
});

describe('a ring without a cause', () => {
  it('tells a validation error that no read bears out', async () => {
    ear = await startEar();
    await ear.subscribe();
    await ear.create();
    ear.calypso.ringError(keyOne, 0, 'EXCEEDING_LIMIT', 'Over the limit');
    await ear.calypso.pump();
    expect(ear.heard.at(-1)?.event).toMatchObject({
      level: 'WARNING',
      data: {
        type: 'PAYOUT_VALIDATION_ERROR',
        message: 'Over the limit',
        validationStatus: 'EXCEEDING_LIMIT',
        dealWithdrawalId: ear.calypso.payouts[0]?.withdrawals[0]?.id,
      },
    });
    const { body } = await ear.call('/payout', `{"idempotencyKey":"${keyOne}"}`);
    expect(body.errors ?? undefined).toBeUndefined();
    expect(ear.calypso.payouts[0]?.withdrawals[0]?.errors).toEqual([]);
  });
  it('tells who confirmed a payout that waits for nobody', async () => {
    ear = await startEar();
    await ear.subscribe();
    await ear.create();
    ear.calypso.ringConfirmed(keyOne, ['Olga', 'Ivan']);
    await ear.calypso.pump();
    expect(ear.heard.at(-1)?.event.data).toMatchObject({
      type: 'PAYOUT_CONFIRMED',
      approved: ['Olga', 'Ivan'],
    });
    expect(ear.calypso.payout(keyOne).state).toBe('CREATED');
  });
  it('comes from a thief of the secret, rightly signed, and is none of Calypso’s', async () => {
    ear = await startEar();
    expect(() => ear.calypso.ringStolen('{}')).toThrow('no subscription');
    const { publicKey, secretKey } = (await ear.subscribe()).body;
    ear.answerWith = () => 418;
    const posted = await ear.calypso.ringStolen('{"id":1,"data":{"type":"FREE_MONEY"}}');
    expect(posted.status).toBe(418);
    const [heard] = ear.heard;
    expect(heard?.text).toBe('{"id":1,"data":{"type":"FREE_MONEY"}}');
    expect(heard?.key).toBe(publicKey);
    expect(heard?.sign).toBe(sign(String(secretKey), heard?.text ?? ''));
    await ear.pumpAfter(3_600_000);
    expect(ear.heard).toHaveLength(1);
    expect(ear.calypso.deliveries).toEqual([]);
  });
});

describe('a switch of the way', () => {
  it('sends everything twice', async () => {
    ear = await startEar({ webhookCopies: 2 });
    await ear.subscribe();
    await ear.create();
    await ear.calypso.pump();
    expect(ear.heard).toHaveLength(2);
    expect(new Set(ear.heard.map(({ text }) => text)).size).toBe(1);
  });
  it('pauses before the first attempt', async () => {
    ear = await startEar({ webhookDelayMs: 5000 });
    await ear.subscribe();
    await ear.create();
    await ear.pumpAfter(4999);
    expect(ear.heard).toEqual([]);
    await ear.pumpAfter(1);
    expect(ear.heard).toHaveLength(1);
  });
  it('loses patience with an answer that does not come', async () => {
    ear = await startEar({ webhookTimeoutMs: 50 });
    const deaf = createServer(() => undefined);
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const { port } = deaf.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    await ear.call(
      '/subscription/webhook/create',
      `{"requestId":"${requestId}",${allPayouts},"url":"${url}"}`,
    );
    await ear.create();
    await ear.calypso.pump();
    expect(ear.calypso.deliveries).toMatchObject([{ status: 0, attempt: 1 }]);
    deaf.closeAllConnections();
    deaf.close();
  });
  it('shuffles what is due at once', async () => {
    ear = await startEar({ webhookOrder: 'shuffled', webhookDelayMs: 1000 });
    await ear.subscribe();
    for (let count = 0; count < 8; count += 1) await ear.call('/payout/create', single('1'));
    await ear.pumpAfter(1000);
    const ids = ear.heard.map(({ event }) => event.id);
    expect(ids).toHaveLength(8);
    expect(ids).not.toEqual(ids.toSorted());
  });
  it('tells the states of a batch once, or once for each recipient', async () => {
    for (const [batchEvents, count] of [
      ['one', 1],
      ['perRecipient', 3],
    ] as const) {
      ear = await startEar({ batchEvents });
      await ear.subscribe();
      await ear.call('/payout/mass/create', massOf(['0.1', '0.2', '0.3'], withKey(keyOne)));
      await ear.calypso.pump();
      ear.heard.length = 0;
      ear.calypso.advance(keyOne);
      await ear.calypso.pump();
      expect(ear.told()).toEqual(Array.from({ length: count }, () => 'IN_PROGRESS'));
      if (count === 1) await ear.stop();
    }
  });
  it('rings with an event of an older API', async () => {
    ear = await startEar();
    await ear.subscribe();
    await ear.create();
    ear.calypso.ringLegacy(keyOne);
    await ear.calypso.pump();
    expect(ear.told()).toEqual(['CREATED', 'PAYOUT_SPEEDED_UP']);
  });
});

describe('a webhook fault', () => {
  const steps = async () => {
    await ear.subscribe();
    await ear.create();
    ear.calypso.complete(keyOne);
    await ear.calypso.pump();
  };
  const normal = ['CREATED', 'IN_PROGRESS', 'IN_PROGRESS', 'COMPLETED'];

  it('duplicate delivers twice', async () => {
    ear = await startEar();
    ear.calypso.fault({ on: 'webhook', kind: 'duplicate' });
    await steps();
    expect(ear.told()).toEqual(['CREATED', ...normal]);
    expect(ear.heard[0]?.text).toBe(ear.heard[1]?.text);
  });
  it('dropped loses the event for good', async () => {
    ear = await startEar();
    ear.calypso.fault({ on: 'webhook', kind: 'dropped', times: 3 });
    await steps();
    expect(ear.told()).toEqual(['COMPLETED']);
  });
  it('late delivers later', async () => {
    ear = await startEar();
    ear.calypso.fault({ on: 'webhook', kind: 'late', byMs: 600_000 });
    await steps();
    expect(ear.told()).toEqual(normal.slice(1));
    await ear.pumpAfter(600_000);
    expect(ear.told()).toEqual([...normal.slice(1), 'CREATED']);
  });
  it('shuffled lets the next event overtake', async () => {
    ear = await startEar({ announceHash: false, firstWebhook: 'afterAnswer' });
    ear.calypso.fault({ on: 'webhook', kind: 'shuffled' });
    await steps();
    expect(ear.told()).toEqual(['IN_PROGRESS', 'CREATED', 'COMPLETED']);
  });
  it.each(['wrongSign', 'wrongKey'] as const)('%s spoils one attempt only', async (kind) => {
    ear = await startEar();
    const { publicKey, secretKey } = (await ear.subscribe()).body;
    const isRight = ({ key, sign: signature, text }: Heard) =>
      key === publicKey && signature === sign(String(secretKey), text);
    ear.answerWith = () => (ear.heard.slice(-1).every(isRight) ? 200 : 401);
    ear.calypso.fault({ on: 'webhook', kind });
    await ear.create();
    await ear.calypso.pump();
    await ear.pumpAfter(30_000);
    expect(ear.heard.map(isRight)).toEqual([false, true]);
  });
  it('eventless leaves the event type out', async () => {
    ear = await startEar({ eventType: 'always' });
    ear.calypso.fault({ on: 'webhook', kind: 'eventless' });
    await steps();
    expect(ear.heard.map(({ event }) => event.eventType === undefined)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
