/** What an approver approves is one digest, and nothing it covers can change without changing it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../../src/approvals/draft/content.ts';
import {
  type Fingerprinted,
  fingerprint,
  partKey,
  shortFingerprint,
} from '../../../src/approvals/request/fingerprint.ts';
import { sha256 } from '../../../src/approvals/values/digest.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((each) => each.isWellFormed());
const code = fc.constantFrom('TRX', 'ETH', 'USDT');
const small = fc.integer({ min: 1, max: 9 });

const line: fc.Arbitrary<Line> = fc.record(
  {
    address: text,
    currency: code,
    amountMinor: fc.bigInt({ min: 1n, max: 2n ** 96n }),
    payee: text,
    comment: text,
    reference: text,
  },
  { requiredKeys: ['address', 'currency', 'amountMinor'] },
);
const content: fc.Arbitrary<Fingerprinted['content']> = fc.record(
  {
    purpose: text,
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    executeAt: text,
    source: fc.record({ name: text, sha256: text }),
  },
  { requiredKeys: ['purpose', 'lines'] },
);
const part: fc.Arbitrary<Fingerprinted['parts'][number]> = fc.record({
  part: small,
  kind: fc.constantFrom('single' as const, 'mass' as const),
  currency: code,
  lines: fc.array(small, { minLength: 1, maxLength: 3 }),
});
const covered: fc.Arbitrary<Fingerprinted> = fc.record({
  host: text,
  account: text,
  team: text,
  number: fc.integer({ min: 1 }),
  authors: fc.array(text, { minLength: 1, maxLength: 3 }),
  content,
  parts: fc.array(part, { minLength: 1, maxLength: 3 }),
  decimals: fc.record({ TRX: small, ETH: small, USDT: small }),
  policy: text,
  nonce: text,
});

function withFirstLine(of: Fingerprinted, change: (first: Line) => Line): Fingerprinted {
  const lines = of.content.lines.map((each, index) => (index === 0 ? change(each) : each));
  return { ...of, content: { ...of.content, lines } };
}

function firstLine(of: Fingerprinted): Line {
  const [first] = of.content.lines;
  if (!first) throw new Error('A request has at least one line.');
  return first;
}

/** Equal when they say the same; an absent field and one that is undefined do. */
function said(of: unknown): string {
  const plain = (value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);
  const sorted = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)))
      : plain(value);
  return JSON.stringify(of, (_, value) => sorted(value));
}

/** Each takes one field from another request. */
const exchanges: Record<string, (of: Fingerprinted, other: Fingerprinted) => Fingerprinted> = {
  host: (of, { host }) => ({ ...of, host }),
  account: (of, { account }) => ({ ...of, account }),
  team: (of, { team }) => ({ ...of, team }),
  number: (of, { number }) => ({ ...of, number }),
  authors: (of, { authors }) => ({ ...of, authors }),
  parts: (of, { parts }) => ({ ...of, parts }),
  policy: (of, { policy }) => ({ ...of, policy }),
  nonce: (of, { nonce }) => ({ ...of, nonce }),
  purpose: (of, { content: { purpose } }) => ({ ...of, content: { ...of.content, purpose } }),
  lines: (of, { content: { lines } }) => ({ ...of, content: { ...of.content, lines } }),
  'execute-at': (of, other) => {
    const { executeAt: _, ...rest } = of.content;
    const { executeAt } = other.content;
    return { ...of, content: executeAt === undefined ? rest : { ...rest, executeAt } };
  },
  'the source file': (of, other) => {
    const { source: _, ...rest } = of.content;
    const { source } = other.content;
    return { ...of, content: source === undefined ? rest : { ...rest, source } };
  },
  'the decimals of a currency that is paid': (of, other) => ({
    ...of,
    decimals: { ...of.decimals, [firstLine(of).currency]: other.number + 10 },
  }),
  ...Object.fromEntries(
    (['address', 'currency', 'amountMinor', 'payee', 'comment', 'reference'] as const).map(
      (field) => [
        `the ${field} of a line`,
        (of: Fingerprinted, other: Fingerprinted) =>
          withFirstLine(of, (first) => ({ ...first, [field]: firstLine(other)[field] })),
      ],
    ),
  ),
};

describe('a fingerprint', () => {
  it('is 64 hex digits, the same for the same request', () => {
    fc.assert(
      fc.property(covered, (of) => {
        expect(fingerprint(of)).toMatch(/^[0-9a-f]{64}$/);
        expect(fingerprint(structuredClone(of))).toBe(fingerprint(of));
      }),
    );
  });

  it.each(Object.entries(exchanges))('changes with %s', (_, exchange) => {
    fc.assert(
      fc.property(covered, covered, (of, other) => {
        const changed = exchange(of, other);
        fc.pre(said(changed) !== said(of));
        expect(fingerprint(changed)).not.toBe(fingerprint(of));
      }),
    );
  });

  it('changes with the order of the lines', () => {
    fc.assert(
      fc.property(covered, line, line, (of, one, other) => {
        fc.pre(said(one) !== said(other));
        const inOrder = (...lines: Line[]) =>
          fingerprint({ ...of, content: { ...of.content, lines } });
        expect(inOrder(one, other)).not.toBe(inOrder(other, one));
      }),
    );
  });

  it('changes when a character moves to the next field', () => {
    fc.assert(
      fc.property(covered, fc.string({ minLength: 1 }), fc.string(), (of, left, right) => {
        const [head, last] = [left.slice(0, -1), left.slice(-1)];
        const whole = fingerprint({ ...of, host: left, account: right });
        expect(fingerprint({ ...of, host: head, account: last + right })).not.toBe(whole);
        const payee = (first: Line) => ({ ...first, payee: left, comment: right });
        const comment = (first: Line) => ({ ...first, payee: head, comment: last + right });
        expect(fingerprint(withFirstLine(of, payee))).not.toBe(
          fingerprint(withFirstLine(of, comment)),
        );
      }),
    );
  });

  it.each(['payee', 'comment', 'reference'])('tells an empty %s from none', (field) => {
    fc.assert(
      fc.property(covered, (of) => {
        const { address, currency, amountMinor } = firstLine(of);
        const none = { address, currency, amountMinor };
        const absent = fingerprint(withFirstLine(of, () => none));
        expect(fingerprint(withFirstLine(of, () => ({ ...none, [field]: '' })))).not.toBe(absent);
      }),
    );
  });

  it('refuses text that is not well formed: two of those could share their bytes', () => {
    fc.assert(
      fc.property(covered, (of) => {
        const half = withFirstLine(of, (first) => ({ ...first, payee: 'Maria \ud800' }));
        expect(() => fingerprint(half)).toThrow('"Maria \\ud800" is not well formed');
      }),
      { numRuns: 5 },
    );
  });

  it('has a short form without letters that look alike', () => {
    expect(shortFingerprint(sha256('a'))).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(shortFingerprint(sha256('a'))).not.toBe(shortFingerprint(sha256('b')));
  });
});

describe('the key of a part', () => {
  it('is a UUID of version 4, distinct for every part and every request', () => {
    fc.assert(
      fc.property(fc.string().map(sha256), fc.string().map(sha256), (one, other) => {
        fc.pre(one !== other);
        const keys = [one, other].flatMap((print) => [1, 2, 3, 11].map((n) => partKey(print, n)));
        for (const key of keys)
          expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('is what it was when it was first released: a restored ledger asks with the same', () => {
    expect(partKey('0'.repeat(64), 1)).toBe('b12bc008-1450-4c44-b5cb-4f5a8416ff2a');
    expect(partKey('f'.repeat(64), 180)).toBe('5531e4db-ac09-4169-a438-bbb69c9ca22d');
  });
});
