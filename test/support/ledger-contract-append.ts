/** Appending: all or nothing, and of several writers exactly one. */
import { expect, it } from 'vitest';
import {
  accepted,
  approved,
  at,
  cleared,
  line,
  partStarted,
  requested,
  takenBack,
} from './events.ts';
import { type Bench, entryOf, record } from './ledger-bench.ts';
import { bob, carol, dave, erin, treasury } from './people.ts';

const message = { key: 'card:1001:1', lane: 'request:1001', kind: 'card', data: { request: 1001 } };
const incident = { key: 'funds:1001', kind: 'funds', request: 1001, detail: 'USDT is short' };

export function appendContract(bench: Bench): void {
  it('reads back what was recorded, every digit of it', async () => {
    const amountMinor = 123_456_789_012_345_678_901_234_567_890_123_456_789n;
    const asked = requested({ lines: [line({ amountMinor, payee: 'Zoë "Größe" 🪙' })] });
    await record(bench.ledger, asked, approved(bob, { asked }));
    expect(await bench.ledger.read(1001)).toEqual([asked, approved(bob, { asked })]);
  });

  it('knows nothing of a request that nobody asked for', async () => {
    expect(await bench.ledger.read(1001)).toEqual([]);
  });

  it('outlives a restart', async () => {
    await record(bench.ledger, requested(), approved(bob));
    await bench.restart();
    expect(await bench.ledger.read(1001)).toEqual([requested(), approved(bob)]);
    expect(await bench.ledger.nextNumber()).toBe(1002);
  });

  it('that expects another length leaves no trace', async () => {
    await record(bench.ledger, requested(), approved(bob));
    const late = entryOf([requested()], [approved(carol)], {
      messages: [message],
      raise: [incident],
      wakeAt: at(5),
    });
    expect(await bench.ledger.append(late)).toBe('lost-race');
    expect(await bench.ledger.read(1001)).toEqual([requested(), approved(bob)]);
    expect(await bench.ledger.backlog()).toBe(0);
    expect(await bench.ledger.openAlerts()).toEqual([]);
    expect(await bench.ledger.due(at(60), 10)).toEqual([]);
  });

  it('that expects more than there is leaves no gap', async () => {
    await record(bench.ledger, requested());
    const ahead = entryOf([requested(), approved(bob)], [approved(carol)]);
    expect(await bench.ledger.append(ahead)).toBe('lost-race');
    expect(await bench.ledger.read(1001)).toEqual([requested()]);
  });

  it('carries its messages, its alerts and its next look with it', async () => {
    const entry = entryOf([], [requested()], {
      messages: [message],
      raise: [incident],
      wakeAt: at(5),
    });
    expect(await bench.ledger.append(entry)).toBe('appended');
    expect(await bench.ledger.unsent('request:1001', 'card')).toMatchObject([message]);
    expect(await bench.ledger.openAlerts()).toMatchObject([incident]);
    expect(await bench.ledger.due(at(5), 10)).toEqual([1001]);

    const next = entryOf([requested()], [approved(bob)], { resolve: ['funds:1001', 'other'] });
    expect(await bench.ledger.append(next)).toBe('appended');
    expect(await bench.ledger.openAlerts()).toEqual([]);
    expect(await bench.ledger.due(at(60), 10)).toEqual([]);
  });

  it('lets exactly one of several writers win, from two instances at once', async () => {
    await record(bench.ledger, requested());
    const instances = [bench.ledger, await bench.another()];
    const entries = treasury.map((person) => entryOf([requested()], [approved(person)]));
    const outcomes = await Promise.all(
      entries.flatMap((entry) => instances.map((ledger) => ledger.append(entry))),
    );
    expect(outcomes.toSorted()).toEqual(['appended', ...Array(5).fill('lost-race')]);
    expect(await bench.ledger.read(1001)).toHaveLength(2);
    expect(await bench.ledger.verify()).toBeUndefined();
  });

  it('of several events is one: a later one that is taken turns away all of them', async () => {
    await record(bench.ledger, requested(), approved(bob), takenBack(bob));
    const events = [approved(carol), approved(erin), takenBack(erin)];
    const entry = entryOf([requested()], events);
    expect(await bench.ledger.append(entry)).toBe('lost-race');
    expect(await bench.ledger.read(1001)).toHaveLength(3);
  });

  it('makes a request of a draft only once', async () => {
    await record(bench.ledger, requested({ draftId: 'D1' }));
    const again = entryOf([], [requested({ number: 1002, draftId: 'D1' })]);
    expect(await bench.ledger.append(again)).toBe('draft-already-requested');
    expect(await bench.ledger.read(1002)).toEqual([]);
    expect(await bench.ledger.nextNumber()).toBe(1002);
    expect(await bench.ledger.byDraft('D1')).toBe(1001);
  });

  it('makes a request of a draft only once, however many ask at the same moment', async () => {
    const instances = [bench.ledger, await bench.another()];
    const outcomes = await Promise.all(
      [1001, 1002, 1001, 1002].map((number, index) =>
        instances[index % 2]?.append(entryOf([], [requested({ number, draftId: 'D1' })])),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['appended', ...Array(3).fill('draft-already-requested')]);
  });

  it('of another draft under a number just taken has lost a race, and may try the next', async () => {
    await record(bench.ledger, requested({ draftId: 'D1' }));
    const entry = entryOf([], [requested({ draftId: 'D2', by: dave })]);
    expect(await bench.ledger.append(entry)).toBe('lost-race');
    expect(await bench.ledger.byDraft('D2')).toBeUndefined();
    expect(
      await bench.ledger.append(entryOf([], [requested({ draftId: 'D2', number: 1002 })])),
    ).toBe('appended');
  });

  it('of a payout that belongs to another part is refused loudly, and recorded nowhere', async () => {
    const first = [requested(), approved(bob), approved(carol), ...sending];
    await record(bench.ledger, ...first, accepted(1, 'rail-7'));
    const asked = requested({ number: 1002 });
    const second = [asked, approved(bob, { asked }), approved(carol, { asked }), ...sending];
    await record(bench.ledger, ...second);
    const entry = entryOf(second, [accepted(1, 'rail-7')]);
    await expect(bench.ledger.append(entry)).rejects.toThrow(/unique|rail_id/i);
    expect(await bench.ledger.read(1002)).toEqual(second);
    expect(await bench.ledger.byRailId('rail-7')).toEqual({ request: 1001, part: 1 });
  });

  it('whose outcome does not follow from its events is refused', async () => {
    const entry = { ...entryOf([requested()], [approved(bob)]), events: [] };
    await expect(bench.ledger.append(entry)).rejects.toThrow(
      'Request 1001 had 1 events and gets 0; it can not have 2 then.',
    );
  });
}

const sending = [cleared(bob, carol), partStarted()];
