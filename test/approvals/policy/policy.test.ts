/** Quorums as a matching of people to places, and what stands in the way of asking at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fills, type Need, stillNeeded } from '../../../src/approvals/authority/quorum.ts';
import { assess, type Facts } from '../../../src/approvals/policy/assess.ts';
import { groupsOf, mayAsk, type Policy } from '../../../src/approvals/policy/schema.ts';
import { sha256 } from '../../../src/approvals/values/digest.ts';
import { line } from '../../support/events.ts';
import {
  alice,
  bob,
  carol,
  dave,
  erin,
  frank,
  helen,
  requesters,
  treasury,
} from '../../support/people.ts';

function need(count: number, ...people: string[]): Need {
  return { from: people.join('+'), count, people };
}

describe('a quorum', () => {
  it('counts a person in two groups once', () => {
    const needs = [need(1, bob, carol), need(1, bob, frank)];
    expect(fills(needs, [bob])).toBe(false);
    expect(stillNeeded(needs, [bob])).toBe(1);
    expect(fills(needs, [bob, bob])).toBe(false);
  });

  it('places a person where he helps most, in whatever order they came', () => {
    const needs = [need(1, bob, carol), need(1, bob)];
    expect(fills(needs, [bob, carol])).toBe(true);
    expect(fills(needs, [carol, bob])).toBe(true);
  });

  it('is not filled by people nobody asked for', () =>
    expect(stillNeeded([need(2, bob, carol)], [alice, dave, bob])).toBe(1));

  it('agrees with trying every placing, in every order', () => {
    const people = ['a', 'b', 'c', 'd', 'e'];
    const needs = fc.array(
      fc.record({
        from: fc.constant('g'),
        count: fc.integer({ min: 1, max: 2 }),
        people: fc.subarray(people),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const approvers = fc.shuffledSubarray(people);
    fc.assert(
      fc.property(needs, approvers, approvers, (wanted, came, order) => {
        const places = wanted.flatMap((each) =>
          Array.from({ length: each.count }, () => each.people),
        );
        expect(stillNeeded(wanted, came)).toBe(places.length - best(places, came));
        const sameInOrder = [...order.filter((each) => came.includes(each)), ...came];
        expect(stillNeeded(wanted, sameInOrder)).toBe(stillNeeded(wanted, came));
      }),
      { numRuns: 500 },
    );
  });
});

/** Brute force: the best that any placing of these people can do. */
function best(places: readonly (readonly string[])[], people: readonly string[]): number {
  const [place, ...rest] = places;
  if (!place) return 0;
  const placed = place
    .filter((person) => people.includes(person))
    .map(
      (person) =>
        1 +
        best(
          rest,
          people.filter((each) => each !== person),
        ),
    );
  return Math.max(best(rest, people), ...placed);
}

const policy: Policy = {
  version: 1,
  timezone: 'UTC',
  channels: { approvals: 'C0PAYOUTS', alerts: 'C0ALERTS' },
  people: { requesters, treasury, viewers: [helen] },
  approvals: [{ name: 'normal', need: [{ from: 'treasury', count: 2 }] }],
  schedule: { sendDelay: 0, reminderAfter: [], expireAfter: 1, holdAt: 'bot' },
  currencies: { allowed: ['USDT_TRX'] },
  digest: sha256('the policy'),
};
const facts: Facts = {
  authors: [alice],
  account: 'TOurs',
  tokenContracts: new Set(['tcontract']),
  cannotDecide: [],
};

function findings(lines: readonly ReturnType<typeof line>[], over: Partial<Facts> = {}) {
  return assess({ purpose: 'p', lines: [...lines] }, policy, { ...facts, ...over }).findings.map(
    ({ severity, rule, lines: where, value }) => [severity, rule, where, value],
  );
}

describe('an assessment', () => {
  it('resolves the groups to people', () =>
    expect(assess({ purpose: 'p', lines: [line()] }, policy, facts)).toEqual({
      approval: 'normal',
      needs: [{ from: 'treasury', count: 2, people: treasury }],
      findings: [],
    }));

  it('blocks currencies the policy does not allow, naming their lines', () =>
    expect(findings([line(), line({ currency: 'ETH' }), line({ currency: 'ETH' })])).toEqual([
      ['block', 'currency-not-allowed', [2, 3], 'ETH'],
    ]));

  it('blocks payouts to our own account and to token contracts, in any case of letters', () =>
    expect(findings([line({ address: 'TOURS' }), line({ address: 'TContract' })])).toEqual([
      ['block', 'own-account', [1], 'tours'],
      ['block', 'token-contract', [2], 'tcontract'],
    ]));

  it.each<[string, Partial<Facts>]>([
    ['authors among the approvers leave too few', { authors: [bob, carol] }],
    ['people who can not decide leave too few', { cannotDecide: [bob, carol] }],
    ['both together leave too few', { authors: [bob], cannotDecide: [carol] }],
  ])('blocks when %s', (_, over) =>
    expect(findings([line()], over)).toEqual([
      ['block', 'quorum-unreachable', [], '2 of treasury'],
    ]),
  );

  it('does not block while enough are left', () =>
    expect(findings([line()], { authors: [bob] })).toEqual([]));

  it('needs different people for two groups that share one', () => {
    const shared = {
      ...policy,
      people: { requesters, treasury: [bob], directors: [bob] },
      approvals: [
        {
          name: 'both',
          need: [
            { from: 'treasury', count: 1 },
            { from: 'directors', count: 1 },
          ],
        },
      ],
    };
    const { findings: found } = assess({ purpose: 'p', lines: [line()] }, shared, facts);
    expect(found).toMatchObject([
      { rule: 'quorum-unreachable', value: '1 of treasury and 1 of directors' },
    ]);
  });
});

describe('the people of a policy', () => {
  it('may ask only as requesters', () => {
    expect([alice, dave, bob, helen, 'U0NOBODY'].map((who) => mayAsk(policy, who))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('are known by their groups', () => {
    expect(groupsOf(policy, erin)).toEqual(['treasury']);
    expect(groupsOf(policy, 'U0NOBODY')).toEqual([]);
  });
});
