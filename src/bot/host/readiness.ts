/**
 * Whether the desk can do its work, for whoever asks. An answer is one word a check; reasons go to
 * the log.
 */
import { TookTooLong, within } from './deadline.ts';
import type { Log } from './log.ts';

/** Anybody can ask, so a check says no more than one of these words. */
const verdicts = ['ok', 'late', 'failed', 'full', 'locked', 'waiting'] as const;

export type Verdict = (typeof verdicts)[number];

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Verdict>>;
}

/** All is well unless it throws or gives another word. */
export type Check = () => Promise<Verdict | undefined>;

const cachedForMs = 2_000;

/**
 * Runs all checks side by side, each under a deadline, at most every two seconds however often it
 * is asked. A check that fails throws; why is logged when its verdict changes.
 */
export function openReadiness({
  checks,
  now,
  log,
  answerWithinMs = 2_000,
}: {
  readonly checks: Readonly<Record<string, Check>>;
  readonly now: () => number;
  readonly log: Log;
  readonly answerWithinMs?: number;
}): () => Promise<Readiness> {
  const before = new Map<string, Verdict>();
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined;

  async function judge(check: string, work: Check): Promise<Verdict> {
    try {
      const verdict = (await within(answerWithinMs, work)) ?? 'ok';
      if (!note(check, verdict)) return verdict;
      if (verdict === 'ok') log.info({ check }, 'ready again');
      else log.warn({ check, verdict }, 'not ready');
      return verdict;
    } catch (error) {
      const verdict = error instanceof TookTooLong ? 'late' : 'failed';
      if (note(check, verdict)) log.warn({ check, err: error }, 'not ready');
      return verdict;
    }
  }

  /** @returns whether that is news; the first `ok` is none. */
  function note(check: string, verdict: Verdict): boolean {
    const isNews = (before.get(check) ?? 'ok') !== verdict;
    before.set(check, verdict);
    return isNews;
  }

  async function ask(): Promise<Readiness> {
    const verdicts = await Promise.all(
      Object.entries(checks).map(
        async ([check, work]) => [check, await judge(check, work)] as const,
      ),
    );
    return {
      ready: verdicts.every(([, verdict]) => verdict === 'ok'),
      checks: Object.fromEntries(verdicts),
    };
  }

  return () => {
    const at = now();
    if (last === undefined || at - last.at >= cachedForMs) last = { at, answer: ask() };
    return last.answer;
  };
}
