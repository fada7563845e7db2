import { describe, expect, it } from 'vitest';
import { CalypsoNotFound, CalypsoRefused, CalypsoUnclear } from '../../src/calypso/errors.ts';
import { checkKey } from '../../src/calypso/key-check.ts';
import { account, noon, type Reply, refusal, startScript } from './scripted.ts';

const single = '{"id":"p-1","state":"CREATED","currency":"TRX","amount":1}';

describe('a read', () => {
  it('is signed anew and asked again when the server fails for a moment', async () => {
    const script = await startScript({
      '/payout': [
        (response) => response.socket?.destroy(),
        { status: 503, headers: { 'retry-after': '0' }, body: '' },
        single,
      ],
    });
    expect((await script.client().payout({ id: 'p-1' })).id).toBe('p-1');
    expect(script.asked).toHaveLength(3);
  });

  it('is asked three times at most', async () => {
    const script = await startScript({ '/payout': [{ status: 500, body: '' }] });
    await expect(script.client().payout({ id: 'p-1' })).rejects.toThrow(CalypsoUnclear);
    expect(script.asked).toHaveLength(3);
  });

  it('has one deadline for all its attempts', async () => {
    const script = await startScript({
      '/payout': [{ status: 503, headers: { 'retry-after': '10' }, body: '' }],
    });
    const asking = script.client({ deadlineMs: 200 }).payout({ id: 'p-1' });
    await expect(asking).rejects.toThrow('HTTP 503');
    expect(script.asked).toHaveLength(1);
  });

  it.each([
    ['004', CalypsoNotFound],
    ['001', CalypsoRefused],
  ])('is asked once when the answer %s is final', async (code, kind) => {
    const script = await startScript({ '/payout': [refusal(code)] });
    await expect(script.client().payout({ id: 'p-1' })).rejects.toThrow(kind);
    expect(script.asked).toHaveLength(1);
  });

  it('names the payout by id or by key, in the documented envelope', async () => {
    const script = await startScript({ '/payout': [single], '/payout/mass': [single] });
    const client = script.client({ now: () => noon });
    await client.payout({ id: 'p-1' });
    expect(script.asked[0]?.body).toBe(
      `{"timestamp":${noon},"account":"${account}","payload":{"id":"p-1"}}`,
    );
    await client.massPayout({ idempotencyKey: 'k' });
    expect(script.asked[1]?.body).toContain('"payload":{"idempotencyKey":"k"}');
  });

  it('takes what the documentation leaves open', async () => {
    const strange = `{"id":74146,"state":"SOMETHING_NEW","currency":"TRX","amount":1.50E+1,"x":{"y":[1]},
      "depositAddress":null,"comment":null,"transactionHash":7,"createdDate":"2022-10-13T07:42:52.670568",
      "errors":{"withdrawalErrors":"none"},"calypsoFee":1e-7}`;
    const script = await startScript({ '/payout': [strange] });
    expect(await script.client().payout({ id: '74146' })).toEqual({
      id: '74146',
      state: 'SOMETHING_NEW',
      currency: 'TRX',
      amount: '1.50E+1',
      depositAddress: undefined,
      idempotencyKey: undefined,
      comment: undefined,
      transactionHash: undefined,
      calypsoFee: '1e-7',
      createdDate: '2022-10-13T07:42:52.670Z',
      errors: undefined,
    });
  });
});

describe('the clock', () => {
  const dated = (at: number): Reply => ({
    status: 200,
    headers: { date: new Date(at).toUTCString() },
    body: single,
  });

  it("is Calypso's where it is more than two seconds from ours", async () => {
    const script = await startScript({ '/payout': [dated(noon + 60_000)] });
    const client = script.client({ now: () => noon });
    expect(client.serverTime(noon)).toBe(noon);
    await client.payout({ id: 'p-1' });
    expect(client.clockDifferenceMs()).toBe(60_000);
    expect(client.serverTime(noon + 5)).toBe(noon + 60_005);
    await client.payout({ id: 'p-1' });
    expect(JSON.parse(script.asked[1]?.body ?? '').timestamp).toBe(noon + 60_000);
  });

  it('is ours where the two agree within two seconds', async () => {
    const script = await startScript({ '/payout': [dated(noon + 2000)] });
    const client = script.client({ now: () => noon });
    await client.payout({ id: 'p-1' });
    expect(client.serverTime(noon)).toBe(noon);
  });

  it('is corrected by the very refusal it caused', async () => {
    const wrong: Reply = {
      status: 400,
      headers: { date: new Date(noon - 600_000).toUTCString() },
      body: '{"errorCode":"011","message":"Invalid timestamp parameter"}',
    };
    const script = await startScript({ '/payout': [wrong, single] });
    const client = script.client({ now: () => noon });
    await client.payout({ id: 'p-1' });
    expect(JSON.parse(script.asked[1]?.body ?? '').timestamp).toBe(noon - 600_000 + 999);
  });
});

describe('the key', () => {
  const user = (userFullInfo: object, accounts: readonly string[]) =>
    JSON.stringify({
      userFullInfo,
      permissions: [],
      availableAccounts: accounts.map((each) => ({ account: each, name: 'Main' })),
    });

  it.each([
    ['is fit', { active: true, blocked: false }, [account.toUpperCase().replace('X', 'x')], []],
    ['may not use the account', { blocked: false }, ['0x1'], ['account-not-listed']],
    ['belongs to a blocked user', { blocked: true }, [account], ['user-blocked']],
    ['does not say whether it is blocked', {}, [account], ['user-blocked']],
    [
      'belongs to an inactive user',
      { active: false, blocked: false },
      [account],
      ['user-inactive'],
    ],
  ])('%s', async (_name, info, accounts, problems) => {
    const script = await startScript({ '/user/current': [user(info, accounts)] });
    expect(await checkKey({ client: script.client(), account })).toEqual(problems);
    expect(Object.keys(JSON.parse(script.asked[0]?.body ?? ''))).toEqual(['timestamp']);
  });
});
