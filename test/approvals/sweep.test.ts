/** What time and the doorbell do: reminders, expiry, due work, notices, and trouble that is shown. */
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/approvals/ledger/ledger.ts';
import { news } from '../../src/approvals/telling/announcements.ts';
import { aDesk, aPolicy, hour, minute } from '../support/desk.ts';
import { at, line } from '../support/events.ts';
import { alice, bob, carol, erin } from '../support/people.ts';

async function told(ledger: Ledger, now: number, kind: string) {
  const messages = [];
  for (;;) {
    const claimed = await ledger.claimMessages(new Date(now).toISOString(), 1, 100);
    if (claimed.length === 0) return messages.filter((each) => each.kind === kind);
    messages.push(...claimed);
    for (const { id } of claimed) await ledger.messageTold(id, new Date(now).toISOString());
  }
}

describe('while approvals are awaited', () => {
  it('only those still needed are reminded, once per time in the policy', async () => {
    const desk = await aDesk();
    const { number } = (await desk.asks()).asked;
    await desk.approves(number, bob);
    desk.passes(4 * hour - 1);
    await desk.sweep.tick();
    expect(await told(desk.ledger, desk.now(), 'reminder')).toEqual([]);
    desk.passes(1);
    await desk.sweep.tick();
    await desk.sweep.look(number);
    const reminders = await told(desk.ledger, desk.now(), 'reminder');
    expect(reminders.map((each) => each.data)).toEqual([
      { request: number, person: carol },
      { request: number, person: erin },
    ]);
  });

  it('nobody is reminded of what expires at this very look', async () => {
    const desk = await aDesk();
    await desk.asks();
    desk.passes(72 * hour);
    await desk.sweep.tick();
    expect(await told(desk.ledger, desk.now(), 'reminder')).toEqual([]);
  });

  it('the request expires when its time is over', async () => {
    const desk = await aDesk();
    const { number } = (await desk.asks()).asked;
    desk.passes(72 * hour - 1);
    await desk.sweep.look(number);
    expect((await desk.read(number)).stage.state).toBe('awaiting');
    desk.passes(1);
    await desk.sweep.tick();
    expect(await desk.types(number)).toEqual(['requested', 'expired']);
    expect(await desk.ledger.due(at(10_000), 10)).toEqual([]);
  });

  it('an approval that lands while the desk looks is woken up for', async () => {
    const desk = await aDesk();
    const { number } = (await desk.asks()).asked;
    await desk.approves(number, bob);
    let landed = false;
    const ledger: Ledger = {
      ...desk.ledger,
      wakeAt: async (request, time) => {
        if (!landed) await desk.approves(request, carol);
        landed = true;
        await desk.ledger.wakeAt(request, time);
      },
    };
    await desk.another({ ledger }).sweep.look(number);
    desk.passes(5 * minute);
    await desk.sweep.tick();
    expect(desk.rail.sends).toHaveLength(1);
  });
});

describe('a notice', () => {
  const notice = (eventId: string, body: object) =>
    ({ subscription: 's', eventId, body: JSON.stringify(body), at: at(1) }) as const;

  it.each(['key', 'railId'] as const)(
    'wakes the request it is about, told by its %s',
    async (by) => {
      const desk = await aDesk();
      const number = await desk.due();
      await desk.sweep.tick();
      const [payout] = desk.rail.payouts.values();
      if (!payout) return expect.unreachable();
      desk.rail.settle(payout.key, 'paid');
      await desk.sweep.tick();
      expect((await desk.read(number)).stage.state).toBe('sent');
      await desk.ledger.storeNotice(notice('1', { [by]: payout[by] }));
      await desk.sweep.tick();
      expect((await desk.read(number)).stage.state).toBe('completed');
      expect(await desk.ledger.openNotices(10)).toEqual([]);
    },
  );

  it('that comes again changes nothing', async () => {
    const desk = await aDesk();
    const number = await desk.due();
    await desk.sweep.tick();
    const before = await desk.types(number);
    for (const id of ['1', '2', '3'])
      await desk.ledger.storeNotice(notice(id, { railId: 'rail-1' }));
    await desk.sweep.tick();
    expect(await desk.types(number)).toEqual(before);
  });

  it('about a final request is still compared with the record', async () => {
    const desk = await aDesk();
    const number = await desk.due();
    await desk.sweep.tick();
    const [payout] = desk.rail.payouts.values();
    if (!payout) return expect.unreachable();
    desk.rail.settle(payout.key, 'paid');
    await desk.sweep.look(number);
    desk.rail.settle(payout.key, 'failed');
    await desk.ledger.storeNotice(notice('1', { railId: payout.railId }));
    await desk.sweep.tick();
    expect(await desk.read(number)).toMatchObject({
      stage: { state: 'completed' },
      contradictions: ['line 1 was paid and is now said to be failed'],
    });
    expect(await desk.alerts()).toEqual([`contradiction:${number}`]);
  });

  it('about a payout that no request explains is an alert', async () => {
    const desk = await aDesk();
    await desk.ledger.storeNotice(notice('1', { railId: 'rail-77' }));
    await desk.sweep.tick();
    expect(await desk.alerts()).toEqual(['unexplained:rail-77']);
  });
});

describe('trouble with one request', () => {
  it('does not keep the others from being sent, and is shown until it is over', async () => {
    const desk = await aDesk();
    const first = await desk.due();
    const second = await desk.due();
    desk.rail.script.push('accepts and throws');
    await desk.sweep.tick();
    expect(desk.rail.sends.map((each) => each.request)).toEqual([first, second]);
    expect(await desk.alerts()).toEqual([`stuck:${first}`]);
    desk.passes(30_000);
    await desk.sweep.tick();
    expect(await desk.alerts()).toEqual([]);
  });
});

describe('an unclear outcome', () => {
  it('is news for the requester and an alert only after a minute of look-ups', async () => {
    const desk = await aDesk();
    const number = await desk.due();
    desk.rail.script.push('loses it');
    desk.rail.control.blind = true;
    await desk.sweep.tick();
    desk.passes(minute - 1);
    await desk.sweep.look(number);
    expect(await desk.alerts()).toEqual([]);
    desk.passes(1);
    await desk.sweep.look(number);
    await desk.sweep.look(number);
    expect(await desk.alerts()).toEqual([`unclear:${number}`]);
    const about = { request: number, person: alice, about: 'unclear' };
    const heard = (await told(desk.ledger, desk.now(), 'news')).map((each) => each.data);
    expect(heard.filter((data) => data.about === 'unclear')).toEqual([about]);
    expect(news(await desk.read(number), 'unclear').data).toEqual(about);
  });

  it('that was settled while somebody raised the alert leaves none behind', async () => {
    const desk = await aDesk();
    const number = await desk.due();
    desk.rail.script.push('accepts unheard');
    desk.rail.control.blind = true;
    await desk.sweep.tick();
    desk.passes(2 * minute);
    const ledger: Ledger = {
      ...desk.ledger,
      raise: async (incident, time) => {
        desk.rail.control.blind = false;
        await desk.sweep.look(number);
        await desk.ledger.raise(incident, time);
      },
    };
    await desk.another({ ledger }).sweep.look(number);
    expect((await desk.read(number)).stage.state).toBe('sent');
    expect(await desk.alerts()).toEqual([]);
  });
});

describe('after a start', () => {
  it('whatever is unfinished is looked at, though its time to wake was lost', async () => {
    const desk = await aDesk({ policy: aPolicy() });
    const number = await desk.due({ lines: [line()] });
    await desk.ledger.wakeAt(number, undefined);
    await desk.sweep.tick();
    expect(desk.rail.sends).toEqual([]);
    await desk.another().sweep.resume();
    expect(desk.rail.sends).toHaveLength(1);
  });
});
