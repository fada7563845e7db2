import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartReport } from '../../src/approvals/rail/reports.ts';
import { ivan, maria, olga } from '../support/people.ts';
import { line, massOrder, orderOf, singleOrder } from './orders.ts';
import { report, transfers } from './reports.ts';

const hash = 'ab12'.repeat(16);
const statuses = ({ lines }: PartReport) => lines.map(({ status }) => status).join(' ');

describe('a single payout', () => {
  it.each([
    ['CREATED', 'in-progress', 'open'],
    ['CREATION_IN_PROGRESS', 'in-progress', 'open'],
    ['PENDING_CONFIRMATION', 'waiting-for-confirmation', 'open'],
    ['CONFIRMED', 'in-progress', 'open'],
    ['IN_PROGRESS', 'in-progress', 'open'],
    ['SOMETHING_NEW', 'in-progress', 'open'],
    ['COMPLETED', 'settled', 'paid'],
    ['FAILED', 'settled', 'failed'],
    ['CANCELED', 'settled', 'canceled'],
  ])('that is %s without a transfer is %s, its line %s', (state, phase, status) => {
    const seen = report(singleOrder(), state);
    expect(seen).toEqual({ phase, railState: state, lines: [{ line: 4, status }] });
  });

  it.each([
    ['COMPLETED', 'paid'],
    ['FAILED', 'failed'],
    ['CANCELED', 'canceled'],
    ['REPLACED', 'open'],
    ['DRAFT', 'open'],
    ['IN_PROGRESS', 'open'],
    ['SOMETHING_NEW', 'open'],
  ])('follows its transfer: %s is %s', (state, status) => {
    expect(statuses(report(singleOrder(), 'IN_PROGRESS', [{ state }]))).toBe(status);
    expect(statuses(report(singleOrder(), 'FAILED', [{ state }]))).toBe(status);
  });

  it('has hash and fee from its transfer, else from itself', () => {
    const own = { transactionHash: hash, calypsoFee: 0.125 };
    const both = report(singleOrder(), 'COMPLETED', [{ state: 'COMPLETED', calypsoFee: 0.5 }], own);
    expect(both.lines).toEqual([
      { line: 4, status: 'paid', transactionHash: hash, feeMinor: 500_000n },
    ]);
    const alone = report(singleOrder(), 'COMPLETED', [], own);
    expect(alone.lines[0]).toMatchObject({ transactionHash: hash, feeMinor: 125_000n });
  });

  it('leaves out a fee it would have to round and a hash that is none', () => {
    const own = { transactionHash: '../x', calypsoFee: 0.1234567 };
    expect(report(singleOrder(), 'COMPLETED', [], own).lines).toEqual([
      { line: 4, status: 'paid' },
    ]);
  });

  it('is paid when its replaced transfer has no successor in the list', () => {
    expect(statuses(report(singleOrder(), 'COMPLETED', [{ state: 'REPLACED' }]))).toBe('paid');
  });
});

describe('a mass payout', () => {
  it('is what its transfers are, line by line', () => {
    const seen = report(
      massOrder(),
      'PARTIAL',
      transfers('COMPLETED', 'FAILED', 'CANCELED', 'IN_PROGRESS', 'DRAFT', 'REPLACED'),
    );
    expect(statuses(seen)).toBe('paid failed canceled open open open');
    expect(seen.phase).toBe('in-progress');
  });

  it('is not believed to be completed without its lines', () => {
    const seen = report(massOrder(), 'COMPLETED', transfers('COMPLETED', '', '', '', '', ''));
    expect(statuses(seen)).toBe('paid open open open open open');
    expect(seen.phase).toBe('in-progress');
  });

  it.each([
    ['FAILED', 'failed'],
    ['CANCELED', 'canceled'],
  ])('that is %s takes its unlisted lines with it, but not a replaced one', (state, status) => {
    const seen = report(massOrder(), state, transfers('COMPLETED', '', 'REPLACED', '', '', ''));
    expect(statuses(seen)).toBe(`paid ${status} open ${status} ${status} ${status}`);
  });

  it('is settled when every line is final', () => {
    const states = ['COMPLETED', 'COMPLETED', 'FAILED', 'COMPLETED', 'COMPLETED', 'CANCELED'];
    expect(report(massOrder(), 'COMPLETED', transfers(...states)).phase).toBe('settled');
  });

  it('matches by address, amount and comment, and compares EVM addresses without case', () => {
    const order = orderOf('mass', [
      line(10n ** 18n, { currency: 'ETH', address: olga, comment: 'a' }),
      line(10n ** 18n, { currency: 'ETH', address: olga, comment: 'b' }),
    ]);
    const depositAddress = olga.toLowerCase();
    const seen = report(order, 'PARTIAL', [
      { state: 'FAILED', amount: 1, depositAddress, comment: 'a' },
      { state: 'COMPLETED', amount: 1, depositAddress, comment: 'b' },
    ]);
    expect(statuses(seen)).toBe('failed paid');
  });

  it('takes an echoed external id before everything else', () => {
    const order = orderOf('mass', [line(1_000_000n), line(1_000_000n)]);
    const seen = report(order, 'PARTIAL', [
      { state: 'FAILED', amount: 1, externalId: '1042-4' },
      { state: 'COMPLETED', amount: 1, externalId: '1042-5' },
    ]);
    expect(statuses(seen)).toBe('failed paid');
  });

  it('never takes a replaced or failed forerunner for another line', () => {
    const order = orderOf('mass', [line(1_000_000n), line(1_000_000n)]);
    const seen = report(order, 'IN_PROGRESS', [
      { state: 'FAILED', amount: 1, externalId: '1042-4' },
      { state: 'COMPLETED', amount: 1, externalId: '1042-4' },
    ]);
    expect(statuses(seen)).toBe('paid open');
  });

  it.each([
    ['another address', { depositAddress: ivan }],
    ['another case of a Tron address', { depositAddress: maria.toLowerCase() }],
    ['another amount', { amount: 1.000001 }],
    ['an amount with too many digits', { amount: 1.0000001 }],
    ['another currency', { currency: 'TRX' }],
  ])('says so when it holds a transfer to %s', (_name, strange) => {
    const order = orderOf('mass', [line(1_000_000n), line(2_000_000n)]);
    const seen = report(order, 'IN_PROGRESS', [
      { state: 'COMPLETED', amount: 1, ...strange },
      { state: 'COMPLETED', amount: 2 },
    ]);
    expect(statuses(seen)).toBe('open paid');
    expect(seen.lines[0]?.problem).toBe('Calypso lists transfers here that were not asked for: 1.');
  });

  it('says so when a line is paid twice', () => {
    const order = orderOf('mass', [line(1_000_000n), line(2_000_000n)]);
    const paid = { state: 'COMPLETED', amount: 1 };
    expect(report(order, 'IN_PROGRESS', [paid, paid]).lines[0]?.problem).toContain('not asked for');
  });

  it('never changes its mind about lines that nothing tells apart', () => {
    const count = 5;
    const order = orderOf(
      'mass',
      Array.from({ length: count }, () => line(1_000_000n)),
    );
    const final = fc.array(fc.constantFrom('COMPLETED', 'FAILED'), {
      minLength: count,
      maxLength: count,
    });
    const sights = fc.array(fc.array(fc.nat({ max: count - 1 })), { maxLength: 6 });
    fc.assert(
      fc.property(final, sights, fc.boolean(), (states, seen, reversed) => {
        const settled = new Set<number>();
        let before: string[] = Array.from({ length: count }, () => 'open');
        for (const more of seen) {
          for (const index of more) settled.add(index);
          const listed = states.flatMap((state, index) =>
            settled.has(index) ? [{ id: `w-${index}`, state, amount: 1 }] : [],
          );
          const now = report(order, 'IN_PROGRESS', reversed ? listed.reverse() : listed).lines;
          for (const [index, { status }] of now.entries())
            if (before[index] !== 'open') expect(status).toBe(before[index]);
          before = now.map(({ status }) => status);
        }
      }),
    );
  });
});
