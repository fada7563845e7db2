/** Presses that were recorded: carried out once, and again only where nobody finished them. */
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/approvals/ledger/open.ts';
import { openPresses, type PressHandler } from '../../../src/bot/press/presses.ts';
import { bob } from '../../support/people.ts';

const noon = Date.parse('2026-03-02T12:00:00.000Z');
const minute = 60_000;

async function atTheDoor(handler: PressHandler) {
  const ledger = await openLedger({ url: 'sqlite::memory:' });
  const clock = { at: noon };
  const troubles: string[] = [];
  const presses = openPresses({
    ledger,
    handlers: { approve: handler },
    now: () => clock.at,
    onTrouble: async ({ key }) => {
      troubles.push(key);
    },
    onActed: () => {},
  });
  const press = (key: string) => ({
    key,
    kind: 'approve',
    person: bob,
    data: {},
    at: new Date(clock.at).toISOString(),
  });
  return { ledger, clock, troubles, presses, press };
}

describe('a press', () => {
  it('is new once, however often it is delivered', async () => {
    const { presses, press } = await atTheDoor(async () => {});
    expect(await presses.take(press('k1'))).toBe('new');
    expect(await presses.take(press('k1'))).toBe('repeated');
  });

  it('that could not be carried out stays open and is tried again when it is old enough', async () => {
    let isBroken = true;
    const done: string[] = [];
    const { ledger, clock, troubles, presses, press } = await atTheDoor(async ({ key }) => {
      if (isBroken) throw new Error('the database is away');
      done.push(key);
    });
    await presses.take(press('k1'));
    await presses.act(press('k1'));
    expect(troubles).toEqual(['k1']);
    isBroken = false;
    await presses.resume(minute);
    expect(done).toEqual([]);
    clock.at += minute;
    await presses.resume(minute);
    expect(done).toEqual(['k1']);
    expect(await ledger.openPresses()).toEqual([]);
  });

  it('that is being carried out is not begun a second time', async () => {
    let go = () => {};
    let begun = 0;
    const { clock, presses, press } = await atTheDoor(async () => {
      begun += 1;
      await new Promise<void>((resolve) => {
        go = resolve;
      });
    });
    await presses.take(press('k1'));
    const acted = presses.act(press('k1'));
    clock.at += minute;
    await presses.resume(minute);
    go();
    await acted;
    await presses.settled();
    expect(begun).toBe(1);
  });
});
