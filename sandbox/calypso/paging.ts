/**
 * Pages and filters of the lists: which states may be named, how large a page may be, where pages
 * begin, and lists that never end.
 */

import type { Office } from './endpoints.ts';
import { type Fields, Refused, RefusedWithoutCode } from './fields.ts';
import type { JsonObject } from './json.ts';
import type { Settings } from './settings.ts';

const usualPageSize = 10;

type ListName = Settings['endlessLists'][number];

export function openPaging({ settings, answers, chance }: Office) {
  /** The states asked for; `accepted` are those this list lets in. */
  function statesIn(fields: Fields, accepted: readonly string[]): readonly string[] {
    const asked = fields.texts('stateNames') ?? [];
    const strange = asked.find((name) => !accepted.includes(name));
    if (strange !== undefined) throw no(settings.statesRefusedWith, `Unknown state ${strange}`);
    return asked.length === 0 && settings.emptyStateNames === 'all' ? accepted : asked;
  }
  function sizeIn(fields: Fields, member: 'size' | 'pageSize'): number {
    const size = fields.count(member) ?? usualPageSize;
    const max = settings.pageSizeMax;
    if (size > max) throw no(settings.pageSizeRefusedWith, `${member} must be at most ${max}`);
    if (size < 1) throw new Refused('001', `${member} must be at least 1`);
    return size;
  }
  function numberIn(fields: Fields): number {
    const number = fields.count('pageNumber') ?? (settings.pageBase === 'zero' ? 0 : 1);
    if (number === 0 && settings.pageBase === 'strictlyOne') {
      throw new Refused('001', 'pageNumber must be at least 1');
    }
    return number;
  }
  /** Where pages count from one, 0 means the first too. */
  function pageOf(all: readonly JsonObject[], number: number, size: number, isEndless: boolean) {
    const before = Math.max(number - (settings.pageBase === 'zero' ? 0 : 1), 0) * size;
    if (!isEndless || all.length === 0) return all.slice(before, before + size);
    const isNew = settings.endlessRows === 'new';
    return Array.from({ length: size }, (_one, place): JsonObject => {
      const index = isNew ? before + place : place;
      const row = all[index % all.length];
      return isNew && index >= all.length ? { ...row, id: chance.uuid() } : { ...row };
    });
  }
  return {
    statesIn,
    /** One page of a list, newest first. */
    paged<T>(
      fields: Fields,
      list: ListName,
      oldestFirst: readonly T[],
      shape: (item: T) => JsonObject,
    ): JsonObject {
      const size = sizeIn(fields, list === 'transfers' ? 'pageSize' : 'size');
      const number = numberIn(fields);
      const random = settings.listOrder === 'random';
      const ordered = random ? chance.shuffled(oldestFirst) : oldestFirst.toReversed();
      const all = ordered.map(shape);
      const isEndless = settings.endlessLists.includes(list);
      return answers.page(pageOf(all, number, size, isEndless), number, size, all.length);
    },
  };
}

const no = (code: '000' | '001' | '500', message: string): Error =>
  code === '500' ? new RefusedWithoutCode(500, message) : new Refused(code, message);
