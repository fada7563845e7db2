/**
 * What time does: remind, expire, send when due, look again, follow what was sent. A short tick
 * finds what is due in the ledger; nothing here remembers a timer, so nothing is lost by a restart.
 */
import {
  confirmationKey,
  confirmationSince,
  news,
  reminder,
  unclearKey,
  unsettled,
} from './announcements.ts';
import { mayStillCancel } from './cancel.ts';
import { elsewhere } from './checks.ts';
import { orderOf } from './desk.ts';
import { isExhausted, stillAsked, unclearsMax } from './guards.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Clock, PaymentRail } from './ports.ts';
import type { RequestRecord } from './record.ts';
import { isFinal, type Part, type Request } from './request.ts';
import type { Submission } from './submission.ts';
import { nextLook } from './timetable.ts';

const unfinished = ['awaiting', 'cleared', 'sending', 'unclear', 'held', 'sent'];
const dueAtOnceMax = 100;
const noticesAtOnceMax = 200;
const afterTroubleMs = 30_000;
/** An outcome that is unclear for longer than this is people's business too. */
const unclearAlertMs = 60_000;
/** So is a payout that waits for longer than this to be confirmed where we cannot. */
const confirmationAlertMs = 30 * 60_000;

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

export type NoticeAbout = (body: string) => { readonly key?: string; readonly railId?: string };

/** A notice is a doorbell: it wakes the request it is about, and Calypso is asked what is true. */
export function openNotices({
  ledger,
  now,
  noticeAbout,
  onRung,
  onNews,
}: {
  ledger: Ledger;
  now: Clock;
  /** Which part a stored notice is about, by key or by the rail's id; undefined: none of ours. */
  noticeAbout: NoticeAbout;
  /** Before the request is woken: a look that is under way may have asked before the ring. */
  onRung: (request: number) => void;
  onNews: () => void;
}) {
  const at = () => new Date(now()).toISOString();
  return {
    /** Applies what is stored and open. */
    apply: async (): Promise<void> => {
      for (const notice of await ledger.openNotices(noticesAtOnceMax)) {
        const { key, railId } = noticeAbout(notice.body);
        const about =
          (key === undefined ? undefined : await ledger.byPartKey(key)) ??
          (railId === undefined ? undefined : await ledger.byRailId(railId));
        if (about) {
          onRung(about.request);
          await ledger.wakeAt(about.request, at());
        } else if (railId !== undefined) {
          const detail = `payout ${railId} is not one of ours`;
          await ledger.raise({ key: `unexplained:${railId}`, kind: 'unexplained', detail }, at());
          onNews();
        }
        await ledger.noticeApplied(notice.subscription, notice.eventId, at());
      }
    },
  };
}

/** Asks the rail about every part that it has, and records what changed. */
export function openFollow({
  record,
  rail,
  watch,
  now,
}: {
  record: RequestRecord;
  rail: PaymentRail;
  watch: Watch;
  now: Clock;
}) {
  const at = () => new Date(now()).toISOString();
  return async (number: number): Promise<void> => {
    const request = await record.read(number);
    if (request && elsewhere(request, rail)) return;
    for (const part of request?.parts ?? []) {
      if (!request || part.progress.state !== 'accepted') continue;
      const order = orderOf(number, request.asked.content, part, part.key);
      const { railId } = part.progress;
      const canceled = mayStillCancel(request, part)
        ? await rail.cancel(order, railId, request.cancel?.because ?? '')
        : undefined;
      const seen = await rail.observe(order, railId);
      const about = { at: at(), part: part.part };
      if (seen.kind === 'seen')
        await record.carryOut(number, { kind: 'observe', ...about, report: seen.report });
      // Written down last, so that whoever is told is told what was seen.
      if (canceled && canceled.answer !== 'deferred' && seen.kind === 'seen') {
        const { answer, detail } = canceled;
        await record.carryOut(number, { kind: 'recordCancel', ...about, answer, detail });
      }
    }
    await watch.confirmation(number);
  };
}

export interface Watch {
  /** Raises the alert about an unclear outcome once look-ups alone do not settle it. */
  unclear(request: Request): Promise<void>;
  /** Nobody here can confirm it; after a while somebody must be told that it waits for people. */
  confirmation(number: number): Promise<void>;
}

export function openWatch({
  ledger,
  record,
  now,
}: {
  ledger: Ledger;
  record: RequestRecord;
  now: Clock;
}): Watch {
  const at = () => new Date(now()).toISOString();
  return {
    unclear: async (request) => {
      const part = request.parts.find((each) => each.progress.state === 'unclear');
      if (part?.progress.state !== 'unclear') return;
      const exhausted = isExhausted(part, at());
      if (!exhausted && now() - Date.parse(part.progress.since) < unclearAlertMs) return;
      const { number } = request.asked;
      const why = exhausted ? exhaustedWords(part) : `: ${part.progress.because}`;
      const detail = `part ${part.part}${why}`;
      await ledger.raise(
        { key: unclearKey(number), kind: 'unclear', request: number, detail },
        at(),
      );
      await ledger.enqueue([news(request, 'unclear')], at());
      const after = await record.read(number);
      if (after && !unsettled(after)) await ledger.resolve(unclearKey(number), at());
    },
    confirmation: async (number) => {
      const request = await record.read(number);
      const waits = request && confirmationSince(request);
      if (waits === undefined || now() - Date.parse(waits) < confirmationAlertMs) return;
      const detail = 'it waits for a confirmation in the dashboard';
      const incident = {
        key: confirmationKey(number),
        kind: 'confirmation',
        request: number,
        detail,
      };
      await ledger.raise(incident, at());
    },
  };
}

function exhaustedWords({ unclears }: Part): string {
  return unclears >= unclearsMax
    ? ` was asked ${unclears} times without a clear answer`
    : ' was asked too long ago to be asked again; it is only looked up';
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
