/** Whatever is asked in whatever order: what is decided always fits, and ends at most once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/approvals/request/evolve.ts';
import { isFinal } from '../../../src/approvals/vocabulary/states.ts';
import { histories } from '../../support/histories.ts';

describe('any history', () => {
  it('is folded without a broken event, and folds again to the same request', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const events = steps.flatMap((step) => step.events);
        expect(fold(events)).toEqual(steps.at(-1)?.after);
      }),
    );
  });

  it('does not leave a final state', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const ends = steps.filter((step) => isFinal(step.after.stage.state));
        for (const { after } of ends) expect(after.stage).toEqual(ends[0]?.after.stage);
      }),
    );
  });

  it('sends nothing after a no, and says no to nothing the rail may have considered', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const events = steps.flatMap((step) => step.events);
        const noes = ['rejected', 'retracted', 'stopped', 'expired'];
        const no = events.findIndex((event) => noes.includes(event.type));
        if (no < 0) return;
        const outcomes = events.filter((event) => event.type === 'outcomeRecorded');
        const kinds = outcomes.map((event) => event.outcome.kind);
        expect(kinds.every((kind) => kind === 'deferred')).toBe(true);
        const started = events.flatMap((event, at) => (event.type === 'partStarted' ? [at] : []));
        expect(started).toHaveLength(kinds.length);
        expect(started.every((at) => at < no)).toBe(true);
      }),
    );
  });

  it('sends no part a second time once it was accepted', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const done = new Set<number>();
        for (const event of steps.flatMap((step) => step.events)) {
          if (event.type === 'partStarted') expect(done.has(event.part)).toBe(false);
          if (event.type === 'outcomeRecorded' && event.outcome.kind === 'accepted')
            done.add(event.part);
        }
      }),
    );
  });

  it('reaches the rare states too', () => {
    const sample = fc.sample(histories, { numRuns: 400, seed: 7 });
    const states = new Set(sample.flat().map((step) => step.after.stage.state));
    const wanted = ['held', 'sending', 'unclear', 'sent', 'failed', 'rejected', 'expired'];
    expect([...states]).toEqual(expect.arrayContaining(wanted));
  });
});
