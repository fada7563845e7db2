import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText } from '../../src/approvals/values/amount.ts';
import { currencyTable } from '../../src/calypso/currencies.ts';
import { readPayload, writePayload } from '../../src/calypso/payload.ts';
import { ivan, maria } from '../support/people.ts';
import { key, line, orderOf, singleOrder } from './orders.ts';

const table = new Map(currencyTable().map((each) => [each.code, each]));
const currencyOf = (code: string) => table.get(code);
const usdt = currencyTable().filter(({ code }) => code === 'USDT_TRX');
const [usdtOnTron = expect.fail('the table lacks USDT_TRX')] = usdt;

describe('the payload of a part', () => {
  it('of one line is a single payout, digits and all', () => {
    expect(writePayload(singleOrder({ comment: 'Rückzahlung "№7"' }), usdtOnTron)).toBe(
      `{"currency":"USDT_TRX","depositAddress":"${maria}","amount":12.5,"comment":"Rückzahlung \\"№7\\"","externalId":"1042-4","idempotencyKey":"${key}"}`,
    );
  });

  it('of many lines is a mass payout under the purpose', () => {
    const order = orderOf('mass', [
      line(1n, { reference: 'INV-7' }),
      line(1_000_000_000_001n, { address: ivan, comment: 'bonus' }),
    ]);
    expect(writePayload(order, usdtOnTron)).toBe(
      `{"currency":"USDT_TRX","name":"Salaries, March","massAddresses":[` +
        `{"depositAddress":"${maria}","amount":0.000001,"externalId":"INV-7"},` +
        `{"depositAddress":"${ivan}","amount":1000000.000001,"comment":"bonus","externalId":"1042-5"}],` +
        `"idempotencyKey":"${key}"}`,
    );
  });

  it('carries the time at which Calypso is to send it, and is read back with it', () => {
    const executeAt = '2026-03-31T09:00:00.000Z';
    for (const order of [singleOrder(), orderOf('mass', [line(1n), line(2n)])]) {
      const payload = writePayload(order, usdtOnTron, executeAt);
      expect(payload).toContain(`"executionDate":"${executeAt}","idempotencyKey":"${key}"}`);
      expect(readPayload(payload, currencyOf)).toMatchObject({ executeAt });
      const spoilt = payload.replace(executeAt, '31 March');
      expect(() => readPayload(spoilt, currencyOf)).toThrow('not those of a payout');
    }
    expect(readPayload(writePayload(singleOrder(), usdtOnTron), currencyOf)).not.toHaveProperty(
      'executeAt',
    );
  });

  it('is not written for an order that does not fit together', () => {
    const two = [line(1n), line(2n)];
    expect(() => writePayload(orderOf('single', two), usdtOnTron)).toThrow('has one line');
    expect(() => writePayload(orderOf('single', []), usdtOnTron)).toThrow('has one line');
    expect(() => writePayload(orderOf('mass', [line(1n), line(0n)]), usdtOnTron)).toThrow(
      'above zero',
    );
    const mixed = orderOf('mass', [line(1n), line(1n, { currency: 'TRX' })]);
    expect(() => writePayload(mixed, usdtOnTron)).toThrow('does not fit its lines');
  });
});

describe('a payload read back', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const maybe = fc.option(text, { nil: undefined });
  const anyLine = fc.record({
    address: text,
    amountMinor: fc.bigInt(1n, 10n ** 38n),
    comment: maybe,
    reference: maybe,
  });
  const anyOrder = fc
    .tuple(
      fc.constantFrom(...currencyTable()),
      fc.constantFrom('single' as const, 'mass' as const),
      fc.array(anyLine, { minLength: 1, maxLength: 8 }),
    )
    .map(([currency, kind, all]) => ({
      currency,
      order: orderOf(
        kind,
        (kind === 'single' ? all.slice(0, 1) : all).map(({ comment, reference, ...rest }) => ({
          ...rest,
          currency: currency.code,
          ...(comment === undefined ? {} : { comment }),
          ...(reference === undefined ? {} : { reference }),
        })),
      ),
    }));

  it('says what was ordered, every amount to the last digit', () => {
    fc.assert(
      fc.property(anyOrder, ({ currency, order }) => {
        const payload = writePayload(order, currency);
        expect(readPayload(payload, currencyOf)).toEqual({
          kind: order.plan.kind,
          key,
          currency: currency.code,
          lines: order.lines.map((each, index) => ({
            address: each.address,
            amountMinor: each.amountMinor,
            ...(each.comment === undefined ? {} : { comment: each.comment }),
            reference: each.reference ?? `1042-${index + 4}`,
          })),
        });
        for (const { amountMinor } of order.lines)
          expect(payload).toContain(`"amount":${decimalText(amountMinor, currency.decimals)},`);
      }),
    );
  });

  const good = writePayload(singleOrder({ comment: 'x' }), usdtOnTron);
  it.each([
    ['an unknown member', good.replace('{', '{"executedOn":"2026-03-02T12:00:00Z",')],
    ['a member twice', good.replace('{', '{"amount":99,')],
    ['white space', good.replace(':', ': ')],
    ['an escape nobody needed', good.replace('"x"', '"\\u0078"')],
    ['an exponent', good.replace('12.5', '1.25e1')],
    ['a zero too many', good.replace('12.5', '0')],
    ['a negative amount', good.replace('12.5', '-12.5')],
    ['an amount as text', good.replace('12.5', '"12.5"')],
    ['too many digits', good.replace('12.5', '12.5000001')],
    ['an unknown currency', good.replace('USDT_TRX', 'USDT_SOL')],
    ['no key', good.replace(`,"idempotencyKey":"${key}"`, '')],
    ['a key that is no UUID', good.replace(key, 'x')],
    ['null for the comment', good.replace('"x"', 'null')],
    ['a list', `[${good}]`],
    ['both kinds at once', good.replace('{', '{"massAddresses":[],')],
    ['something after it', `${good} `],
    ['nothing', ''],
  ])('is an error with %s', (_name, payload) => {
    expect(payload).not.toBe(good);
    expect(() => readPayload(payload, currencyOf)).toThrow();
  });
});
