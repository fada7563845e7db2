import { describe, expect, it } from 'vitest';
import { CalypsoRefused, CalypsoUnclear } from '../../src/calypso/errors.ts';
import { collected } from '../../src/calypso/paging.ts';
import { type Reply, refusal, startScript } from './scripted.ts';

const withdrawals = '/payout/withdrawal/all';
const of = { id: 'p-1' };

const page = (ids: readonly string[], more: object = {}) =>
  JSON.stringify({
    result: ids.map((id) => ({ id, state: 'DRAFT', currency: 'TRX', amount: 1 })),
    total: 1,
    totalElements: 0,
    ...more,
  });
const ids = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `w-${from + index}`);

/** A server that counts its pages from `base`; below it, it does what `below` says. */
async function serving(all: readonly string[], base: 0 | 1, below: 'first' | 'empty' | string) {
  const script = await startScript();
  const answer: Reply = (response) => {
    const number = numbersAsked(script).at(-1) ?? 0;
    if (number < base && below !== 'first' && below !== 'empty') {
      response.writeHead(below === '000' ? 500 : 400);
      return response.end(JSON.stringify({ errorCode: below, message: 'no' }));
    }
    const from = (below === 'empty' ? number - base : Math.max(number - base, 0)) * 100;
    return response.end(page(from < 0 ? [] : all.slice(from, from + 100)));
  };
  script.script(withdrawals, answer);
  const client = script.client();
  const found = async () => (await collected(client.withdrawals({ of }))).map(({ id }) => id);
  return { script, found };
}

const payloads = (script: Awaited<ReturnType<typeof startScript>>) =>
  script.asked.map(({ body }) => JSON.parse(body).payload);
const numbersAsked = (script: Awaited<ReturnType<typeof startScript>>) =>
  payloads(script).map(({ pageNumber }): number => pageNumber);

describe('a list', () => {
  it.each([
    ['from 0', 0, 'first', [0, 1, 2]],
    ['from 1, and 0 means 1', 1, 'first', [0, 1, 2, 3]],
    ['from 1, and 0 is refused', 1, '001', [0, 1, 2, 3]],
    ['from 1, and 0 breaks the server', 1, '000', [0, 0, 0, 1, 2, 3]],
    ['from 1, and 0 is empty', 1, 'empty', [0, 1, 2, 3]],
  ] as const)('is whole where pages count %s', async (_name, base, below, asked) => {
    const { script, found } = await serving(ids(0, 230), base, below);
    expect(await found()).toEqual(ids(0, 230));
    expect(numbersAsked(script)).toEqual(asked);
  });

  it('remembers that there is no page 0 once it was refused', async () => {
    const { script, found } = await serving(ids(0, 3), 1, '001');
    await found();
    await found();
    expect(numbersAsked(script)).toEqual([0, 1, 1]);
  });

  it('does not remember it when the server only failed', async () => {
    const { script, found } = await serving(ids(0, 3), 1, '000');
    await found();
    await found();
    expect(numbersAsked(script)).toEqual([0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('is empty only when page 1 is empty too', async () => {
    const { script, found } = await serving([], 1, 'empty');
    expect(await found()).toEqual([]);
    expect(numbersAsked(script)).toEqual([0, 1]);
  });

  it('is read until a page is short, whatever the totals say, each item once', async () => {
    const script = await startScript({
      [withdrawals]: [page(ids(0, 100)), page(ids(50, 100)), page(ids(150, 3))],
    });
    const found = await collected(script.client().withdrawals({ of }));
    expect(found.map((each) => each.id)).toEqual(ids(0, 153));
  });

  it('goes on when Calypso gives smaller pages than asked for', async () => {
    const script = await startScript({
      [withdrawals]: [page(ids(0, 10), { size: 10 }), page(ids(10, 2), { size: 10 })],
    });
    expect(await collected(script.client().withdrawals({ of }))).toHaveLength(12);
  });

  it('ends when the page number is ignored', async () => {
    const script = await startScript({ [withdrawals]: [page(ids(0, 100))] });
    expect(await collected(script.client().withdrawals({ of }))).toHaveLength(100);
    expect(numbersAsked(script)).toEqual([0, 1, 2]);
  });

  it('that never ends is given up', async () => {
    let from = 0;
    const endless: Reply = (response) => {
      response.end(page(ids(from, 100)));
      from += 100;
    };
    const script = await startScript({ [withdrawals]: [endless] });
    await expect(collected(script.client().withdrawals({ of }))).rejects.toThrow('does not end');
    expect(script.asked).toHaveLength(201);
  });

  it('asks for no page that nobody reads', async () => {
    const script = await startScript({ [withdrawals]: [page(ids(0, 100))] });
    for await (const each of script.client().withdrawals({ of })) if (each.id === 'w-99') break;
    expect(script.asked).toHaveLength(1);
  });

  it('that fails in the middle fails, and is not taken for a short one', async () => {
    const script = await startScript({
      [withdrawals]: [page(ids(0, 100)), page(ids(100, 100)), { status: 404, body: '{}' }],
    });
    await expect(collected(script.client().withdrawals({ of }))).rejects.toThrow(CalypsoUnclear);
  });
});

describe('the states of a list', () => {
  const five = ['DRAFT', 'IN_PROGRESS', 'COMPLETED', 'REPLACED', 'FAILED'];
  const refusing = refusal('001');
  const asked = (script: Awaited<ReturnType<typeof startScript>>) =>
    payloads(script).map(({ stateNames }) => stateNames.length);

  it('are all, and the documented five once those are refused', async () => {
    const script = await startScript({ [withdrawals]: [refusing, refusing, page([]), page([])] });
    const client = script.client();
    await collected(client.withdrawals({ of }));
    await collected(client.withdrawals({ of }));
    expect(asked(script)).toEqual([6, 6, 5, 5, 5, 5]);
    expect(payloads(script).at(-1)?.stateNames).toEqual(five);
  });

  it('are refused when both lists are', async () => {
    const script = await startScript({ [withdrawals]: [refusal('001')] });
    const client = script.client();
    for (let time = 0; time < 2; time += 1)
      await expect(collected(client.withdrawals({ of }))).rejects.toThrow(CalypsoRefused);
    expect(asked(script)).toEqual([6, 6, 5, 5, 6, 6, 5, 5]);
  });

  it('of payouts are all nine, or the seven an older Calypso knows, or those wanted', async () => {
    const script = await startScript({
      '/payout/all': [refusal('001'), refusal('001'), page(['p-1']), page(['p-1'])],
      '/payout/mass/all': [page(['m-1'])],
    });
    const client = script.client();
    await collected(client.payouts());
    await collected(client.payouts({ states: ['PENDING_CONFIRMATION'], scheduled: true }));
    await collected(client.massPayouts());
    expect(asked(script)).toEqual([9, 9, 7, 1, 7]);
    expect(payloads(script).at(-2)).toEqual({
      stateNames: ['PENDING_CONFIRMATION'],
      isExecutionDateInFuture: true,
      pageNumber: 0,
      size: 100,
    });
  });

  it('that were wanted are not exchanged for others when they are refused', async () => {
    const script = await startScript({ '/payout/all': [refusal('001')] });
    const list = script.client().payouts({ states: ['STRANGE'] });
    await expect(collected(list)).rejects.toThrow(CalypsoRefused);
    expect(asked(script)).toEqual([1, 1]);
  });
});
