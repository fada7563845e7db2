/** Which doors of the emulator are open, and with which code and words the others are shut. */

import { describe, expect, it } from 'vitest';
import { keyOne, massOf, noon, single, withKey } from './calypso-caller.ts';
import { allStates, byKeyOne, started } from './calypso-started.ts';

const lists = ['/payout/withdrawal/all', '/payout/withdrawal/find'];

describe('where things are', () => {
  it.each([
    ['all', [200, 404]],
    ['find', [404, 200]],
    ['both', [200, 200]],
  ] as const)('transferListAt %s: /all and /find answer %j', async (transferListAt, statuses) => {
    const { call, createsSingle } = await started({ transferListAt });
    await createsSingle();
    const answers = await Promise.all(
      lists.map((path) => call(path, `{"idempotencyKey":"${keyOne}",${allStates}}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    for (const { body } of answers.filter(({ status }) => status === 404)) {
      expect(body).not.toHaveProperty('errorCode');
    }
  });

  it.each([
    ['refused', [200, 404]],
    ['accepted', [200, 200]],
    ['only', [404, 200]],
  ] as const)('pubPaths %s: the paths answer %j', async (pubPaths, statuses) => {
    const { call } = await started({ pubPaths });
    const answers = [
      await call('/payout/create', single('1')),
      await call('/pub/payout/create', single('1')),
    ];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it.each([
    ['account', [200, 404]],
    ['balances', [404, 200]],
    ['both', [200, 200]],
  ] as const)('balancesAt %s: the paths answer %j', async (balancesAt, statuses) => {
    const { call } = await started({ balancesAt });
    const answers = [await call('/account'), await call('/account/balances')];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it('is elsewhere once the base URL has moved', async () => {
    const { calypso, call, createsSingle } = await started();
    const to = 'http://127.0.0.1:9/api/v1/';
    const back = calypso.fault({ on: '*', kind: 'redirect', status: 301, to, times: 'always' });
    for (const path of ['/payout', '/account', '/user/current']) {
      const moved = await call(path, byKeyOne);
      expect([moved.status, moved.headers.get('location')]).toEqual([301, to]);
    }
    back();
    calypso.fault({ on: '*', kind: 'status', status: 404, times: 'always' });
    expect([(await createsSingle()).status, (await call('/account')).status]).toEqual([404, 404]);
    expect(calypso.payouts).toEqual([]);
  });
});

describe('what lists refuse', () => {
  it.each([
    ['001', 400],
    ['000', 500],
    ['500', 500],
  ] as const)('a page larger than ten, with %s', async (pageSizeRefusedWith, status) => {
    const { call } = await started({ pageSizeMax: 10, pageSizeRefusedWith });
    expect((await call('/payout/all', '{"size":10}')).status).toBe(200);
    const refused = await call('/payout/all', '{"size":11}');
    expect(refused.status).toBe(status);
    expect(refused.body.errorCode).toBe(
      pageSizeRefusedWith === '500' ? undefined : pageSizeRefusedWith,
    );
  });

  it.each([
    ['001', 400],
    ['000', 500],
    ['500', 500],
  ] as const)(
    'a state outside the five of the guide, with %s',
    async (statesRefusedWith, status) => {
      const { call, createsSingle, calypso } = await started({
        canceledFilter: 'refuse',
        statesRefusedWith,
      });
      await createsSingle();
      const list = (states: string) =>
        call(lists[0] ?? '', `{"idempotencyKey":"${keyOne}","stateNames":[${states}]}`);
      const five = '"DRAFT","IN_PROGRESS","COMPLETED","REPLACED","FAILED"';
      expect((await list(five)).status).toBe(200);
      const refused = await list(`${five},"CANCELED"`);
      expect(refused.status).toBe(status);
      expect(refused.body.errorCode).toBe(
        statesRefusedWith === '500' ? undefined : statesRefusedWith,
      );
      expect(calypso.received.at(-1)?.verdict).toBe(statesRefusedWith);
    },
  );

  it('the newer states of payouts, where an older Calypso is played', async () => {
    const { call } = await started({ newerStatesFilter: 'refuse' });
    for (const state of ['CREATED', 'PARTIAL']) {
      const refused = await call('/payout/mass/all', `{"stateNames":["${state}"]}`);
      expect(refused.body).toMatchObject({ errorCode: '001' });
    }
    expect((await call('/payout/mass/all', '{"stateNames":["FAILED"]}')).status).toBe(200);
  });
});

describe('a list that never ends', () => {
  const pages = async (endlessRows: 'new' | 'same') => {
    const world = await started({ endlessLists: ['transfers'], endlessRows });
    await world.createsMass();
    world.calypso.advance(keyOne);
    const page = async (number: number) => {
      const payload = `{"idempotencyKey":"${keyOne}",${allStates},"pageNumber":${number},"pageSize":10}`;
      return (await world.rows('/payout/withdrawal/all', payload)).map(({ id }) => String(id));
    };
    return { ...world, first: await page(1), fifth: await page(5) };
  };
  it('has ever new rows on ever full pages', async () => {
    const { first, fifth, calypso, rows } = await pages('new');
    expect(first.slice(0, 3).toSorted()).toEqual(
      calypso
        .payout(keyOne)
        .withdrawals.map(({ id }) => id)
        .toSorted(),
    );
    expect(new Set([...first, ...fifth]).size).toBe(20);
    expect(await rows('/payout/mass/all', '{"stateNames":["IN_PROGRESS"]}')).toHaveLength(1);
  });
  it('or the same ones on every page', async () => {
    const { first, fifth } = await pages('same');
    expect(first).toHaveLength(10);
    expect(fifth).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });
});

describe('a create that fails validation', () => {
  const words = 'Can not create deal. Validation failed';
  const far = single('1').replace('USDT_TRX', 'XYZ');
  const odd: readonly (readonly [string, string])[] = [
    ['currency', far],
    ['amount', single('0')],
    ['address', single('1').replace('TR7', 'TR8')],
    ['comment', single('1', `,"comment":"${'x'.repeat(256)}"`)],
  ];
  it.each(odd)('for its %s is refused with the documented 016', async (_problem, payload) => {
    const { call } = await started();
    const { status, body } = await call('/payout/create', payload);
    expect([status, body.errorCode]).toEqual([400, '016']);
    expect(body.message).toMatch(/^Can not create deal\. Validation failed: \S/);
  });
  it.each(odd)(
    'for its %s may be refused with another code of its own',
    async (problem, payload) => {
      const { call } = await started({ validationCodes: { [problem]: '015' } });
      const { body } = await call('/payout/create', payload);
      expect(body).toMatchObject({
        errorCode: '015',
        message: 'Currency does not match wallet blockchain',
      });
      const other = problem === 'amount' ? far : single('0');
      expect((await call('/payout/create', other)).body).toMatchObject({ errorCode: '016' });
    },
  );
  it.each([
    ['001', /^Bad request: amount must be greater than zero$/],
    ['014', /^Invalid hot wallet currency$/],
    ['015', /^Currency does not match wallet blockchain$/],
  ] as const)('may always be refused with %s', async (validationCode, message) => {
    const { call } = await started({ validationCode });
    const { body } = await call('/payout/create', single('0'));
    expect(body).toMatchObject({
      errorCode: validationCode,
      message: expect.stringMatching(message),
    });
  });
  it('for missing funds says it in the words of the guide, as its status, or not at all', async () => {
    const { calypso, call } = await started(
      { shortFunds: 'refuse' },
      { balances: { USDT_TRX: '52.57' } },
    );
    const refused = async () => (await call('/payout/create', single('4010'))).body.message;
    expect(await refused()).toMatch(
      /^Can not create deal\. Validation failed: Not enough funds for/,
    );
    calypso.turn({ validationWords: 'status' });
    expect(await refused()).toBe(`${words}: NOT_ENOUGH_FUNDS`);
    calypso.turn({ validationWords: 'nothing' });
    expect(await refused()).toBe(words);
    calypso.turn({ validationCodes: { funds: '014' } });
    expect(await refused()).toBe('Invalid hot wallet currency');
    expect(calypso.payouts).toEqual([]);
  });
  it('for the externalId of a recipient is refused with 001, which documents leave open', async () => {
    const { call } = await started({ recipientExternalId: 'refuse' });
    const own = massOf(['1']).replace('"amount":1', '"amount":1,"externalId":"7"');
    const { body } = await call('/payout/mass/create', own);
    expect(body).toMatchObject({
      errorCode: '001',
      message: 'Unrecognized field "externalId" in payload.massAddresses[0]',
    });
    const level = massOf(['1'], `${withKey(keyOne)},"externalId":"7"`);
    expect((await call('/payout/mass/create', level)).status).toBe(200);
  });
});

describe('the clock of Calypso', () => {
  it('runs ahead: its Date says so, and it takes our time for too old', async () => {
    const { calypso, call } = await started({ clockAheadMs: 600_000 });
    const early = await call('/account');
    expect(early.headers.get('date')).toBe('Mon, 02 Mar 2026 12:10:00 GMT');
    expect(early.body).toMatchObject({ errorCode: '011' });
    const right = await call('/account', undefined, { timestamp: noon + 600_000 });
    expect(right.status).toBe(200);
    calypso.turn({ clockAheadMs: -60_000 });
    expect((await call('/account')).headers.get('date')).toBe('Mon, 02 Mar 2026 11:59:00 GMT');
    expect((await call('/account')).status).toBe(200);
  });
  it('may go untold', async () => {
    const { call } = await started({ dateHeader: 'absent' });
    expect((await call('/account')).headers.get('date')).toBeNull();
  });
});
