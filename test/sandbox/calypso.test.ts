/** The Calypso emulator from outside: signed requests in, documented answers out. */

import { afterEach, describe, expect, it } from 'vitest';
import {
  type CalypsoEmulator,
  type CalypsoOptions,
  startCalypso,
} from '../../sandbox/calypso/emulator.ts';
import {
  type Call,
  callerOf,
  ether,
  keyOne,
  massOf,
  noon,
  single,
  tron,
  withKey,
} from './calypso-caller.ts';

const running: CalypsoEmulator[] = [];

async function start(
  options: CalypsoOptions = {},
): Promise<{ calypso: CalypsoEmulator; call: Call }> {
  const calypso = await startCalypso({ now: () => noon, tickMs: 0, ...options });
  running.push(calypso);
  return { calypso, call: callerOf(calypso) };
}

afterEach(async () => {
  for (const calypso of running.splice(0)) await calypso.stop();
});

describe('the envelope', () => {
  it.each([
    ['a wrong key', { key: 'nobody', secret: 'wrong', timestamp: 1 }, '002'],
    ['a wrong signature before a wrong clock', { secret: 'wrong', timestamp: 1 }, '003'],
    ['a wrong clock before a wrong account', { timestamp: 1, account: '0x1' }, '011'],
    ['a clock one millisecond behind the window', { timestamp: noon - 180_001 }, '011'],
    ['a clock one millisecond ahead of the window', { timestamp: noon + 180_001 }, '011'],
    ['a timestamp that is text', { timestamp: `"${noon}"` }, '011'],
    ['another account', { account: '0x0000000000000000000000000000000000000001' }, '004'],
    ['a body that is no JSON', { raw: '{' }, '001'],
  ])('refuses %s', async (_what, options, code) => {
    const { calypso, call } = await start();
    const reply = await call('/payout/create', single('1'), options);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ errorCode: code });
    expect(calypso.received.map(({ verdict }) => verdict)).toEqual([code]);
    expect(calypso.payouts).toEqual([]);
  });
  it('accepts both ends of the clock window', async () => {
    const { call } = await start();
    for (const timestamp of [noon - 180_000, noon + 180_000]) {
      expect((await call('/account', undefined, { timestamp })).status).toBe(200);
    }
  });
  it('is checked over the bytes, not over the meaning', async () => {
    const { calypso, call } = await start();
    const raw = `{ "timestamp": ${noon},\n "account": "${calypso.account}" }`;
    expect((await call('/account', undefined, { raw })).status).toBe(200);
    expect(calypso.received[0]?.body.toString('utf8')).toBe(raw);
  });
  it('answers other statuses when they are configured', async () => {
    const { call } = await start({ settings: { statusByCode: { '002': 401 } } });
    expect((await call('/account', undefined, { key: 'nobody' })).status).toBe(401);
  });
});

describe('the doors', () => {
  it.each([
    ['an unknown path', '/payouts', {}, 404],
    ['the old spelling', '/pub/payout/create', {}, 404],
    ['a wrong method', '/payout', { method: 'DELETE' }, 405],
    ['a wrong content type', '/account', { contentType: 'text/plain' }, 415],
    ['a body over one mebibyte', '/account', { raw: 'x'.repeat(1024 * 1024 + 1) }, 413],
  ])('refuse %s', async (_what, path, options, status) => {
    const { calypso, call } = await start();
    expect((await call(path, single('1'), options)).status).toBe(status);
    expect(calypso.received[0]?.verdict).toBe(String(status));
  });
  it('open to old spellings when asked to', async () => {
    const { calypso, call } = await start({
      settings: { pubPaths: 'accepted', transferListAt: 'both' },
    });
    await call('/pub/payout/create', single('1', withKey(keyOne)));
    const lines = `{"idempotencyKey":"${keyOne}","stateNames":["DRAFT"]}`;
    const listed = await call('/payout/withdrawal/find', lines);
    expect(calypso.payouts).toHaveLength(1);
    expect(listed.body).toMatchObject({ result: [{ state: 'DRAFT' }] });
  });
  it('slow callers down above the rate limit', async () => {
    const { call } = await start({ settings: { requestsPerSecond: 1 } });
    expect((await call('/account')).status).toBe(200);
    const second = await call('/account');
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('1');
  });
});

describe('creating a payout', () => {
  it.each(['0.123456789012345678', '1000000.000001', '10', '1.50'])(
    'keeps the digits of %s in the ledger and in the answer',
    async (amount) => {
      const { calypso, call } = await start();
      const payload = `{"currency":"ETH","depositAddress":"${ether}","amount":${amount}}`;
      const reply = await call('/payout/create', payload);
      expect(calypso.payouts[0]?.withdrawals[0]?.amount).toBe(amount);
      expect(reply.text).toContain(`"amount":${amount},`);
      expect(reply.body).toMatchObject({ state: 'CREATED', depositAddress: ether });
    },
  );
  it('writes very small amounts with an exponent unless told not to', async () => {
    const { calypso, call } = await start();
    const payload = `{"currency":"ETH","depositAddress":"${ether}","amount":0.0000001}`;
    expect((await call('/payout/create', payload)).text).toContain('"amount":1.0E-7,');
    calypso.settings.exponents = false;
    expect((await call('/payout/create', payload)).text).toContain('"amount":0.0000001,');
  });
  it('of many recipients keeps each line and answers their sum', async () => {
    const { calypso, call } = await start();
    const reply = await call('/payout/mass/create', massOf(['0.10', '0.000000000000000001']));
    expect(calypso.lines().map(({ amount }) => amount)).toEqual(['0.10', '0.000000000000000001']);
    expect(reply.text).toContain('"totalWithdrawalAmount":0.100000000000000001,');
    expect(reply.body).toMatchObject({ state: 'CREATION_IN_PROGRESS', name: 'salaries' });
  });
  it.each([
    ['an amount as text', single('"10"'), '001'],
    ['an amount with an exponent', single('1e1'), '001'],
    ['a misspelt member', single('1', ',"external_id":"7"'), '001'],
    ['a key that is no UUID', single('1', ',"idempotencyKey":"7"'), '001'],
    ['a comment of 256 characters', single('1', `,"comment":"${'x'.repeat(256)}"`), '016'],
    ['a date that is none', single('1', ',"executionDate":"tomorrow"'), '001'],
    ['no amount at all', `{"currency":"BTC","depositAddress":"${tron}"}`, '001'],
    ['an unknown currency', `{"currency":"DOGE","depositAddress":"${tron}","amount":1}`, '016'],
    ['an address of another chain', single('1').replace(tron, ether), '016'],
    ['a seventh decimal of USDT_TRX', single('1.0000001'), '016'],
    ['nothing to pay', single('0'), '016'],
    ['a negative amount', single('-1'), '016'],
  ])('is refused for %s', async (_what, payload, code) => {
    const { calypso, call } = await start();
    const reply = await call('/payout/create', payload);
    expect(reply.body).toMatchObject({ errorCode: code });
    expect(calypso.payouts).toEqual([]);
  });
  it('respects the batch limit of the currency', async () => {
    const { call } = await start();
    const trx = (count: number) =>
      massOf(Array.from({ length: count }, () => '1'))
        .replaceAll(ether, tron)
        .replace('ETH', 'TRX');
    expect((await call('/payout/mass/create', trx(100))).status).toBe(200);
    expect((await call('/payout/mass/create', trx(101))).body).toMatchObject({ errorCode: '016' });
  });
});

describe('an idempotency key', () => {
  const exists = { errorCode: '016', message: `IdempotencyKey ${keyOne} already exists` };

  it('works once, for single and mass payouts together', async () => {
    const { calypso, call } = await start();
    await call('/payout/create', single('1', withKey(keyOne)));
    const again = await call('/payout/create', single('1', withKey(keyOne)));
    const mass = await call('/payout/mass/create', massOf(['1'], withKey(keyOne.toUpperCase())));
    expect(again.status).toBe(400);
    expect(again.body).toMatchObject(exists);
    expect(mass.body).toMatchObject({ errorCode: '016' });
    expect(calypso.payouts).toHaveLength(1);
  });
  it('may give the original back for the same content, never for another', async () => {
    const { calypso, call } = await start({ settings: { repeatedKey: 'original' } });
    const first = await call('/payout/create', single('1', withKey(keyOne)));
    const same = await call('/payout/create', single('1.0', withKey(keyOne)));
    const other = await call('/payout/create', single('2', withKey(keyOne)));
    expect(same.body.id).toBe(first.body.id);
    expect(other.body).toMatchObject(exists);
    expect(calypso.payouts).toHaveLength(1);
  });
  it.each([false, true])('is used up by a refused create: %s', async (consumes) => {
    const { calypso, call } = await start({ settings: { rejectedCreateConsumesKey: consumes } });
    await call('/payout/create', single('0', withKey(keyOne)));
    await call('/payout/create', single('1', withKey(keyOne)));
    expect(calypso.payouts).toHaveLength(consumes ? 0 : 1);
  });
});
