/** Each switch of the emulator that no other test turns: what it does, and what its default does. */

import { describe, expect, it, onTestFinished } from 'vitest';
import { startCalypso } from '../../sandbox/calypso/emulator.ts';
import type { Settings } from '../../sandbox/calypso/settings.ts';
import {
  callerOf,
  ether,
  keyOne,
  keyTwo,
  massOf,
  noon,
  single,
  withKey,
} from './calypso-caller.ts';

async function start(settings: Partial<Settings> = {}) {
  const calypso = await startCalypso({ now: () => noon, tickMs: 0, settings });
  onTestFinished(() => calypso.stop());
  return { calypso, call: callerOf(calypso) };
}

const create = '/payout/create';
const createMass = '/payout/mass/create';
const twice = massOf(['1', '2']);
const long = `,"comment":"${'x'.repeat(256)}"`;
const inBtc = (address: string) =>
  `{"currency":"BTC","depositAddress":"${address}","amount":0.001}`;
const testnet = 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx';
const own = `{"currency":"ETH","name":"n","massAddresses":[{"depositAddress":"${ether}","amount":1,"externalId":"7"}]}`;
const past = `,"executionDate":"${new Date(noon - 1).toISOString()}"`;

/** What is asked, by default answered with the first, with the switch turned with the second. */
const doors: readonly [
  name: string,
  settings: Partial<Settings>,
  path: string,
  payload: string,
  usual: string,
  turned: string,
][] = [
  ['pastExecutionDate', { pastExecutionDate: 'refuse' }, create, single('1', past), '', '016'],
  ['missingKey', { missingKey: 'refuse' }, create, single('1'), '', '001'],
  ['validationCode', { validationCode: '001' }, create, single('0'), '016', '001'],
  ['checkDecimals', { checkDecimals: false }, create, single('1.0000001'), '016', ''],
  ['exponentsInRequests', { exponentsInRequests: 'accept' }, create, single('1e1'), '001', ''],
  ['unknownFields', { unknownFields: 'ignore' }, create, single('1', ',"odd":1'), '001', ''],
  ['recipientExternalId', { recipientExternalId: 'refuse' }, createMass, own, '', '001'],
  ['commentMax', { commentMax: 256 }, create, single('1', long), '016', ''],
  ['batchMax', { batchMax: 1 }, createMass, twice, '', '016'],
  ['duplicateAddresses', { duplicateAddresses: 'refuse' }, createMass, twice, '', '016'],
  ['testnetAddresses', { testnetAddresses: true }, create, inBtc(testnet), '016', ''],
  ['pageSizeMax', { pageSizeMax: 10 }, '/payout/all', '{"size":11}', '', '001'],
  ['pageBase', { pageBase: 'strictlyOne' }, '/payout/all', '{"pageNumber":0}', '', '001'],
  [
    'canceledFilter',
    { canceledFilter: 'refuse' },
    '/payout/withdrawal/all',
    '{"externalId":"7","stateNames":["CANCELED"]}',
    '',
    '001',
  ],
];

describe('the switch', () => {
  it.each(doors)(
    '%s decides who is turned away',
    async (_name, settings, path, payload, usual, turned) => {
      const codeOf = async (chosen: Partial<Settings>) => {
        const { call } = await start(chosen);
        const { body } = await call(path, payload);
        return body.errorCode ?? '';
      };
      expect(await codeOf({})).toBe(usual);
      expect(await codeOf(settings)).toBe(turned);
    },
  );

  it('clockWindowMs widens or narrows the window', async () => {
    const { call } = await start({ clockWindowMs: 1000 });
    expect((await call('/account', undefined, { timestamp: noon - 1001 })).status).toBe(400);
    expect((await call('/account', undefined, { timestamp: noon - 1000 })).status).toBe(200);
  });

  it('keyScope separates the keys of single and mass payouts', async () => {
    const { calypso, call } = await start({ keyScope: 'perKind' });
    await call(create, single('1', withKey(keyOne)));
    expect((await call(createMass, massOf(['1'], withKey(keyOne)))).status).toBe(200);
    expect((await call(create, single('1', withKey(keyOne)))).body.errorCode).toBe('016');
    expect(calypso.payouts).toHaveLength(2);
  });

  it('confirmedAlsoChangesStatus leaves one event of two', async () => {
    for (const both of [true, false]) {
      const { calypso, call } = await start({
        confirmations: true,
        confirmedAlsoChangesStatus: both,
      });
      await call(
        '/subscription/webhook/create',
        `{"requestId":"${keyTwo}","url":"http://127.0.0.1:9/","notificationServiceTypes":["PAYOUT"]}`,
      );
      await call(create, single('1', withKey(keyOne)));
      calypso.advance(keyOne);
      const before = calypso.webhooksWaiting().length;
      calypso.confirm(keyOne);
      expect(calypso.webhooksWaiting().length - before).toBe(both ? 2 : 1);
    }
  });

  it('emptyStateNames takes none for all', async () => {
    for (const emptyStateNames of ['none', 'all'] as const) {
      const { call } = await start({ emptyStateNames });
      await call(create, single('1'));
      const { body } = await call('/payout/all', '{"stateNames":[]}');
      expect(body.result).toHaveLength(emptyStateNames === 'all' ? 1 : 0);
    }
  });

  it('listOrder shuffles, and loses nothing', async () => {
    const { call } = await start({ listOrder: 'random' });
    for (let amount = 1; amount <= 12; amount += 1) await call(create, single(`${amount}`));
    const seen = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      const { text } = await call('/payout/all', '{"stateNames":["CREATED"],"size":12}');
      const amounts = [...text.matchAll(/"amount":(\d+)/g)].map(([, amount = '']) => amount);
      expect(amounts.toSorted()).toEqual(
        Array.from({ length: 12 }, (_, index) => `${index + 1}`).toSorted(),
      );
      seen.add(amounts.join());
    }
    expect(seen.size).toBe(3);
  });

  it('pageBase begins to count at zero', async () => {
    const { call } = await start({ pageBase: 'zero' });
    for (let amount = 1; amount <= 3; amount += 1) await call(create, single(`${amount}`));
    const page = async (number: string) => {
      const { text } = await call('/payout/all', `{"stateNames":["CREATED"],"size":2${number}}`);
      return [...text.matchAll(/"amount":(\d+)/g)].map(([, amount]) => amount);
    };
    expect(await page(',"pageNumber":0')).toEqual(['3', '2']);
    expect(await page('')).toEqual(['3', '2']);
    expect(await page(',"pageNumber":1')).toEqual(['1']);
    expect(await page(',"pageNumber":2')).toEqual([]);
  });

  it('continueOnTopUp leaves a short payout where it is until the next step', async () => {
    const { calypso, call } = await start({ continueOnTopUp: false });
    calypso.setBalance('USDT_TRX', '0');
    await call(create, single('1', withKey(keyOne)));
    while (calypso.advance(keyOne));
    calypso.topUp('USDT_TRX', '100');
    expect(calypso.balance('USDT_TRX')).toBe('100');
    calypso.complete(keyOne);
    expect(calypso.balance('USDT_TRX')).toBe('98.99');
  });

  it('feeSenderAmount tells the base or the total', async () => {
    const wanted =
      '{"items":[{"baseAmount":100,"currency":"USDT","feeType":"SERVICE","opType":"WITHDRAWAL"}]}';
    for (const [feeSenderAmount, amount] of [
      ['total', 101],
      ['base', 100],
    ] as const) {
      const { call } = await start({ feeSenderAmount });
      const { body } = await call('/tariff/extended-fee', wanted);
      expect(body).toMatchObject({ items: [{ feeSender: { amount, fee: 1 } }] });
    }
  });

  it('belonging is a word or a flag', async () => {
    const { call } = await start({ belonging: 'flag' });
    const { body } = await call(create, single('1'));
    expect(body).toMatchObject({ isInternal: false });
    expect(body).not.toHaveProperty('belongingType');
    const usual = await (await start()).call(create, single('1'));
    expect(usual.body).toMatchObject({ belongingType: 'EXTERNAL' });
  });

  it.each([
    ['number', /"id":\d+/],
    ['uuid', /"id":"[0-9a-f-]{36}"/],
  ] as const)('errorIds of type %s', async (errorIds, pattern) => {
    const { calypso, call } = await start({ errorIds });
    await call(create, single('1', withKey(keyOne)));
    calypso.raiseError(keyOne, 0, 'EXCEEDING_LIMIT', 'too much');
    const { text } = await call('/payout', `{"idempotencyKey":"${keyOne}"}`);
    const [, errors = ''] = text.split('"withdrawalErrors"');
    expect(errors.replace(/"withdrawalId":"[^"]*"/, '')).toMatch(pattern);
  });

  it.each([
    ['always', true],
    ['never', false],
  ] as const)('traceIds %s', async (traceIds, traced) => {
    const { call } = await start({ traceIds });
    const { body } = await call(create, single('0'));
    expect('traceId' in body).toBe(traced);
  });
});
