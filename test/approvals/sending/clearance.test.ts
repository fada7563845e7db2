/** The last look before the first byte: what it finds, what it holds, and how a hold ends. */
import { describe, expect, it } from 'vitest';
import type { Standing } from '../../../src/approvals/authority/standing.ts';
import type { PartReport } from '../../../src/approvals/rail/reports.ts';
import { aDueDesk, aPolicy, hour, minute } from '../../support/desk.ts';
import { line } from '../../support/events.ts';
import {
  bob,
  carol,
  dave,
  erin,
  frank,
  helen,
  requesters,
  treasury,
} from '../../support/people.ts';
import { aRail } from '../../support/rail.ts';

describe('too little money', () => {
  it('holds with what is missing, and goes on by itself after a top-up', async () => {
    const desk = await aDueDesk([], {
      lines: [line(), line({ currency: 'ETH', amountMinor: 5n })],
    });
    desk.rail.balance.set('USDT_TRX', 249_000_000n).set('ETH', 4n);
    await desk.look();
    expect(await desk.stage()).toMatchObject({
      state: 'held',
      reason: 'funds',
      detail: '1.00 USDT_TRX on Tron and 0.000000000000000001 ETH',
    });
    expect(await desk.alerts()).toEqual([`funds:${desk.number}`]);
    desk.rail.balance.set('USDT_TRX', 250_000_000n).set('ETH', 5n);
    desk.passes(minute);
    await desk.sweep.tick();
    expect(await desk.stage()).toMatchObject({ state: 'sent' });
    expect(await desk.alerts()).toEqual([]);
  });

  it('counts the fees where the rail estimates them, and goes on without where it does not', async () => {
    const desk = await aDueDesk();
    desk.rail.balance.set('USDT_TRX', 250_000_000n);
    desk.rail.control.fees = new Map([['USDT_TRX', 1n]]);
    await desk.look();
    expect(await desk.stage()).toMatchObject({
      state: 'held',
      detail: '0.000001 USDT_TRX on Tron',
    });
    desk.rail.control.fees = undefined;
    desk.passes(minute);
    await desk.look();
    expect(await desk.stage()).toMatchObject({ state: 'sent' });
  });

  it('that comes more than twelve hours after the last approval wants one approver again', async () => {
    const desk = await aDueDesk();
    desk.rail.balance.set('USDT_TRX', 0n);
    await desk.look();
    desk.rail.balance.set('USDT_TRX', 10n ** 12n);
    desk.passes(12 * hour);
    await desk.look();
    expect(await desk.stage()).toMatchObject({ state: 'held', reason: 'late' });
    desk.passes(minute);
    await desk.look();
    expect(desk.rail.sends).toEqual([]);
    await desk.desk.release(desk.number, desk.by(erin));
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('that is there after eleven hours does not', async () => {
    const desk = await aDueDesk();
    desk.rail.balance.set('USDT_TRX', 0n);
    await desk.look();
    desk.rail.balance.set('USDT_TRX', 10n ** 12n);
    desk.passes(11 * hour);
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('is not assumed when the rail does not tell: it is tried again, and somebody hears', async () => {
    const desk = await aDueDesk();
    desk.rail.control.balancesDown = true;
    await desk.look();
    expect(desk.rail.sends).toEqual([]);
    expect(await desk.alerts()).toEqual([`stuck:${desk.number}`]);
    desk.rail.control.balancesDown = false;
    desk.passes(30_000);
    await desk.sweep.tick();
    expect(desk.rail.sends).toHaveLength(1);
    expect(await desk.alerts()).toEqual([]);
  });
});

describe('a request that is late', () => {
  it('by more than two hours waits for a person', async () => {
    const desk = await aDueDesk();
    desk.passes(2 * hour + 1);
    await desk.look();
    expect(await desk.stage()).toMatchObject({ state: 'held', reason: 'late' });
    expect(await desk.desk.release(desk.number, desk.by(dave))).toMatchObject({
      rule: 'not-an-approver',
    });
    await desk.desk.release(desk.number, desk.by(bob));
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('by just two hours is sent', async () => {
    const desk = await aDueDesk();
    desk.passes(2 * hour);
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('by a day expires, held or not', async () => {
    const desk = await aDueDesk();
    desk.passes(3 * hour);
    await desk.look();
    desk.passes(21 * hour);
    await desk.look();
    expect(await desk.stage()).toMatchObject({ state: 'expired' });
    expect(desk.rail.sends).toEqual([]);
  });

  it('keeps the release of a person who pressed while the desk was looking', async () => {
    const desk = await aDueDesk();
    desk.passes(3 * hour);
    await desk.look();
    const stale = await desk.read(desk.number);
    await desk.desk.release(desk.number, desk.by(bob));
    let first = true;
    const ledger = {
      ...desk.ledger,
      read: async (number: number) => {
        const past = await desk.ledger.read(number);
        const seen = first ? past.slice(0, stale.length) : past;
        first = false;
        return seen;
      },
    };
    await desk.another({ ledger }).submission.advance(desk.number);
    expect(await desk.stage()).toMatchObject({ state: 'cleared' });
  });
});

describe('an approver who lost authority between the quorum and the sending', () => {
  it.each<Standing>(['guest', 'external', 'deactivated', 'bot'])(
    'as %s takes the quorum along',
    async (standing) => {
      const desk = await aDueDesk();
      desk.standing.set(carol, standing);
      await desk.look();
      expect(desk.rail.sends).toEqual([]);
      expect(await desk.read(desk.number)).toMatchObject({
        stage: { state: 'awaiting' },
        approvals: [{ by: bob }],
        quorumLost: [{ person: carol, why: standing }],
      });
      await desk.approves(desk.number, erin);
      desk.passes(5 * minute);
      await desk.sweep.tick();
      expect(desk.rail.sends).toHaveLength(1);
    },
  );

  it('is kept while the directory can not be asked: it was verified at the decision', async () => {
    const desk = await aDueDesk();
    desk.standing.set(carol, 'unknown');
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('by a new policy takes the quorum along', async () => {
    const desk = await aDueDesk();
    const policy = aPolicy({ people: { requesters, treasury: [bob, erin], viewers: [helen] } });
    await desk.another({ policy }).sweep.look(desk.number);
    expect(desk.rail.sends).toEqual([]);
    expect(await desk.read(desk.number)).toMatchObject({
      stage: { state: 'awaiting' },
      quorumLost: [{ person: carol, why: 'not-an-approver' }],
    });
  });

  it('under a stricter policy is joined by whom that one asks', async () => {
    const desk = await aDueDesk();
    const policy = aPolicy({
      people: { requesters, treasury, directors: [frank] },
      approvals: [
        {
          name: 'stricter',
          need: [
            { from: 'treasury', count: 2 },
            { from: 'directors', count: 1 },
          ],
        },
      ],
    });
    const later = desk.another({ policy });
    await later.sweep.look(desk.number);
    const { asked, stage } = await desk.read(desk.number);
    expect(stage.state).toBe('awaiting');
    await later.desk.approve(desk.number, asked.fingerprint, desk.by(frank));
    desk.passes(5 * minute);
    await later.sweep.tick();
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('under a policy that does not allow the currency is held until one does', async () => {
    const desk = await aDueDesk();
    const policy = aPolicy({ currencies: { allowed: ['ETH'] } });
    await desk.another({ policy }).sweep.look(desk.number);
    expect(await desk.stage()).toMatchObject({
      reason: 'policy',
      detail: expect.stringContaining('currency-not-allowed'),
    });
    await desk.look();
    expect(desk.rail.sends).toHaveLength(1);
  });
});

describe('another place than the one approved for', () => {
  it('holds before sending, and ends when the settings are back', async () => {
    const desk = await aDueDesk();
    const other = aRail({ account: 'TOther' });
    await desk.another({ rail: other }).sweep.look(desk.number);
    expect(await desk.stage()).toMatchObject({
      reason: 'environment',
      detail: 'it was approved for account TOurs at https://api.calypso.money',
    });
    await desk.look();
    expect(other.sends).toEqual([]);
    expect(desk.rail.sends).toHaveLength(1);
  });

  it('between two parts sends, asks and follows nothing, and somebody hears', async () => {
    const desk = await aDueDesk([], { lines: [line(), line()] });
    desk.rail.script.push('accepts', 'defers');
    await desk.look();
    const other = aRail({ host: 'https://elsewhere.example' });
    desk.passes(minute);
    await desk.another({ rail: other }).sweep.look(desk.number);
    expect(other.sends).toEqual([]);
    expect(await desk.alerts()).toContain(`stuck:${desk.number}`);
    await desk.look();
    expect(desk.rail.payouts.size).toBe(2);
    expect(await desk.alerts()).toEqual([]);
  });

  it('is not believed about what was sent from here', async () => {
    const desk = await aDueDesk();
    await desk.look();
    const report: PartReport = {
      phase: 'settled',
      railState: 'X',
      lines: [{ line: 1, status: 'paid' }],
    };
    const seen = { kind: 'seen', report } as const;
    const rail = { ...aRail({ account: 'TOther' }), observe: async () => seen };
    await desk.another({ rail }).sweep.look(desk.number);
    expect(await desk.stage()).toMatchObject({ state: 'sent' });
  });
});
