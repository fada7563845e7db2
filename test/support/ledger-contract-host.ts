/** What the process itself asks of its ledger: whether it can write, what it remembers, which job ran. */
import { expect, it } from 'vitest';
import { at, noon } from './events.ts';
import type { Bench } from './ledger-bench.ts';

export function hostContract(bench: Bench): void {
  it('R4: can be written to, again and again in the same row', async () => {
    for (const time of [noon, at(5), at(10)]) expect(await bench.ledger.ping(time)).toBe('ok');
    expect(await bench.database.sql('select name, value from kept')).toEqual([
      { name: 'written', value: at(10) },
    ]);
  });

  it('R4: cannot be written to after it was closed', async () => {
    const { ledger } = bench;
    await bench.close();
    await expect(ledger.ping(noon)).rejects.toThrow('driver has already been destroyed');
  });

  it('R2: remembers the last thing it was told under a name, and nothing before', async () => {
    expect(await bench.ledger.kept('slack')).toBeUndefined();
    await bench.ledger.keep('slack', 'T0ONE');
    await bench.ledger.keep('slack', 'T0TWO');
    const other = await bench.another();
    expect(await other.kept('slack')).toBe('T0TWO');
  });

  it('gives a job at its time to one of several that want it, and to nobody later', async () => {
    const instances = [bench.ledger, await bench.another(), bench.ledger];
    const claim = (occurrence: string) =>
      Promise.all(instances.map((each) => each.claimRun('morning', occurrence, noon)));
    expect((await claim('2026-03-02T08:00')).filter(Boolean)).toEqual([true]);
    expect(await claim('2026-03-02T08:00')).toEqual([false, false, false]);
    expect((await claim('2026-03-03T08:00')).filter(Boolean)).toEqual([true]);
    expect(await bench.ledger.claimRun('reconcile', '2026-03-02T08:00', noon)).toBe(true);
  });

  it('knows the latest time for which a job was claimed, whichever was claimed last', async () => {
    expect(await bench.ledger.lastRun('morning')).toBeUndefined();
    await bench.ledger.claimRun('morning', '2026-03-10T08:00', noon);
    await bench.ledger.claimRun('morning', '2026-03-09T08:00', at(5));
    await bench.ledger.claimRun('other', '2026-04-01T08:00', at(5));
    expect(await bench.ledger.lastRun('morning')).toBe('2026-03-10T08:00');
  });
}
