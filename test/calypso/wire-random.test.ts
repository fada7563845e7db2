/** Whatever JSON the documentation allows is read without losing a digit, and written back the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactParts, minorUnits, parseExact, writeExact } from '../../src/calypso/numbers.ts';
import { massPayout, payout, withdrawal } from '../../src/calypso/wire.ts';

/** A member as JSON text and as what is read of it; undefined: there is no such member. */
type Member = readonly [json: string | undefined, read: unknown];

const digits = (max: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{0,${max}}$`));
const numberText = fc
  .tuple(
    fc.oneof(fc.constant('0'), digits(24)),
    fc.option(fc.stringMatching(/^[0-9]{1,18}$/), { nil: undefined }),
    fc.option(fc.stringMatching(/^[eE][+-]?[0-9]{1,2}$/), { nil: undefined }),
  )
  .map(([whole, fraction, exponent]) =>
    [whole, fraction === undefined ? '' : `.${fraction}`, exponent ?? ''].join(''),
  );

const number: fc.Arbitrary<Member> = numberText.map((text) => [text, text]);
const text: fc.Arbitrary<Member> = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((value) => [JSON.stringify(value), value]);
const id: fc.Arbitrary<Member> = fc.oneof(
  fc.uuid().map((value): Member => [`"${value}"`, value]),
  digits(8).map((value): Member => [value, value]),
);
const flag: fc.Arbitrary<Member> = fc.boolean().map((value) => [`${value}`, value]);
/** With a zone, or without one and with 0 to 9 digits of a second. */
const date: fc.Arbitrary<Member> = fc
  .tuple(
    fc.date({ min: new Date('2015-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
    fc.boolean(),
    fc.stringMatching(/^[0-9]{0,6}$/),
  )
  .map(([at, zoned, more]) => {
    const iso = at.toISOString();
    return [zoned ? `"${iso}"` : `"${iso.slice(0, -1)}${more}"`, iso];
  });

/** Null and absent are the same. */
const optional = (member: fc.Arbitrary<Member>): fc.Arbitrary<Member> =>
  fc.oneof(member, fc.constantFrom<Member>([undefined, undefined], ['null', undefined]));

const strangers = fc.dictionary(
  fc.stringMatching(/^x[a-z]{1,8}$/),
  fc.oneof(numberText, fc.constantFrom('null', '[]', '{"a":[1.50]}', '"?"')),
  { maxKeys: 3 },
);

/** Objects with these members in any order, and with members nobody documented among them. */
const objectOf = (members: Record<string, fc.Arbitrary<Member>>) =>
  fc
    .tuple(fc.record(members), strangers, fc.infiniteStream(fc.nat()))
    .map(([known, unknown, order]) => {
      const written = [
        ...Object.entries(known).flatMap(([name, [json]]) =>
          json === undefined ? [] : [[name, json]],
        ),
        ...Object.entries(unknown),
      ]
        .map((entry) => ({ entry, at: order.next().value ?? 0 }))
        .toSorted((one, other) => one.at - other.at)
        .map(({ entry: [name, json] }) => `${JSON.stringify(name)}:${json}`);
      const read = Object.fromEntries(
        Object.entries(known)
          .map(([name, [, value]]) => [name, value])
          .filter(([, value]) => value !== undefined),
      );
      return { json: `{${written.join(',')}}`, read };
    });

const errors: fc.Arbitrary<Member> = fc
  .array(
    objectOf({
      id: optional(id),
      status: optional(text),
      errorResolved: optional(flag),
      errorMessage: optional(text),
    }),
    { maxLength: 3 },
  )
  .map((list) => [`[${list.map(({ json }) => json).join(',')}]`, list.map(({ read }) => read)]);

const shared = {
  id,
  state: text,
  amount: number,
  calypsoFee: optional(number),
  transactionHash: optional(text),
  createdDate: optional(date),
  comment: optional(text),
  account: optional(id),
  belongingType: optional(text),
};

describe('any', () => {
  it('payout is read exactly', () => {
    const any = objectOf({
      ...shared,
      currency: text,
      depositAddress: optional(text),
      idempotencyKey: optional(text),
      calypsoFeePercentage: optional(number),
      executionDate: optional(date),
    });
    fc.assert(
      fc.property(any, ({ json, read }) => {
        expect(payout.parse(parseExact(json))).toEqual(read);
      }),
    );
  });

  it('mass payout is read exactly', () => {
    const any = objectOf({
      id,
      state: text,
      currency: optional(text),
      name: optional(text),
      totalWithdrawalAmount: optional(number),
      totalCalypsoFee: optional(number),
      companyId: optional(id),
      executionDate: optional(date),
    });
    fc.assert(
      fc.property(any, ({ json, read }) => {
        expect(massPayout.parse(parseExact(json))).toEqual(read);
      }),
    );
  });

  it('withdrawal is read exactly, its errors too', () => {
    const any = objectOf({
      ...shared,
      externalId: optional(id),
      withdrawalErrors: optional(errors),
    });
    fc.assert(
      fc.property(any, ({ json, read }) => {
        expect(withdrawal.parse(parseExact(json))).toEqual(read);
      }),
    );
  });

  it('JSON without needless spaces is written back as it was read', () => {
    const any = objectOf({ ...shared, nested: errors });
    fc.assert(
      fc.property(any, ({ json }) => {
        expect(writeExact(parseExact(json))).toBe(json);
      }),
    );
  });

  it('JSON value at all comes back the same, numbers aside as their text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), (value) => {
        const json = JSON.stringify(value);
        expect(writeExact(parseExact(json))).toBe(json);
      }),
    );
  });

  it('number has the value its digits say, whatever its exponent', () => {
    fc.assert(
      fc.property(numberText, (token) => {
        const exact = exactParts(token);
        if (!exact) return expect.fail(token);
        const decimals = Math.max(exact.decimals, 40);
        const scale = 10n ** BigInt(decimals - exact.decimals);
        expect(minorUnits(token, decimals)).toBe(exact.minor * scale);
        const [mantissa = '', power = '0'] = token.toLowerCase().split('e');
        const [whole = '', fraction = ''] = mantissa.split('.');
        const shift = BigInt(decimals) + BigInt(power) - BigInt(fraction.length);
        const value = BigInt(whole + fraction) * 10n ** (shift < 0n ? 0n : shift);
        if (shift >= 0n) expect(exact.minor * scale).toBe(value);
      }),
    );
  });
});
