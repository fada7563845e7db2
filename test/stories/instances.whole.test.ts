/**
 * Two bots over one PostgreSQL. Whatever is pressed at the same moment on both: one submission, one
 * decision per person, and no approval that was given is lost.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshPostgres } from '../support/ledgers.ts';
import { bob, carol, dave, erin, maria } from '../support/people.ts';
import { openStory } from '../support/story.ts';

const rounds = Array.from({ length: 10 }, (_, index) => index + 1);
const story = await openStory({ ledger: await freshPostgres() });
const doors: { to: string }[] = [];

beforeAll(async () => {
  const bots = await Promise.all([story.startBot(), story.startBot()]);
  doors.push(...bots.map(({ url }) => ({ to: `${url}/slack/events` })));
});
afterAll(() => story.end());

const asked = (round: number) =>
  story.asks(dave, {
    purpose: `Round ${round}`,
    currency: 'USDT_TRX',
    amount: `${round}.5`,
    address: maria,
  });

/** Each has the review open; then all press in the same moment, each at another bot. */
async function pressTogether(number: number, people: readonly string[]) {
  for (const person of new Set(people)) {
    await story.presses(person, number, 'Review and approve');
    await story.until(`the review opens for ${person}`, () => story.slack.modal(person));
  }
  await Promise.all(people.map((person, index) => story.slack.submit(person, doors[index % 2])));
}

async function isSentOnce(number: number) {
  await story.becomes(number, 'Sent, in progress');
  await story.quiet();
  const sent = story
    .creates()
    .filter(({ body }) => `${body}`.includes(`"externalId":"${number}-1"`));
  expect(sent, 'requests to pay').toHaveLength(1);
  const record = await story.recordOf(number);
  for (const type of ['cleared', 'partStarted', 'outcomeRecorded'])
    expect(
      record.filter((event) => event.type === type),
      type,
    ).toHaveLength(1);
  return record.filter(({ type }) => type === 'approved').map(({ by }) => by);
}

describe('on two bots at the same moment', () => {
  it.each(rounds)('the two last approvals are both counted and sent once (%i)', async (round) => {
    const number = await asked(round);
    await pressTogether(number, [bob, carol]);
    expect((await isSentOnce(number)).toSorted()).toEqual([bob, carol]);
  });

  it.each(rounds.slice(0, 3))('of two people for one last place one counts (%i)', async (round) => {
    const number = await asked(round);
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved');
    const refusals = () =>
      [carol, erin]
        .flatMap((person) => story.dms(person))
        .filter(({ text }) => text.includes('This payout is no longer waiting for approval.'));
    const before = refusals().length;
    await pressTogether(number, [carol, erin]);
    expect(await isSentOnce(number)).toHaveLength(2);
    await story.until('the other is told', () => refusals().length > before);
    expect(refusals()).toHaveLength(before + 1);
  });

  it.each(rounds)('one person pressing on both has decided once (%i)', async (round) => {
    const number = await asked(round);
    await pressTogether(number, [bob, bob]);
    await story.quiet();
    expect(await story.typesOf(number)).toEqual(['requested', 'approved']);
    await story.presses(dave, number, 'Retract');
    await story.becomes(number, 'Retracted');
  });

  it('the same bytes delivered to both are one press', async () => {
    const number = await asked(1);
    await story.presses(bob, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(bob));
    await story.slack.submit(bob, doors[0]);
    const delivery = story.slack.lastDelivery;
    if (!delivery) throw new Error('Slack delivered nothing.');
    const presses = await story.count('presses');
    const again = await Promise.all(doors.map((door) => story.slack.redeliver(delivery, door)));
    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    await story.quiet();
    expect(await story.count('presses')).toBe(presses);
    expect(await story.typesOf(number)).toEqual(['requested', 'approved']);
  });

  it('an approval and a rejection have one winner', async () => {
    const number = await asked(1);
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved');
    await story.presses(carol, number, 'Review and approve');
    await story.presses(erin, number, 'Reject');
    await story.until(
      'both modals open',
      () => story.slack.modal(carol) && story.slack.modal(erin),
    );
    await story.slack.fill(erin, { because: 'Not this month' });
    await Promise.all([story.slack.submit(carol, doors[0]), story.slack.submit(erin, doors[1])]);
    await story.quiet();
    const types = await story.typesOf(number);
    const isRejected = types.includes('rejected');
    expect(types.includes('cleared')).toBe(!isRejected);
    const sent = story.creates().filter(({ body }) => `${body}`.includes(`"${number}-1"`));
    expect(sent).toHaveLength(isRejected ? 0 : 1);
  });
});
