/**
 * What people hear and when: at most two pushes for an approver and four for a requester in a whole
 * run. And Slack being down, which delays words and never money.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { bob, carol, dave, erin, frank, helen, maria } from '../support/people.ts';
import { openStory, type StoryOptions } from '../support/story.ts';
import { csvFile, rowsOf } from '../support/story-payees.ts';

const hours = (n: number) => n * 3_600_000;
const rent = { purpose: 'Rent', currency: 'USDT_TRX', amount: '250', address: maria };
const six = { file: csvFile(rowsOf(6, 'USDT_TRX'), 'six.csv') };

/** A bot of its own, stopped when the test is over. */
async function aStory(options: StoryOptions = {}) {
  const story = await openStory(options);
  onTestFinished(() => story.end());
  await story.startBot();
  return story;
}

/** How often each phone buzzed since the request was asked for; the draft is the requester's own. */
const pushesIn = ({ slack }: Awaited<ReturnType<typeof aStory>>) =>
  Object.fromEntries(
    Object.entries({ dave, bob, carol, erin, frank, helen }).map(([name, id]) => [
      name,
      slack.pushes(id).length,
    ]),
  );

describe('the phones of a whole run', () => {
  it('buzz once per approver and thrice for the requester when all goes well', async () => {
    const story = await aStory({ policy: { sendDelay: '5m' } });
    const number = await story.asks(dave, rent);
    await story.isApproved(number);
    await story.becomes(number, 'Approved, about to be sent');
    await story.forward(5 * 60_000);
    await story.becomes(number, 'Sent, in progress');
    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
    await story.quiet();
    expect(pushesIn(story)).toEqual({ dave: 3, bob: 1, carol: 1, erin: 1, frank: 0, helen: 0 });
  });

  it('stay within two and four when people are reminded, funds are short and some are not paid', async () => {
    const story = await aStory({ policy: { reminderAfter: ['4h'] } });
    const number = await story.asks(dave, six);
    await story.forward(hours(4));
    await story.isTold(carol, 'still needs your approval');
    story.calypso.setBalance('USDT_TRX', '1');
    await story.isApproved(number);
    await story.becomes(number, 'On hold');
    story.calypso.topUp('USDT_TRX', '1000');
    await story.inTimeBecomes(number, 'Sent, in progress');
    const [payout] = story.calypso.payouts;
    if (!payout) throw new Error('Nothing was sent.');
    story.calypso.failRecipients(payout.id, [0]);
    story.calypso.complete(payout.id);
    await story.inTimeBecomes(number, 'Partly paid');
    await story.quiet();
    const pushes = pushesIn(story);
    expect(pushes.dave).toBeLessThanOrEqual(4);
    expect(pushes).toMatchObject({ bob: 2, carol: 2, erin: 2, frank: 0, helen: 0 });
  });

  it('buzz no more than that when it is rejected', async () => {
    const story = await aStory({ policy: { reminderAfter: ['4h'] } });
    const number = await story.asks(dave, rent);
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved');
    await story.forward(hours(4));
    await story.isTold(carol, 'still needs your approval');
    await story.rejects(carol, number, 'Not this month');
    await story.becomes(number, 'Rejected');
    await story.quiet();
    expect(pushesIn(story)).toEqual({ dave: 2, bob: 1, carol: 2, erin: 2, frank: 0, helen: 0 });
  });
});

describe('Slack being down', () => {
  it('from the last approval to the end delays no money, and the card catches up', async () => {
    const story = await aStory();
    const number = await story.asks(dave, rent);
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved');
    await story.quiet();
    await story.presses(carol, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(carol));
    for (const on of ['chat.postMessage', 'chat.update', 'chat.postEphemeral'])
      story.slack.fault({ on, kind: 'error500', times: 100_000 });
    await story.slack.submit(carol);
    await story.until('it is paid for', () => story.calypso.payouts.length === 1);
    story.settleAtCalypso();
    await story.inTime('the end is on record', async () => {
      return (await story.count(`requests where number = ${number} and state = 'completed'`)) === 1;
    });
    expect((await story.card(number)).text).toContain('Waiting for approval.');
    story.slack.clearFaults();
    await story.forward(600_000);
    await story.inTimeBecomes(number, 'Completed');
    await story.quiet();
    expect(story.cards()).toHaveLength(1);
    expect(story.creates()).toHaveLength(1);
    expect(story.thread(number).filter((text) => text.includes('carol approved'))).toHaveLength(1);
  });

  it('for a while, with limits and lost answers, ends in one card that is true', async () => {
    const story = await aStory();
    story.slack.fault({ on: 'chat.update', kind: 'rateLimited', retryAfterSeconds: 30, times: 2 });
    story.slack.fault({ on: 'chat.update', kind: 'dropAfter', times: 2 });
    const number = await story.asks(dave, rent);
    await story.isApproved(number);
    await story.until('it is paid for', () => story.calypso.payouts.length === 1);
    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
    await story.quiet();
    expect(story.cards()).toHaveLength(1);
  });
});
