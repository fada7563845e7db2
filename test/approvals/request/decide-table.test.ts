/** Every command in every state: it records, refuses by a named rule, or records nothing. */
import { describe, expect, it, vi } from 'vitest';
import type { PartReport } from '../../../src/approvals/rail/reports.ts';
import type { Command } from '../../../src/approvals/request/commands.ts';
import { decide } from '../../../src/approvals/request/decide.ts';
import {
  isRefusal,
  type RefusalRule,
  refusalRules,
} from '../../../src/approvals/vocabulary/refusals.ts';
import { finalStates } from '../../../src/approvals/vocabulary/states.ts';
import { at } from '../../support/events.ts';
import { command, folded, given, type Past, pasts } from '../../support/given.ts';
import { alice, bob, carol, dave, erin } from '../../support/people.ts';

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
function whileUnsent(event: string) {
  const states = ['cleared', 'deferred', 'held for funds', 'held as late', 'held for a mismatch'];
  return Object.fromEntries(states.map((state) => [state, event]));
}

/** `!rule` refuses, names of events are recorded, nothing is nothing. `else` is every other past. */
const table: Record<string, [Command, { else: string } & Partial<Record<Past, string>>]> = {
  'an approval': [
    command.approve(erin),
    {
      else: '!not-awaiting',
      awaiting: 'approved',
      'one short': 'approved cleared',
      expired: '!expired',
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
      ...whileUnsent('retracted'),
    },
  ],
  'a stop by an approver': [
    command.stop(erin),
    {
      else: '!too-late-to-retract',
      awaiting: '!not-cleared',
      'one short': '!not-cleared',
      ...whileUnsent('stopped'),
    },
  ],
  'a release by an approver': [
    command.release(erin),
    {
      else: '!not-releasable',
      'held as late': 'released',
      'held after sending': 'released',
    },
  ],
  'a cancel by an approver': [
    command.askCancel(erin),
    { else: '!not-cancelable', sent: 'cancelAsked' },
  ],
  'the passing of time': [
    { kind: 'expire', at: muchLater },
    {
      else: nothing,
      awaiting: 'expired',
      'one short': 'expired',
      ...whileUnsent('expired'),
    },
  ],
  'a hold before sending': [
    hold,
    {
      else: nothing,
      ...whileUnsent('held'),
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
  'losing the quorum': [
    loseQuorum,
    { else: nothing, cleared: 'quorumLost', deferred: 'quorumLost' },
  ],
  'starting a part': [
    command.startPart(),
    {
      else: nothing,
      cleared: 'partStarted',
      deferred: 'partStarted',
      'deferred after unclear': 'partStarted',
    },
  ],
  'starting a part the rail does not know after all': [
    command.startPart(1, { absent: true, at: at(15) }),
    {
      else: nothing,
      cleared: 'partStarted',
      deferred: 'partStarted',
      'deferred after unclear': 'partStarted',
      unclear: 'partStarted',
    },
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

  it('of every rule is reached, here or where a draft is asked or looked for', () => {
    const elsewhere: RefusalRule[] = [
      'not-a-requester',
      'draft-not-found',
      'draft-already-requested',
      'blocked-by-policy',
      'request-not-found',
      'nothing-unclear',
    ];
    const answers = cells.map(({ due }) => due).filter((due) => due.startsWith('!'));
    const reached = [...rows.map(([rule]) => rule), ...answers.map((due) => due.slice(1))];
    expect(new Set([...reached, ...elsewhere])).toEqual(new Set(refusalRules));
  });
});
