import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainCharactersMax, plainText } from '../../src/calypso/plain-text.ts';

describe("Calypso's own words", () => {
  it('become one line without control or direction characters', () => {
    expect(plainText('Not enough\r\n\tfunds\u0007\u202e.')).toBe('Not enough funds.');
  });

  it.each([
    'TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf',
    '0x3b2d03a4e60c9e0fa45f45a544d137bda2014f0f',
    'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    'T\u200bXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf',
    'https://pay.example/top-up',
  ])('never show where to pay: %s', (address) => {
    expect(plainText(`Top up ${address} now`)).toBe('Top up [removed] now');
  });

  it('keep their amounts', () => {
    const text = 'Missing 0.00994113 BTC of 0.01001 BTC.';
    expect(plainText(text)).toBe(text);
  });

  it('are nothing when nothing can be read', () => {
    expect(plainText(undefined)).toBeUndefined();
    expect(plainText(' \n\u200b')).toBeUndefined();
  });

  it('are never long, and never broken inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const plain = plainText(text) ?? '';
        expect(Array.from(plain).length).toBeLessThanOrEqual(plainCharactersMax);
        expect(plain.isWellFormed()).toBe(true);
      }),
    );
  });
});
