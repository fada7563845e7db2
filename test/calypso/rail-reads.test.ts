import { describe, expect, it } from 'vitest';
import { CalypsoDeferred } from '../../src/calypso/errors.ts';
import { ivan, maria } from '../support/people.ts';
import { key, massOrder, singleOrder } from './orders.ts';
import { hash, list, mass, notFound, railOn, single, six, transfers } from './rails.ts';
import { refusal } from './scripted.ts';

describe('a look-up', () => {
  it('finds a single payout by its key, also when the answer leaves the key out', async () => {
    const { rail, asked } = await railOn({ '/payout': [single({ idempotencyKey: null })] });
    expect(await rail.lookUp(singleOrder())).toEqual({ kind: 'found', railId: 'p-1' });
    expect(asked[0]?.body).toContain(`"payload":{"idempotencyKey":"${key}"}`);
  });

  it('asks the transfer where the payout does not name the address', async () => {
    const { rail, script } = await railOn({
      '/payout': [single({ depositAddress: null })],
      [list]: [transfers({ state: 'DRAFT', amount: 12.5, depositAddress: maria })],
    });
    expect(await rail.lookUp(singleOrder())).toEqual({ kind: 'found', railId: 'p-1' });
    script(list, transfers());
    expect(await rail.lookUp(singleOrder())).toMatchObject({ kind: 'unknown' });
    script(list, transfers({ state: 'DRAFT', amount: 12.5, depositAddress: ivan }));
    expect(await rail.lookUp(singleOrder())).toMatchObject({ kind: 'different' });
  });

  it('tells another payout under our key from ours', async () => {
    const { rail } = await railOn({ '/payout': [single({ amount: 1 })] });
    expect(await rail.lookUp(singleOrder())).toEqual({
      kind: 'different',
      railId: 'p-1',
      detail: 'the amount (1) differs from what was asked',
    });
  });

  it('of many lines compares its transfers as far as they are listed', async () => {
    const { rail, script } = await railOn({ '/payout/mass': [mass()], [list]: [transfers()] });
    expect(await rail.lookUp(massOrder())).toEqual({ kind: 'found', railId: 'm-1' });
    script(list, transfers(...six));
    expect(await rail.lookUp(massOrder())).toEqual({ kind: 'found', railId: 'm-1' });
    script(list, transfers(...six.with(2, { state: 'DRAFT', amount: 3, depositAddress: ivan })));
    expect(await rail.lookUp(massOrder())).toMatchObject({ kind: 'different', railId: 'm-1' });
  });

  it('finds a payout whose transfers are not there yet', async () => {
    const { rail } = await railOn({ '/payout/mass': [mass()], [list]: [notFound] });
    expect(await rail.lookUp(massOrder())).toEqual({ kind: 'found', railId: 'm-1' });
  });

  it('is absent after 004 and unknown after everything else', async () => {
    const { rail, script } = await railOn({ '/payout': [notFound] });
    expect(await rail.lookUp(singleOrder())).toEqual({ kind: 'absent' });
    for (const reply of [refusal('001'), refusal('002'), { status: 404, body: '' }]) {
      script('/payout', reply);
      expect(await rail.lookUp(singleOrder())).toMatchObject({ kind: 'unknown' });
    }
  });
});

describe('an observation', () => {
  it('reads the payout by its id and all its transfers', async () => {
    const { rail, asked } = await railOn({
      '/payout/mass': [mass({ state: 'COMPLETED' })],
      [list]: [transfers(...six.map((each) => ({ ...each, transactionHash: hash })))],
    });
    const seen = await rail.observe(massOrder(), 'm-1');
    expect(seen).toEqual({
      kind: 'seen',
      report: {
        phase: 'settled',
        railState: 'COMPLETED',
        lines: [4, 5, 6, 7, 8, 9].map((each) => {
          return { line: each, status: 'paid', transactionHash: hash };
        }),
      },
    });
    expect(asked[0]?.body).toContain('"payload":{"id":"m-1"}');
    expect(asked[1]?.body).toContain('"payload":{"dealId":"m-1"');
  });

  it('of a single payout falls back to the payout where no transfer is listed', async () => {
    const { rail } = await railOn({
      '/payout': [single({ state: 'COMPLETED', transactionHash: hash, calypsoFee: 0.1 })],
      [list]: [notFound],
    });
    expect(await rail.observe(singleOrder(), 'p-1')).toMatchObject({
      kind: 'seen',
      report: { phase: 'settled', lines: [{ status: 'paid', feeMinor: 100_000n }] },
    });
  });

  it('is unknown when Calypso answers with another payout, or not at all', async () => {
    const { rail, script } = await railOn({
      '/payout': [single({ id: 'p-2' })],
      [list]: [transfers()],
    });
    expect(await rail.observe(singleOrder(), 'p-1')).toEqual({
      kind: 'unknown',
      because: 'Calypso answered with another payout.',
    });
    script('/payout', notFound);
    expect(await rail.observe(singleOrder(), 'p-1')).toMatchObject({ kind: 'unknown' });
    script('/payout', single());
    script(list, refusal('002'));
    expect(await rail.observe(singleOrder(), 'p-1')).toMatchObject({ kind: 'unknown' });
  });
});

describe('the balances', () => {
  it('are exact; what cannot be written exactly or is unknown is left out', async () => {
    const balances = `{"account":"x","balances":[{"currency":"USDT_TRX","amount":1500.7500000},
      {"currency":"ETH","amount":0.123456789012345678},{"currency":"BTC","amount":0.000000001},
      {"currency":"TRX","amount":0},{"currency":"GOLD","amount":7}]}`;
    const { rail } = await railOn({ '/account': [balances] });
    expect(await rail.balances()).toEqual(
      new Map([
        ['USDT_TRX', 1_500_750_000n],
        ['ETH', 123456789012345678n],
        ['TRX', 0n],
      ]),
    );
  });

  it('throw when they cannot be read', async () => {
    const { rail } = await railOn({ '/account': [refusal('002')] });
    await expect(rail.balances()).rejects.toThrow(CalypsoDeferred);
  });
});
