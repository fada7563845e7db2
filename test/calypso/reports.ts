/** Reports for tests, from payouts and transfers written as plain objects. */

import { expect } from 'vitest';
import type { PartOrder } from '../../src/approvals/rail/rail.ts';
import { currencyTable } from '../../src/calypso/currencies.ts';
import { parseExact } from '../../src/calypso/numbers.ts';
import { reportOf } from '../../src/calypso/report.ts';
import { massPayout, payout, withdrawal } from '../../src/calypso/wire.ts';
import { ivan, maria } from '../support/people.ts';

const exact = (value: object) => parseExact(JSON.stringify(value));

export function report(order: PartOrder, state: string, list: readonly object[] = [], more = {}) {
  const currency = currencyTable().find(({ code }) => code === order.plan.currency);
  const id = 'p-1';
  const base = { id, state, currency: order.plan.currency, amount: 12.5, ...more };
  const read = order.plan.kind === 'single' ? payout : massPayout;
  const transfers = list.map((each, index) =>
    withdrawal.parse(exact({ id: `w-${index}`, amount: 12.5, depositAddress: maria, ...each })),
  );
  if (!currency) return expect.fail('unknown currency');
  return reportOf(order, currency, read.parse(exact(base)), transfers);
}

/** Transfers for the six lines of `massOrder`, one state each; '' leaves one out. */
export const transfers = (...states: string[]) =>
  states
    .map((state, index) => ({
      id: `w-${index}`,
      state,
      amount: index + 1,
      depositAddress: index % 2 === 0 ? maria : ivan,
    }))
    .filter(({ state }) => state !== '');
