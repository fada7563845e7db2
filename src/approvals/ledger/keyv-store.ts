/**
 * The ledger's table as a store for Keyv 6: `new Keyv({ store, namespace })`, one store per Keyv.
 * For what may be lost only: a Keyv whose store is down answers "not there".
 */
import { type KeyvStorageAdapter, keyvStorageCapability } from 'keyv';
import type { Ledger } from './ledger.ts';

/** All that Keyv asks of a store, but for events: this one has none, its calls reject. */
type Store = Pick<
  KeyvStorageAdapter,
  | 'namespace'
  | 'capabilities'
  | 'get'
  | 'getMany'
  | 'set'
  | 'setMany'
  | 'delete'
  | 'deleteMany'
  | 'has'
  | 'hasMany'
  | 'clear'
>;

export function keyvStore(table: Ledger['keyv'], now: () => number): Store {
  const get = (key: string) => table.get(full(key), now());
  const set = async (key: string, value: unknown, expires?: number) => {
    if (typeof value !== 'string')
      throw new Error(
        `The store keeps text; it was given a ${typeof value}. Leave serialization on.`,
      );
    await table.set(full(key), value, expires);
    return true;
  };
  const remove = (key: string) => table.delete(full(key));
  const has = async (key: string) => (await get(key)) !== undefined;
  const store: Store = {
    // Keyv writes its own namespace here.
    namespace: undefined,
    get,
    getMany: (keys) => Promise.all(keys.map(get)),
    set,
    setMany: (entries) =>
      Promise.all(entries.map(({ key, value, expires }) => set(key, value, expires))),
    delete: remove,
    deleteMany: (keys) => Promise.all(keys.map(remove)),
    has,
    hasMany: (keys) => Promise.all(keys.map(has)),
    clear: () => table.deleteAll(full('')),
  };
  function full(key: string): string {
    return store.namespace === undefined ? key : `${store.namespace}::${key}`;
  }
  store.capabilities = keyvStorageCapability(store);
  return store;
}
