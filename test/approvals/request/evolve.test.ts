/** Folding the history: several parts make one state, and what does not fit is a broken ledger. */
import { describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../../src/approvals/request/events.ts';
import { evolve, fold } from '../../../src/approvals/request/evolve.ts';
import { linesOf, nothingSent } from '../../../src/approvals/request/request.ts';
import { finalStates } from '../../../src/approvals/vocabulary/states.ts';
import * as on from '../../support/events.ts';
import { deferred, folded, held, type Past, pasts, settled } from '../../support/given.ts';
import { bob, carol } from '../../support/people.ts';

const two = on.requested({ lines: [on.line(), on.line()] });
const twoCleared = [
  two,
  on.approved(bob, { asked: two }),
  on.approved(carol, { asked: two }),
  on.cleared(bob, carol),
];
const bothSent = [
  ...twoCleared,
  on.partStarted(1),
  on.accepted(1),
  on.partStarted(2),
  on.accepted(2),
];

describe('two parts', () => {
  const rows: [string, string, readonly RequestEvent[]][] = [
    ['nothing asked', 'cleared', twoCleared],
    ['one asked', 'sending', [...twoCleared, on.partStarted(1)]],
    ['one accepted, one planned', 'sending', [...twoCleared, on.partStarted(1), on.accepted(1)]],
    ['one deferred', 'sending', [...twoCleared, on.partStarted(1), deferred(1)]],
    ['one unclear', 'unclear', [...twoCleared, on.partStarted(1), on.unclear(1)]],
    [
      'one accepted, one unclear',
      'unclear',
      [...twoCleared, on.partStarted(1), on.accepted(1), on.partStarted(2), on.unclear(2)],
    ],
    ['the first declined', 'failed', [...twoCleared, on.partStarted(1), on.declined(1)]],
    [
      'the second declined',
      'sent',
      [...twoCleared, on.partStarted(1), on.accepted(1), on.partStarted(2), on.declined(2)],
    ],
    ['both accepted', 'sent', bothSent],
    ['one paid', 'sent', [...bothSent, settled(1, 'paid')]],
    ['both paid', 'completed', [...bothSent, settled(1, 'paid'), settled(2, 'paid')]],
    [
      'one paid, one failed',
      'partly-paid',
      [...bothSent, settled(1, 'paid'), settled(2, 'failed')],
    ],
    [
      'one paid, one canceled',
      'partly-paid',
      [...bothSent, settled(1, 'canceled'), settled(2, 'paid')],
    ],
    [
      'one failed, one canceled',
      'failed',
      [...bothSent, settled(1, 'failed'), settled(2, 'canceled')],
    ],
    ['both canceled', 'canceled', [...bothSent, settled(1, 'canceled'), settled(2, 'canceled')]],
    ['both failed', 'failed', [...bothSent, settled(1, 'failed'), settled(2, 'failed')]],
  ];
  it.each(rows)('%s: %s', (_, state, past) => expect(folded(past).stage.state).toBe(state));

  it('leave the second unsent when the first is declined', () => {
    const request = folded([...twoCleared, on.partStarted(1), on.declined(1)]);
    expect(request.parts.map((part) => part.progress.state)).toEqual(['declined', 'not-sent']);
    expect(request.parts.flatMap(linesOf)).toEqual([
      { line: 1, status: 'not-sent' },
      { line: 2, status: 'not-sent' },
    ]);
  });
});

describe('a mass payout', () => {
  it('is believed by its lines alone, whatever the rail calls the whole', () => {
    const lines = Array.from({ length: 6 }, () => on.line());
    const asked = on.requested({ lines });
    const past = [
      asked,
      on.approved(bob, { asked }),
      on.approved(carol, { asked }),
      on.cleared(bob, carol),
      on.partStarted(),
      on.accepted(),
    ];
    const open = settled(1, 'paid', 'paid', 'paid', 'paid', 'paid', 'open');
    const report = { ...open.report, phase: 'settled', railState: 'COMPLETED' } as const;
    expect(folded([...past, { ...open, report }]).stage.state).toBe('sent');
    expect(
      folded([...past, settled(1, 'paid', 'paid', 'paid', 'paid', 'paid', 'failed')]).stage.state,
    ).toBe('partly-paid');
  });
});

describe('a history', () => {
  it.each(Object.entries(pasts))('leads to what it is called: %s', (name, past) => {
    const group = ['held', 'deferred'].find((each) => name.startsWith(each)) ?? name;
    const state = { 'one short': 'awaiting', deferred: 'sending' }[group] ?? group;
    expect(folded(past)).toMatchObject({ stage: { state }, length: past.length });
  });

  it('keeps a hold while its parts go on, and finds their state when it is released', () => {
    const released = {
      type: 'released',
      at: on.at(20),
      by: bob,
      because: 'looked',
      press: 'p',
    } as const;
    const past = [...pasts['held after sending'], settled(1, 'paid')];
    expect(folded(past).stage.state).toBe('held');
    expect(folded([...past, released]).stage.state).toBe('completed');
  });

  it('is due at once when a hold before sending ends', () => {
    const released = {
      type: 'released',
      at: on.at(20),
      by: bob,
      because: 'now',
      press: 'p',
    } as const;
    expect(folded([...pasts['held as late'], released])).toMatchObject({
      stage: { state: 'cleared', at: on.at(20) },
      dueAt: on.at(20),
    });
  });

  it('counts an unclear attempt once, however often it is looked up', () => {
    const again = { ...on.unclear(), from: 'look-up', at: on.at(10) } as const;
    expect(folded([...pasts.unclear, again]).parts[0]).toMatchObject({
      unclears: 1,
      progress: { state: 'unclear', since: on.at(9) },
    });
  });

  it('knows that nothing left only while no part can have been considered', () => {
    const none: Past[] = ['awaiting', 'cleared', 'held for funds', 'held as late', 'deferred'];
    for (const name of none) expect(nothingSent(folded(pasts[name])), name).toBe(true);
    const some: Past[] = [
      'sending',
      'deferred after unclear',
      'unclear',
      'sent',
      'failed',
      'held after sending',
    ];
    for (const name of some) expect(nothingSent(folded(pasts[name])), name).toBe(false);
  });

  it('takes the lost approvals away and remembers why', () => {
    const lost = [{ person: bob, why: 'deactivated' }];
    const needsNow = [{ from: 'treasury', count: 2, people: [carol] }];
    const event = { type: 'quorumLost', at: on.at(8), by: 'countersign', lost, needsNow } as const;
    expect(folded([...pasts.cleared, { ...event, expiresAt: on.at(99) }])).toMatchObject({
      stage: { state: 'awaiting' },
      approvals: [{ by: carol }],
      quorumLost: lost,
      needsNow,
      expiresAt: on.at(99),
    });
  });
});

describe('an event that does not fit', () => {
  const fits: Partial<Record<RequestEvent['type'], readonly string[]>> = {
    approved: ['awaiting'],
    approvalTakenBack: ['awaiting'],
    rejected: ['awaiting'],
    retracted: ['awaiting', 'cleared', 'sending', 'held'],
    stopped: ['awaiting', 'cleared', 'sending', 'held'],
    expired: ['awaiting', 'cleared', 'sending', 'held'],
    cleared: ['awaiting'],
    quorumLost: ['cleared', 'sending', 'held'],
    held: ['cleared', 'sending', 'unclear', 'sent', 'held'],
    released: ['held'],
    requested: [],
  };
  const by = 'countersign';
  const events: RequestEvent[] = [
    on.requested(),
    on.approved('U0ERIN'),
    on.takenBack(bob),
    on.rejected(carol),
    { type: 'retracted', at: on.at(20), by, press: 'p' },
    { type: 'stopped', at: on.at(20), by, press: 'p' },
    { type: 'expired', at: on.at(20), by },
    on.cleared(bob, carol),
    { type: 'quorumLost', at: on.at(20), by, lost: [], needsNow: [], expiresAt: on.at(99) },
    held('late'),
    { type: 'released', at: on.at(20), by, because: 'so', press: '' },
  ];
  const rows = events.flatMap((event) =>
    Object.entries(pasts).map(([name, past]) => ({ event, type: event.type, name, past })),
  );
  it.each(rows)('$type on one that is $name', ({ event, past }) => {
    const request = folded(past);
    const { state } = request.stage;
    const needsUnsent = ['retracted', 'stopped', 'expired', 'quorumLost'].includes(event.type);
    if (fits[event.type]?.includes(state) && (nothingSent(request) || !needsUnsent))
      expect(evolve(request, event).length).toBe(past.length + 1);
    else
      expect(() => evolve(request, event)).toThrow(
        `Broken ledger: "${event.type}" is recorded on request 1001, which is ${state}.`,
      );
  });

  it.each<[string, RequestEvent, Past]>([
    ['a second approval of one person', on.approved(bob), 'one short'],
    ['an attempt of a part that was accepted', on.partStarted(), 'sent'],
    ['an attempt while one is under way', on.partStarted(), 'sending'],
    ['an attempt of a request that nobody cleared', on.partStarted(), 'awaiting'],
    ['an attempt under a hold', on.partStarted(), 'held for funds'],
    ['an outcome of nothing', on.accepted(), 'cleared'],
    ['a second acceptance', on.accepted(), 'sent'],
    ['a report about a part that was declined', settled(1, 'paid'), 'failed'],
  ])('%s', (_, event, name) =>
    expect(() => evolve(folded(pasts[name]), event)).toThrow('Broken ledger:'),
  );

  it('an outcome of a part that does not exist', () =>
    expect(() => evolve(folded(pasts.sending), on.accepted(7))).toThrow(
      'Request 1001 has no part 7.',
    ));

  it('anything before the request', () => {
    expect(() => fold([on.approved(bob)])).toThrow(
      'Broken ledger: "approved" is recorded before any request.',
    );
    expect(fold([])).toBeUndefined();
  });

  it('a contradiction, which fits everywhere and moves nothing', () => {
    const event = { type: 'contradicted', at: on.at(20), by, part: 1, detail: 'odd' } as const;
    for (const state of finalStates) {
      const before = folded(pasts[state]);
      const after = evolve(before, event);
      expect(after).toMatchObject({ stage: before.stage, contradictions: ['odd'] });
    }
  });
});
