/** A rail on a scripted Calypso, and the answers it usually gets. */

import type { PartOrder } from '../../src/approvals/rail/rail.ts';
import { openRail } from '../../src/calypso/rail.ts';
import { ivan, maria } from '../support/people.ts';
import { key } from './orders.ts';
import { account, noon, type Reply, refusal, startScript } from './scripted.ts';

const host = 'https://api.calypso.money';
export const create = '/payout/create';
export const createMass = '/payout/mass/create';
export const list = '/payout/withdrawal/all';
export const hash = 'ab12'.repeat(16);

export const single = (more: object = {}) =>
  JSON.stringify({
    id: 'p-1',
    state: 'CREATED',
    currency: 'USDT_TRX',
    amount: 12.5,
    depositAddress: maria,
    idempotencyKey: key,
    ...more,
  });
export const mass = (more: object = {}) =>
  JSON.stringify({
    id: 'm-1',
    state: 'CREATION_IN_PROGRESS',
    currency: 'USDT_TRX',
    idempotencyKey: key,
    name: 'Salaries, March',
    totalWithdrawalAmount: 21,
    ...more,
  });
export const transfers = (...result: object[]) =>
  JSON.stringify({ result: result.map((each, index) => ({ id: `w-${index}`, ...each })) });
export const six = [1, 2, 3, 4, 5, 6].map((amount) => ({
  state: 'COMPLETED',
  amount,
  depositAddress: amount % 2 === 1 ? maria : ivan,
}));
export const notFound = refusal('004', 'Requested object is not found');

export async function railOn(replies: Record<string, readonly Reply[]>) {
  const script = await startScript(replies);
  const client = script.client({ now: () => noon });
  const rail = openRail({ client, host, account });
  const submit = (order: PartOrder) => rail.submit(order, rail.attempt(rail.payload(order), noon));
  return { ...script, rail, submit };
}
