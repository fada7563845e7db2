import { describe, expect, it } from 'vitest';
import { ivan } from '../support/people.ts';
import { massOrder, singleOrder } from './orders.ts';
import { report, transfers } from './reports.ts';

describe('an obstacle', () => {
  const error = (
    status: string,
    errorResolved: unknown,
    errorMessage = 'Missing 7 BTC.\nNow.',
  ) => ({
    id: 7,
    status,
    errorResolved,
    errorMessage,
  });
  const stuck = (withdrawalErrors: readonly object[], state = 'IN_PROGRESS') =>
    report(singleOrder(), 'IN_PROGRESS', [{ state, withdrawalErrors }]);

  it.each([
    'NOT_ENOUGH_FUNDS',
    'NOT_ENOUGH_FUNDS_FOR_COMMISSION',
    'NOT_ENOUGH_FUNDS _FOR_COMMISSION',
    'NOT_ENOUGH_FUNDS_FOR_SERVICE_COMMISSION',
  ])('%s means short of funds, with its text at the line', (status) => {
    expect(stuck([error(status, false)])).toEqual({
      phase: 'short-of-funds',
      railState: 'IN_PROGRESS',
      lines: [{ line: 4, status: 'open', problem: 'Missing 7 BTC. Now.' }],
    });
  });

  it('of another kind is shown but is no lack of funds', () => {
    const seen = stuck([error('EXCEEDING_LIMIT', false, '')]);
    expect(seen.phase).toBe('in-progress');
    expect(seen.lines[0]?.problem).toBe('EXCEEDING LIMIT');
  });

  it('that is resolved or a success is history', () => {
    const seen = stuck([error('NOT_ENOUGH_FUNDS', true), error('SUCCESS', false)]);
    expect(seen).toMatchObject({ phase: 'in-progress', lines: [{ line: 4, status: 'open' }] });
    expect(seen.lines[0]).not.toHaveProperty('problem');
  });

  it('does not stand at a line that is final', () => {
    const seen = stuck([error('NOT_ENOUGH_FUNDS', false)], 'COMPLETED');
    expect(seen).toMatchObject({ phase: 'in-progress' });
    expect(seen.lines[0]).not.toHaveProperty('problem');
  });

  it('told only by the payout finds its line, or the first open one', () => {
    const errorsAt = (withdrawalId: string) => ({
      errors: { withdrawalErrors: [{ withdrawalId, errors: [error('NOT_ENOUGH_FUNDS', false)] }] },
    });
    const list = transfers('COMPLETED', 'IN_PROGRESS', 'IN_PROGRESS', '', '', '');
    const problemLines = (withdrawalId: string) =>
      report(massOrder(), 'IN_PROGRESS', list, errorsAt(withdrawalId))
        .lines.filter(({ problem }) => problem !== undefined)
        .map((each) => each.line);
    expect(problemLines('w-2')).toEqual([6]);
    expect(problemLines('nobody')).toEqual([5]);
  });

  it('never shows an address to pay to', () => {
    const seen = stuck([error('NOT_ENOUGH_FUNDS', false, `Top up ${ivan} please`)]);
    expect(seen.lines[0]?.problem).toBe('Top up [removed] please');
  });
});
