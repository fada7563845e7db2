/**
 * What must be true of a request at any moment, told from its raw events and the rail's own ledger.
 * It shares no rule with the code under test: a mistake must not pass because both sides make it.
 */
import type { RequestEvent } from '../../src/approvals/request/events.ts';
import { alice, treasury } from '../support/people.ts';
import type { FakeRail } from '../support/rail.ts';

const needed = 2;
const ended = ['rejected', 'retracted', 'stopped', 'expired'];

/** Why this submission must not reach the rail now; undefined when it may. */
export function objectionToSending(
  past: readonly RequestEvent[],
  { part, key, bodySha256 }: { part: number; key: string; bodySha256: string },
): string | undefined {
  const promised = past
    .flatMap((event) => (event.type === 'requested' ? event.parts : []))
    .find((each) => each.part === part);
  if (promised?.key !== key) return 'sent under a key that was not promised';
  const started = past.findLastIndex(
    (event) => event.type === 'partStarted' && event.part === part,
  );
  const attempt = past[started];
  if (attempt?.type !== 'partStarted' || attempt.bodySha256 !== bodySha256)
    return 'sent without this attempt on record';
  const before = past.slice(0, started);
  if (before.some((event) => ended.includes(event.type))) return 'sent after it had ended';
  if (approversAt(before).size < needed) return 'sent without a quorum';
  if (past.slice(started + 1).some((event) => ended.includes(event.type)))
    return 'ended while it was being sent';
  return undefined;
}

/** Whatever is wrong with a record by itself. */
export function objectionsTo(past: readonly RequestEvent[]): string[] {
  const wrong: string[] = [];
  const winners = past.filter((event) => ended.includes(event.type));
  if (winners.length > 1) wrong.push('it ended twice');
  const approvals = past.filter((event) => event.type === 'approved');
  if (approvals.some(({ by }) => by === alice)) wrong.push('the author approved');
  if (approvals.some(({ by }) => !treasury.includes(by))) wrong.push('a stranger approved');
  for (const [index, event] of past.entries())
    if (event.type === 'cleared' && approversAt(past.slice(0, index)).size < needed)
      wrong.push('cleared without a quorum');
  return wrong;
}

export function timesOnRecord(past: readonly RequestEvent[], press: string): number {
  return past.filter((event) => 'press' in event && event.press === press).length;
}

/** At rest, after looking for a while: where the record and the rail say different things. */
export function disagreements(past: readonly RequestEvent[], rail: FakeRail): string[] {
  const [asked] = past;
  if (asked?.type !== 'requested') return ['it does not begin with its request'];
  return asked.parts.flatMap(({ part, key }) => {
    const outcomes = past.flatMap((event) =>
      event.type === 'outcomeRecorded' && event.part === part ? [event.outcome] : [],
    );
    const accepted = outcomes.find((outcome) => outcome.kind === 'accepted');
    const made = rail.payouts.get(key);
    const payments = [...rail.payouts.values()].filter(
      (each) => each.request === asked.number && each.part === part,
    );
    return [
      ...(payments.length > 1 ? [`part ${part} was paid twice`] : []),
      ...(accepted?.railId === made?.railId
        ? []
        : [`part ${part}: recorded ${accepted?.railId}, made ${made?.railId}`]),
    ];
  });
}

function approversAt(past: readonly RequestEvent[]): ReadonlySet<string> {
  const approvers = new Set<string>();
  let fingerprint = '';
  for (const event of past) {
    if (event.type === 'requested') fingerprint = event.fingerprint;
    if (event.type === 'approved' && event.fingerprint === fingerprint) approvers.add(event.by);
    if (event.type === 'approvalTakenBack') approvers.delete(event.by);
    if (event.type === 'quorumLost') for (const { person } of event.lost) approvers.delete(person);
  }
  return approvers;
}
