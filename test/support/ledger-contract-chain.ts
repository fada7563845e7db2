/** Tampering: refused where the ledger is asked, seen where it was not. */
import { expect, it } from 'vitest';
import { approved, cleared, requested, takenBack } from './events.ts';
import { type Bench, entryOf, record } from './ledger-bench.ts';
import { bob, carol } from './people.ts';

const history = [requested(), approved(bob), approved(carol), cleared(bob, carol)];

export function chainContract(bench: Bench): void {
  const forged = async (...statements: string[]) => {
    await record(bench.ledger, ...history);
    await record(bench.ledger, requested({ number: 1002 }));
    expect(await bench.ledger.verify()).toBeUndefined();
    await bench.database.forge(...statements);
    return bench.ledger.verify();
  };

  it('cannot be changed: updates and deletes are refused by the database itself', async () => {
    await record(bench.ledger, ...history);
    const { sql } = bench.database;
    const refusal = 'The table events is append-only.';
    await expect(sql(`update events set "by" = 'U0EVE'`)).rejects.toThrow(refusal);
    await expect(sql('delete from events where seq = 4')).rejects.toThrow(refusal);
    expect(await bench.ledger.read(1001)).toEqual(history);
  });

  it.for([
    ['what', `update events set data = replace(data, 'February', 'March') where seq = 1`, 1],
    ['who', `update events set "by" = 'U0EVE' where seq = 2 and stream = 'request:1001'`, 2],
    ['when', `update events set at = '2026-03-02T13:00:00.000Z' where seq = 3`, 3],
    ['what kind', `update events set type = 'rejected' where seq = 3`, 3],
    ['a hash', `update events set hash = prev_hash where seq = 4`, 4],
    ['the beginning', `update events set prev_hash = hash where stream = 'request:1001'`, 1],
  ] as const)('shows an event whose %s was changed', async ([, statement, seq]) => {
    expect(await forged(statement)).toEqual({ stream: 'request:1001', seq });
  });

  it.for([1, 2, 3])('shows that event %i is missing', async (seq) => {
    const statement = `delete from events where stream = 'request:1001' and seq = ${seq}`;
    expect(await forged(statement)).toEqual({ stream: 'request:1001', seq });
  });

  it('shows two events that changed places', async () => {
    const broken = await forged(
      `update events set seq = 99 where stream = 'request:1001' and seq = 2`,
      `update events set seq = 2 where stream = 'request:1001' and seq = 3`,
      `update events set seq = 3 where stream = 'request:1001' and seq = 99`,
    );
    expect(broken).toEqual({ stream: 'request:1001', seq: 2 });
  });

  it('shows an event that was moved to another request', async () => {
    const broken = await forged(
      `update events set stream = 'request:1002' where stream = 'request:1001' and seq = 4`,
      `update events set seq = 2 where stream = 'request:1002' and seq = 4`,
    );
    expect(broken).toEqual({ stream: 'request:1002', seq: 2 });
  });

  it('does not show a cut at the end: that takes a copy of its head kept elsewhere', async () => {
    expect(await forged(`delete from events where seq = 4`)).toBeUndefined();
  });

  it('is checked to the end however long it is', async () => {
    const turns = Array.from({ length: 600 }, () => [approved(bob), takenBack(bob)]).flat();
    const outcome = await bench.ledger.append(entryOf([], [requested(), ...turns]));
    expect(outcome).toBe('appended');
    expect(await bench.ledger.read(1001)).toEqual([requested(), ...turns]);
    expect(await bench.ledger.verify()).toBeUndefined();
    await bench.database.forge(`update events set "by" = 'U0EVE' where seq = 1201`);
    expect(await bench.ledger.verify()).toEqual({ stream: 'request:1001', seq: 1201 });
  });
}
