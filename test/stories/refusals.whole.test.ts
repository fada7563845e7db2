/**
 * Who is turned down, by which rule, and that it stays between the bot and that person. Nothing
 * here is ever sent: each story ends by looking at what is on record and at Calypso's own ledger.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox/slack/json.ts';
import { alice, bob, carol, dave, erin, frank, helen, maria, pavel } from '../support/people.ts';
import { openStory } from '../support/story.ts';

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
    for (const button of ['Review and approve', 'Reject'])
      await story.privately(person, words, () => story.presses(person, number, button));
    expect(story.slack.modal(person)).toBeUndefined();
    expect(await story.typesOf(number)).toEqual(['requested']);
  });

  it('a person of another workspace is told so, and nothing is recorded', async () => {
    await story.letsIn(oscar);
    await story.privately(oscar, 'People of another workspace cannot decide about payouts', () =>
      story.presses(oscar, number, 'Review and approve'),
    );
    expect(story.slack.modal(oscar)).toBeUndefined();
    expect(await story.typesOf(number)).toEqual(['requested']);
    await story.locksUp();
  });

  it('an author of the treasury never counts for her own payout', async () => {
    const own = await story.asks(alice, { ...rent, purpose: 'My own' });
    await story.privately(alice, 'You asked for this payout or shaped it', () =>
      story.presses(alice, own, 'Review and approve'),
    );
    expect(await story.typesOf(own)).toEqual(['requested']);
  });

  it('loses the right between opening the modal and pressing its button', async () => {
    await story.presses(erin, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(erin));
    await story.slack.setPerson(erin, { kind: 'deactivated' }, { quietly: true });
    await story.privately(erin, 'This account is deactivated', () => story.slack.submit(erin));
    await story.slack.setPerson(erin, { kind: 'member' }, { quietly: true });
    expect(await story.typesOf(number)).toEqual(['requested']);
  });
});

describe('a decision about something else', () => {
  const wrongCard = 'This card shows something other than what is on record';
  /** The same press, of a button that says something else. */
  const pressing = (value: string) =>
    forged((payload) => {
      const [action] = Array.isArray(payload.actions) ? payload.actions : [];
      Object.assign(action, { value });
    });

  it('on a card whose fingerprint is not the one on record opens nothing', async () => {
    const stale = pressing(`${number}.${'0'.repeat(64)}`);
    const card = await story.card(number);
    await story.privately(bob, wrongCard, () =>
      story.slack.click(bob, card, 'Review and approve', stale),
    );
    expect(story.slack.modal(bob)).toBeUndefined();
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved');
  });

  it('with the fingerprint of another payout in the modal is recorded on neither', async () => {
    const other = await story.asks(dave, { ...rent, purpose: 'Another' });
    await story.presses(bob, other, 'Review and approve');
    const review = await story.until('the review opens', () => story.slack.modal(bob));
    const fingerprint = `${review.source.private_metadata}`.split('.')[1];
    const foreign = forged((payload) => {
      Object.assign(payload.view ?? {}, { private_metadata: `${number}.${fingerprint}` });
    });
    await story.privately(bob, wrongCard, () => story.slack.submit(bob, foreign));
    expect(await story.typesOf(number)).toEqual(['requested']);
    expect(await story.typesOf(other)).toEqual(['requested']);
  });

  it('on a payout that does not exist is answered in words', async () => {
    const card = await story.card(number);
    const nowhere = pressing(`999999.${'0'.repeat(64)}`);
    await story.privately(bob, 'There is no payout 999999.', () =>
      story.slack.click(bob, card, 'Review and approve', nowhere),
    );
  });
});

describe('a second thought', () => {
  it('a second approval by the same person is refused, and can be taken back from there', async () => {
    await story.approves(carol, number);
    await story.happened(number, 'requested', 'approved');
    const refusal = await story.privately(carol, 'Your approval is on record already.', () =>
      story.presses(carol, number, 'Review and approve'),
    );
    await story.slack.click(carol, refusal, 'Take back my approval');
    await story.happened(number, 'requested', 'approved', 'approvalTakenBack');
    expect(await story.recordOf(number)).toMatchObject([{}, { by: carol }, { by: carol }]);
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved', 'approvalTakenBack', 'approved');
    await story.until('the card asks for one more', async () =>
      story.slack.textOf(await story.card(number)).includes('1 more approval needed'),
    );
  });

  it('an approval after a rejection is refused though the modal was open before', async () => {
    await story.presses(bob, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(bob));
    await story.rejects(carol, number, 'The rent was paid on Monday');
    await story.happened(number, 'requested', 'rejected');
    await story.privately(bob, 'It is: rejected. Nothing was recorded.', () =>
      story.slack.submit(bob),
    );
    expect(await story.typesOf(number)).toEqual(['requested', 'rejected']);
  });

  it('only the requester can retract', async () => {
    await story.privately(bob, 'Only the person who asked for it can do this.', () =>
      story.presses(bob, number, 'Retract'),
    );
    expect(await story.typesOf(number)).toEqual(['requested']);
  });
});

describe('a person the policy does not name as a requester', () => {
  it.each([
    ['an approver', bob],
    ['a viewer', helen],
  ])('%s gets no form', async (_, person) => {
    await story.privately(person, 'The policy does not name you as a requester', () =>
      story.slack.command(person, '/payout', '250 USDT_TRX', { channel: 'C0PAYOUTS' }),
    );
    expect(story.slack.modal(person)).toBeUndefined();
  });

  it('and a requester cannot ask for the draft of another by pressing its button', async () => {
    const draft = await story.drafts(dave, { ...rent, purpose: 'Not yours' });
    const before = await story.count('requests');
    const asAlice = forged((payload) => Object.assign(payload.user ?? {}, { id: alice }));
    await story.slack.click(dave, draft, 'Request approval', asAlice);
    await story.isTold(alice, 'Only the person who asked for it can do this.');
    expect(await story.count('requests')).toBe(before);
  });
});
