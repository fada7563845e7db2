/**
 * The ways in which a request ends without a payout: rejected, retracted, stopped, expired.
 * In none of them does Calypso ever hear of it.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bob, carol, dave, erin, helen, maria } from '../support/people.ts';
import { openStory } from '../support/story.ts';

const minutes = (n: number) => n * 60_000;
const hours = (n: number) => minutes(60 * n);

const story = await openStory({
  policy: { sendDelay: '5m', expireAfter: '72h', reminderAfter: ['4h', '12h'] },
});
const rent = { purpose: 'Rent', currency: 'USDT_TRX', amount: '250', address: maria };

beforeAll(async () => {
  await story.startBot();
});
afterEach(() => expect(story.creates(), 'requests to pay').toEqual([]));
afterAll(() => story.end());

const buttonsOf = async (number: number) => {
  const text = story.slack.textOf(await story.card(number));
  return text.split('\n').filter((line) => line.startsWith('['));
};
const reminders = (person: string) =>
  story.dms(person).filter(({ text }) => text.includes('still needs your approval')).length;

describe('a rejection', () => {
  it('ends the request with its reason for everybody, and for good', async () => {
    const number = await story.asks(dave, rent);
    await story.approves(bob, number);
    await story.rejects(carol, number, 'The rent was <!channel> paid on *Monday*');
    await story.becomes(number, 'Rejected');
    await story.happened(number, 'requested', 'approved', 'rejected');
    await story.isTold(dave, 'The rent was');
    await story.until('the thread says why', () =>
      story.thread(number).some((entry) => entry.includes('paid on *Monday*')),
    );
    expect(await buttonsOf(number)).toEqual([]);
    const pushed = story.slack.pushes(helen).map((message) => story.slack.textOf(message));
    expect(pushed, 'a reason is never markup').toEqual([]);
  });
});

describe('the requester', () => {
  it('retracts it from the card, and a modal that was open approves nothing', async () => {
    const number = await story.asks(dave, rent);
    await story.presses(bob, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(bob));
    await story.presses(dave, number, 'Retract');
    await story.becomes(number, 'Retracted');
    await story.privately(bob, 'It is: retracted.', () => story.slack.submit(bob));
    await story.happened(number, 'requested', 'retracted');
  });

  it('stops it during the send delay, from the DM that says it is about to be sent', async () => {
    const number = await story.asks(dave, rent);
    await story.isApproved(number);
    await story.becomes(number, 'Approved, about to be sent');
    const news = await story.isTold(dave, `Payout ${number}: approved, about to be sent`);
    await story.forward(minutes(4));
    await story.slack.click(dave, news, 'Stop');
    await story.becomes(number, 'Retracted');
    await story.forward(hours(2));
    await story.ticks();
    await story.happened(number, 'requested', 'approved', 'approved', 'cleared', 'stopped');
    await story.until('the Stop button is gone', () => {
      const now = story.dms(dave).find(({ ts }) => ts === news.ts);
      return now && !story.slack.textOf(now).includes('[Stop]');
    });
  });
});

describe('Stop', () => {
  it('is for approvers too, who asked for nothing', async () => {
    const number = await story.asks(dave, rent);
    await story.isApproved(number);
    await story.becomes(number, 'Approved, about to be sent');
    await story.presses(erin, number, 'Stop');
    await story.becomes(number, 'Retracted');
    await story.isTold(dave, `Payout ${number}: retracted`);
    await story.happened(number, 'requested', 'approved', 'approved', 'cleared', 'stopped');
  });

  it('is not for somebody who could not decide', async () => {
    const number = await story.asks(dave, rent);
    await story.isApproved(number);
    await story.becomes(number, 'Approved, about to be sent');
    await story.privately(helen, 'does not name you as an approver', () =>
      story.presses(helen, number, 'Stop'),
    );
    await story.happened(number, 'requested', 'approved', 'approved', 'cleared');
    await story.presses(dave, number, 'Stop');
    await story.becomes(number, 'Retracted');
  });
});

describe('nobody', () => {
  it('is reminded twice of the same, and after 72 hours the request expires', async () => {
    const number = await story.asks(dave, rent);
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved');
    await story.forward(hours(4));
    await story.until(
      'carol and erin are reminded',
      () => reminders(carol) + reminders(erin) === 2,
    );
    await story.forward(hours(8));
    await story.until('they are reminded again', () => reminders(carol) + reminders(erin) === 4);
    await story.forward(hours(59));
    await story.ticks();
    const card = await story.card(number);
    expect(story.slack.textOf(card)).toContain('1 more approval needed');
    await story.forward(hours(1));
    await story.becomes(number, 'Expired');
    await story.isTold(dave, `Payout ${number}: expired`);
    await story.happened(number, 'requested', 'approved', 'expired');
    expect([bob, carol, erin].map(reminders), 'those who decided are left alone').toEqual([
      0, 2, 2,
    ]);
    expect(await buttonsOf(number)).toEqual([]);
  });

  it('approves what has expired, though the modal was open before', async () => {
    const number = await story.asks(dave, rent);
    await story.presses(carol, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(carol));
    await story.forward(hours(72));
    await story.privately(carol, 'This payout has expired', () => story.slack.submit(carol));
    await story.happened(number, 'requested', 'expired');
  });
});
