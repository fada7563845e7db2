/** What a provider's form may do to a name on its way into a database: blanks, entities, length. */

import type { Sayings } from './settings.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** In the order in which it would happen: blanks, Unicode, entities, and then the cut. */
export function tidied(given: string | undefined, sayings: Sayings): string | undefined {
  if (given === undefined) return undefined;
  const blank = sayings.nameBlanks === 'collapsed' ? given.trim().replace(/\s+/gu, ' ') : given;
  const composed = sayings.nameForm === 'NFC' ? blank.normalize('NFC') : blank;
  const escaped =
    sayings.nameEntities === 'escaped'
      ? composed.replace(/[&<>"]/g, (one) => entities[one] ?? one)
      : composed;
  const max = sayings.nameMax;
  return max > 0 ? Array.from(escaped).slice(0, max).join('') : escaped;
}
