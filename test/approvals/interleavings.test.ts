/**
 * Any interleaving of approve, take back, reject, retract, stop, expire, crash and resume sends each
 * part at most once, only after the quorum on that fingerprint, and keeps every acknowledged press.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPolicy } from '../support/desk.ts';
import { type Plant, play } from './interleavings.ts';
import { scenario } from './interleavings-scenario.ts';

describe('any interleaving over two processes', () => {
  it('sends each part once, with its quorum, and keeps every acknowledged press', async () => {
    const property = fc.asyncProperty(scenario, async (each) => {
      await play(each);
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

describe('the property fails, and says why, when the desk', () => {
  const seed = 2026;
  const found = async (plant: Plant) => {
    const property = fc.asyncProperty(scenario, async (each) => {
      await play(each, plant);
    });
    const { failed, errorInstance } = await fc.check(property, {
      seed,
      numRuns: 200,
      endOnFailure: true,
    });
    expect(failed).toBe(true);
    return String(errorInstance);
  };

  it('sends without the attempt on record', async () => {
    const forgetful: Plant = ({ ledger }) => ({
      ledger: {
        ...ledger,
        append: async (entry) =>
          entry.events.some((event) => event.type === 'partStarted')
            ? 'appended'
            : ledger.append(entry),
      },
    });
    expect(await found(forgetful)).toContain('sent without this attempt on record');
  });

  it('draws a new key for each attempt', async () => {
    const drawing: Plant = ({ rail }) => ({
      rail: {
        ...rail,
        submit: (order, attempt) => rail.submit({ ...order, key: randomUUID() }, attempt),
      },
    });
    expect(await found(drawing)).toContain('sent under a key that was not promised');
  });

  it('is content with one approval', async () => {
    const lax: Plant = ({ ledger, policy }) => ({
      policy: aPolicy({
        ...policy,
        approvals: [{ name: 'lax', need: [{ from: 'treasury', count: 1 }] }],
      }),
      ledger: {
        ...ledger,
        read: async (number) =>
          (await ledger.read(number)).map((event) =>
            event.type === 'requested'
              ? { ...event, needs: event.needs.map((need) => ({ ...need, count: 1 })) }
              : event,
          ),
      },
    });
    expect(await found(lax)).toContain('cleared without a quorum');
  });

  it('forgets who the author is', async () => {
    const forgetful: Plant = ({ ledger }) => ({
      ledger: {
        ...ledger,
        read: async (number) =>
          (await ledger.read(number)).map((event) =>
            event.type === 'requested' ? { ...event, authors: ['U0NOBODY'] } : event,
          ),
      },
    });
    expect(await found(forgetful)).toContain('the author approved');
  });

  it('acknowledges what it did not write down', async () => {
    const careless: Plant = ({ ledger }) => ({
      ledger: {
        ...ledger,
        append: async (entry) =>
          entry.events.some((event) => event.type === 'rejected')
            ? 'appended'
            : ledger.append(entry),
      },
    });
    expect(await found(careless)).toContain('was acknowledged and is not on record once');
  });

  it('takes a lost race for a won one', async () => {
    const overconfident: Plant = ({ ledger }) => ({
      ledger: {
        ...ledger,
        append: async (entry) => {
          await ledger.append(entry);
          return 'appended';
        },
      },
    });
    expect(await found(overconfident)).toMatch(/^Error: sent without this attempt|not on record/);
  });
});
