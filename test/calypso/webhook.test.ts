import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sign } from '../../src/calypso/signature.ts';
import { noticeAbout, openDoorbell } from '../../src/calypso/webhook.ts';
import { key as partKey } from './orders.ts';
import { account, noon, type Reply, refusal, startScript } from './scripted.ts';

const list = '/subscription/webhook';
const create = '/subscription/webhook/create';
const publicUrl = 'https://payouts.example/';
const keyOne = { publicKey: 'public-1', secretKey: 'secret-1' };
const keyTwo = { publicKey: 'public-2', secretKey: 'secret-2' };

async function bell(replies: Record<string, readonly Reply[]> = {}) {
  const script = await startScript(replies);
  const clock = { now: noon };
  const now = () => clock.now;
  const doorbell = openDoorbell({ client: script.client({ now }), publicUrl, account, now });
  const requestId = doorbell.subscription;
  const url = 'https://payouts.example/calypso/webhooks';
  const listed = (...all: object[]) =>
    JSON.stringify({
      subscriptions: [
        { requestId: 'x', url: 'https://other.example', publicKey: 'p', secretKey: 's' },
        ...all.map((each) => ({ requestId, url, ...each })),
      ],
    });
  const ring = (body: Buffer | string, keys: { publicKey: string; secretKey: string }) => {
    const bytes = Buffer.from(body);
    const signature = sign(keys.secretKey, bytes);
    return doorbell.receive({ body: bytes, key: keys.publicKey, sign: signature });
  };
  return { ...script, clock, doorbell, listed, ring, requestId, url };
}

async function knowingBell(...keys: object[]) {
  const it = await bell();
  it.script(list, ...(keys.length > 0 ? keys : [keyOne]).map((each) => it.listed(each)));
  await it.doorbell.ensure();
  return it;
}

const event = JSON.stringify({
  requestId: 'x',
  id: 74146,
  eventType: 'PAYOUT_CHANGE_STATUS',
  data: { type: 'IGNORED', parentExternalId: 'p-1', idempotencyKey: partKey.toUpperCase() },
});

describe('the subscription', () => {
  it('has an id of its own for each public address and account', async () => {
    const { client, requestId } = await bell();
    const other = (url: string, of: string) =>
      openDoorbell({ client: client(), publicUrl: url, account: of, now: () => noon }).subscription;
    expect(requestId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(other('https://payouts.example', account)).toBe(requestId);
    expect(other('https://payouts2.example', account)).not.toBe(requestId);
    expect(other(publicUrl, '0x1')).not.toBe(requestId);
  });

  it('is kept where it exists', async () => {
    const { doorbell, script, listed, paths } = await bell();
    script(list, listed({ ...keyOne, blockedByErrorCount: false }));
    expect(await doorbell.ensure()).toBe('kept');
    expect(paths()).toEqual([list]);
  });

  it.each([true, 101])('is made anew when it is blocked by %s', async (blockedByErrorCount) => {
    const { doorbell, script, listed, asked, ring, requestId, url, paths } = await bell();
    script(list, listed({ ...keyOne, blockedByErrorCount }), '');
    script(create, JSON.stringify({ requestId, url, ...keyTwo }));
    expect(await doorbell.ensure()).toBe('renewed');
    expect(paths()).toEqual([list, list, create]);
    expect(asked[1]?.method).toBe('DELETE');
    // What was signed just before is still heard.
    for (const key of [keyOne, keyTwo])
      expect(await ring(event, key)).toMatchObject({ status: 200 });
  });

  it('is created for all payout events where it is missing', async () => {
    const { doorbell, script, listed, asked, ring, requestId, url } = await bell();
    script(list, listed());
    script(create, JSON.stringify({ requestId, url, ...keyOne }));
    expect(await doorbell.ensure()).toBe('created');
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      timestamp: noon,
      account,
      payload: { requestId, url, notificationServiceTypes: ['PAYOUT'] },
    });
    expect(await ring(event, keyOne)).toMatchObject({ status: 200 });
  });

  it('learns its keys from the list when the answer to its creation lacks them', async () => {
    const { doorbell, script, listed, ring, requestId, url, paths } = await bell();
    script(list, listed(), listed(keyOne));
    script(create, JSON.stringify({ requestId, url }));
    await doorbell.ensure();
    expect(paths()).toEqual([list, create, list]);
    expect(await ring(event, keyOne)).toMatchObject({ status: 200 });
  });

  it('says so when Calypso does not want it', async () => {
    const { doorbell, script, listed } = await bell();
    script(list, listed());
    script(create, refusal('001'));
    await expect(doorbell.ensure()).rejects.toThrow('bad request');
  });
});

describe('a ring', () => {
  it('that is genuine becomes a notice', async () => {
    const { ring, requestId } = await knowingBell();
    expect(await ring(event, keyOne)).toEqual({
      status: 200,
      notice: {
        subscription: requestId,
        eventId: '74146',
        body: event,
        partKey,
        railId: 'p-1',
        eventType: 'PAYOUT_CHANGE_STATUS',
      },
    });
  });

  it('says which payout it is about, also when it is read from the ledger again', () => {
    expect(noticeAbout(event)).toEqual({ key: partKey, railId: 'p-1' });
    expect(noticeAbout('{"id":1,"data":null}')).toEqual({});
    expect(noticeAbout('base64:ew==')).toEqual({});
  });

  it('may leave out its type, or have it inside', async () => {
    const { ring } = await knowingBell();
    const inside = '{"id":1,"data":{"type":"PAYOUT_CONFIRMED","parentExternalId":7}}';
    expect(await ring(inside, keyOne)).toMatchObject({
      notice: { eventType: 'PAYOUT_CONFIRMED', railId: '7' },
    });
  });

  it.each(['not JSON', '', '[]', 'null', '{"id":{},"data":"x"}', `${'['.repeat(100_000)}`])(
    'that is genuine is kept even if it makes no sense',
    async (body) => {
      const { ring, requestId } = await knowingBell();
      expect(await ring(body, keyOne)).toEqual({
        status: 200,
        notice: {
          subscription: requestId,
          eventId: createHash('sha256').update(body).digest('hex'),
          body,
          eventType: 'unknown',
        },
      });
    },
  );

  it.each([[Buffer.from([0x7b, 0xff])], [Buffer.from('{"id":1}\0')]])(
    'whose bytes no text can hold is kept as base64',
    async (bytes) => {
      const { ring } = await knowingBell();
      expect(await ring(bytes, keyOne)).toMatchObject({
        status: 200,
        notice: { body: `base64:${bytes.toString('base64')}` },
      });
    },
  );

  it('is told to come back while the keys are not loaded', async () => {
    const { ring, paths } = await bell();
    expect(await ring(event, keyOne)).toMatchObject({ status: 503 });
    expect(paths()).toEqual([]);
  });

  it('that is forged is turned away, whichever way', async () => {
    const { doorbell, ring } = await knowingBell();
    const body = Buffer.from(event);
    const right = sign(keyOne.secretKey, body);
    const rings = [
      { body, key: 'public-1', sign: sign('secret-2', body) },
      { body: Buffer.from(event.replace('1', '2')), key: 'public-1', sign: right },
      { body, key: 'public-2', sign: right },
      { body, key: undefined, sign: right },
      { body, key: 'public-1', sign: undefined },
    ];
    for (const each of rings) expect(await doorbell.receive(each)).toMatchObject({ status: 401 });
    expect(await ring(event, keyOne)).toMatchObject({ status: 200 });
  });

  it('with an unknown key has the list read again, once a minute at most', async () => {
    const { ring, clock, paths } = await knowingBell();
    await ring(event, keyTwo);
    expect(paths()).toHaveLength(1);
    clock.now += 60_000;
    await Promise.all([ring(event, keyTwo), ring(event, keyTwo), ring(event, keyTwo)]);
    await ring(event, keyTwo);
    expect(paths()).toHaveLength(2);
    clock.now += 60_000;
    await ring(event, keyTwo);
    expect(paths()).toHaveLength(3);
  });

  it('is genuine under new keys at once, under the old ones for ten more minutes', async () => {
    const { ring, clock } = await knowingBell(keyOne, keyTwo);
    clock.now += 60_000;
    expect(await ring(event, keyTwo)).toMatchObject({ status: 200 });
    clock.now += 10 * 60_000 - 1;
    expect(await ring(event, keyOne)).toMatchObject({ status: 200 });
    clock.now += 1;
    expect(await ring(event, keyOne)).toMatchObject({ status: 401 });
    expect(await ring(event, keyTwo)).toMatchObject({ status: 200 });
  });

  it('is told to come back when the list cannot be read again', async () => {
    const { ring, clock, script } = await knowingBell();
    script(list, refusal('002'));
    clock.now += 60_000;
    expect(await ring(event, keyTwo)).toMatchObject({ status: 503 });
    expect(await ring(event, keyOne)).toMatchObject({ status: 200 });
  });
});
