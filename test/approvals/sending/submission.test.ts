/** Sending: what is on record before the bytes leave, and what follows from each kind of answer. */
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/approvals/values/digest.ts';
import { aDueDesk, hour, minute } from '../../support/desk.ts';
import { line } from '../../support/events.ts';

const threeLines = { lines: [line(), line({ amountMinor: 2n }), line({ amountMinor: 3n })] };

describe('before the bytes of a part leave', () => {
  it('the ledger holds this very attempt with its key and the hash of its body', async () => {
    const desk = await aDueDesk([], threeLines);
    const seen: number[] = [];
    desk.rail.control.onSubmit = async (order, attempt) => {
      const past = await desk.ledger.read(order.requestNumber);
      expect(past.at(-1)).toMatchObject({
        type: 'partStarted',
        part: order.plan.part,
        attempt: 1,
        bodySha256: sha256(attempt.body),
        timestamp: attempt.timestamp,
      });
      const part = order.plan.part;
      const found = await desk.ledger.byPartKey(order.key);
      expect(found).toEqual({ request: order.requestNumber, part });
      seen.push(part);
    };
    await desk.look();
    expect(desk.troubles).toEqual([]);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('nothing is sent while the send delay runs', async () => {
    const desk = await aDueDesk([]);
    desk.passes(-1);
    await desk.look();
    expect(desk.rail.sends).toEqual([]);
    desk.passes(1);
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('a fully approved request is sent once, part after part', async () => {
    const desk = await aDueDesk([], threeLines);
    await desk.look();
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 2, 3]);
    expect(desk.rail.payouts.size).toBe(3);
    expect(await desk.state()).toBe('sent');
  });
});

describe('an answer that', () => {
  it('declines stops the later parts', async () => {
    const desk = await aDueDesk(['accepts', 'declines'], threeLines);
    await desk.look();
    desk.passes(hour);
    await desk.look();
    expect(await desk.parts()).toEqual(['accepted', 'declined', 'not-sent']);
    expect(desk.sentParts()).toEqual([1, 2]);
    expect(await desk.state()).toBe('sent');
  });

  it('defers keeps the clearance and asks again a minute later under the same key', async () => {
    const desk = await aDueDesk(['accepts', 'defers'], threeLines);
    await desk.look();
    expect(await desk.parts()).toEqual(['accepted', 'deferred', 'planned']);
    expect(await desk.alerts()).toEqual([`deferred:${desk.number}`]);
    desk.passes(minute - 1);
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 2]);
    desk.passes(1);
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 2, 2, 3]);
    expect(desk.keys()).toBe(3);
    expect(await desk.alerts()).toEqual([]);
  });

  it('says "at once" is followed once, and then waits', async () => {
    const desk = await aDueDesk(['defers at once', 'defers at once']);
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 1]);
    expect(await desk.parts()).toEqual(['deferred']);
    desk.passes(minute);
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 1, 1]);
    expect(await desk.state()).toBe('sent');
  });

  it('was lost after the payout was made is settled by a look-up', async () => {
    const desk = await aDueDesk(['accepts unheard'], threeLines);
    await desk.look();
    expect(await desk.parts()).toEqual(['unclear', 'planned', 'planned']);
    desk.passes(2_000);
    await desk.sweep.tick();
    expect(desk.sentParts()).toEqual([1, 2, 3]);
    expect(desk.rail.payouts.size).toBe(3);
    const past = await desk.ledger.read(desk.number);
    expect(past.filter((each) => each.type === 'outcomeRecorded').slice(0, 2)).toMatchObject([
      { part: 1, outcome: { kind: 'unclear' }, from: 'answer' },
      { part: 1, outcome: { kind: 'accepted', railId: 'rail-1' }, from: 'look-up' },
    ]);
  });

  it('never came because the rail threw is looked up after the deadline', async () => {
    const desk = await aDueDesk(['accepts and throws']);
    await desk.look();
    expect(desk.troubles).toHaveLength(1);
    expect(await desk.alerts()).toEqual([`stuck:${desk.number}`]);
    expect(await desk.state()).toBe('sending');
    desk.passes(30_000);
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
    expect(await desk.state()).toBe('sent');
    expect(await desk.alerts()).toEqual([]);
  });

  it('is still awaited after its deadline is not looked up by whoever awaits it', async () => {
    const desk = await aDueDesk([]);
    let answer = () => {};
    desk.rail.control.onSubmit = () => new Promise((resolve) => (answer = resolve));
    const slow = desk.sweep.look(desk.number);
    await expect.poll(() => desk.state()).toBe('sending');
    desk.passes(minute);
    const second = desk.sweep.look(desk.number);
    answer();
    await Promise.all([slow, second]);
    expect(desk.rail.control.lookUps).toBe(0);
    expect(await desk.state()).toBe('sent');
  });

  it('was lost, with something else under our key, holds and sends no more', async () => {
    const desk = await aDueDesk(['garbles it'], threeLines);
    await desk.look();
    for (let look = 0; look < 5; look++) {
      desk.passes(hour);
      await desk.look();
    }
    expect(desk.sentParts()).toEqual([1]);
    expect((await desk.read(desk.number)).stage).toMatchObject({
      state: 'held',
      reason: 'mismatch',
      detail: 'under our key the rail has something else: another amount',
    });
  });
});

describe('an unclear part that the rail does not know', () => {
  const lost = ['loses it', 'loses it', 'loses it'] as const;

  it('is asked again only after the grace and well after the deadline, under the same key', async () => {
    const desk = await aDueDesk(['loses it'], threeLines);
    await desk.look();
    expect(await desk.parts()).toEqual(['unclear', 'planned', 'planned']);
    desk.passes(30_000 + 120_000 - 1);
    await desk.look();
    expect(desk.sentParts()).toEqual([1]);
    desk.passes(1);
    await desk.look();
    expect(desk.sentParts()).toEqual([1, 1, 2, 3]);
    expect(desk.keys()).toBe(3);
  });

  it('is given to people after three attempts', async () => {
    const desk = await aDueDesk(lost);
    for (let look = 0; look < 20; look++) {
      await desk.look();
      desk.passes(10 * minute);
    }
    expect(desk.rail.sends).toHaveLength(3);
    expect(desk.keys()).toBe(1);
    expect(await desk.alerts()).toEqual([`unclear:${desk.number}`]);
    const [alert] = await desk.ledger.openAlerts();
    expect(alert?.detail).toBe('part 1 was asked 3 times without a clear answer');
  });

  it('is one alert over its attempts, resolved when it is found after all', async () => {
    const desk = await aDueDesk(lost);
    desk.rail.control.blind = true;
    await desk.look();
    desk.passes(minute);
    await desk.look();
    const [alert] = await desk.ledger.openAlerts();
    expect(alert?.key).toBe(`unclear:${desk.number}`);
    desk.rail.control.blind = false;
    desk.passes(10 * minute);
    await desk.look();
    expect(desk.rail.sends).toHaveLength(2);
    expect((await desk.ledger.openAlerts()).map((each) => each.id)).toEqual([alert?.id]);
    desk.rail.script.splice(0);
    desk.passes(10 * minute);
    await desk.look();
    expect(await desk.state()).toBe('sent');
    expect(await desk.alerts()).toEqual([]);
  });

  it('is not asked again while the rail can not say', async () => {
    const desk = await aDueDesk(['loses it']);
    desk.rail.control.blind = true;
    for (let look = 0; look < 5; look++) {
      await desk.look();
      desk.passes(hour);
    }
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('under a hold is looked up, and its alert ends when it is found', async () => {
    const desk = await aDueDesk(['accepts unheard']);
    desk.rail.control.blind = true;
    await desk.look();
    const detail = 'a person looked';
    const at = new Date(desk.now()).toISOString();
    await desk.record.carryOut(desk.number, { kind: 'hold', at, reason: 'mismatch', detail });
    desk.passes(2 * minute);
    await desk.look();
    expect(await desk.alerts()).toContain(`unclear:${desk.number}`);
    desk.rail.control.blind = false;
    await desk.look();
    expect(await desk.parts()).toEqual(['accepted']);
    expect(await desk.alerts()).toEqual([`held:${desk.number}`]);
  });
});
