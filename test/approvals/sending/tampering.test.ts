/** What was changed in the record between the approvals and the sending: found, held, not sent. */
import { describe, expect, it } from 'vitest';
import type { RequestEvent, Requested } from '../../../src/approvals/request/events.ts';
import { fingerprint, partKey } from '../../../src/approvals/request/fingerprint.ts';
import { sha256 } from '../../../src/approvals/values/digest.ts';
import { aDesk } from '../../support/desk.ts';
import { line } from '../../support/events.ts';

describe('a stored request that was tampered with', () => {
  const thief = 'TThief';
  const robbed = (asked: Requested): Requested => {
    const lines = asked.content.lines.map((each) => ({ ...each, address: thief }));
    return { ...asked, content: { ...asked.content, lines } };
  };
  const repaid = (asked: Requested, payload: (text: string) => string): Requested => ({
    ...asked,
    parts: asked.parts.map((part) => {
      const text = payload(part.payload);
      return { ...part, payload: text, payloadSha256: sha256(text) };
    }),
  });
  const tampers: [string, string, (asked: Requested) => Requested][] = [
    ['in its address', 'the fingerprint of the stored content differs', robbed],
    [
      'in its amount',
      'the fingerprint of the stored content differs',
      (asked) => ({
        ...asked,
        content: { ...asked.content, lines: [line({ amountMinor: 250_000_001n })] },
      }),
    ],
    [
      'in its purpose',
      'the fingerprint of the stored content differs',
      (asked) => ({ ...asked, content: { ...asked.content, purpose: 'March' } }),
    ],
    [
      'in its plan',
      'the parts do not carry every line exactly once',
      (asked) => ({ ...asked, parts: [...asked.parts, ...asked.parts] }),
    ],
    [
      'in its payload',
      'the payload is not the one stored',
      (asked) => ({
        ...asked,
        parts: asked.parts.map((part) => ({ ...part, payload: `${part.payload} ` })),
      }),
    ],
    [
      'in the address of its payload and the hash beside it',
      'line 1 has another address',
      (asked) => repaid(asked, (text) => text.replace(line().address, thief)),
    ],
    [
      'in the amount of its payload and the hash beside it',
      'line 1 has another amount',
      (asked) => repaid(asked, (text) => text.replace('250000000', '250000001')),
    ],
    [
      'in the currency of its payload and the hash beside it',
      'the payload pays in TRX',
      (asked) => repaid(asked, (text) => text.replace('USDT_TRX', 'TRX')),
    ],
    [
      'in its keys',
      'the key is not the one derived',
      (asked) => ({
        ...asked,
        parts: asked.parts.map((part) => ({ ...part, key: partKey('0'.repeat(64), 1) })),
      }),
    ],
    [
      'as a whole, with a fingerprint that fits',
      'an approval is for another fingerprint',
      (asked) => {
        const paid = robbed(asked);
        const print = fingerprint(paid);
        return { ...paid, fingerprint: print };
      },
    ],
  ];

  it.each(tampers)('%s is held, and nothing is sent', async (_, detail, change) => {
    const desk = await aDesk();
    const number = await desk.due();
    const changed = (event: RequestEvent) => (event.type === 'requested' ? change(event) : event);
    const ledger = {
      ...desk.ledger,
      read: async (of: number) => (await desk.ledger.read(of)).map(changed),
      append: async (entry: Parameters<typeof desk.ledger.append>[0]) => {
        const before = await desk.read(number);
        const held = entry.events.every((event) => event.type === 'held');
        expect(held).toBe(true);
        return desk.ledger.append({ ...entry, before, after: { ...before, ...entry.after } });
      },
    };
    await desk.another({ ledger }).sweep.look(number);
    expect(desk.troubles).toEqual([]);
    expect((await desk.read(number)).stage).toMatchObject({
      state: 'held',
      reason: 'mismatch',
      detail,
    });
    expect(desk.rail.sends).toEqual([]);
    expect(await desk.alerts()).toEqual([`held:${number}`]);
  });
});
