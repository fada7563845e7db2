/**
 * What can go wrong between the bot and Calypso, and what people hear of it: one alert each, true
 * while it lasts, resolved when it is over. Nothing is ever lost, and nothing is asked for twice.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { numberToken } from '../../sandbox/calypso/json.ts';
import { bob, carol, dave, maria } from '../support/people.ts';
import { openStory } from '../support/story.ts';
import { csvFile, rowsOf } from '../support/story-payees.ts';

const story = await openStory();
const rent = { purpose: 'Rent', currency: 'USDT_TRX', amount: '250', address: maria };

beforeAll(async () => {
  await story.startBot();
});
afterEach(() => story.calypso.clearFaults());
afterAll(() => story.end());

const approved = async (fields: Parameters<typeof story.asks>[1] = rent) => {
  const number = await story.asks(dave, fields);
  await story.isApproved(number);
  return number;
};
/** The alerts about this request as they stand now, oldest first. */
const alertsAbout = (number: number) =>
  story.alerts().filter((text) => text.includes(`Payout ${number}`));
const isAlerted = (number: number, words: string) =>
  story.inTime(`an alert about ${number} says "${words}"`, () =>
    alertsAbout(number).some((text) => text.includes(words)),
  );
/** The requests to pay its only line, by the key they carry. */
const keysAsked = (number: number) =>
  story
    .creates()
    .filter(({ body }) => `${body}`.includes(`"externalId":"${number}-1"`))
    .map(({ body }) => /"idempotencyKey":"([^"]+)"/.exec(`${body}`)?.[1]);
/** Calypso's payout for this request. */
const payoutOf = (number: number) => {
  const line = story.calypso.lines().find(({ externalId }) => externalId === `${number}-1`);
  if (!line) throw new Error(`Calypso has nothing of payout ${number}.`);
  return line.payoutId;
};
const completes = async (number: number) => {
  story.calypso.complete(payoutOf(number));
  await story.inTimeBecomes(number, 'Completed');
};

describe('missing funds', () => {
  it('found before sending hold it; after a top-up it goes out by itself', async () => {
    story.calypso.setBalance('USDT_TRX', '100');
    const number = await approved();
    await story.becomes(number, 'On hold');
    await isAlerted(number, 'is short of funds');
    // The amount is 250, and Calypso's fee is one per cent.
    expect(alertsAbout(number)[0]).toContain('152.50 USDT on Tron');
    expect(keysAsked(number)).toEqual([]);
    story.calypso.topUp('USDT_TRX', '100000');
    await story.inTimeBecomes(number, 'Sent, in progress');
    await isAlerted(number, `Resolved: Payout ${number} is short of funds`);
    await completes(number);
    expect(keysAsked(number)).toHaveLength(1);
    expect(alertsAbout(number)).toHaveLength(1);
  });

  it('found by Calypso after accepting raise an alert that a top-up resolves', async () => {
    const number = await approved();
    await story.becomes(number, 'Sent, in progress');
    story.calypso.setBalance('USDT_TRX', '251');
    story.calypso.advance(payoutOf(number));
    await isAlerted(number, 'is short of funds');
    await story.until('the card says so too', async () =>
      story.slack.textOf(await story.card(number)).includes('Calypso is waiting for funds'),
    );
    story.calypso.topUp('USDT_TRX', '100000');
    await completes(number);
    await isAlerted(number, 'Resolved:');
    expect(alertsAbout(number)).toHaveLength(1);
    expect(keysAsked(number)).toHaveLength(1);
  });
});

describe('Calypso', () => {
  it('fails two of six: it is paid in part, and says who was not', async () => {
    const number = await approved({ file: csvFile(rowsOf(6, 'USDT_TRX'), 'six.csv') });
    await story.becomes(number, 'Sent, in progress');
    const payout = payoutOf(number);
    story.calypso.failRecipients(payout, [1, 4]);
    story.calypso.complete(payout);
    await story.inTimeBecomes(number, 'Partly paid');
    await isAlerted(number, 'was paid in part');
    expect(alertsAbout(number)).toHaveLength(1);
    expect(alertsAbout(number)[0]).toContain('4 of 6 recipients paid.');
    const lines = await story.ledger.sql(
      `select line, status from lines where request = ${number} order by line`,
    );
    expect(lines.map(({ status }) => status)).toEqual([
      'paid',
      'failed',
      'paid',
      'paid',
      'failed',
      'paid',
    ]);
    await story.isTold(dave, '4 of 6 recipients paid.');
  });

  it('has a validation error: it is told as Calypso says it, until it is gone', async () => {
    const number = await approved();
    await story.becomes(number, 'Sent, in progress');
    const payout = payoutOf(number);
    story.calypso.advance(payout);
    story.calypso.raiseError(payout, 0, 'EXCEEDING_LIMIT', 'The daily *limit* <!here> is reached');
    await isAlerted(number, 'does not pass Calypso’s checks');
    expect(alertsAbout(number)[0]).toContain('The daily *limit*');
    story.calypso.resolveErrors(payout);
    await completes(number);
    await isAlerted(number, 'Resolved:');
    expect(alertsAbout(number)).toHaveLength(1);
  });

  it('declines: it failed for good, and nothing is on its ledger', async () => {
    const before = story.calypso.payouts.length;
    story.calypso.fault({
      on: '/payout/create',
      kind: 'code',
      errorCode: '001',
      message: 'Bad comment',
    });
    const number = await approved();
    await story.becomes(number, 'Failed');
    await isAlerted(number, 'failed');
    await story.quiet();
    expect(story.thread(number).join('\n')).toContain('It was declined by Calypso');
    expect(story.calypso.payouts.length).toBe(before);
    await story.forward(3_600_000);
    await story.ticks();
    expect(keysAsked(number)).toHaveLength(1);
    expect(alertsAbout(number)).toHaveLength(1);
  });

  it.each([
    ['is too busy', { kind: 'status', status: 429 } as const],
    ['does not know the signature', { kind: 'code', errorCode: '003' } as const],
  ])('%s: it is asked again with the same key, under one alert', async (_, fault) => {
    story.calypso.fault({ on: '/payout/create', times: 2, ...fault });
    const number = await approved();
    await isAlerted(number, 'waits: Calypso did not consider it');
    await story.inTimeBecomes(number, 'Sent, in progress');
    expect(keysAsked(number)).toHaveLength(3);
    expect(new Set(keysAsked(number)).size, 'keys').toBe(1);
    await completes(number);
    await isAlerted(number, 'Resolved:');
    expect(alertsAbout(number)).toHaveLength(1);
  });

  it('accepts and the answer is lost: it is found by its key, not asked for again', async () => {
    story.calypso.fault({ on: '/payout/create', kind: 'acceptThenDrop' });
    const number = await approved();
    await story.until('it is asked', () => keysAsked(number).length === 1);
    await story.inTimeBecomes(number, 'Sent, in progress');
    await story.quiet();
    expect(story.thread(number).join('\n')).toContain('(found by its key)');
    expect(keysAsked(number)).toHaveLength(1);
    await completes(number);
    expect(alertsAbout(number)).toEqual([]);
  });

  it('answers with another amount under our key: it is held, and people are told', async () => {
    const value = numberToken('249');
    story.calypso.fault({ on: '/payout/create', kind: 'wrongEcho', field: 'amount', value });
    story.calypso.fault({ on: '/payout', kind: 'wrongEcho', field: 'amount', value, times: 1_000 });
    const number = await approved();
    await story.until('it is asked', () => keysAsked(number).length === 1);
    await story.inTimeBecomes(number, 'On hold');
    await isAlerted(number, 'is on hold');
    await story.forward(3_600_000);
    await story.ticks();
    expect(keysAsked(number)).toHaveLength(1);
    expect(alertsAbout(number)).toHaveLength(1);
  });

  it('is down while the funds are checked: nothing is lost, and it is sent once', async () => {
    const number = await story.asks(dave, rent);
    await story.approves(bob, number);
    await story.presses(carol, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(carol));
    await story.quiet();
    story.calypso.fault({ on: '*', kind: 'dropBefore', times: 10_000 });
    await story.slack.submit(carol);
    await story.until('an alert is open', async () => {
      return (
        (await story.count(`alerts where key = 'stuck:${number}' and resolved_at is null`)) === 1
      );
    });
    expect(keysAsked(number)).toEqual([]);
    story.calypso.clearFaults();
    await story.inTimeBecomes(number, 'Sent, in progress');
    await isAlerted(number, 'Resolved:');
    expect(keysAsked(number)).toHaveLength(1);
    await completes(number);
  });
});
