/** What reads say unlike the ledger: the ledger stays true, and the switch turned back, so do reads. */

import { describe, expect, it } from 'vitest';
import { strangersAddress } from '../../sandbox/calypso/wallets.ts';
import { ether, keyOne, keyTwo, otherEther, single, withKey } from './calypso-caller.ts';
import { byKeyOne, namedBatch, started, told } from './calypso-started.ts';

const minute = 60_000;

describe('the transfers of a payout', () => {
  it('are never listed, although the payout goes on', async () => {
    const { calypso, createsMass, transfers, mass } = await started({ transfersListed: 0 });
    await createsMass();
    calypso.complete(keyOne);
    expect(await transfers()).toEqual([]);
    expect(await mass()).toMatchObject({ state: 'COMPLETED', totalCalypsoFee: 0.006 });
    expect(calypso.paidLines()).toHaveLength(3);
    calypso.turn({ transfersListed: 'all' });
    expect(await transfers()).toHaveLength(3);
  });
  it('are listed but for one, in a batch that failed', async () => {
    const { calypso, createsMass, transfers } = await started();
    await createsMass(['0.1', '0.2', '0.3', '0.04', '0.05', '0.06']);
    calypso.failPayout(keyOne);
    calypso.says(keyOne, { transfersListed: 5 });
    expect(told(await transfers(), 'state')).toEqual(Array.from({ length: 5 }, () => 'FAILED'));
    calypso.unsay(keyOne);
    expect(await transfers()).toHaveLength(6);
  });
  it('are listed only at the third look', async () => {
    const { calypso, createsSingle, transfers } = await started({ transfersListedAfterLooks: 2 });
    await createsSingle();
    calypso.advance(keyOne);
    const counts = [await transfers(), await transfers(), await transfers()];
    expect(counts.map(({ length }) => length)).toEqual([0, 0, 1]);
  });
  it('are listed only a minute after the creation, and are unknown by id until then', async () => {
    const world = await started({ transfersListedAfterMs: minute });
    await world.createsSingle();
    const id = world.calypso.payouts[0]?.withdrawals[0]?.id;
    const one = () => world.call('/payout/withdrawal', `{"requestId":"${id}"}`);
    world.passes(minute - 1);
    expect(await world.transfers()).toEqual([]);
    expect((await one()).body).toMatchObject({ errorCode: '004' });
    world.passes(1);
    expect(await world.transfers()).toHaveLength(1);
    expect((await one()).body).toMatchObject({ id });
  });
});

describe('a stranger', () => {
  it.each([
    ['alive', 'IN_PROGRESS', null],
    ['paid', 'COMPLETED', expect.stringMatching(/^[0-9a-f]{64}$/)],
  ] as const)('stands %s in the list, the same at every look', async (stranger, state, hash) => {
    const { calypso, createsMass, transfers, mass } = await started({ nulls: 'null' });
    await createsMass();
    calypso.advance(keyOne);
    calypso.turn({ stranger });
    const [first, again] = [await transfers(), await transfers()];
    expect(first).toHaveLength(4);
    expect(first[0]).toMatchObject({
      depositAddress: strangersAddress('ETH'),
      amount: 0.5,
      state,
      transactionHash: hash,
    });
    expect(again[0]?.id).toBe(first[0]?.id);
    expect(await mass()).toMatchObject({ totalWithdrawalAmount: 0.6 });
    expect(calypso.lines()).toHaveLength(3);
  });
});

describe('another read', () => {
  it.each([
    ['readsSayAmount', '999.5', 'amount', 999.5],
    ['readsSayAddress', ether, 'depositAddress', ether],
    ['readsSayCurrency', 'USDT', 'currency', 'USDT'],
    ['readsSayKey', keyTwo, 'idempotencyKey', keyTwo],
  ] as const)('of a single payout says by %s %s', async (name, value, member, seen) => {
    const { calypso, createsSingle, single: read, transfers, ledger, rows } = await started();
    calypso.turn({ [name]: value });
    const created = await createsSingle();
    expect(created.body[member]).not.toBe(seen);
    expect(await read()).toMatchObject({ [member]: seen });
    const [listed] = await rows('/payout/all', '{"stateNames":["CREATED"]}');
    expect(listed).toMatchObject({ [member]: seen });
    if (name !== 'readsSayKey') expect(await transfers()).toMatchObject([{ [member]: seen }]);
    expect(ledger()).toEqual(['100 DRAFT']);
    calypso.undo(name);
    expect((await read())[member]).toBe(created.body[member]);
  });

  it.each([
    ['readsSayAmount', '7', 'amount', [7, 0.2, 0.3]],
    ['readsSayAddress', otherEther, 'depositAddress', [otherEther, ether, ether]],
    ['readsSayCurrency', 'USDC', 'currency', ['USDC', 'USDC', 'USDC']],
  ] as const)('of a batch says by %s %s of its transfers', async (name, value, member, seen) => {
    const { calypso, createsMass, transfers } = await started();
    await createsMass();
    calypso.advance(keyOne);
    calypso.says(keyOne, { [name]: value });
    expect(told(await transfers(), member)).toEqual(seen);
  });

  it('is the later one: the first two are true', async () => {
    const { calypso, createsSingle, single: read, transfers } = await started();
    await createsSingle();
    calypso.says(keyOne, { readsSayAmount: '999', readsSayAfterLooks: 2 });
    const amounts = [await read(), await read(), await read()].map(({ amount }) => amount);
    expect(amounts).toEqual([100, 100, 999]);
    expect(await transfers()).toMatchObject([{ amount: 100 }]);
  });

  it('of one payout alone leaves the others true', async () => {
    const { calypso, call, createsSingle, single: read } = await started();
    await createsSingle();
    await call('/payout/create', single('5', withKey(keyTwo)));
    calypso.says(keyTwo, { readsSayAmount: '6', belongingType: 'INTERNAL' });
    expect(await read()).toMatchObject({ amount: 100, belongingType: 'EXTERNAL' });
    const other = await call('/payout', `{"idempotencyKey":"${keyTwo}"}`);
    expect(other.body).toMatchObject({ amount: 6, belongingType: 'INTERNAL' });
    calypso.unsay(keyTwo, 'readsSayAmount');
    expect(calypso.saidOf(keyTwo)).toEqual({ belongingType: 'INTERNAL' });
  });
});

describe('a harmless difference', () => {
  const decomposed = 'Sälaries'.normalize('NFD');
  it.each([
    [{ nameBlanks: 'collapsed' }, '  Bonus \u00a0 of  May ', 'Bonus of May'],
    [{ nameEntities: 'escaped' }, 'A & "B" <11>', 'A &amp; &quot;B&quot; &lt;11&gt;'],
    [{ nameForm: 'NFC' }, decomposed, decomposed.normalize('NFC')],
    [{ nameMax: 7 }, 'Salaries, May', 'Salarie'],
    [{ nameMax: 2 }, '👩👩👩', '👩👩'],
    [{ nameBlanks: 'collapsed', nameEntities: 'escaped', nameMax: 6 }, ' A  &  B', 'A &amp'],
  ] as const)('is the name of a batch after %j', async (settings, given, expected) => {
    const { call, mass, transfers, calypso } = await started(settings);
    const created = await call('/payout/mass/create', namedBatch(given, given));
    calypso.advance(keyOne);
    expect([created.body.name, (await mass()).name]).toEqual([expected, expected]);
    expect((await transfers())[0]?.comment).toBe(expected);
    expect(calypso.payout(keyOne).name).toBe(given);
  });

  it.each([
    [{ totalWhileCreating: 'zero' }, 0, 0.6],
    [{ totalIncludesFees: true }, 0.606, 0.606],
  ] as const)('is the total of a batch with %j', async (settings, creating, later) => {
    const { calypso, createsMass, mass } = await started(settings);
    expect((await createsMass()).body).toMatchObject({ totalWithdrawalAmount: creating });
    calypso.advance(keyOne);
    expect(await mass()).toMatchObject({ totalWithdrawalAmount: later });
  });

  const segwit = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
  const base58 = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
  it.each([
    ['lower', 'BTC', segwit.toUpperCase(), segwit],
    ['upper', 'BTC', segwit, segwit.toUpperCase()],
    ['lower', 'ETH', `0x${ether.slice(2).toUpperCase()}`, ether],
    ['upper', 'ETH', ether, `0x${ether.slice(2).toUpperCase()}`],
    ['lower', 'BTC', base58, base58],
  ] as const)('is the %s case of %s address %s', async (addressCase, currency, given, echoed) => {
    const { call, calypso, single: read, transfers } = await started({ addressCase });
    const payload = `{"currency":"${currency}","depositAddress":"${given}","amount":0.01${withKey(keyOne)}}`;
    const created = await call('/payout/create', payload);
    expect(created.body).toMatchObject({ depositAddress: echoed });
    expect(await read()).toMatchObject({ depositAddress: echoed });
    expect(await transfers()).toMatchObject([{ depositAddress: echoed }]);
    expect(calypso.lines()).toMatchObject([{ depositAddress: given }]);
  });

  it('is whose the recipients are, in the newer and in the older form', async () => {
    const { calypso, createsSingle, single: read } = await started({ belongingType: 'INTERNAL' });
    await createsSingle();
    expect(await read()).toMatchObject({ belongingType: 'INTERNAL' });
    calypso.turn({ belonging: 'flag' });
    expect(await read()).toMatchObject({ isInternal: true });
  });
});

describe('ids', () => {
  const both = async (payoutIds: 'perKind' | 'repeated') => {
    const world = await started({ payoutIds });
    const made = await world.createsSingle();
    const mass = await world.call(
      '/payout/mass/create',
      `{"currency":"ETH","name":"n","massAddresses":[{"depositAddress":"${ether}","amount":1}]${withKey(keyTwo)}}`,
    );
    return { ...world, id: String(made.body.id), massId: String(mass.body.id) };
  };
  it('are the same for a single and a mass payout, each found by its own kind', async () => {
    const { call, calypso, id, massId, rows } = await both('perKind');
    expect(massId).toBe(id);
    expect((await call('/payout', `{"id":"${id}"}`)).body).toMatchObject({ amount: 100 });
    expect((await call('/payout/mass', `{"id":"${id}"}`)).body).toMatchObject({ name: 'n' });
    calypso.advance();
    const states = '"stateNames":["DRAFT","IN_PROGRESS"]';
    expect(await rows('/payout/withdrawal/all', `{"dealId":"${id}",${states}}`)).toHaveLength(2);
    const byKey = `{"idempotencyKey":"${keyTwo}",${states}}`;
    expect(await rows('/payout/withdrawal/all', byKey)).toMatchObject([{ amount: 1 }]);
  });
  it('may be one id for every payout', async () => {
    const { call, id, massId } = await both('repeated');
    const third = await call('/payout/create', single('2'));
    expect([massId, third.body.id]).toEqual([id, id]);
  });
});

describe('an old key', () => {
  const hour = 3_600_000;
  it('is forgotten: a look-up finds nothing, and a create under it pays again', async () => {
    const { calypso, call, createsSingle, passes, rows } = await started({
      keysForgottenAfterHours: 24,
    });
    const first = await createsSingle();
    passes(24 * hour - 1);
    expect((await createsSingle()).body).toMatchObject({ errorCode: '016' });
    expect((await call('/payout', byKeyOne)).status).toBe(200);
    passes(1);
    expect((await call('/payout', byKeyOne)).body).toMatchObject({ errorCode: '004' });
    expect((await call('/payout/cancel', byKeyOne)).body).toMatchObject({ errorCode: '004' });
    expect(await rows('/payout/all', '{"stateNames":["CREATED"]}')).toHaveLength(1);
    const again = await createsSingle();
    expect(again.status).toBe(200);
    expect((await call('/payout', byKeyOne)).body.id).toBe(again.body.id);
    expect((await call('/payout', `{"id":"${first.body.id}"}`)).status).toBe(200);
    expect(calypso.payouts).toHaveLength(2);
  });
});
