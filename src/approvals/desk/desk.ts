/**
 * The desk: one verb a method. Each verifies who acts, lets `decide` judge on the record, and the
 * record tells. No verb here moves money; sending is the submission's, when a request is due.
 */
import { type Actor, canCount, type Directory } from '../authority/standing.ts';
import type { Draft } from '../draft/content.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Assessment, assess, assessNow } from '../policy/assess.ts';
import { mayAsk } from '../policy/schema.ts';
import type { Command } from '../request/commands.ts';
import type { Request } from '../request/request.ts';
import { type Refusal, refused } from '../vocabulary/refusals.ts';
import type { Done, RequestRecord } from './record.ts';
import { type RequestedDeps, requestedFrom } from './requested.ts';

/** A person's press: who, and a key that is unique to it. */
export interface By {
  readonly person: string;
  readonly press: string;
}

export interface Desk {
  /** What a draft would need, before anybody is asked. */
  assess(draft: Draft): Promise<Assessment>;
  ask(draft: Draft, by: By): Promise<Request | Refusal>;
  approve(number: number, fingerprint: string, by: By): Promise<Done | Refusal>;
  takeBack(number: number, by: By): Promise<Done | Refusal>;
  reject(number: number, fingerprint: string, because: string, by: By): Promise<Done | Refusal>;
  retract(number: number, by: By): Promise<Done | Refusal>;
  stop(number: number, by: By): Promise<Done | Refusal>;
  release(number: number, by: By): Promise<Done | Refusal>;
  /** Records that what the rail has is to be canceled; the next look asks the rail. */
  askCancel(number: number, because: string, by: By): Promise<Done | Refusal>;
  read(number: number): Promise<Request | undefined>;
}

export interface DeskDeps extends RequestedDeps {
  readonly ledger: Ledger;
  readonly record: RequestRecord;
  readonly directory: Directory;
}

const numberRacesMax = 20;

export function openDesk(deps: DeskDeps): Desk {
  const { ledger, record, rail, directory, policy, now } = deps;
  const at = () => new Date(now()).toISOString();

  const assessment = async (draft: Draft): Promise<Assessment> => {
    const named = [...new Set(policy.approvals.flatMap(({ need }) => need).flatMap(peopleOf))];
    const standings = await Promise.all(named.map((person) => directory.standing(person)));
    return assess(draft.content, policy, {
      authors: [draft.by],
      account: rail.account,
      tokenContracts: rail.tokenContracts,
      cannotDecide: named.filter((_, index) => !canCount(standings[index])),
    });
  };
  const peopleOf = (need: { from: string }) => policy.people[need.from] ?? [];

  const actor = async (number: number, { person, press }: By): Promise<Actor | Refusal> => {
    const request = await record.read(number);
    if (!request) return refused('request-not-found', undefined, `${number}`);
    const { needs } = assessNow(request, policy, rail);
    return {
      by: person,
      press,
      standing: await directory.standing(person),
      namedNow: needs.some((need) => need.people.includes(person)),
    };
  };

  const act = async (
    number: number,
    by: By,
    command: (actor: Actor & { at: string }) => Command,
  ): Promise<Done | Refusal> => {
    const who = await actor(number, by);
    if ('kind' in who) return who;
    return record.carryOut(number, command({ ...who, at: at() }));
  };

  const ask = async (draft: Draft, { person }: By): Promise<Request | Refusal> => {
    if (draft.by !== person) return refused('not-your-request');
    if (!mayAsk(policy, person)) return refused('not-a-requester');
    const standing = await directory.standing(person);
    if (standing !== 'member') return refused(standing === 'unknown' ? 'not-verified' : standing);
    const assessed = await assessment(draft);
    const blocks = assessed.findings.filter((each) => each.severity === 'block');
    if (blocks.length > 0)
      return refused(
        'blocked-by-policy',
        undefined,
        blocks.map((each) => `${each.rule}: ${each.value}`).join('; '),
      );
    for (let race = 0; race < numberRacesMax; race++) {
      const number = await ledger.nextNumber();
      const outcome = await record.open(requestedFrom(deps, draft, assessed, number));
      if (outcome === 'draft-already-requested') {
        const first = await ledger.byDraft(draft.id);
        return refused('draft-already-requested', undefined, first?.toString() ?? '');
      }
      const request = outcome === 'appended' ? await record.read(number) : undefined;
      if (request) return request;
    }
    throw new Error(`No request number after ${numberRacesMax} races; nothing was recorded.`);
  };

  return {
    assess: assessment,
    ask,
    read: record.read,
    approve: (number, seen, by) =>
      act(number, by, (who) => ({ kind: 'approve', fingerprint: seen, ...who })),
    takeBack: (number, by) => act(number, by, (who) => ({ kind: 'takeBack', ...who })),
    reject: (number, seen, because, by) =>
      act(number, by, (who) => ({ kind: 'reject', fingerprint: seen, because, ...who })),
    retract: (number, by) => act(number, by, (who) => ({ kind: 'retract', ...who })),
    stop: (number, by) => act(number, by, (who) => ({ kind: 'stop', ...who })),
    release: (number, by) => act(number, by, (who) => ({ kind: 'release', ...who })),
    askCancel: (number, because, by) =>
      act(number, by, (who) => ({ kind: 'askCancel', because, ...who })),
  };
}
