/**
 * The main job, on the real bot: asked for by one, approved by two, sent once, followed to its end.
 * What left the process is judged by its bytes, with an HMAC of this file's own.
 */
import { createHmac } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { bob, carol, dave, erin, eve, maria } from '../support/people.ts';
import { openStory } from '../support/story.ts';
import { csvFile, etherAddress, rowsOf } from '../support/story-payees.ts';

const story = await openStory({ balances: { USDT_TRX: '2000000', ETH: '50', TRX: '100' } });
await story.startBot();
afterAll(() => story.end());

/** The requests that asked Calypso for this payout, each judged by its signature over its bytes. */
function sentFor(number: number) {
  return story
    .creates()
    .map(({ body, headers, path, verdict }) => ({
      kind: path.includes('/mass/') ? 'mass' : 'single',
      body: body.toString('utf8'),
      verdict,
      signedBySecret:
        headers.sign === createHmac('sha512', story.calypso.secret).update(body).digest('hex'),
    }))
    .filter(({ body }) => body.includes(`"externalId":"${number}-`));
}

describe('one recipient by form', () => {
  it('is sent once after two approvals, with every digit of the ether untouched', async () => {
    const number = await story.asks(dave, {
      purpose: 'Audit of the bridge',
      currency: 'ETH',
      amount: '0.123456789012345678',
      address: eve,
      name: 'Eve Auditors',
    });
    await story.approves(bob, number);
    expect(sentFor(number)).toEqual([]);
    await story.approves(carol, number);
    await story.becomes(number, 'Sent, in progress');

    const [sent, ...more] = sentFor(number);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({ kind: 'single', verdict: 'ok', signedBySecret: true });
    expect(sent?.body).toContain(`"depositAddress":"${eve}","amount":0.123456789012345678,`);

    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
    const paid = story.calypso.paidLines().filter(({ externalId }) => externalId === `${number}-1`);
    expect(paid).toMatchObject([{ amount: '0.123456789012345678', depositAddress: eve }]);
    const types = await story.typesOf(number);
    expect(types.slice(0, 6)).toEqual([
      'requested',
      'approved',
      'approved',
      'cleared',
      'partStarted',
      'outcomeRecorded',
    ]);
    await story.quiet();
    expect(story.thread(number).join('\n')).toContain('It was accepted by Calypso.');
    expect(await story.isTold(dave, 'every recipient was paid')).toBeDefined();
  });

  it('carries a million and a millionth of a dollar on Tron as they were typed', async () => {
    const number = await story.asks(dave, {
      purpose: 'Treasury move',
      currency: 'USDT_TRX',
      amount: '1000000.000001',
      address: maria,
    });
    await story.isApproved(number);
    await story.becomes(number, 'Sent, in progress');
    expect(sentFor(number)).toMatchObject([
      { kind: 'single', verdict: 'ok', signedBySecret: true },
    ]);
    expect(sentFor(number)[0]?.body).toContain('"amount":1000000.000001,');
    expect(story.slack.textOf(await story.card(number))).toContain('1,000,000.000001 USDT on Tron');
    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
  });

  it('opens with the amount and the currency that were typed after the command', async () => {
    await story.slack.command(dave, '/payout', '250 USDT_TRX', { channel: 'C0PAYOUTS' });
    const form = await story.until('the form opens', () => story.slack.modal(dave));
    const text = story.slack.textOf(form);
    await story.slack.closeModal(dave);
    expect(text).toContain('250');
    expect(text).toContain('USDT on Tron');
  });
});

describe('many recipients by file', () => {
  it('go as mass payouts with the same care for digits', async () => {
    story.calypso.topUp('USDT_TRX', '2000000');
    const rows = [
      ...rowsOf(6, 'USDT_TRX'),
      { address: maria, amount: '1000000.000001', currency: 'USDT_TRX' },
      ...rowsOf(6, 'ETH'),
      { address: etherAddress(99), amount: '0.123456789012345678', currency: 'ETH' },
    ];
    const number = await story.asks(dave, { purpose: 'November', file: csvFile(rows) });
    await story.approves(erin, number);
    await story.approves(bob, number);
    await story.becomes(number, 'Sent, in progress');

    const sent = sentFor(number);
    expect(sent).toMatchObject([
      { kind: 'mass', verdict: 'ok', signedBySecret: true },
      { kind: 'mass', verdict: 'ok', signedBySecret: true },
    ]);
    expect(sent[0]?.body).toContain('"currency":"USDT_TRX"');
    expect(sent[0]?.body).toContain(`"depositAddress":"${maria}","amount":1000000.000001,`);
    expect(sent[1]?.body).toContain('"currency":"ETH"');
    expect(sent[1]?.body).toContain('"amount":0.123456789012345678,');

    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
    const paid = story.calypso.paidLines().filter((line) => line.kind === 'mass');
    expect(paid.map(({ depositAddress }) => depositAddress)).toEqual(
      rows.map(({ address }) => address),
    );
  });
});
