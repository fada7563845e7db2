/**
 * The largest reviews: whatever a request carries, Slack opens the modal in which it is approved,
 * and what does not fit is said.
 */
import { describe, expect, it } from 'vitest';
import { reviewView } from '../../../src/bot/deciding/review-view.ts';
import { linesView, lookedAtRequest } from '../../../src/bot/home/lines-view.ts';
import { line, requested } from '../../support/events.ts';
import { folded } from '../../support/given.ts';
import { aRail } from '../../support/rail.ts';

const wide = '払'.repeat(200);
const context = { currencies: aRail(), confidential: true, who: (person: string) => person };
const viewBytesMax = 250 * 1024;

function ofCurrencies(currencies: number, lines: number) {
  return folded([
    requested({
      lines: Array.from({ length: lines }, (_, index) =>
        line({
          address: 'x'.repeat(128),
          currency: `COIN_${index % currencies}`,
          amountMinor: 10n ** 24n + BigInt(index),
          payee: wide,
          comment: wide,
          reference: wide,
        }),
      ),
    }),
  ]);
}

describe('a modal of the longest lines', () => {
  it.each([1, 5, 15, 40])('fits Slack with 300 lines in %i currencies', (currencies) => {
    const view = reviewView(ofCurrencies(currencies, 300), context);
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(viewBytesMax);
    expect(JSON.stringify(view)).toMatch(/The (\d+ )?largest of each currency/);
  });

  it('shows the largest of every currency', () => {
    const text = JSON.stringify(reviewView(ofCurrencies(40, 300), context));
    for (let currency = 0; currency < 40; currency++) expect(text).toContain(`COIN_${currency}"`);
  });

  it('fits Slack page by page, and no line is left out', () => {
    const looked = lookedAtRequest(ofCurrencies(3, 300));
    const pages = [1, 2, 3, 4].map((page) => JSON.stringify(linesView(looked, page, context)));
    for (const page of pages) expect(Buffer.byteLength(page)).toBeLessThanOrEqual(viewBytesMax);
    for (let number = 1; number <= 300; number++)
      expect(
        pages.filter((page) => page.includes(`"${number}. "`)),
        `line ${number}`,
      ).toHaveLength(1);
  });
});
