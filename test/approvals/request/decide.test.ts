/** What commands record: approvals that clear, stale decisions that change nothing, late answers. */
import { describe, expect, it } from 'vitest';
import type { Need } from '../../../src/approvals/authority/quorum.ts';
import { decide } from '../../../src/approvals/request/decide.ts';
import type { RequestEvent } from '../../../src/approvals/request/events.ts';
import { approved, at, cleared, line, partStarted, requested } from '../../support/events.ts';
import { command, folded, given, held, pasts } from '../../support/given.ts';
import { bob, carol, erin, frank, treasury } from '../../support/people.ts';

const muchLater = at(5 * 24 * 60);
const hold = { kind: 'hold', at: at(10), reason: 'policy', detail: 'x' } as const;
const loseQuorum = {
  kind: 'loseQuorum',
  at: at(10),
  lost: [{ person: bob, why: 'deactivated' }],
  needsNow: [],
  expiresAt: muchLater,
} as const;

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

  it('to hold as late still stops a part that is left to be asked for again', () =>
    given(...pasts['deferred after unclear'])
      .when({ ...hold, reason: 'late' })
      .records({ type: 'held', reason: 'late' }));

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

describe('a refusal', () => {
  it('says what the request is instead', () => {
    expect(decide(command.approve(erin), folded(pasts.rejected))).toMatchObject({
      rule: 'not-awaiting',
      stage: { state: 'rejected', by: bob, because: 'Not this month' },
    });
  });
});
