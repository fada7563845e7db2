/** Each fault of the Calypso emulator: what the caller sees, and whether a payout exists afterwards. */

import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type CalypsoEmulator,
  type CalypsoOptions,
  startCalypso,
} from '../../sandbox/calypso/emulator.ts';
import type { RequestFault } from '../../sandbox/calypso/faults.ts';
import { numberToken } from '../../sandbox/calypso/json.ts';
import { type Call, callerOf, keyOne, keyTwo, noon, single, withKey } from './calypso-caller.ts';

let calypso: CalypsoEmulator;
let call: Call;

async function start(options: CalypsoOptions = {}) {
  calypso = await startCalypso({ now: () => noon, tickMs: 0, ...options });
  call = callerOf(calypso);
}

const path = '/payout/create';
const create = (key = keyOne) => call(path, single('100', withKey(key)));
const lookUp = () => call('/payout', `{"idempotencyKey":"${keyOne}"}`);
const on = '/api/v1/payout/create';

afterEach(() => calypso.stop());

describe('a fault that loses the answer', () => {
  const losses: readonly (readonly [RequestFault, number])[] = [
    [{ on, kind: 'dropBefore' }, 0],
    [{ on, kind: 'acceptThenDrop' }, 1],
    [{ on, kind: 'truncate' }, 1],
  ];
  it.each(losses)('%j leaves %i payouts behind', async (fault, count) => {
    await start();
    calypso.fault(fault);
    await expect(create()).rejects.toThrow();
    expect(calypso.payouts).toHaveLength(count);
    expect((await lookUp()).status).toBe(count === 1 ? 200 : 400);
    expect(calypso.received[0]?.verdict).toBe(count === 1 ? 'ok' : 'fault');
  });
  it.each([false, true])('hang, handled %s, answers nothing until the end', async (handled) => {
    const { promise: hung, resolve } = Promise.withResolvers<void>();
    await start({ onAnswered: () => resolve() });
    calypso.fault({ on, kind: 'hang', handled });
    const waiting = create().then(
      () => 'answered',
      () => 'cut off',
    );
    await hung;
    expect(calypso.payouts).toHaveLength(handled ? 1 : 0);
    expect(calypso.received[0]).toMatchObject({ status: 0, responseText: '' });
    await calypso.stop();
    expect(await waiting).toBe('cut off');
    await start();
  });
});

describe('a fault that answers something else', () => {
  const instead: readonly (readonly [RequestFault, number, RegExp, number])[] = [
    [{ on, kind: 'errorBefore' }, 500, /"errorCode":"000"/, 0],
    [{ on, kind: 'errorAfter' }, 500, /"errorCode":"000"/, 1],
    [{ on, kind: 'html' }, 200, /^<!doctype html>/, 0],
    [{ on, kind: 'html', handled: true }, 200, /^<!doctype html>/, 1],
    [{ on, kind: 'empty' }, 200, /^$/, 0],
    [{ on, kind: 'huge', bytes: 3_000_000 }, 200, /^\{"filler":"a{3000000}"\}$/, 0],
    [{ on, kind: 'code', errorCode: '014' }, 400, /"errorCode":"014"/, 0],
    [{ on, kind: 'status', status: 502 }, 502, /^$/, 0],
    [{ on, kind: 'status', status: 502, handled: true }, 502, /^$/, 1],
  ];
  it.each(instead)('%j', async (fault, status, text, count) => {
    await start();
    calypso.fault(fault);
    const reply = await create();
    expect(reply.status).toBe(status);
    expect(reply.text).toMatch(text);
    expect(calypso.payouts).toHaveLength(count);
  });
  it('asks for a pause', async () => {
    await start();
    calypso.fault({ on, kind: 'status', status: 429, headers: { 'Retry-After': '7' } });
    expect((await create()).headers.get('retry-after')).toBe('7');
  });
  it('redirects elsewhere', async () => {
    await start();
    calypso.fault({ on, kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere' });
    const reply = await create();
    expect(reply.status).toBe(307);
    expect(reply.headers.get('location')).toBe('http://127.0.0.1:9/elsewhere');
    expect(calypso.payouts).toEqual([]);
  });
  it('unpacks to far more than it weighs', async () => {
    await start();
    calypso.fault({ on, kind: 'gzipBomb', bytes: 5_000_000 });
    const reply = await create();
    expect(reply.headers.get('content-encoding')).toBe('gzip');
    expect(reply.text).toHaveLength(5_000_000 + '{"filler":""}'.length);
  });
});

describe('a fault that bends the answer', () => {
  it('echoes another amount and leaves the ledger alone', async () => {
    await start();
    calypso.fault({ on, kind: 'wrongEcho', field: 'amount', value: numberToken('1000') });
    expect((await create()).body).toMatchObject({ amount: 1000, idempotencyKey: keyOne });
    expect(calypso.lines()).toMatchObject([{ amount: '100' }]);
    expect((await lookUp()).body).toMatchObject({ amount: 100 });
  });
  it('echoes another address inside a list', async () => {
    await start();
    await create();
    calypso.fault({ on: '/payout/all', kind: 'wrongEcho', field: 'currency', value: 'BTC' });
    const { body } = await call('/payout/all', '{"stateNames":["CREATED"]}');
    expect(body).toMatchObject({ result: [{ currency: 'BTC' }] });
  });
  it('answers with another payout', async () => {
    await start();
    await create();
    calypso.fault({ on, kind: 'crossTalk', payoutId: keyOne });
    expect((await create(keyTwo)).body).toMatchObject({ idempotencyKey: keyOne });
    expect(calypso.payouts).toHaveLength(2);
  });
  it('answers reads in another shape, and creates as ever', async () => {
    await start();
    calypso.fault({ on: 'reads', kind: 'otherShape', times: 'always' });
    expect((await create()).body).toMatchObject({ idempotencyKey: keyOne });
    const { body } = await lookUp();
    expect(body).toMatchObject({ success: true, data: { idempotencyKey: keyOne } });
    expect(body).not.toHaveProperty('state');
    const unknown = await call('/payout', `{"idempotencyKey":"${keyTwo}"}`);
    expect(unknown.body).toMatchObject({ errorCode: '004' });
  });
  it.each([
    [undefined, ['many', 100]],
    [1, [100, 'many']],
    [2, [100, 100]],
  ])('makes one row of a list unreadable: %j', async (at, amounts) => {
    await start();
    await create();
    await create(keyTwo);
    calypso.fault({ on: 'lists', kind: 'oddRow', ...(at !== undefined && { at }) });
    const { body } = await call('/payout/all', '{"stateNames":["CREATED"]}');
    expect(body).toMatchObject({ result: amounts.map((amount) => ({ amount })) });
    const states = amounts.map((amount) => (amount === 'many' ? 7 : 'CREATED'));
    expect(body).toMatchObject({ result: states.map((state) => ({ state })) });
  });
  it('shifts the Date header', async () => {
    await start();
    calypso.fault({ on: '*', kind: 'skewDate', byMs: 600_000 });
    const skewed = await create();
    const right = await lookUp();
    expect(skewed.headers.get('date')).toBe('Mon, 02 Mar 2026 12:10:00 GMT');
    expect(right.headers.get('date')).toBe('Mon, 02 Mar 2026 12:00:00 GMT');
  });
  it.each([
    { on, kind: 'slow', ms: 5 },
    { on, kind: 'trickle', ms: 0 },
  ] as const)('only takes its time: %j', async (fault) => {
    await start();
    calypso.fault(fault);
    expect((await create()).body).toMatchObject({ state: 'CREATED', idempotencyKey: keyOne });
  });
});

describe('ordering a fault', () => {
  it('hits as many requests as told, of the path named', async () => {
    await start();
    calypso.fault({ on, kind: 'status', status: 503, times: 2 });
    expect((await lookUp()).status).toBe(400);
    expect((await create()).status).toBe(503);
    expect((await create()).status).toBe(503);
    expect((await create()).status).toBe(200);
  });
  it('hits always, after those that are used up, until it is taken back', async () => {
    await start();
    const takeBack = calypso.fault({ on, kind: 'status', status: 503, times: 'always' });
    calypso.fault({ on, kind: 'status', status: 502 });
    const seen = [await create(), await create(), await create()].map(({ status }) => status);
    expect(seen).toEqual([502, 503, 503]);
    expect(calypso.faults()).toMatchObject([{ status: 503, times: 'always' }]);
    takeBack();
    expect(calypso.faults()).toEqual([]);
    expect((await create()).status).toBe(200);
  });
  it('can be taken back by its name, and leaves those of another name', async () => {
    await start();
    calypso.fault({ on, kind: 'status', status: 503, times: 'always', name: 'down' });
    calypso.fault({ on: '/payout', kind: 'status', status: 504, name: 'other' });
    calypso.takeBack('down');
    expect((await create()).status).toBe(200);
    expect((await lookUp()).status).toBe(504);
  });
  it.each([
    ['payouts', ['/payout', '/payout/mass', '/payout/all', '/payout/mass/all']],
    ['transfers', ['/payout/withdrawal', '/payout/withdrawal/all', '/payout/withdrawal/find']],
    ['lists', ['/payout/all', '/payout/mass/all', '/payout/withdrawal/all']],
    ['reads', ['/payout', '/payout/all', '/payout/withdrawal', '/payout/withdrawal/all']],
    ['/payout', ['/payout', '/pub/payout']],
  ])('names %s with a word', async (word, paths) => {
    await start();
    calypso.fault({ on: word, kind: 'status', status: 599, times: 'always' });
    for (const each of paths) expect((await call(each, '{}')).status, each).toBe(599);
    for (const each of ['/payout/create', '/payout/cancel', '/account'])
      expect((await call(each, '{}')).status, each).not.toBe(599);
  });
  it('can be taken back', async () => {
    await start();
    calypso.fault({ on: '*', kind: 'dropBefore', times: 100 });
    calypso.clearFaults();
    expect((await create()).status).toBe(200);
  });
});

describe('the hooks', () => {
  it('let a test look before the effect and after the answer', async () => {
    const seen: string[] = [];
    await start({
      onRequest: (request) => {
        seen.push(`request ${request.path} with ${calypso.payouts.length} payouts`);
      },
      onAnswered: ({ verdict, status }) => {
        seen.push(`answered ${verdict} ${status} with ${calypso.payouts.length} payouts`);
      },
    });
    await create();
    await call(path, single('1'), { secret: 'wrong' });
    await calypso.pump();
    expect(seen).toEqual([
      'request /api/v1/payout/create with 0 payouts',
      'answered ok 200 with 1 payouts',
      'answered 003 400 with 1 payouts',
    ]);
  });
  it('hold the effect back until they are done', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    await start({
      onRequest: () => {
        reached.resolve();
        return gate.promise;
      },
    });
    const reply = create();
    await reached.promise;
    expect(calypso.payouts).toEqual([]);
    gate.resolve();
    expect((await reply).status).toBe(200);
  });
});

it('a port that is taken is reported', async () => {
  await start();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(startCalypso({ port })).rejects.toThrow('EADDRINUSE');
  await new Promise((resolve) => other.close(resolve));
});
