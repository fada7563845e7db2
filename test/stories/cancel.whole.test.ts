/**
 * What Calypso has already, on the real bot: it waits for the dashboard and says so, it is canceled
 * with a reason, or it is too late; and what is said is what the provider's own ledger shows.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { alice, bob, carol, dave, erin, helen, maria } from '../support/people.ts';
import { openStory } from '../support/story.ts';
import { csvFile, rowsOf } from '../support/story-payees.ts';

const story = await openStory({ balances: { USDT_TRX: '2000000', ETH: '50', TRX: '100' } });
await story.startBot();
afterAll(() => story.end());

const one = { currency: 'USDT_TRX', amount: '250', address: maria, name: 'Maria' };

async function sent(fields: Parameters<typeof story.asks>[1]) {
  const number = await story.asks(dave, fields);
  await story.isApproved(number);
  await story.becomes(number, 'Sent, in progress');
  const payout = story.calypso.payouts.at(-1);
  return { number, payout: payout ?? expect.fail('Calypso has nothing') };
}

async function cancels(person: string, number: number, because: string) {
  await story.presses(person, number, 'Cancel');
  await story.until(`the reason is asked of ${person}`, () => story.slack.modal(person));
  await story.slack.fill(person, { because });
  return story.slack.submit(person);
}

const cardText = async (number: number) => story.slack.textOf(await story.card(number));

describe('a payout that waits for the Calypso dashboard', () => {
  it('says so, becomes an alert, and is canceled by an approver with a reason', async () => {
    story.calypso.settings.confirmations = true;
    const { number, payout } = await sent({ purpose: 'Audit of March', ...one });
    story.calypso.advance(payout.id);
    await story.inTime('the card says what it waits for', async () =>
      (await cardText(number)).includes('waits to be confirmed in the Calypso dashboard'),
    );
    await story.inTime('the alert', () =>
      story.alerts().some((text) => text.includes(`Payout ${number} waits for a confirmation`)),
    );

    await cancels(erin, number, 'Wrong month');
    await story.becomes(number, 'Canceled');
    expect(payout.cancellation?.message).toBe('Wrong month');
    await story.until('the alert is over', () =>
      story
        .alerts()
        .some((text) => text.includes(`Resolved: Payout ${number} waits for a confirmation`)),
    );
    await story.isTold(erin, 'Canceled in Calypso. Nobody was paid.');
    await story.isTold(dave, 'Canceled in Calypso. Nobody was paid.');
    await story.quiet();
    const thread = story.thread(number).join('\n');
    expect(thread).toContain('wants it canceled');
    expect(thread).toContain('Wrong month');
    expect(thread).toContain('It was canceled. Nobody of it was paid.');
    story.calypso.settings.confirmations = false;
  });
});

describe('a payout under way', () => {
  it('that has left is not canceled, and both are told so', async () => {
    const { number, payout } = await sent({ purpose: 'Rent', ...one });
    while (payout.state !== 'IN_PROGRESS') story.calypso.advance(payout.id);
    await cancels(dave, number, 'Moved out');
    await story.isTold(dave, 'It was too late to cancel what is open.');
    await story.quiet();
    expect(await cardText(number)).toContain('It was too late to cancel what is open.');
    expect(story.thread(number).join('\n')).toContain('It was not canceled: it was too late.');
    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
    expect(await story.typesOf(number)).toContain('cancelTried');
  });

  it('of which some had left ends partly paid, and says how many', async () => {
    story.calypso.settings.cancelInProgress = true;
    const rows = rowsOf(6, 'USDT_TRX');
    const { number, payout } = await sent({ purpose: 'Bonuses', file: csvFile(rows) });
    while (payout.state !== 'IN_PROGRESS') story.calypso.advance(payout.id);
    for (const withdrawal of payout.withdrawals.slice(0, 2)) withdrawal.state = 'COMPLETED';
    await cancels(carol, number, 'Wrong list');
    await story.becomes(number, 'Partly paid');
    await story.quiet();
    expect(story.thread(number).join('\n')).toContain(
      'It was canceled for 4 of 6 recipients; 2 had been paid already.',
    );
    await story.isTold(carol, '2 of 6 recipients paid.');
    story.calypso.settings.cancelInProgress = false;
  });

  it('is not canceled by whom the policy does not name, nor without Calypso having it', async () => {
    const { number } = await sent({ purpose: 'Travel', ...one });
    const asked = () => story.calypso.received.filter(({ path }) => path.endsWith('/cancel'));
    const before = asked().length;
    await story.presses(helen, number, 'Cancel');
    await story.isTold(helen, 'The policy does not name you as an approver');
    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
    expect(await cardText(number)).not.toContain('Cancel');
    expect(asked()).toHaveLength(before);
  });
});

describe('the fees', () => {
  it('stand on the draft and in the review, and are part of what must be there', async () => {
    story.calypso.setBalance('USDT_TRX', '100.50');
    await story.forward(61_000);
    const draft = await story.drafts(alice, { purpose: 'Lunch', ...one, amount: '100' });
    const text = story.slack.textOf(draft);
    expect(text).toMatch(/short of 0\.50 USDT on Tron/i);
    story.calypso.fault({ on: '/tariff/extended-fee', kind: 'status', status: 503, times: 30 });
    const other = await story.drafts(alice, { purpose: 'Dinner', ...one, amount: '90' });
    expect(story.slack.textOf(other)).toMatch(/before fees.*10\.50 USDT on Tron/);
    story.calypso.clearFaults();

    const number = await story.asks(dave, { purpose: 'Books', ...one, amount: '100' });
    await story.slack.click(bob, await story.card(number), 'Review and approve');
    const review = await story.until('the review opens', () => story.slack.modal(bob));
    expect(story.slack.textOf(review)).toMatch(/short of 0\.50 USDT on Tron/i);
    await story.slack.submit(bob);
    await story.approves(carol, number);
    await story.becomes(number, 'On hold');
    expect(await cardText(number)).toMatch(/short of 0\.50 USDT/i);
    story.calypso.topUp('USDT_TRX', '0.50');
    await story.inTimeBecomes(number, 'Sent, in progress');
  });
});
