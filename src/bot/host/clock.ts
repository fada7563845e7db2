/**
 * Whether the clock of this machine can be relied on: against its own monotonic one, which no setting
 * moves, and against the `Date` of what Calypso and Slack answered last. It corrects nothing.
 */
import type { Clock, ClockTrust } from '../../approvals/values/time.ts';

export type ClockSource = 'rail' | 'slack';

export interface TrustedClock {
  /** The `Date` header of an answer that came just now. One that is no date says nothing. */
  heard(source: ClockSource, dateHeader: string | null): void;
  /** Looks at all clocks; a jump is noticed at the first look after it. */
  trust(): ClockTrust;
}

/** More than this apart, and one of the two is wrong. */
const apartMs = 60_000;

/** What an older answer said is not worth comparing with. */
const freshMs = 10 * 60_000;

/** Where nobody can be asked, a clock that ran evenly for so long is relied on again. */
const evenlyMs = 5 * 60_000;

/** A header has whole seconds: on average it is half of one behind. */
const halfSecondMs = 500;

interface Heard {
  readonly origin: number;
  /** By the monotonic clock. */
  readonly at: number;
  readonly nth: number;
}

interface Doubt {
  /** By the monotonic clock: when it was last confirmed. */
  readonly since: number;
  /** How many answers had been heard by then: only a later one can end it. */
  readonly answers: number;
  readonly differenceMs: number;
}

export function openClock({
  now,
  monotonic,
  onJump = () => {},
}: {
  readonly now: Clock;
  /** Milliseconds that only ever pass; they may stand still while the machine sleeps. */
  readonly monotonic: () => number;
  /** Our clock was set, or the machine slept. */
  readonly onJump?: () => void;
}): TrustedClock {
  /** Where both of our clocks stood when they were last known to agree, or began anew. */
  let anchor = { wall: now(), steady: monotonic() };
  /** How many answers were heard, in all and before the last jump. */
  let answers = 0;
  let answersBeforeJump = 0;
  /** What each of them said last: the time it was when our monotonic clock was at zero. */
  const heard = new Map<ClockSource, Heard>();
  let doubt: Doubt | undefined;

  function look(): void {
    const wall = now();
    const steady = monotonic();
    const jumpMs = wall - anchor.wall - (steady - anchor.steady);
    const jumped = Math.abs(jumpMs) > apartMs;
    if (jumped) {
      answersBeforeJump = answers;
      doubt = { since: steady, answers, differenceMs: jumpMs };
      anchor = { wall, steady };
    }
    judge(wall, steady);
    if (jumped) onJump();
  }

  function judge(wall: number, steady: number): void {
    const spoken = spokenBy(steady);
    const worst = spoken
      .map(({ origin }) => wall - (origin + steady))
      .reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
    if (Math.abs(worst) > apartMs) {
      doubt = { since: steady, answers, differenceMs: worst };
      return;
    }
    const isAgreed = spoken.some(({ nth }) => nth > (doubt?.answers ?? 0));
    if (doubt && !isAgreed && steady - doubt.since < evenlyMs) return;
    if (doubt || isAgreed) anchor = { wall, steady };
    doubt = undefined;
  }

  /** Answers that still count. After a jump the older ones do only while there is no newer one. */
  function spokenBy(steady: number): readonly Heard[] {
    const fresh = [...heard.values()].filter(({ at }) => steady - at <= freshMs);
    const since = fresh.filter(({ nth }) => nth > answersBeforeJump);
    return since.length > 0 ? since : fresh;
  }

  return {
    heard: (source, dateHeader) => {
      look();
      const date = Date.parse(dateHeader ?? '');
      if (Number.isNaN(date)) return;
      const at = monotonic();
      answers += 1;
      heard.set(source, { origin: date + halfSecondMs - at, at, nth: answers });
    },
    trust: () => {
      look();
      return doubt ? { isTrusted: false, differenceMs: doubt.differenceMs } : { isTrusted: true };
    },
  };
}
