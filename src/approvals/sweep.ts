/**
 * What time does: remind, expire, send when due, look again, follow what was sent. A short tick
 * finds what is due in the ledger; nothing here remembers a timer, so nothing is lost by a restart.
 */
import type { RequestRecord } from './desk/record.ts';
import { openFollow } from './following/follow.ts';
import { type NoticeAbout, openNotices } from './following/notices.ts';
import type { Watch } from './following/watch.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { PaymentRail } from './rail/rail.ts';
import { stillAsked } from './request/guards.ts';
import { nextLook } from './request/next-look.ts';
import type { Request } from './request/request.ts';
import type { Submission } from './sending/submission.ts';
import { reminder } from './telling/announcements.ts';
import type { Clock } from './values/time.ts';
import { isFinal } from './vocabulary/states.ts';

const unfinished = ['awaiting', 'cleared', 'sending', 'unclear', 'held', 'sent'];

const dueAtOnceMax = 100;

const afterTroubleMs = 30_000;

export interface Sweep {
  /** Begins with everything that is due now; what takes long does not keep the rest waiting. */
  begin(): Promise<void>;
  /** Resolves when nothing is being looked at. */
  settled(): Promise<void>;
  /** Both: everything that is due now, to its end. */
  tick(): Promise<void>;
  /** Once, after a start: attempts left open by whoever ran before are looked up, to the end. */
  resume(): Promise<void>;
  /** Looks at one request now, whatever the timetable says. */
  look(number: number): Promise<void>;
}

export interface SweepDeps {
  readonly ledger: Ledger;
  readonly record: RequestRecord;
  readonly submission: Submission;
  readonly watch: Watch;
  readonly rail: PaymentRail;
  readonly reminderAfterMs: readonly number[];
  readonly now: Clock;
  readonly noticeAbout: NoticeAbout;
  readonly onTrouble: (request: number, error: unknown) => void;
  readonly onNews: () => void;
}

export function openSweep(deps: SweepDeps): Sweep {
  const { ledger, record, submission, now } = deps;
  const at = () => new Date(now()).toISOString();
  const inTurn = turns();
  /** Looks under way that nobody awaits; these never reject. */
  const looking = new Map<number, Promise<void>>();
  /** Rung about since their last look began: that look may have asked before the ring. */
  const rung = new Set<number>();
  const notices = openNotices({ ...deps, onRung: (number) => rung.add(number) });
  const follow = openFollow(deps);

  const begin = async () => {
    await notices.apply();
    for (const number of await ledger.due(at(), dueAtOnceMax))
      if (!looking.has(number)) start(number);
  };
  const start = (number: number, resumed = false) => {
    const looked = look(number, resumed)
      .catch((error: unknown) => deps.onTrouble(number, error))
      .finally(() => looking.delete(number));
    looking.set(number, looked);
  };
  const settled = async () => {
    while (looking.size > 0) await Promise.all(looking.values());
  };

  const look = (number: number, resumed = false) =>
    inTurn(number, async () => {
      rung.delete(number);
      try {
        await lookAt(number, resumed);
        await ledger.resolve(`stuck:${number}`, at());
        await setNextLook(number);
        if (rung.has(number)) await ledger.wakeAt(number, at());
      } catch (error) {
        deps.onTrouble(number, error);
        const detail = 'the bot could not finish its look; it tries again by itself';
        await ledger.raise(
          { key: `stuck:${number}`, kind: 'stuck', request: number, detail },
          at(),
        );
        await ledger.wakeAt(number, new Date(now() + afterTroubleMs).toISOString());
      } finally {
        deps.onNews();
      }
    });

  /** Whoever recorded something meanwhile has set another time: theirs must not be overwritten. */
  const setNextLook = async (number: number) => {
    let seen = await record.read(number);
    while (seen) {
      await ledger.wakeAt(number, nextLook(seen, now(), deps.reminderAfterMs));
      const after = await record.read(number);
      if (after?.length === seen.length) return;
      seen = after;
    }
  };

  return {
    look: (number) => look(number),
    begin,
    settled,
    tick: async () => {
      await begin();
      await settled();
    },
    resume: async () => {
      const open = await ledger.list({ states: unfinished, limit: 10_000 });
      for (const { number } of open) start(number, true);
      await settled();
    },
  };

  async function lookAt(number: number, resumed: boolean) {
    const request = await record.read(number);
    if (!request) return;
    if (request.stage.state === 'awaiting') return wait(request);
    if (!isFinal(request.stage.state))
      await (resumed ? submission.resume(number) : submission.advance(number));
    await follow(number);
  }

  async function wait(request: Request) {
    const { number, at: askedAt } = request.asked;
    await record.carryOut(number, { kind: 'expire', at: at() });
    const passed = deps.reminderAfterMs.filter((ms) => Date.parse(askedAt) + ms <= now()).length;
    if (passed === 0 || at() >= request.expiresAt) return;
    const reminders = stillAsked(request).map((person) => reminder(request, person, passed));
    await ledger.enqueue(reminders, at());
  }
}

/** Work on one request happens one after the other inside this process. */
function turns() {
  const last = new Map<number, Promise<void>>();
  return (number: number, work: () => Promise<void>): Promise<void> => {
    const turn = (last.get(number) ?? Promise.resolve()).then(work);
    last.set(number, turn);
    return turn.finally(() => {
      if (last.get(number) === turn) last.delete(number);
    });
  };
}
