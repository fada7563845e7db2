/** What a recorded decision does, where the order of presses matters. */
import { expect, it } from 'vitest';
import { openLedger } from '../../../src/approvals/ledger/open.ts';
import { decidingHandlers } from '../../../src/bot/deciding/deciding.ts';
import type { Conversation } from '../../../src/bot/press/conversation.ts';
import { bob, carol } from '../../support/people.ts';

const at = '2026-03-02T12:00:00.000Z';
const press = (kind: string, person: string, number: number) => ({
  key: `${kind} ${person} ${number}`,
  kind,
  person,
  data: { number, fingerprint: 'f', replyTo: 'C0PAYOUTS' },
  at,
});

it('an approval that was never carried out cannot come true after it was taken back', async () => {
  const ledger = await openLedger({ url: 'sqlite::memory:' });
  const open = [
    press('approve', bob, 1001),
    press('approve', bob, 1002),
    press('approve', carol, 1001),
  ];
  for (const each of open) await ledger.recordPress(each);
  const taken: number[] = [];
  const conversation: Partial<Conversation> = {
    ledger,
    now: () => Date.parse(at),
    lookSoon: async () => {},
    desk: {
      takeBack: async (number: number) => {
        taken.push(number);
        return { kind: 'refused', rule: 'nothing-to-take' };
      },
    } as unknown as Conversation['desk'],
    tellSoon: () => {},
  };
  await decidingHandlers(conversation as Conversation)['take-back']?.(
    press('take-back', bob, 1001),
  );
  expect(taken).toEqual([1001]);
  expect((await ledger.openPresses()).map(({ key }) => key)).toEqual([
    'approve U0BOB 1002',
    'approve U0CAROL 1001',
  ]);
});
