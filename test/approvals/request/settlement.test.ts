/** Reports into the record: in any order and any number, facts add up and final lines stay. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineProgress, PartReport } from '../../../src/approvals/rail/reports.ts';
import type { RequestEvent } from '../../../src/approvals/request/events.ts';
import { evolve } from '../../../src/approvals/request/evolve.ts';
import { linesOf, partOf, type Request } from '../../../src/approvals/request/request.ts';
import { mergeReport } from '../../../src/approvals/request/settlement.ts';
import { isFinal } from '../../../src/approvals/vocabulary/states.ts';
import * as on from '../../support/events.ts';
import { folded, pasts } from '../../support/given.ts';
import { bob, carol } from '../../support/people.ts';

const asked = on.requested({ lines: Array.from({ length: 6 }, () => on.line()) });
const sent = [
  asked,
  on.approved(bob, { asked }),
  on.approved(carol, { asked }),
  on.cleared(bob, carol),
  on.partStarted(),
  on.accepted(),
];

function report(
  statuses: readonly LineProgress['status'][],
  over: Partial<PartReport> = {},
): PartReport {
  const lines = statuses.map((status, index) => ({ line: index + 1, status }));
  return { phase: 'in-progress', railState: 'IN_PROGRESS', lines, ...over };
}

function told(request: Request, ...reports: readonly PartReport[]): Request {
  const merge = (now: Request, each: PartReport) =>
    mergeReport(now, 1, each, on.at(20)).reduce<Request>(evolve, now);
  return reports.reduce(merge, request);
}

function types(events: readonly RequestEvent[]): string[] {
  return events.map((event) => event.type);
}

describe('a report', () => {
  it('is recorded once, however often it comes', () => {
    const once = told(folded(sent), report(['paid']));
    expect(mergeReport(once, 1, report(['paid']), on.at(21))).toEqual([]);
  });

  it('about one line leaves the others as they are known', () =>
    expect(
      linesOf(partOf(told(folded(sent), report(['paid'])), 1)).map((line) => line.status),
    ).toEqual(['paid', 'open', 'open', 'open', 'open', 'open']));

  it('that comes late never reopens a line', () => {
    const paid = told(folded(sent), report(['paid']));
    expect(linesOf(partOf(told(paid, report(['open'])), 1))[0]?.status).toBe('paid');
    expect(told(paid, report(['open'])).contradictions).toEqual([]);
  });

  it('adds a transaction hash to a line that is paid already', () => {
    const paid = told(folded(sent), report(['paid']));
    const lines = [{ line: 1, status: 'paid', transactionHash: 'abc', feeMinor: 7n } as const];
    expect(linesOf(partOf(told(paid, report([], { lines })), 1))[0]).toEqual(lines[0]);
  });

  it('shows a problem while it lasts, and drops it once it is gone', () => {
    const lines = [{ line: 1, status: 'open', problem: 'no funds' } as const];
    const short = told(folded(sent), report([], { phase: 'short-of-funds', lines }));
    expect(linesOf(partOf(short, 1))[0]).toMatchObject({ problem: 'no funds' });
    expect(linesOf(partOf(told(short, report(['open'])), 1))[0]).toEqual({
      line: 1,
      status: 'open',
    });
  });

  it('about a line of somebody else changes nothing of ours', () => {
    const lines = [{ line: 99, status: 'paid' } as const];
    const after = told(folded(sent), report([], { lines }));
    expect(linesOf(partOf(after, 1))).toHaveLength(6);
  });

  it('about a part that is not there yet is not recorded', () =>
    expect(mergeReport(folded(pasts.sending), 1, report(['paid']), on.at(20))).toEqual([]));
});

describe('a contradiction', () => {
  const detail = 'line 1 was paid and is now said to be failed';

  it('holds the request and keeps what was known', () => {
    const paid = told(folded(sent), report(['paid']));
    const events = mergeReport(paid, 1, report(['failed']), on.at(21));
    expect(events).toMatchObject([
      { type: 'contradicted', detail },
      { type: 'held', reason: 'contradiction', detail },
    ]);
    expect(linesOf(partOf(events.reduce<Request>(evolve, paid), 1))[0]?.status).toBe('paid');
  });

  it('of a request that is final is recorded and moves nothing', () => {
    const completed = folded(pasts.completed);
    const events = mergeReport(completed, 1, report(['failed']), on.at(21));
    expect(types(events)).toEqual(['contradicted']);
    expect(events.reduce<Request>(evolve, completed).stage).toEqual(completed.stage);
  });

  it('is recorded once, and the other lines go on', () => {
    const paid = told(folded(sent), report(['paid']));
    const after = told(paid, report(['failed']), report(['failed', 'paid']));
    expect(after.contradictions).toEqual([detail]);
    expect(
      linesOf(partOf(after, 1))
        .map((line) => line.status)
        .slice(0, 2),
    ).toEqual(['paid', 'paid']);
    expect(after.stage.state).toBe('held');
  });
});

describe('any sequence of reports that do not contradict each other', () => {
  const final = fc.constantFrom('paid' as const, 'failed' as const, 'canceled' as const);
  const truth = fc.array(final, { minLength: 6, maxLength: 6 });
  const masks = fc.array(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), { maxLength: 8 });

  it('ends where the last of them would, in any order and with repeats', () => {
    fc.assert(
      fc.property(truth, masks, (statuses, seen) => {
        const partial = seen.map((mask) =>
          report(statuses.map((status, index) => (mask[index] === true ? status : 'open'))),
        );
        const whole = report(statuses);
        const there = told(folded(sent), ...partial, whole);
        const back = told(folded(sent), ...partial.toReversed(), whole, ...partial);
        expect(linesOf(partOf(there, 1))).toEqual(whole.lines);
        expect(back.stage.state).toBe(there.stage.state);
        expect(isFinal(there.stage.state)).toBe(true);
        expect(back.contradictions).toEqual([]);
      }),
    );
  });
});
