/** Keyv on the ledger's table: what a draft or a cache needs of it. */
import { Keyv } from 'keyv';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyvStore } from '../../../src/approvals/ledger/keyv-store.ts';
import type { Ledger } from '../../../src/approvals/ledger/ledger.ts';
import { openLedger } from '../../../src/approvals/ledger/open.ts';

let ledger: Ledger;
let ahead = 0;
const now = () => Date.now() + ahead;
const keyv = (namespace: string) => new Keyv({ store: keyvStore(ledger.keyv, now), namespace });

beforeEach(async () => {
  ahead = 0;
  ledger = await openLedger({ url: 'sqlite::memory:' });
});
afterEach(() => ledger.close());

it('gives back what it was given, and nothing once that is deleted', async () => {
  const drafts = keyv('drafts');
  await drafts.set('a', { lines: [{ amount: '0.10' }] });
  expect(await drafts.get('a')).toEqual({ lines: [{ amount: '0.10' }] });
  expect(await drafts.has('a')).toBe(true);
  expect(await drafts.delete('a')).toBe(true);
  expect(await drafts.get('a')).toBeUndefined();
  expect(await drafts.has('a')).toBe(false);
  expect(await drafts.delete('a')).toBe(false);
});

it('forgets what is over, by the clock it was given', async () => {
  const drafts = keyv('drafts');
  await drafts.set('short', 1, 60_000);
  await drafts.set('long', 2, 120_000);
  await drafts.set('for good', 3);
  ahead = 60_001;
  expect(await drafts.get(['short', 'long', 'for good'])).toEqual([undefined, 2, 3]);
  expect(await drafts.hasMany(['short', 'long', 'for good'])).toEqual([false, true, true]);
});

it('takes and forgets many at once', async () => {
  const drafts = keyv('drafts');
  await drafts.setMany([
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ]);
  expect(await drafts.getMany(['a', 'b', 'c'])).toEqual([1, 2, undefined]);
  expect(await drafts.deleteMany(['a', 'c'])).toEqual([true, false]);
  expect(await drafts.getMany(['a', 'b'])).toEqual([undefined, 2]);
});

it('keeps namespaces apart, also when one is cleared', async () => {
  const drafts = keyv('drafts');
  const names = keyv('names');
  await drafts.set('a', 'draft');
  await names.set('a', 'name');
  await drafts.clear();
  expect(await drafts.get('a')).toBeUndefined();
  expect(await names.get('a')).toBe('name');
});

it('answers "not there" when its store is down, which is why nothing that matters is in it', async () => {
  const drafts = keyv('drafts');
  const errors: unknown[] = [];
  drafts.on('error', (error) => errors.push(error));
  await drafts.set('a', 1);
  await ledger.close();
  expect(await drafts.get('a')).toBeUndefined();
  expect(errors).toHaveLength(1);
  ledger = await openLedger({ url: 'sqlite::memory:' });
});
