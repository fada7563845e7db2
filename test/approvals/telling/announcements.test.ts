/** Who hears what: the card always, people seldom, alerts exactly while there is something to do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../../src/approvals/request/events.ts';
import { evolve } from '../../../src/approvals/request/evolve.ts';
import type { Request } from '../../../src/approvals/request/request.ts';
import { announce, reminder } from '../../../src/approvals/telling/announcements.ts';
import { incidentsOf } from '../../../src/approvals/telling/incidents.ts';
import type { Message } from '../../../src/approvals/vocabulary/messages.ts';
import * as on from '../../support/events.ts';
import { deferred, folded, held, pasts, settled } from '../../support/given.ts';
import { histories } from '../../support/histories.ts';
import {
  alice,
  bob,
  carol,
  directors,
  erin,
  frank,
  grace,
  treasury,
} from '../../support/people.ts';

function announced(past: readonly RequestEvent[], ...events: readonly RequestEvent[]) {
  const before = past.length === 0 ? undefined : folded(past);
  return announce(before, events, folded([...past, ...events]));
}

function told(messages: readonly Message[], kind: string): unknown[] {
  return messages.filter((each) => each.kind === kind).map((each) => each.data);
}

/** A DM that is posted, not one that is repainted: what makes a phone buzz. */
function pushes(messages: readonly Message[]): Map<string, Set<string>> {
  const byPerson = new Map<string, Set<string>>();
  for (const { kind, key, data } of messages) {
    if (kind !== 'ask' && kind !== 'news' && kind !== 'reminder') continue;
    const { person, about } = data;
    const name = kind === 'reminder' ? key : `${kind} ${about}`;
    byPerson.set(`${person}`, (byPerson.get(`${person}`) ?? new Set()).add(name));
  }
  return byPerson;
}

describe('over any run', () => {
  it('the card is repainted after every change, each message queued under its own key', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const all = steps.flatMap((step) => {
          const { messages } = announce(step.before, step.events, step.after);
          expect(told(messages, 'card')).toEqual([{ request: 1001 }]);
          return messages;
        });
        expect(new Set(all.map((each) => each.key)).size).toBe(all.length);
      }),
    );
  });

  it('an approver is pushed at most twice and the requester at most four times', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const messages = steps.flatMap((step) => [
          ...announce(step.before, step.events, step.after).messages,
          ...treasury.map((person) => reminder(step.after, person, 1)),
        ]);
        for (const [person, names] of pushes(messages))
          expect(names.size, `${person}: ${[...names]}`).toBeLessThanOrEqual(
            person === alice ? 4 : 2,
          );
      }),
    );
  });

  it('an alert is open exactly while there is something to do', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const open = new Set<string>();
        for (const { before, events, after: request } of steps) {
          const { raise, resolve } = announce(before, events, request);
          for (const key of resolve) open.delete(key);
          for (const { key } of raise) open.add(key);
          expect([...open].toSorted()).toEqual(
            incidentsOf(request)
              .map((each) => each.key)
              .toSorted(),
          );
        }
      }),
    );
  });
});

describe('approvers', () => {
  it('are asked at the request, each with a message of his own, and the author is not', () => {
    const { messages } = announced([], on.requested());
    expect(told(messages, 'ask')).toEqual(
      treasury.map((person) => ({ request: 1001, person, round: 1 })),
    );
  });

  it('see it on their own message when it is decided, also those who came too late', () => {
    const groups = [
      { from: 'treasury', count: 1, people: treasury },
      { from: 'directors', count: 1, people: directors },
    ];
    const asked = { ...on.requested(), needs: groups };
    const past = [asked, on.approved(bob)];
    const { messages } = announced(past, on.approved(frank), on.cleared(bob, frank));
    const people = new Set(told(messages, 'ask').map((data) => Object(data).person));
    expect([...people].toSorted()).toEqual([bob, carol, erin, frank, grace].toSorted());
  });

  it('are asked again when the quorum is lost', () => {
    const lost = [{ person: bob, why: 'deactivated' }];
    const event = { type: 'quorumLost', at: on.at(8), by: 'countersign', lost } as const;
    const { messages } = announced(pasts.cleared, { ...event, needsNow: [], expiresAt: on.at(99) });
    expect(told(messages, 'ask')).toContainEqual({ request: 1001, person: erin, round: 2 });
  });
});

describe('the requester', () => {
  const about = (past: readonly RequestEvent[], ...events: readonly RequestEvent[]) =>
    told(announced(past, ...events).messages, 'news').map((data) => Object(data).about);

  it.each<[string, readonly RequestEvent[], RequestEvent, string[]]>([
    ['nothing of an approval short of the quorum', pasts.awaiting, on.approved(bob), []],
    ['of the quorum', pasts['one short'], on.cleared(bob, carol), ['cleared']],
    ['of a rejection', pasts.awaiting, on.rejected(bob), ['end']],
    ['of a hold, whose Stop goes', pasts.cleared, held('funds'), ['trouble', 'cleared']],
    [
      'nothing of his own retraction',
      pasts.awaiting,
      { type: 'retracted', at: on.at(2), by: alice, press: 'p' },
      [],
    ],
    [
      'of a stop by somebody else',
      pasts.cleared,
      { type: 'stopped', at: on.at(4), by: bob, press: 'p' },
      ['end', 'cleared'],
    ],
    ['nothing of an acceptance', pasts.sending, on.accepted(), []],
    ['of the end', pasts.sent, settled(1, 'paid'), ['end']],
    ['of a failure', pasts.sending, on.declined(), ['end']],
  ])('hears %s', (_, past, event, news) => expect(about(past, event)).toEqual(news));
});

describe('an alert', () => {
  const raised = (past: readonly RequestEvent[]) =>
    incidentsOf(folded(past)).map((each) => [each.key, each.detail]);
  const observed = (phase: 'short-of-funds' | 'in-progress', problem?: string): RequestEvent => {
    const lines = [
      { line: 1, status: 'open' as const, ...(problem === undefined ? {} : { problem }) },
    ];
    return { ...on.observed(12, lines), report: { phase, railState: 'X', lines } };
  };

  it.each<[string, readonly RequestEvent[], string[][]]>([
    ['nothing while all is well', pasts.sent, []],
    ['funds before sending', pasts['held for funds'], [['funds:1001', 'because of funds']]],
    ['another hold', pasts['held as late'], [['held:1001', 'because of late']]],
    ['a failure', pasts.failed, [['failed:1001', 'failed']]],
    ['a partial payment', pasts['partly-paid'], [['failed:1001', 'partly-paid']]],
    ['a deferred part', [...pasts.sending, deferred()], [['deferred:1001', 'Busy']]],
    [
      'funds after sending',
      [...pasts.sent, observed('short-of-funds', 'no TRX')],
      [['funds:1001', 'no TRX']],
    ],
    [
      'a validation error',
      [...pasts.sent, observed('in-progress', 'odd')],
      [['validation:1001', 'odd']],
    ],
    [
      'nothing once the problem is gone',
      [...pasts.sent, observed('in-progress', 'odd'), observed('in-progress')],
      [],
    ],
  ])('tells of %s', (_, past, expected) => expect(raised(past)).toEqual(expected));

  it('about an unclear outcome ends with the answer, not with the next attempt', () => {
    const again = { ...on.partStarted(1, 2), at: on.at(15) };
    const start = announce(folded(pasts.unclear), [again], step(pasts.unclear, again));
    expect(start.resolve).toEqual([]);
    const end = { ...on.accepted(), attempt: 2 };
    const past = [...pasts.unclear, again];
    expect(announce(folded(past), [end], step(past, end)).resolve).toEqual(['unclear:1001']);
  });
});

function step(past: readonly RequestEvent[], event: RequestEvent): Request {
  return evolve(folded(past), event);
}
