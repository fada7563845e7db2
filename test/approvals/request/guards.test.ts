/** The guards: whose approval still carries a request, who is still asked, when to ask the rail again. */
import { describe, expect, it } from 'vitest';
import type { Need } from '../../../src/approvals/authority/quorum.ts';
import type { Standing } from '../../../src/approvals/authority/standing.ts';
import { graceIsOver, mayStartPart } from '../../../src/approvals/request/attempts.ts';
import type { RequestEvent } from '../../../src/approvals/request/events.ts';
import {
  approvalsMissing,
  lostAuthority,
  stillAsked,
} from '../../../src/approvals/request/guards.ts';
import * as on from '../../support/events.ts';
import { command, deferred, folded, pasts } from '../../support/given.ts';
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

const needs: Need[] = [{ from: 'treasury', count: 2, people: treasury }];

function asks(...groups: Need[]): RequestEvent {
  return { ...on.requested(), needs: groups };
}

describe('authority at the moment of sending', () => {
  const cleared = folded(pasts.cleared);
  const now = (standing: Record<string, Standing>, wanted = needs) =>
    lostAuthority(cleared, { standing: new Map(Object.entries(standing)), needs: wanted });

  it('stands while everybody is a member whom the policy names', () =>
    expect(now({ [bob]: 'member', [carol]: 'member' })).toBeUndefined());

  it.each<Standing>(['guest', 'external', 'deactivated', 'bot'])('is lost by a %s', (standing) =>
    expect(now({ [bob]: standing, [carol]: 'member' })).toEqual([{ person: bob, why: standing }]),
  );

  it('is kept by somebody the directory can not tell about', () =>
    expect(now({ [bob]: 'unknown' })).toBeUndefined());

  it('is lost by whom the policy in force does not name', () =>
    expect(now({}, [{ from: 'treasury', count: 1, people: [carol] }])).toEqual([
      { person: bob, why: 'not-an-approver' },
    ]));

  it('is lost as a whole when the policy in force asks for more', () =>
    expect(now({}, [...needs, { from: 'directors', count: 1, people: directors }])).toEqual([]));

  it('is not lost by one whose approval is not needed', () => {
    const one = folded([
      asks({ from: 'treasury', count: 1, people: treasury }),
      on.approved(bob),
      on.approved(carol),
      on.cleared(bob, carol),
    ]);
    const standing = new Map<string, Standing>([[bob, 'deactivated']]);
    const wanted = [{ from: 'treasury', count: 1, people: treasury }];
    expect(lostAuthority(one, { standing, needs: wanted })).toBeUndefined();
  });
});

describe('the people who are still asked', () => {
  const both = [
    { from: 'treasury', count: 1, people: treasury },
    { from: 'directors', count: 1, people: directors },
  ];

  it('are all who are named, at first, but never an author', () => {
    expect(stillAsked(folded([asks(...both)]))).toEqual([...treasury, ...directors]);
    const own = { from: 'treasury', count: 1, people: [alice, bob] };
    expect(stillAsked(folded([asks(own)]))).toEqual([bob]);
  });

  it('are those of the group that is still short', () => {
    expect(stillAsked(folded([asks(...both), on.approved(bob)]))).toEqual(directors);
    expect(approvalsMissing(folded([asks(...both), on.approved(bob)]))).toBe(1);
  });

  const lost = (person: string, needsNow: Need[]): RequestEvent => ({
    type: 'quorumLost',
    at: on.at(8),
    by: 'countersign',
    lost: [{ person, why: 'deactivated' }],
    needsNow,
    expiresAt: on.at(999),
  });

  it('include those whom only the policy in force asks', () => {
    const stricter = [...needs, { from: 'directors', count: 1, people: [frank, grace] }];
    const request = folded([...pasts.cleared, lost(bob, stricter)]);
    expect(stillAsked(request)).toEqual([bob, erin, frank, grace]);
    expect(approvalsMissing(request)).toBe(2);
  });

  it('include those of the policy when it was asked, though the one in force is content', () => {
    const looser = [{ from: 'treasury', count: 1, people: treasury }];
    const request = folded([...pasts.cleared, lost(bob, looser)]);
    expect(stillAsked(request)).toEqual([bob, erin]);
    expect(approvalsMissing(request)).toBe(1);
  });
});

describe('asking the rail for a part', () => {
  it.each([
    [on.at(10), on.at(9), false],
    ['2026-03-02T12:11:29.999Z', '2026-03-02T12:09:30.000Z', false],
    ['2026-03-02T12:11:30.000Z', '2026-03-02T12:09:30.000Z', true],
  ])('at %s waits for two minutes after the deadline %s', (now, deadline, over) =>
    expect(graceIsOver({ since: on.at(9), deadline }, now)).toBe(over),
  );

  it('waits a minute after it became unclear, though the deadline is long past', () => {
    const unclear = { since: on.at(9), deadline: on.at(0) };
    expect(graceIsOver(unclear, '2026-03-02T12:09:59.999Z')).toBe(false);
    expect(graceIsOver(unclear, on.at(10))).toBe(true);
  });

  it('counts attempts, deferred ones included', () => {
    const past = [...pasts.deferred];
    expect(mayStartPart(command.startPart(), folded(past))).toBe(2);
    const again = [...past, on.partStarted(1, 2), { ...deferred(), attempt: 2 }];
    expect(mayStartPart(command.startPart(), folded(again))).toBe(3);
  });

  it('stops after three attempts without a clear answer', () => {
    let past: RequestEvent[] = [...pasts.cleared];
    const attempts: (number | undefined)[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      const start = command.startPart(1, { at: on.at(60 * attempt), absent: true });
      attempts.push(mayStartPart(start, folded(past)));
      past = [...past, on.partStarted(1, attempt), { ...on.unclear(), attempt }];
    }
    expect(attempts).toEqual([1, 2, 3, undefined]);
  });

  it('wants a look-up that found nothing before an unclear part is asked again', () => {
    const request = folded(pasts.unclear);
    const later = { at: on.at(60) };
    expect(
      mayStartPart(command.startPart(1, { ...later, absent: false }), request),
    ).toBeUndefined();
    expect(mayStartPart(command.startPart(1, { ...later, absent: true }), request)).toBe(2);
  });

  it('waits until the request is due', () => {
    const cleared = folded(pasts.cleared);
    const early = '2026-03-02T12:07:59.999Z';
    expect(mayStartPart(command.startPart(1, { at: early }), cleared)).toBeUndefined();
    expect(mayStartPart(command.startPart(1, { at: on.at(8) }), cleared)).toBe(1);
  });

  it('is refused without a quorum, whatever the stage says', () => {
    const short = folded([on.requested(), on.approved(bob), on.cleared(bob)]);
    expect(mayStartPart(command.startPart(), short)).toBeUndefined();
  });
});
