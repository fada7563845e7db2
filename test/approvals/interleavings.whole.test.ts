/** The interleavings again, for as long as a build may take, and proof that the rare ones came up. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { play } from './interleavings.ts';
import { scenario } from './interleavings-scenario.ts';

const rare = [
  'approvalTakenBack',
  'rejected',
  'retracted',
  'stopped',
  'expired',
  'quorumLost',
  'released',
  'held: funds',
  'held: late',
  'partStarted: 2',
  'partStarted: 3',
  'outcomeRecorded: accepted from answer',
  'outcomeRecorded: accepted from look-up',
  'outcomeRecorded: declined from answer',
  'outcomeRecorded: deferred from answer',
  'outcomeRecorded: unclear from answer',
  'outcomeRecorded: unclear from look-up',
];

it('keeps the promise over thousands of random schedules, with everything rare among them', async () => {
  const seen = new Set<string>();
  const property = fc.asyncProperty(scenario, async (each) => {
    for (const kind of await play(each)) seen.add(kind);
  });
  await fc.assert(property, {
    numRuns: 20_000,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: false,
  });
  expect([...seen]).toEqual(expect.arrayContaining(rare));
});
