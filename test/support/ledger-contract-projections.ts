/** The tables people query: what they say, and that they say it again when built anew. */
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/approvals/ledger/open.ts';
import { rebuildProjections } from '../../src/approvals/ledger/projections.ts';
import {
  accepted,
  approved,
  at,
  cleared,
  declined,
  line,
  observed,
  partStarted,
  rejected,
  requested,
  unclear,
} from './events.ts';
import { type Bench, entryOf, record } from './ledger-bench.ts';
import { bob, carol } from './people.ts';

/** Six lines of one currency go out as one part. */
const lines = [1n, 2n, 3n, 4n, 5n, 10n ** 30n].map((amountMinor, index) =>
  line({ amountMinor, payee: `Payee ${index + 1}`, reference: `R-${index + 1}` }),
);
const asked = requested({ lines });
const sent = [
  asked,
  approved(bob, { asked }),
  approved(carol, { asked }),
  cleared(bob, carol),
  partStarted(),
];
const open = [1, 2, 3, 4, 5, 6].map((each) => ({ line: each, status: 'open' as const }));

export function projectionsContract(bench: Bench): void {
  const queried = async () => ({
    requests: await bench.database.sql(
      'select number, draft_id, state, requester, purpose, fingerprint, asked_at from requests order by number',
    ),
    parts: await bench.database.sql('select * from parts order by request, part'),
    lines: await bench.database.sql('select * from lines order by request, line'),
    attempts: await bench.database.sql('select * from attempts order by request, part, n'),
  });

  it('keep each line with what became of it, and when', async () => {
    const paid = { line: 1, status: 'paid', transactionHash: '0xabc', feeMinor: 70n } as const;
    const rest = open.slice(1);
    await record(
      bench.ledger,
      ...sent,
      accepted(),
      observed(20, [{ line: 1, status: 'paid' }, ...rest]),
      observed(30, [paid, ...rest.slice(0, -1), { line: 6, status: 'failed' }]),
    );
    const { lines: rows } = await queried();
    expect(rows[0]).toMatchObject({
      payee: 'Payee 1',
      amount_minor: '1',
      status: 'paid',
      transaction_hash: '0xabc',
      fee_minor: '70',
      completed_at: at(20),
    });
    expect(rows[4]).toMatchObject({ status: 'open', transaction_hash: null, completed_at: null });
    expect(rows[5]).toMatchObject({
      amount_minor: `1${'0'.repeat(30)}`,
      status: 'failed',
      completed_at: at(30),
    });
  });

  it('keep each part with the exact text that is sent, and its rail id once there is one', async () => {
    await record(bench.ledger, ...sent);
    const promised = asked.parts[0];
    const expected = {
      kind: 'mass',
      key: promised?.key,
      payload: promised?.payload,
      payload_sha256: promised?.payloadSha256,
    };
    expect((await queried()).parts).toMatchObject([{ ...expected, state: 'asked', rail_id: null }]);
    await bench.ledger.append(entryOf(sent, [accepted(1, 'rail-9')]));
    expect((await queried()).parts).toMatchObject([
      { ...expected, state: 'accepted', rail_id: 'rail-9' },
    ]);
  });

  it('keep each attempt: before the answer, and with it', async () => {
    await record(bench.ledger, ...sent);
    const attempt = {
      request: 1001,
      part: 1,
      n: 1,
      timestamp: at(8),
      body_sha256: partStarted().bodySha256,
      deadline: at(9),
    };
    expect((await queried()).attempts).toEqual([{ ...attempt, outcome: null, because: null }]);
    await bench.ledger.append(entryOf(sent, [unclear()]));
    expect((await queried()).attempts).toEqual([
      { ...attempt, outcome: 'unclear', because: 'No answer' },
    ]);
  });

  it('refuse an observation of a line that the part does not carry', async () => {
    await record(bench.ledger, ...sent, accepted());
    const stray = observed(20, [{ line: 7, status: 'paid' }]);
    await expect(bench.ledger.append(entryOf([...sent, accepted()], [stray]))).rejects.toThrow(
      'Broken ledger: part 1 of request 1001 has no line 7.',
    );
    expect(await bench.ledger.read(1001)).toHaveLength(sent.length + 1);
  });

  it('are the same when they are built anew, and unfinished requests are looked at', async () => {
    const first = [
      ...sent,
      accepted(),
      observed(20, [{ line: 1, status: 'paid' }, ...open.slice(1)]),
    ];
    await record(bench.ledger, ...first);
    await record(bench.ledger, requested({ number: 1002 }), rejected(bob));
    const third = requested({ number: 1003, lines: [line(), line({ amountMinor: 7n })] });
    const approvals = [approved(bob, { asked: third }), approved(carol, { asked: third })];
    const start = [cleared(bob, carol), partStarted()];
    await bench.ledger.append(entryOf([], [third, ...approvals, ...start, declined()]));
    const before = await queried();
    expect(before.lines).toHaveLength(6 + 1 + 2);

    await bench.close();
    const { db, close } = await openDatabase(bench.database.url);
    await bench.database.sql(
      'delete from attempts',
      'delete from lines',
      'delete from parts',
      'delete from requests',
    );
    await rebuildProjections(db);
    await close();
    expect(await queried()).toEqual(before);
    await bench.restart();
    expect(await bench.ledger.due(at(0), 10)).toEqual([1001]);
  });
}
