import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkKey } from '../../src/calypso/key-check.ts';
import { olga } from '../support/people.ts';
import { startEmulated } from './emulated.ts';
import { key, line, massOrder, orderOf, singleOrder } from './orders.ts';

const ether = (amountMinor: bigint) =>
  orderOf('single', [line(amountMinor, { currency: 'ETH', address: olga })]);

describe('against the emulator', () => {
  it('the key passes its check and the balances are exact', async () => {
    const { client, rail, account } = await startEmulated({
      balances: { ETH: '0.123456789012345678' },
    });
    expect(await checkKey({ client, account })).toEqual([]);
    expect((await rail.balances()).get('ETH')).toBe(123456789012345678n);
  });

  it.each([
    ['0.123456789012345678', ether(123456789012345678n)],
    ['1000000.000001', orderOf('single', [line(1_000_000_000_001n)])],
  ])('%s goes over the wire with every digit, under its signature', async (digits, order) => {
    const { calypso, submit } = await startEmulated();
    expect(await submit(order)).toMatchObject({ kind: 'accepted' });
    expect(calypso.lines().map(({ amount }) => amount)).toEqual([digits]);
    const [request] = calypso.received;
    const body = request?.body ?? Buffer.alloc(0);
    expect(body.toString('utf8')).toContain(`"amount":${digits},`);
    const expected = createHmac('sha512', calypso.secret).update(body).digest('hex');
    expect(request?.headers.sign).toBe(expected);
  });

  it('an amount that comes back as 1.0E-7 is the one that was sent', async () => {
    const { submit, rail } = await startEmulated();
    const order = ether(100_000_000_000n);
    expect(await submit(order)).toMatchObject({ kind: 'accepted' });
    expect(await rail.lookUp(order)).toMatchObject({ kind: 'found' });
  });

  it('a single payout is followed to its end', async () => {
    const { calypso, submit, observed } = await startEmulated();
    const order = singleOrder({ comment: 'Rückzahlung №7' });
    await submit(order);
    expect((await observed(order)).lines).toMatchObject([{ line: 4, status: 'open' }]);
    calypso.complete(key);
    expect(await observed(order)).toMatchObject({
      phase: 'settled',
      railState: 'COMPLETED',
      lines: [{ status: 'paid', feeMinor: 125_000n, transactionHash: expect.any(String) }],
    });
  });

  it('a payout that waits for the dashboard says so, and is canceled when declined', async () => {
    const { calypso, submit, observed } = await startEmulated({
      settings: { confirmations: true },
    });
    await submit(singleOrder());
    calypso.advance(key);
    expect((await observed(singleOrder())).phase).toBe('waiting-for-confirmation');
    calypso.decline(key);
    expect(await observed(singleOrder())).toMatchObject({
      phase: 'settled',
      lines: [{ status: 'canceled' }],
    });
  });

  it('a payout short of funds says so, without an address to pay to, until it goes on', async () => {
    const { calypso, submit, observed } = await startEmulated({ balances: { USDT_TRX: '1' } });
    await submit(singleOrder());
    while (calypso.advance(key));
    const short = await observed(singleOrder());
    expect(short.phase).toBe('short-of-funds');
    expect(short.lines[0]?.problem).toBeTypeOf('string');
    expect(short.lines[0]?.problem).not.toMatch(/[0-9A-Za-z]{24}/);
    calypso.topUp('USDT_TRX', '100');
    calypso.complete(key);
    expect((await observed(singleOrder())).phase).toBe('settled');
  });

  it.each(['COMPLETED', 'PARTIAL'] as const)(
    'a mass payout of mixed result, called %s, is told line by line',
    async (mixedMass) => {
      const { calypso, submit, observed } = await startEmulated({
        settings: { mixedMass, listOrder: 'random' },
      });
      await submit(massOrder());
      calypso.failRecipients(key, [1, 4]);
      calypso.complete(key);
      const { phase, lines } = await observed(massOrder());
      expect(phase).toBe('settled');
      expect(lines.map(({ line: number, status }) => `${number} ${status}`)).toEqual([
        '4 paid',
        '5 failed',
        '6 paid',
        '7 paid',
        '8 failed',
        '9 paid',
      ]);
    },
  );

  it('a mass payout whose lines are still being made is found, its lines open', async () => {
    const { submit, rail, observed } = await startEmulated({
      settings: { linesWhileCreating: 'half' },
    });
    await submit(massOrder());
    expect(await rail.lookUp(massOrder())).toMatchObject({ kind: 'found' });
    const { lines } = await observed(massOrder());
    expect(new Set(lines.map(({ status }) => status))).toEqual(new Set(['open']));
  });

  it('a thousand lines are read page by page', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) =>
      line(BigInt(index + 1) * 10n ** 12n, { currency: 'ETH', address: olga }),
    );
    const { calypso, submit, observed } = await startEmulated();
    const order = orderOf('mass', lines);
    expect(await submit(order)).toMatchObject({ kind: 'accepted' });
    calypso.complete(key);
    const report = await observed(order);
    expect(report.lines.filter(({ status }) => status === 'paid')).toHaveLength(1000);
  });

  it('a replaced transfer counts through its successor', async () => {
    const { calypso, submit, observed } = await startEmulated();
    await submit(massOrder());
    while (calypso.payout(key).state !== 'IN_PROGRESS') calypso.advance(key);
    calypso.replaceWithdrawal(key, 2);
    expect((await observed(massOrder())).lines[2]?.status).toBe('open');
    calypso.complete(key);
    expect(await observed(massOrder())).toMatchObject({ phase: 'settled' });
  });

  it('states that Calypso refuses to filter by are left out', async () => {
    const { calypso, submit, observed } = await startEmulated({
      settings: { canceledFilter: 'refuse' },
    });
    await submit(singleOrder());
    calypso.complete(key);
    expect((await observed(singleOrder())).phase).toBe('settled');
  });

  it('the same key twice is one payout: unclear, then found', async () => {
    const { calypso, submit, rail } = await startEmulated();
    const first = await submit(singleOrder());
    expect(await submit(singleOrder())).toMatchObject({ kind: 'unclear' });
    expect(await rail.lookUp(singleOrder())).toEqual({ ...first, kind: 'found' });
    expect(calypso.payouts).toHaveLength(1);
  });

  it('the same key with other content is unclear, then different', async () => {
    const { submit, rail } = await startEmulated();
    await submit(singleOrder());
    const other = orderOf('single', [line(99n)]);
    expect(await submit(other)).toMatchObject({ kind: 'unclear' });
    expect(await rail.lookUp(other)).toMatchObject({ kind: 'different' });
  });

  it('nothing is found where nothing was asked, or before it can be read', async () => {
    const { rail, submit } = await startEmulated({ settings: { visibleAfterMs: 60_000 } });
    expect(await rail.lookUp(singleOrder())).toEqual({ kind: 'absent' });
    await submit(singleOrder());
    expect(await rail.lookUp(singleOrder())).toEqual({ kind: 'absent' });
  });
});
