/**
 * Payouts from a file: what becomes of good ones, and what bad input gets. A file is taken whole or
 * refused whole; whoever sent a bad one gets one private message, and nothing is stored.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bob, dave, maria, vera } from '../support/people.ts';
import { openStory } from '../support/story.ts';
import { type Cells, csvFile, etherAddress, rowsOf } from '../support/story-payees.ts';

const story = await openStory();
beforeAll(async () => {
  await story.startBot();
});
afterAll(() => story.end());

/** Sends the file and gives the one message that comes of it; nothing else may have changed. */
async function refusedWith(file: { name: string; bytes: Uint8Array }): Promise<string> {
  const stored = () =>
    Promise.all([
      story.count('requests'),
      story.count('events'),
      story.count("keyv where key like '%drafts%'"),
    ]);
  await story.quiet();
  const before = await stored();
  const [told, asked] = [story.dms(dave).length, story.creates().length];
  const answer = await story.drafts(dave, { purpose: 'A file', file });
  await story.quiet();
  expect(story.dms(dave).length - told, 'messages').toBe(1);
  expect(await stored(), 'what is stored').toEqual(before);
  expect(story.creates().length, 'requests to pay').toBe(asked);
  expect(story.slack.ephemerals(dave)).toEqual([]);
  return story.slack.textOf(answer);
}

describe('a good file', () => {
  it('of 37 rows in two currencies becomes one request of the right parts', async () => {
    const rows = [...rowsOf(34, 'USDT_TRX'), ...rowsOf(3, 'ETH')];
    const number = await story.asks(dave, { purpose: 'Payroll', file: csvFile(rows) });
    const card = story.slack.textOf(await story.card(number));
    expect(card).toContain('612.00 USDT on Tron and 0.06 ETH');
    expect(card).toContain('to 37 recipients');
    expect(card).toContain('sent as 4 payouts · from payroll.csv');
    await story.isApproved(number);
    await story.becomes(number, 'Sent, in progress');
    expect(
      story.calypso.payouts.map(({ kind, currency, withdrawals }) => [
        kind,
        currency,
        withdrawals.length,
      ]),
    ).toEqual([
      ['mass', 'USDT_TRX', 34],
      ['single', 'ETH', 1],
      ['single', 'ETH', 1],
      ['single', 'ETH', 1],
    ]);
    expect(story.calypso.lines().map(({ depositAddress }) => depositAddress)).toEqual(
      rows.map(({ address }) => address),
    );
    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
  });

  it('of 250 Tron rows is one card and one decision, and three payouts', async () => {
    const before = story.calypso.payouts.length;
    const cards = story.cards().length;
    const file = csvFile(rowsOf(250, 'USDT_TRX', 1_000), 'bounties.csv');
    const number = await story.asks(dave, { file });
    expect(story.slack.textOf(await story.card(number))).toContain('bounties');
    await story.isApproved(number);
    await story.becomes(number, 'Sent, in progress');
    expect(story.cards().length - cards).toBe(1);
    const sent = story.calypso.payouts.slice(before);
    expect(sent.map(({ withdrawals }) => withdrawals.length)).toEqual([100, 100, 50]);
    expect(
      new Set(sent.flatMap(({ withdrawals }) => withdrawals.map((w) => w.depositAddress))).size,
    ).toBe(250);
    story.settleAtCalypso();
    await story.inTimeBecomes(number, 'Completed');
    await story.quiet();
    expect(story.thread(number).join('\n')).toContain('Part 3 of 3 was accepted by Calypso');
  });

  it('is looked through page by page, every address in full', async () => {
    const file = csvFile(rowsOf(150, 'USDT_TRX', 2_000), 'many.csv');
    const number = await story.asks(dave, { file });
    await story.presses(bob, number, 'See all 150');
    const first = await story.until('the list opens', () => story.slack.modal(bob));
    expect(story.slack.textOf(first)).toContain('page 1 of 2');
    await story.slack.click(bob, 'modal', 'Next');
    const last = await story.until('the page turns', () => {
      const view = story.slack.modal(bob);
      return view && story.slack.textOf(view).includes('page 2 of 2') ? view : undefined;
    });
    expect(story.slack.textOf(last)).toContain('150. 2,149.50 USDT on Tron to Tron payee 2149');
    await story.slack.closeModal(bob);
    await story.presses(dave, number, 'Retract');
    await story.becomes(number, 'Retracted');
  });
});

const good = { address: maria, amount: '250', currency: 'USDT_TRX' };

describe('a bad file', () => {
  it('with five different mistakes is refused whole, and all five are named', async () => {
    const text = await refusedWith(
      csvFile([
        good,
        { ...good, currency: 'DOGE' },
        { ...good, address: `${maria.slice(0, -1)}F` },
        { ...good, amount: '1e3' },
        { ...good, address: etherAddress(1) },
        { ...good, amount: '1.0000001' },
      ]),
    );
    const problems = text.split('\n').filter((line) => line.includes('Row'));
    expect(text).toContain('5 problems in payroll.csv. Nothing was imported.');
    expect(problems).toHaveLength(5);
    expect(problems[0]).toContain(
      'Row 3, currency "DOGE": this is not a currency that may be paid. Use one of',
    );
    expect(problems[1]).toContain(`Row 4, address "${maria.slice(0, -1)}F": the check digits`);
    expect(problems[2]).toContain(
      'Row 5, amount "1e3": the amount has an exponent. Write all its digits',
    );
    expect(problems[3]).toContain('Row 6, address "0x');
    expect(problems[3]).toContain('but USDT_TRX is paid on Tron. Check which of the two is meant.');
    expect(problems[4]).toContain(
      'Row 7, amount "1.0000001": USDT_TRX has at most 6 digits after the point',
    );
  });

  const one = (cells: Cells) => csvFile([{ ...good, ...cells }]);
  it.each([
    [
      'an unknown currency',
      one({ currency: 'XYZ' }),
      'Row 2, currency "XYZ": this is not a currency',
    ],
    ['a currency in the wrong case', one({ currency: 'usdt_trx' }), 'did you mean USDT_TRX?'],
    ['no currency', one({ currency: '' }), 'Row 2, currency: the currency is missing'],
    [
      'a malformed address',
      one({ address: 'Maria' }),
      'Row 2, address "Maria": this is not an address',
    ],
    [
      'a wrong checksum',
      one({ address: `${vera.slice(0, -1)}9` }),
      'the check digits of this address are wrong',
    ],
    [
      'a wrong network',
      one({ currency: 'ETH', amount: '1' }),
      'this is a Tron address, but ETH is paid on Ethereum',
    ],
    [
      'too many decimals',
      one({ amount: '0.0000001' }),
      'Nothing is rounded here; shorten the amount',
    ],
    ['E-notation', one({ amount: '2.5E2' }), 'Row 2, amount "2.5E2": the amount has an exponent'],
    ['a comma', one({ amount: '"1,250.50"' }), 'Row 2, amount "1,250.50": the amount has a comma'],
    ['zero', one({ amount: '0.00' }), 'Row 2, amount "0.00": the amount is zero'],
    ['a negative amount', one({ amount: '-5' }), 'Row 2, amount "-5": the amount is negative'],
    ['a formula', one({ amount: '=1+1' }), 'Row 2, amount "=1+1": this is not an amount'],
    [
      'the same line twice',
      csvFile([good, good]),
      'the same address, amount and reference stand in row 2',
    ],
    ['a header alone', csvFile([]), 'there is a header but no recipient below it'],
    ['an empty file', { name: 'empty.csv', bytes: Buffer.alloc(0) }, 'it is empty. Save it again'],
    [
      'an Excel file renamed',
      { name: 'pay.csv', bytes: Buffer.from('PK\x03\x04\x14\x00\x06\x00binary') },
      'it is an Excel or ZIP file, whatever its name says',
    ],
    [
      'a picture renamed',
      { name: 'pay.csv', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]) },
      'it is not text. Save the sheet as CSV',
    ],
    [
      'ten megabytes',
      { name: 'big.csv', bytes: Buffer.alloc(10 * 1024 * 1024, 'a') },
      'it is larger than 1 MB',
    ],
    [
      'a column nobody knows',
      {
        name: 'odd.csv',
        bytes: Buffer.from(`address,amount,currency,iban\n${maria},1,USDT_TRX,x\n`),
      },
      'this column is not known',
    ],
  ])('with %s is answered with the cure, once and privately', async (_, file, words) => {
    const text = await refusedWith(file);
    expect(text).toContain(words);
    expect(text).toMatch(/Nothing was imported\./);
  });

  it('is not read when it belongs to another workspace', async () => {
    const text = await refusedWithMark({ is_external: true });
    expect(text).toContain('it belongs to another workspace or service');
  });
});

/** Submits a good file as if Slack said something odd about it. */
async function refusedWithMark(mark: Record<string, unknown>): Promise<string> {
  const before = story.dms(dave).length;
  await story.slack.command(dave, '/payout', '', { channel: 'C0PAYOUTS' });
  await story.until('the form opens', () => story.slack.modal(dave));
  await story.slack.fill(dave, { purpose: 'A file', file: { file: csvFile([good]) } });
  await story.slack.submit(dave, {
    mutate: (payload) =>
      JSON.parse(
        JSON.stringify(payload, (key, value) => {
          return key === 'files' ? value.map((each: object) => ({ ...each, ...mark })) : value;
        }),
      ),
  });
  const answer = await story.until('dave is answered', () => story.dms(dave)[before]);
  return story.slack.textOf(answer);
}
