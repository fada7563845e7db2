/** Alerts, presses, notices, the policy, and what may be lost. */
import { expect, it } from 'vitest';
import { at, noon } from './events.ts';
import type { Bench } from './ledger-bench.ts';
import { alice, frank } from './people.ts';

const funds = { key: 'funds:1001', kind: 'funds', request: 1001, detail: 'USDT is short' };

export function alertsContract(bench: Bench): void {
  const told = async () =>
    (await bench.ledger.unsent('alert:funds:1001', 'alert')).map((each) => each.key);

  it('is opened once, and told once, however often it is raised', async () => {
    const other = await bench.another();
    await Promise.all([bench.ledger, other, bench.ledger].map((each) => each.raise(funds, noon)));
    await bench.ledger.raise(funds, at(5));
    const [alert, ...more] = await bench.ledger.openAlerts();
    expect(more).toEqual([]);
    expect(alert).toEqual({ ...funds, id: alert?.id, openedAt: noon, updatedAt: noon });
    expect(await told()).toEqual([`alert:${alert?.id}:1`]);
    const [message] = await bench.ledger.unsent('alert:funds:1001', 'alert');
    expect(message?.data).toEqual({ alert: alert?.id });
  });

  it('is updated when there is something new to say, and told again', async () => {
    await bench.ledger.raise(funds, noon);
    await bench.ledger.raise({ ...funds, detail: 'USDT and TRX are short' }, at(5));
    const [alert, ...more] = await bench.ledger.openAlerts();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      detail: 'USDT and TRX are short',
      openedAt: noon,
      updatedAt: at(5),
    });
    expect(await told()).toEqual([`alert:${alert?.id}:1`, `alert:${alert?.id}:2`]);
  });

  it('is resolved once, and is another one when the problem comes back', async () => {
    await bench.ledger.raise(funds, noon);
    const [first] = await bench.ledger.openAlerts();
    await bench.ledger.resolve('funds:1001', at(5));
    await bench.ledger.resolve('funds:1001', at(6));
    expect(await bench.ledger.openAlerts()).toEqual([]);
    expect(await bench.ledger.alert(first?.id ?? 0)).toMatchObject({ ...funds, resolvedAt: at(5) });
    await bench.ledger.raise(funds, at(7));
    const [second] = await bench.ledger.openAlerts();
    expect(second).toMatchObject({ openedAt: at(7) });
    expect(second?.id).not.toBe(first?.id);
    expect(await told()).toEqual([
      `alert:${first?.id}:1`,
      `alert:${first?.id}:2`,
      `alert:${second?.id}:1`,
    ]);
  });

  it('may belong to no request; those that are open are listed oldest first', async () => {
    await bench.ledger.raise({ key: 'rail', kind: 'rail', detail: 'No answer' }, noon);
    await bench.ledger.raise(funds, noon);
    const open = await bench.ledger.openAlerts();
    expect(open.map((each) => each.key)).toEqual(['rail', 'funds:1001']);
    expect(open[0]).not.toHaveProperty('request');
    expect(await bench.ledger.alert(404)).toBeUndefined();
  });
}

export function inboxContract(bench: Bench): void {
  const press = { key: 'p1', kind: 'approve', person: alice, data: { request: 1001 }, at: noon };
  const notice = {
    subscription: 's1',
    eventId: 'e1',
    body: ' {"exactly": "as, sent"}\n',
    at: noon,
  };

  it('as a press twice is one press, from whichever instance', async () => {
    const other = await bench.another();
    const outcomes = await Promise.all(
      [bench.ledger, other, bench.ledger].map((each) => each.recordPress(press)),
    );
    expect(outcomes.toSorted()).toEqual(['new', 'repeated', 'repeated']);
    expect(await bench.ledger.openPresses()).toEqual([press]);
  });

  it('as a press waits until it is handled, also across a restart, the oldest first', async () => {
    const second = { ...press, key: 'a2', at: at(-1) };
    await bench.ledger.recordPress(press);
    await bench.ledger.recordPress(second);
    await bench.restart();
    expect(await bench.ledger.openPresses()).toEqual([press, second]);
    await bench.ledger.pressHandled('p1', at(1));
    expect(await bench.ledger.openPresses()).toEqual([second]);
    expect(await bench.ledger.recordPress(press)).toBe('repeated');
  });

  it('as a notice twice is one notice, for good, with the first body', async () => {
    expect(await bench.ledger.storeNotice(notice)).toBe('new');
    expect(await bench.ledger.storeNotice({ ...notice, body: 'other' })).toBe('repeated');
    expect(await bench.ledger.openNotices(10)).toEqual([notice]);
    await bench.ledger.noticeApplied('s1', 'e1', at(1));
    expect(await bench.ledger.openNotices(10)).toEqual([]);
    expect(await bench.ledger.storeNotice(notice)).toBe('repeated');
  });

  it('as a notice is told apart by subscription and event, and applied in order', async () => {
    const second = { ...notice, subscription: 's2' };
    const third = { ...notice, eventId: 'e0' };
    for (const each of [notice, second, third]) await bench.ledger.storeNotice(each);
    expect(await bench.ledger.openNotices(2)).toEqual([notice, second]);
    await bench.ledger.noticeApplied('s1', 'e1', at(1));
    expect(await bench.ledger.openNotices(2)).toEqual([second, third]);
  });
}

export function othersContract(bench: Bench): void {
  const policy = (text: string) => ({ digest: text.padEnd(64, '0'), text, by: frank, at: noon });
  const message = { key: 'policy', lane: 'policy', kind: 'policy', data: {} };

  it('takes the first policy once, and says whether it was that one', async () => {
    expect(await bench.ledger.policyInForce()).toBeUndefined();
    const other = await bench.another();
    const adopted = await Promise.all([
      bench.ledger.adoptFirstPolicy(policy('one'), [message]),
      other.adoptFirstPolicy(policy('two'), [{ ...message, key: 'policy of another' }]),
    ]);
    expect(adopted.toSorted()).toEqual([false, true]);
    const winner = policy(adopted[0] ? 'one' : 'two');
    expect(await bench.ledger.policyInForce()).toEqual(winner);
    expect(await bench.ledger.adoptFirstPolicy(winner, [message])).toBe(false);
    expect(await bench.ledger.backlog()).toBe(1);
    expect(await bench.ledger.verify()).toBeUndefined();
    await bench.database.forge(`update events set data = replace(data, 'o', '0')`);
    expect(await bench.ledger.verify()).toEqual({ stream: 'policy', seq: 1 });
  });

  it('keeps for Keyv what has not expired', async () => {
    const { keyv } = bench.ledger;
    const now = Date.parse(noon);
    await keyv.set('short', 'a', now + 10);
    await keyv.set('long', 'b', now + 20);
    await keyv.set('for good', 'c', undefined);
    expect(await keyv.get('short', now + 9)).toBe('a');
    expect(await keyv.get('short', now + 10)).toBeUndefined();
    await keyv.deleteExpired(now + 10);
    expect(await bench.database.sql('select key from keyv order by key')).toEqual([
      { key: 'for good' },
      { key: 'long' },
    ]);
    await keyv.set('long', 'd', undefined);
    expect(await keyv.get('long', now + 30)).toBe('d');
    expect(await keyv.delete('long')).toBe(true);
    expect(await keyv.delete('long')).toBe(false);
  });
}
