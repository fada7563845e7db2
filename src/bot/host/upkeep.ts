/**
 * What is looked after every few minutes besides the requests: that Calypso's webhooks reach us,
 * that our clocks agree, and that what Keyv no longer needs is thrown away.
 */
import type { Ledger } from '../../approvals/ledger/ledger.ts';
import type { Clock } from '../../approvals/values/time.ts';
import type { Log } from './log.ts';

export interface Upkeep {
  /** Does what is due; called with every tick. */
  run(): Promise<void>;
}

export interface UpkeepDeps {
  readonly ledger: Ledger;
  readonly now: Clock;
  readonly log: Log;
  /** Undefined when no public address is configured: polling only. */
  readonly doorbell: { ensure(): Promise<'kept' | 'created' | 'renewed'> } | undefined;
  /** Finishes presses that somebody recorded longer ago than this and did not finish. */
  readonly resume: (olderThanMs: number) => Promise<void>;
  /** Milliseconds by which Calypso's clock is ahead of ours; undefined before the first answer. */
  readonly clockDifferenceMs: () => number | undefined;
}

const everyMs = 10 * 60_000;
/** A press takes seconds; one that is open for longer has lost whoever was to carry it out. */
const pressesEveryMs = 60_000;
const againAfterTroubleMs = 30_000;
/** A check may fail now and then; so many in a row are worth a word. */
const failuresMax = 10;
/** Calypso refuses requests that are three minutes off; a minute is worth a word before that. */
const clockAlertMs = 60_000;

export function openUpkeep(deps: UpkeepDeps): Upkeep {
  const { ledger, now, log, doorbell, clockDifferenceMs } = deps;
  let dueAt = 0;
  let pressesDueAt = now() + pressesEveryMs;
  let isKnown = false;
  let failures = 0;

  const keepSubscription = async (at: string) => {
    if (!doorbell) return true;
    try {
      const found = await doorbell.ensure();
      failures = 0;
      if (found === 'renewed')
        await raise('Calypso had blocked it after too many errors; it is made anew', at);
      else if (found === 'created' && isKnown) await raise('it was missing and is made anew', at);
      else await ledger.resolve('subscription', at);
      isKnown = true;
      return true;
    } catch (error) {
      failures += 1;
      log.warn({ err: error, failures }, 'the webhook subscription could not be checked');
      if (failures === failuresMax) await raise('it could not be checked for five minutes', at);
      return false;
    }
  };
  const raise = (detail: string, at: string) =>
    ledger.raise({ key: 'subscription', kind: 'subscription', detail }, at);

  const watchClock = async (at: string) => {
    const difference = clockDifferenceMs() ?? 0;
    if (Math.abs(difference) < clockAlertMs) return ledger.resolve('clock', at);
    const seconds = Math.round(Math.abs(difference) / 1_000);
    const detail = `Calypso's clock is ${seconds} s ${difference > 0 ? 'ahead of' : 'behind'} ours`;
    return ledger.raise({ key: 'clock', kind: 'clock', detail }, at);
  };

  return {
    run: async () => {
      if (now() >= pressesDueAt) {
        pressesDueAt = now() + pressesEveryMs;
        await deps.resume(pressesEveryMs);
      }
      if (now() < dueAt) return;
      dueAt = now() + everyMs;
      const at = new Date(now()).toISOString();
      const kept = await keepSubscription(at);
      if (!kept) dueAt = now() + againAfterTroubleMs;
      await watchClock(at);
      await ledger.keyv.deleteExpired(now());
    },
  };
}
