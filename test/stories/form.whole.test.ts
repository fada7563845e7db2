/**
 * The form for one recipient: what is wrong with it stands beside its field, all of it at once, and
 * nothing is recorded before it is right.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dave, maria } from '../support/people.ts';
import { openStory } from '../support/story.ts';
import { csvFile, etherAddress } from '../support/story-payees.ts';

const story = await openStory();
beforeAll(async () => {
  await story.startBot();
});
afterAll(() => story.end());

const good = { address: maria, amount: '250', currency: 'USDT_TRX' };

describe('the form', () => {
  const fields = { purpose: 'Rent', ...good };
  const inForm = async (change: Parameters<typeof story.submitsForm>[1]) => {
    const before = await story.count('presses');
    const errors = await story.submitsForm(dave, { ...fields, ...change });
    await story.slack.closeModal(dave);
    expect(await story.count('presses'), 'what was recorded').toBe(before);
    return errors;
  };

  it.each([
    ['a malformed address', { address: 'Maria' }, 'address', /^This is not an address/],
    [
      'a wrong network',
      { address: etherAddress(1) },
      'address',
      /^This is an Ethereum-style address/,
    ],
    ['too many decimals', { amount: '0.0000001' }, 'amount', /^USDT_TRX has at most 6 digits/],
    ['E-notation', { amount: '1e3' }, 'amount', /^The amount has an exponent/],
    ['a comma', { amount: '1,000' }, 'amount', /^The amount has a comma/],
    ['zero', { amount: '0' }, 'amount', /^The amount is zero/],
    ['a negative amount', { amount: '-1' }, 'amount', /^The amount is negative/],
    ['no purpose', { purpose: ' ' }, 'purpose', /^Say what it is for/],
  ])('shows %s beside its field', async (_, change, field, words) => {
    expect(await inForm(change)).toEqual({ [field]: expect.stringMatching(words) });
  });

  it('shows every mistake of a recipient at once', async () => {
    const errors = await inForm({ address: 'x', amount: '-1', purpose: ' ' });
    expect(Object.keys(errors ?? {}).sort()).toEqual(['address', 'amount', 'purpose']);
  });

  it('takes a recipient or a file, not both', async () => {
    const errors = await inForm({ file: csvFile([good]) });
    expect(errors).toEqual({
      file: expect.stringMatching(/^Fill in one recipient or attach a file/),
    });
  });

  it('asks for something when it is sent empty', async () => {
    const before = await story.count('presses');
    const errors = await story.submitsForm(dave, {});
    await story.slack.closeModal(dave);
    expect(Object.keys(errors ?? {}).sort()).toEqual(['address', 'amount', 'currency', 'purpose']);
    expect(await story.count('presses')).toBe(before);
  });

  it('drafts a payout to a token contract only to say that it can not be asked for', async () => {
    const draft = await story.drafts(dave, {
      ...fields,
      address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    });
    const text = story.slack.textOf(draft);
    expect(text).toContain('This is the contract of a token, not a wallet');
    expect(text).not.toContain('Request approval');
  });
});
