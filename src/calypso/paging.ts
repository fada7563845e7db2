/**
 * A list of Calypso's, page by page, each item once. Whether the first page is 0 or 1 is not
 * documented, the totals are known to be wrong, and pages may overlap while things are added.
 */
import { CalypsoError, CalypsoRefused, CalypsoUnclear } from './errors.ts';

export const pageSize = 100;
/** One page more than the largest batch needs, and as many again for replaced transfers. */
const pagesMax = 201;

interface Page<T> {
  readonly result: readonly T[];
  /** The size Calypso used, which may be less than what it was asked for. */
  readonly size?: number | undefined;
}

export interface Paging {
  /** @throws whatever `ask` throws, and `CalypsoUnclear` for a list that does not end. */
  list<T extends { readonly id: string }>(
    what: string,
    ask: (pageNumber: number) => Promise<Page<T>>,
  ): AsyncIterable<T>;
}

/** Remembers, once page 0 was turned down, that pages count from 1. */
export function openPaging(): Paging {
  let first: 0 | 1 = 0;

  /** A page 0 that cannot be given is no end of the list; whether it exists shows on page 1. */
  async function begin<T>(ask: (pageNumber: number) => Promise<Page<T>>) {
    if (first === 1) return { page: await ask(1), next: 2 };
    try {
      const page = await ask(0);
      if (page.result.length > 0) return { page, next: 1 };
    } catch (error) {
      if (!isNoPage(error)) throw error;
      const page = await ask(1);
      // An internal error may also be trouble of the moment: it is met again, not remembered.
      if (error instanceof CalypsoRefused) first = 1;
      return { page, next: 2 };
    }
    return { page: await ask(1), next: 2 };
  }

  async function* list<T extends { readonly id: string }>(
    what: string,
    ask: (pageNumber: number) => Promise<Page<T>>,
  ): AsyncGenerator<T> {
    const seen = new Set<string>();
    let { page, next } = await begin(ask);
    for (let asked = 1; ; asked += 1) {
      const known = seen.size;
      for (const item of page.result) {
        if (seen.has(item.id)) continue;
        seen.add(item.id);
        yield item;
      }
      const used = Math.min(pageSize, page.size && page.size > 0 ? page.size : pageSize);
      // Where 0 and 1 both mean the first page, page 1 brings nothing new and is not the end.
      const repeated = seen.size === known && next !== 2;
      if (page.result.length < used || repeated) return;
      if (asked === pagesMax)
        throw new CalypsoUnclear(
          `Calypso's list of ${what} does not end after ${pagesMax} pages. It is read again later.`,
        );
      page = await ask(next);
      next += 1;
    }
  }

  return { list };
}

const isNoPage = (error: unknown): boolean =>
  error instanceof CalypsoRefused || (error instanceof CalypsoError && error.code === '000');

/** The whole of a list, for whoever can do nothing with a piece of it. */
export async function collected<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of list) all.push(item);
  return all;
}
