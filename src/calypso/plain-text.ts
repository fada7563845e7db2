/**
 * Calypso's own words, fit to be shown: one line, no control characters, short, and without
 * anything that looks like an address. Nobody may be told by a stranger's text where to pay.
 */

export const plainCharactersMax = 200;
/** More is never read: what is searched for patterns must have a bound. */
const readMax = 2000;

/** Longer than any word, shorter than any address of the networks we know. */
const addressLike = /[\p{L}\p{N}]{24,}/gu;
const linkLike = /\b[a-z][a-z0-9+.-]*:\/\/\S+/giu;

/** @returns undefined when nothing readable is left. */
export function plainText(text: string | undefined): string | undefined {
  const plain = (text ?? '')
    .slice(0, readMax)
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(linkLike, '[removed]')
    .replace(addressLike, '[removed]')
    .trim();
  const characters = Array.from(plain);
  if (characters.length <= plainCharactersMax) return plain === '' ? undefined : plain;
  return `${characters.slice(0, plainCharactersMax - 1).join('')}…`;
}
