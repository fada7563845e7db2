import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ivan, maria, olga } from '../support/people.ts';
import { key, line, massOrder, orderOf, singleOrder } from './orders.ts';
import { create, createMass, mass, notFound, railOn, single } from './rails.ts';
import { account, noon, refusal } from './scripted.ts';

describe('an attempt', () => {
  it('wraps the stored payload unchanged and knows its own digest', async () => {
    const { rail, submit, asked } = await railOn({ [create]: [single()] });
    const order = singleOrder({ comment: '№7' });
    const payload = rail.payload(order);
    const { body, sha256, timestamp } = rail.attempt(payload, noon);
    expect(body).toBe(`{"timestamp":${noon},"account":"${account}","payload":${payload}}`);
    expect(sha256).toBe(createHash('sha256').update(body).digest('hex'));
    expect(timestamp).toBe(noon);
    await submit(order);
    expect(asked[0]?.body).toBe(body);
  });
});

describe('a submission', () => {
  it.each([
    ['as asked', {}],
    ['with the amount written otherwise', { amount: 12.5, x: 1 }],
    ['with the key in capitals', { idempotencyKey: key.toUpperCase() }],
    ['with a number for its id', { id: 74146 }],
  ])('that is echoed %s is accepted', async (_name, more) => {
    const { submit } = await railOn({ [create]: [single(more)] });
    const id = 'id' in more ? '74146' : 'p-1';
    expect(await submit(singleOrder())).toEqual({ kind: 'accepted', railId: id });
  });

  it('accepts an EVM address in any case, and a Tron address only in its own', async () => {
    const ether = { currency: 'ETH', amount: 1, depositAddress: olga.toLowerCase() };
    const { submit, script } = await railOn({ [create]: [single(ether)] });
    const order = orderOf('single', [line(10n ** 18n, { currency: 'ETH', address: olga })]);
    expect(await submit(order)).toMatchObject({ kind: 'accepted' });
    script(create, single({ depositAddress: maria.toLowerCase() }));
    expect(await submit(singleOrder())).toEqual({
      kind: 'unclear',
      because: 'Calypso answered, but the address differs from what was asked.',
    });
  });

  it.each([
    ['another amount', { amount: 12.6 }, 'the amount (12.6) differs from what was asked'],
    ['an amount that rounds to ours', { amount: 12.5000001 }, 'the amount (12.5000001) differs'],
    ['another currency', { currency: 'USDT' }, 'the currency differs'],
    ['another address', { depositAddress: ivan }, 'the address differs'],
    ['no address', { depositAddress: null }, 'the address is not in the answer'],
    ['another key', { idempotencyKey: key.replace('3', '4') }, 'the key differs'],
    ['no key', { idempotencyKey: undefined }, 'the key is not in the answer'],
  ])('that is echoed with %s is unclear, and says why', async (_name, more, why) => {
    const { submit } = await railOn({ [create]: [single(more)] });
    const outcome = await submit(singleOrder());
    expect(outcome.kind).toBe('unclear');
    expect(outcome).toHaveProperty('because', expect.stringContaining(why));
  });

  it.each([
    ['as asked', {}, 'accepted'],
    ['without name and total', { name: null, totalWithdrawalAmount: undefined }, 'accepted'],
    ['with another total', { totalWithdrawalAmount: 20 }, 'unclear'],
    ['with another name', { name: 'x' }, 'unclear'],
    ['with another currency', { currency: 'TRX' }, 'unclear'],
    ['without a currency', { currency: null }, 'unclear'],
    ['with another key', { idempotencyKey: 'x' }, 'unclear'],
    ['without a key', { idempotencyKey: null }, 'unclear'],
  ])('of many lines echoed %s is %s', async (_name, more, kind) => {
    const { submit, paths } = await railOn({ [createMass]: [mass(more)] });
    expect(await submit(massOrder())).toMatchObject({ kind });
    expect(paths()).toEqual([createMass]);
  });

  it.each([
    ['002', 'later'],
    ['003', 'later'],
    ['011', 'now'],
    ['429', 'later'],
  ])('answered %s is deferred and asked again %s', async (code, again) => {
    const { submit, paths } = await railOn({ [create]: [refusal(code)] });
    expect(await submit(singleOrder())).toMatchObject({ kind: 'deferred', again });
    expect(paths()).toEqual([create]);
  });

  it.each([
    refusal('000', 'x', 500),
    refusal('004'),
    refusal('012'),
    refusal('016', 'IdempotencyKey already exists'),
    { status: 401, body: '' },
    { status: 502, body: '<html>' },
  ])('answered with anything else is unclear and not asked again', async (reply) => {
    const { submit, paths } = await railOn({ [create]: [reply] });
    expect(await submit(singleOrder())).toMatchObject({ kind: 'unclear' });
    expect(paths()).toEqual([create]);
  });

  it.each(['001', '014', '015'])(
    'refused with %s is declined only if nothing exists',
    async (code) => {
      const { submit, script, paths } = await railOn({
        [create]: [refusal(code, 'bad')],
        '/payout': [notFound],
      });
      const declined = await submit(singleOrder());
      expect(declined).toMatchObject({ kind: 'declined' });
      expect(declined).toHaveProperty('because', expect.stringContaining('It said: bad'));
      expect(paths()).toEqual([create, '/payout']);

      script('/payout', single());
      expect(await submit(singleOrder())).toEqual({ kind: 'accepted', railId: 'p-1' });
      script('/payout', single({ amount: 99 }));
      expect(await submit(singleOrder())).toMatchObject({ kind: 'unclear' });
      script('/payout', refusal('002'));
      expect(await submit(singleOrder())).toMatchObject({ kind: 'unclear' });
    },
  );
});
