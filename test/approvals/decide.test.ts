/** Every command in every state: it records, refuses by a named rule, or records nothing. */
import { describe, expect, it, vi } from 'vitest';
import { type Command, decide } from '../../src/approvals/decide.ts';
import type { PartReport, RequestEvent } from '../../src/approvals/events.ts';
import type { Need } from '../../src/approvals/policy.ts';
import { isRefusal, type RefusalRule } from '../../src/approvals/refusals.ts';
import { finalStates } from '../../src/approvals/request.ts';
import { approved, at, cleared, line, partStarted, requested } from '../support/events.ts';
import { command, folded, given, held, type Past, pasts } from '../support/given.ts';
import { alice, bob, carol, dave, erin, frank, treasury } from '../support/people.ts';

const muchLater = at(5 * 24 * 60);
const report: PartReport = {
  phase: 'settled',
  railState: 'COMPLETED',
  lines: [{ line: 1, status: 'paid' }],
};
const hold = { kind: 'hold', at: at(10), reason: 'policy', detail: 'x' } as const;
const loseQuorum = {
  kind: 'loseQuorum',
  at: at(10),
  lost: [{ person: bob, why: 'deactivated' }],
  needsNow: [],
  expiresAt: muchLater,
} as const;

const nothing = '';
/** `!rule` refuses, names of events are recorded, nothing is nothing. `else` is every other past. */
const table: Record<string, [Command, { else: string } & Partial<Record<Past, string>>]> = {
  'an approval': [
    command.approve(erin),
    {
      else: '!not-awaiting',
      awaiting: 'approved',
      'one short': 'approved cleared',
      expired: '!expired',
      'partly-paid': '!not-awaiting',
    },
  ],
  'a second approval of one person': [
    command.approve(bob),
    {
      else: '!already-decided',
      awaiting: 'approved',
      rejected: '!not-awaiting',
      retracted: '!not-awaiting',
      expired: '!expired',
    },
  ],
  'taking an approval back': [
    command.takeBack(bob),
    {
      else: '!not-awaiting',
      'one short': 'approvalTakenBack',
      awaiting: '!nothing-to-take',
      rejected: '!nothing-to-take',
      retracted: '!nothing-to-take',
      expired: '!nothing-to-take',
    },
  ],
  'a rejection': [
    command.reject(erin),
    { else: '!not-awaiting', awaiting: 'rejected', 'one short': 'rejected' },
  ],
  'retracting by the requester': [
    command.retract(alice),
    {
      else: '!too-late-to-retract',
      awaiting: 'retracted',
      'one short': 'retracted',
      cleared: 'retracted',
      'held for funds': 'retracted',
      'held as late': 'retracted',
      'held for a mismatch': 'retracted',
    },
  ],
  'a stop by an approver': [
    command.stop(erin),
    {
      else: '!too-late-to-retract',
      awaiting: '!not-cleared',
      'one short': '!not-cleared',
      cleared: 'stopped',
      'held for funds': 'stopped',
      'held as late': 'stopped',
      'held for a mismatch': 'stopped',
    },
  ],
  'a release by an approver': [
    command.release(erin),
    { else: '!not-held-late', 'held as late': 'released' },
  ],
  'the passing of time': [
    { kind: 'expire', at: muchLater },
    {
      else: nothing,
      awaiting: 'expired',
      'one short': 'expired',
      cleared: 'expired',
      'held for funds': 'expired',
      'held as late': 'expired',
      'held for a mismatch': 'expired',
    },
  ],
  'a hold before sending': [
    hold,
    {
      else: nothing,
      cleared: 'held',
      'held for funds': 'held',
      'held as late': 'held',
      'held for a mismatch': 'held',
    },
  ],
  'a hold for a mismatch': [
    { ...hold, reason: 'mismatch' },
    {
      else: 'held',
      ...Object.fromEntries(finalStates.map((state) => [state, nothing])),
      awaiting: nothing,
      'one short': nothing,
    },
  ],
  'resuming by itself': [
    { kind: 'resume', at: at(10), because: 'funds arrived' },
    { else: nothing, 'held for funds': 'released' },
  ],
  'losing the quorum': [loseQuorum, { else: nothing, cleared: 'quorumLost' }],
  'starting a part': [
    command.startPart(),
    { else: nothing, cleared: 'partStarted', deferred: 'partStarted' },
  ],
  'starting a part the rail does not know after all': [
    command.startPart(1, { absent: true, at: at(15) }),
    { else: nothing, cleared: 'partStarted', deferred: 'partStarted', unclear: 'partStarted' },
  ],
  'an acceptance': [
    command.outcome('accepted'),
    { else: 'contradicted', sending: 'outcomeRecorded', unclear: 'outcomeRecorded' },
  ],
  'a decline': [
    command.outcome('declined'),
    { else: nothing, sending: 'outcomeRecorded', unclear: 'outcomeRecorded' },
  ],
  'an unclear answer': [command.outcome('unclear'), { else: nothing, sending: 'outcomeRecorded' }],
  'a report of the rail': [
    { kind: 'observe', at: at(10), part: 1, report },
    {
      else: nothing,
      sent: 'observed',
      'held after sending': 'observed',
      canceled: 'contradicted',
    },
  ],
};

function summary(answer: ReturnType<typeof decide>): string {
  return isRefusal(answer) ? `!${answer.rule}` : answer.map((event) => event.type).join(' ');
}

const cells = Object.entries(table).flatMap(([what, [asked, expected]]) =>
  Object.entries(pasts).map(([state, past]) => {
    const due = Object.entries(expected).find(([name]) => name === state)?.[1] ?? expected.else;
    return { what, state, past, asked, due };
  }),
);

describe('a command', () => {
  it.each(cells)('$what on one that is $state: $due', ({ past, asked, due }) => {
    const request = folded(past);
    const own = 'fingerprint' in asked ? { fingerprint: request.asked.fingerprint } : {};
    expect(summary(decide({ ...asked, ...own }, request))).toBe(due);
  });

  it('is decided without asking the clock or chance', () => {
    const forbidden = () => {
      throw new Error('Deciding is pure.');
    };
    const spies = [
      vi.spyOn(Date, 'now').mockImplementation(forbidden),
      vi.spyOn(Math, 'random').mockImplementation(forbidden),
      vi.spyOn(globalThis.crypto, 'randomUUID').mockImplementation(forbidden),
      vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation(forbidden),
    ];
    try {
      for (const { asked, past } of cells) decide(asked, folded(past));
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });
});

describe('a refusal', () => {
  const rows: [RefusalRule, Command, Past][] = [
    ['own-request', command.approve(alice), 'awaiting'],
    ['own-request', command.reject(alice), 'awaiting'],
    ['own-request', command.release(alice), 'held as late'],
    ['not-an-approver', command.approve(dave), 'awaiting'],
    ['not-an-approver', command.approve(erin, { namedNow: false }), 'awaiting'],
    ['not-an-approver', command.stop(dave), 'cleared'],
    ['guest', command.approve(erin, { standing: 'guest' }), 'awaiting'],
    ['external', command.approve(erin, { standing: 'external' }), 'awaiting'],
    ['deactivated', command.reject(erin, { standing: 'deactivated' }), 'awaiting'],
    ['bot', command.stop(erin, { standing: 'bot' }), 'cleared'],
    ['not-verified', command.release(erin, { standing: 'unknown' }), 'held as late'],
    ['fingerprint-changed', command.approve(erin, { fingerprint: 'a'.repeat(64) }), 'awaiting'],
    ['fingerprint-changed', command.reject(erin, { fingerprint: 'a'.repeat(64) }), 'awaiting'],
    ['reason-missing', command.reject(erin, { because: ' \n' }), 'awaiting'],
    ['expired', command.approve(erin, { at: at(72 * 60) }), 'awaiting'],
    ['not-awaiting', command.approve(erin, { at: at(72 * 60) }), 'cleared'],
    ['expired', command.release(erin, { at: at(8 + 24 * 60) }), 'held as late'],
    ['not-your-request', command.retract(bob), 'awaiting'],
    ['nothing-to-take', command.takeBack(carol), 'one short'],
  ];
  it.each(rows)('%s', (rule, asked, state) =>
    given(...pasts[state])
      .when(asked)
      .refuses(rule),
  );

  it('says what the request is instead', () => {
    expect(decide(command.approve(erin), folded(pasts.rejected))).toMatchObject({
      rule: 'not-awaiting',
      stage: { state: 'rejected', by: bob, because: 'Not this month' },
    });
  });
});

describe('an approval', () => {
  it('is recorded with its press and its fingerprint', () =>
    given(requested())
      .when(command.approve(bob))
      .records({
        type: 'approved',
        at: at(10),
        by: bob,
        press: `now-${bob}`,
        fingerprint: requested().fingerprint,
      }));

  it('has no second effect when the same press comes again', () =>
    given(requested(), approved(bob))
      .when(command.approve(bob, { press: `press-${bob}-${at(1)}` }))
      .records());

  it('that completes the quorum clears for the end of the send delay', () =>
    given(...pasts['one short'])
      .when(command.approve(carol))
      .records({ type: 'approved' }, { type: 'cleared', counted: [bob, carol], dueAt: at(15) }));

  it.each([
    ['tomorrow', at(24 * 60), at(24 * 60)],
    ['long ago', at(-60), at(15)],
  ])('clears for the day it is to be sent: %s', (_, executeAt, dueAt) => {
    const plain = requested();
    const asked = { ...plain, content: { ...plain.content, executeAt } };
    given(asked, approved(bob))
      .when(command.approve(carol))
      .records({ type: 'approved' }, { type: 'cleared', dueAt });
  });

  it('counts for what the policy in force asks on top', () => {
    const needsNow: Need[] = [
      { from: 'treasury', count: 1, people: treasury },
      { from: 'directors', count: 1, people: [frank] },
    ];
    const past = [...pasts.cleared, quorumLost([bob], needsNow)];
    given(...past)
      .when(command.approve(frank))
      .records({ type: 'approved' });
    given(...past, approved(frank))
      .when(command.approve(erin))
      .records({ type: 'approved' }, { type: 'cleared', counted: [carol, frank, erin] });
  });
});

describe('a stale decision of the desk', () => {
  it('to resume does not undo a hold for another reason', () =>
    given(...pasts['held for a mismatch'])
      .when({ kind: 'resume', at: at(10), because: 'funds arrived' })
      .records());

  it('to hold for funds does not stop what was sent meanwhile', () =>
    given(...pasts.sent)
      .when({ ...hold, reason: 'funds' })
      .records());

  it('that a quorum is lost does not touch one that stands without those who were lost', () =>
    given(...pasts.cleared, quorumLost([bob]), approved(erin, { at: at(11) }), cleared(carol, erin))
      .when(loseQuorum)
      .records());

  it('to hold again for the same reason is no news', () =>
    given(...pasts.cleared, held('funds'))
      .when({ kind: 'hold', at: at(10), reason: 'funds', detail: 'because of funds' })
      .records());
});

function quorumLost(people: readonly string[], needsNow: Need[] = []): RequestEvent {
  const lost = people.map((person) => ({ person, why: 'deactivated' }));
  const by = 'countersign';
  return { type: 'quorumLost', at: at(10), by, lost, needsNow, expiresAt: muchLater };
}

describe('an outcome', () => {
  const retried = [...pasts.unclear, { ...partStarted(1, 2), at: at(15), deadline: at(16) }];

  it('of an earlier attempt counts when it says accepted', () =>
    given(...retried)
      .when(command.outcome('accepted', 1, 1))
      .records({
        type: 'outcomeRecorded',
        attempt: 1,
        outcome: { kind: 'accepted', railId: 'rail-9' },
      }));

  it.each(['declined', 'deferred', 'unclear'] as const)(
    'of an earlier attempt does not count when it says %s',
    (kind) =>
      given(...retried)
        .when(command.outcome(kind, 1, 1))
        .records(),
  );

  it('that repeats the acceptance on record is no news', () => {
    const outcome = { kind: 'accepted', railId: 'rail-1' } as const;
    given(...pasts.sent)
      .when({ ...command.outcome('accepted'), outcome })
      .records();
  });

  it('starts no later part before the earlier one is accepted', () => {
    const two = requested({ lines: [line(), line()] });
    const past = [
      two,
      approved(bob, { asked: two }),
      approved(carol, { asked: two }),
      cleared(bob, carol),
    ];
    given(...past)
      .when(command.startPart(2))
      .records();
    given(...past, partStarted())
      .when(command.startPart(2))
      .records();
  });
});
