/** The outbox: every message once, each lane in order, nothing lost with whoever had it. */
import { expect, it } from 'vitest';
import { at, noon } from './events.ts';
import type { Bench } from './ledger-bench.ts';

const minute = 60_000;

function message(key: string, lane = 'request:1001', kind = 'card') {
  return { key, lane, kind, data: { for: key } };
}

export function outboxContract(bench: Bench): void {
  const claimed = async (now: string, limit = 10) =>
    (await bench.ledger.claimMessages(now, minute, limit)).map((each) => each.key);
  const idOf = async (key: string, lane = 'request:1001', kind = 'card') => {
    const found = (await bench.ledger.unsent(lane, kind)).find((each) => each.key === key);
    if (!found) throw new Error(`The message ${key} is not waiting.`);
    return found.id;
  };

  it('queues a message once, however often it is enqueued', async () => {
    await bench.ledger.enqueue([message('a'), message('a'), message('b')], noon);
    await bench.ledger.enqueue([{ ...message('a'), data: { for: 'another' } }], at(1));
    expect(await bench.ledger.backlog()).toBe(2);
    await bench.ledger.messageTold(await idOf('a'), at(1));
    await bench.ledger.enqueue([message('a')], at(2));
    expect(await bench.ledger.backlog()).toBe(1);
    expect(await claimed(at(3))).toEqual(['b']);
  });

  it('hands out what was put in, counting the tries', async () => {
    await bench.ledger.enqueue([message('a')], noon);
    const [first] = await bench.ledger.claimMessages(noon, minute, 10);
    expect(first).toEqual({ ...message('a'), id: first?.id, attempt: 1 });
    const [second] = await bench.ledger.claimMessages(at(1), minute, 10);
    expect(second).toEqual({ ...first, attempt: 2 });
  });

  it('hands out the oldest of each lane, and the next only when that one is told', async () => {
    const other = message('c', 'request:1002');
    await bench.ledger.enqueue([message('a'), message('b'), other], noon);
    const a = await idOf('a');
    expect(await claimed(noon)).toEqual(['a', 'c']);
    expect(await claimed(noon)).toEqual([]);
    await bench.ledger.messageTold(a, noon);
    expect(await claimed(noon)).toEqual(['b']);
  });

  it('hands out no more than it is asked for, the oldest first', async () => {
    await bench.ledger.enqueue([message('a', 'x'), message('b', 'y'), message('c', 'z')], noon);
    expect(await claimed(noon, 2)).toEqual(['a', 'b']);
    expect(await claimed(noon, 2)).toEqual(['c']);
  });

  it('hands a message out again when the lease of whoever had it is over', async () => {
    await bench.ledger.enqueue([message('a')], noon);
    expect(await claimed(noon)).toEqual(['a']);
    expect(await claimed('2026-03-02T12:00:59.999Z')).toEqual([]);
    await bench.restart();
    expect(await claimed(at(1))).toEqual(['a']);
  });

  it('keeps a failed message until its time, and the lane behind it', async () => {
    await bench.ledger.enqueue([message('a'), message('b')], noon);
    const a = await idOf('a');
    expect(await claimed(noon)).toEqual(['a']);
    await bench.ledger.messageFailed(a, at(10), 'channel_not_found');
    expect(await claimed(at(9))).toEqual([]);
    expect(await claimed(at(10))).toEqual(['a']);
    const rows = await bench.database.sql(`select error from outbox where key = 'a'`);
    expect(rows).toEqual([{ error: 'channel_not_found' }]);
  });

  it('gives each message to one of two instances that ask at once', async () => {
    const lanes = Array.from({ length: 20 }, (_, index) => message(`m${index}`, `lane ${index}`));
    await bench.ledger.enqueue(lanes, noon);
    const other = await bench.another();
    const taken = await Promise.all(
      [bench.ledger, other, bench.ledger, other].map((each) =>
        each.claimMessages(noon, minute, 20),
      ),
    );
    const keys = taken.flat().map((each) => each.key);
    expect(keys.toSorted()).toEqual(lanes.map((each) => each.key).toSorted());
  });

  it('lets one message stand for others that wait', async () => {
    await bench.ledger.enqueue(
      [message('a'), message('b'), message('thread', 'request:1001', 'thread'), message('d')],
      noon,
    );
    const waiting = await bench.ledger.unsent('request:1001', 'card');
    expect(waiting.map((each) => each.key)).toEqual(['a', 'b', 'd']);
    const [a, b, d] = waiting.map((each) => each.id);
    await bench.ledger.messageTold(a ?? 0, at(1), [b ?? 0, d ?? 0]);
    expect(await bench.ledger.unsent('request:1001', 'card')).toEqual([]);
    expect(await claimed(at(1))).toEqual(['thread']);
    const rows = await bench.database.sql(
      'select key, superseded_by from outbox where told_at is not null order by id',
    );
    expect(rows).toEqual([
      { key: 'a', superseded_by: null },
      { key: 'b', superseded_by: a },
      { key: 'd', superseded_by: a },
    ]);
  });

  it('remembers where a message was posted, and where it was posted anew', async () => {
    expect(await bench.ledger.postedMessage('card:1001')).toBeUndefined();
    await bench.ledger.rememberMessage('card:1001', { channel: 'C0PAYOUTS', ts: '1.1' });
    await bench.ledger.rememberMessage('card:1002', { channel: 'C0PAYOUTS', ts: '1.2' });
    await bench.ledger.rememberMessage('card:1001', { channel: 'C0OTHER', ts: '2.1' });
    expect(await bench.ledger.postedMessage('card:1001')).toEqual({
      channel: 'C0OTHER',
      ts: '2.1',
    });
  });
}
