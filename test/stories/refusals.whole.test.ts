/**
 * Who is turned down, by which rule, and that it stays between the bot and that person. Nothing
 * here is ever sent: each story ends by looking at what is on record and at Calypso's own ledger.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox/slack/json.ts';
import { alice, bob, carol, dave, erin, frank, helen, pavel } from '../support/people.ts';
import { openStory } from '../support/story.ts';
import { maria } from '../support/story-payees.ts';

const walter = 'U0WALTER';
const oscar = 'U0OSCAR';

const story = await openStory();
let number = 0;

const rent = { purpose: 'Rent', currency: 'USDT_TRX', amount: '250', address: maria };

beforeAll(async () => {
  await story.startBot();
});
beforeEach(async () => {
  number = await story.asks(dave, rent);
});
afterAll(async () => {
  expect(story.creates()).toEqual([]);
  await story.end();
});

/** The words, in front of this person and of nobody else. */
async function onlyToldTo(person: string, words: string) {
  await story.isTold(person, words);
  const others = [alice, bob, carol, dave, erin, frank, helen].filter((each) => each !== person);
  for (const other of others)
    expect(story.answersTo(other).join('\n'), `what ${other} reads`).not.toContain(words);
  expect(story.slack.messages('C0PAYOUTS').map(story.slack.textOf).join('\n')).not.toContain(words);
}

/** What the modal would do, pressed by somebody who was never shown it. */
function forged(change: (payload: Json) => void) {
  return {
    mutate: (payload: Json): Json => {
      const copy = structuredClone(payload);
      change(copy);
      return copy;
    },
  };
}

describe('a person who cannot count', () => {
  it.each([
    ['the requester', dave, 'your decision cannot count'],
    ['a viewer', helen, 'does not name you as an approver'],
    ['a director, where only the treasury is asked', frank, 'does not name you as an approver'],
    ['a guest, though the policy names him', pavel, 'Guests cannot decide about payouts'],
    ['a deactivated account, though the policy names it', walter, 'This account is deactivated'],
  ])('%s is told why, privately, and nothing is recorded', async (_, person, words) => {
    await story.presses(person, number, 'Review and approve');
    await story.isTold(person, words);
    expect(story.slack.modal(person)).toBeUndefined();
    await story.presses(person, number, 'Reject');
    await story.until(`${person} is told twice`, () => {
      const told = story.answersTo(person).filter((text) => text.includes(words));
      return told.length >= 2;
    });
    expect(await story.typesOf(number)).toEqual(['requested']);
  });

  it('a person of another workspace is told by DM or in place, and nothing is recorded', async () => {
    await story.presses(oscar, number, 'Review and approve');
    await story.isTold(oscar, 'People of another workspace cannot decide about payouts');
    expect(await story.typesOf(number)).toEqual(['requested']);
  });

  it('an author of the treasury never counts for her own payout', async () => {
    const own = await story.asks(alice, { ...rent, purpose: 'My own' });
    await story.presses(alice, own, 'Review and approve');
    await onlyToldTo(alice, 'You asked for this payout or shaped it');
    expect(await story.typesOf(own)).toEqual(['requested']);
  });

  it('loses the right between opening the modal and pressing its button', async () => {
    await story.presses(erin, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(erin));
    await story.slack.setPerson(erin, { kind: 'deactivated' }, { quietly: true });
    await story.slack.submit(erin);
    await story.isTold(erin, 'This account is deactivated');
    await story.slack.setPerson(erin, { kind: 'member' }, { quietly: true });
    expect(await story.typesOf(number)).toEqual(['requested']);
  });
});

describe('a decision about something else', () => {
  const stale = (payload: Json) => {
    const [action] = Array.isArray(payload.actions) ? payload.actions : [];
    Object.assign(action, { value: `${number}.${'0'.repeat(64)}` });
  };

  it('on a card whose fingerprint is not the one on record opens nothing', async () => {
    await story.slack.click(bob, await story.card(number), 'Review and approve', forged(stale));
    await onlyToldTo(bob, 'This card shows something other than what is on record');
    expect(story.slack.modal(bob)).toBeUndefined();
    await story.approves(bob, number);
    expect(await story.typesOf(number)).toEqual(['requested', 'approved']);
  });

  it('with the fingerprint of another payout in the modal is not recorded on either', async () => {
    const other = await story.asks(dave, { ...rent, purpose: 'Another' });
    await story.presses(bob, other, 'Review and approve');
    const foreign = await story.until('the review opens', () => story.slack.modal(bob));
    const { private_metadata: metadata } = foreign.source;
    const fingerprint = `${metadata}`.split('.')[1];
    await story.slack.submit(
      bob,
      forged((payload) => {
        Object.assign(payload.view ?? {}, { private_metadata: `${number}.${fingerprint}` });
      }),
    );
    await story.isTold(bob, 'This card shows something other than what is on record');
    expect(await story.typesOf(number)).toEqual(['requested']);
    expect(await story.typesOf(other)).toEqual(['requested']);
  });

  it('on a payout that does not exist is answered in words', async () => {
    await story.slack.click(
      bob,
      await story.card(number),
      'Review and approve',
      forged((payload) => {
        const [action] = Array.isArray(payload.actions) ? payload.actions : [];
        Object.assign(action, { value: `999999.${'0'.repeat(64)}` });
      }),
    );
    await onlyToldTo(bob, 'There is no payout 999999.');
  });
});

describe('a second thought', () => {
  it('a second approval by the same person is refused, and can be taken back from there', async () => {
    await story.approves(carol, number);
    await story.presses(carol, number, 'Review and approve');
    const refusal = await story.isTold(carol, 'Your approval is on record already.');
    expect(await story.typesOf(number)).toEqual(['requested', 'approved']);
    await story.slack.click(carol, refusal, 'Take back my approval');
    await story.until('it is taken back', async () => (await story.typesOf(number)).length === 3);
    expect(await story.recordOf(number)).toMatchObject([
      { type: 'requested' },
      { type: 'approved', by: carol },
      { type: 'approvalTakenBack', by: carol },
    ]);
    await story.approves(bob, number);
    expect(story.slack.textOf(await story.card(number))).toContain('1 more approval needed');
  });

  it('an approval after a rejection is refused though the modal was open before', async () => {
    await story.presses(bob, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(bob));
    await story.rejects(carol, number, 'The rent was paid on Monday');
    await story.slack.submit(bob);
    await onlyToldTo(bob, 'This payout is no longer waiting for approval. It is: rejected.');
    expect(await story.typesOf(number)).toEqual(['requested', 'rejected']);
  });

  it('only the requester can retract, and only somebody involved can stop', async () => {
    await story.presses(bob, number, 'Retract');
    await onlyToldTo(bob, 'Only the person who asked for it can do this.');
    expect(await story.typesOf(number)).toEqual(['requested']);
  });
});

describe('a person the policy does not name', () => {
  it.each([
    ['an approver who is no requester', bob],
    ['a viewer', helen],
  ])('%s gets no form', async (_, person) => {
    await story.slack.command(person, '/payout', '250 USDT_TRX', { channel: 'C0PAYOUTS' });
    await story.isTold(person, 'The policy does not name you as a requester');
    expect(story.slack.modal(person)).toBeUndefined();
  });

  it('cannot ask for the draft of somebody else by pressing its button', async () => {
    const draft = await story.drafts(dave, { ...rent, purpose: 'Not yours' });
    const before = await story.count('requests');
    await story.slack.click(
      dave,
      draft,
      'Request approval',
      forged((payload) => Object.assign(payload.user ?? {}, { id: alice })),
    );
    await story.isTold(alice, 'Only the person who asked for it can do this.');
    expect(await story.count('requests')).toBe(before);
  });
});
