/** Text that people typed: what is refused in it, and what is shown of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasControls, shown, trimmed } from '../../../src/approvals/values/text.ts';

/** Every character by which a text could steer its reader or hide from him. */
const unseen: readonly (readonly [string, number, number])[] = [
  ['C0 controls', 0x00, 0x1f],
  ['delete and C1 controls', 0x7f, 0x9f],
  ['soft hyphen', 0xad, 0xad],
  ['combining grapheme joiner', 0x34f, 0x34f],
  ['Arabic letter mark', 0x61c, 0x61c],
  ['Hangul fillers', 0x115f, 0x1160],
  ['zero-width characters and direction marks', 0x200b, 0x200f],
  ['line and paragraph separators, embeddings and overrides', 0x2028, 0x202e],
  ['word joiner and invisible operators', 0x2060, 0x2064],
  ['isolates', 0x2066, 0x2069],
  ['Hangul filler', 0x3164, 0x3164],
  ['half a surrogate pair', 0xd800, 0xd800],
  ['byte order mark', 0xfeff, 0xfeff],
  ['tags', 0xe0001, 0xe007f],
  ['the variation selectors that emoji do not use', 0xe0100, 0xe01ef],
];

function charactersOf(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    String.fromCodePoint(first + index),
  );
}

const allUnseen = unseen.flatMap(([, first, last]) => charactersOf(first, last));

describe('hasControls', () => {
  it.each(unseen)('finds %s', (_, first, last) => {
    for (const character of charactersOf(first, last))
      expect(hasControls(`Maria${character}Rossi`), character.codePointAt(0)?.toString(16)).toBe(
        true,
      );
  });

  it.each([
    '',
    'Maria Rossi',
    'Søren Ærø',
    'مریم',
    '李小龍',
    'שרה',
    'Invoice #12 (=A1) 50% <b>',
    '❤️ ok',
    '🧾',
  ])('lets %j be', (text) => expect(hasControls(text)).toBe(false));

  it('answers the same when asked twice', () => {
    expect([hasControls('a\u200b'), hasControls('a\u200b')]).toEqual([true, true]);
  });
});

describe('shown', () => {
  it('is the text itself when nothing is wrong with it', () => {
    expect(shown('Maria Rossi', 60)).toBe('Maria Rossi');
  });

  it('drops what can not be seen and makes one line of several', () => {
    expect(shown('T\u200bR7\u202eNHq\u0007', 60)).toBe('TR7NHq');
    expect(shown('one\r\n\r\ntwo\tthree', 60)).toBe('one two three');
  });

  it('cuts with an ellipsis, at whole characters', () => {
    expect(shown('a'.repeat(60), 60)).toBe('a'.repeat(60));
    expect(shown('a'.repeat(61), 60)).toBe(`${'a'.repeat(59)}…`);
    expect(shown('🧾'.repeat(5), 4)).toBe('🧾🧾🧾…');
  });

  it('is never longer than asked for and never carries anything unseen', () => {
    const unit = fc.oneof(
      fc.constantFrom(...allUnseen),
      fc.string({ unit: 'binary', maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(unit), fc.integer({ min: 1, max: 20 }), (parts, max) => {
        const text = shown(parts.join(''), max);
        expect(Array.from(text).length).toBeLessThanOrEqual(max);
        expect(hasControls(text)).toBe(false);
      }),
    );
  });
});

describe('trimmed', () => {
  it.each([
    [' \t5 \t', '5'],
    ['a  b', 'a  b'],
    ['   ', ''],
    ['', ''],
    ['\u00a05', '\u00a05'],
    ['\n5', '\n5'],
  ])('makes %j %j', (text, expected) => expect(trimmed(text)).toBe(expected));

  it('is done with a megabyte of blanks inside a text in one pass', () => {
    const text = `a${' '.repeat(1_000_000)}b`;
    expect(trimmed(text)).toBe(text);
  });
});
