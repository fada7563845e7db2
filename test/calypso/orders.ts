/** Orders for tests of the rail: fixed keys, defaults that pass. */
import type { Line } from '../../src/approvals/draft/content.ts';
import type { PartOrder } from '../../src/approvals/rail/rail.ts';
import { ivan, maria } from '../support/people.ts';

export const key = '3fa85f64-5717-4562-b3fc-2c963f66afa6';

export const line = (amountMinor: bigint, more: Partial<Line> = {}): Line => ({
  address: maria,
  currency: 'USDT_TRX',
  amountMinor,
  ...more,
});

/** Request 1042, part 2; its lines are numbers 4, 5, 6 and so on of the request. */
export function orderOf(kind: 'single' | 'mass', lines: readonly Line[]): PartOrder {
  const plan = {
    part: 2,
    kind,
    currency: lines[0]?.currency ?? 'USDT_TRX',
    lines: lines.map((_, index) => index + 4),
  };
  return { plan, key, requestNumber: 1042, purpose: 'Salaries, March', lines: [...lines] };
}

export const singleOrder = (more: Partial<Line> = {}) =>
  orderOf('single', [line(12_500_000n, more)]);

/** Six lines: Maria and Ivan in turn, 1 to 6 USDT. */
export const massOrder = () =>
  orderOf(
    'mass',
    [1n, 2n, 3n, 4n, 5n, 6n].map((amount) =>
      line(amount * 1_000_000n, { address: amount % 2n === 1n ? maria : ivan }),
    ),
  );
