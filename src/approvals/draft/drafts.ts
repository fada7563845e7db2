/**
 * Drafts that nobody was asked about yet: they may be lost, so they live in Keyv.
 * Nothing here decides anything; a draft that is not there is simply drafted again.
 */
import type { Keyv } from 'keyv';
import { type Draft, draft } from './content.ts';

const keepMs = 14 * 86_400_000;

export interface Drafts {
  save(draft: Draft): Promise<void>;
  get(id: string): Promise<Draft | undefined>;
  discard(id: string): Promise<void>;
}

export function openDrafts(keyv: Keyv): Drafts {
  return {
    save: async (kept) => {
      await keyv.set(kept.id, draft.encode(kept), keepMs);
    },
    get: async (id) => {
      const kept = draft.safeParse(await keyv.get(id));
      return kept.success ? kept.data : undefined;
    },
    discard: async (id) => {
      await keyv.delete(id);
    },
  };
}
