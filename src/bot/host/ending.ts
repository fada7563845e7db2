/**
 * How the process ends: everything is stopped in its order, and why it ended is its last line. Only
 * a signal ends it well; an error that nobody caught, or an end that takes too long, does not.
 */
import type { ProcessLog } from './log.ts';

/** What close-with-grace hands over; `err` is there for an error, whatever was thrown. */
interface Cause {
  readonly signal?: string | undefined;
  readonly err?: unknown;
}

export interface Ending {
  /** @param cause what ends the process. Resolves only when it was asked to end and could. */
  end(cause: Cause): Promise<void>;
  /** The end by our own decision, with what is to be its reason. */
  becauseOf(error: Error): void;
  /** Whoever is stopped did not come to an end within its time. */
  tooSlow(ms: number): void;
  /** A second signal or error while ending. */
  again(cause: unknown): void;
}

const last = 'Countersign has ended';

export function openEnding({
  log,
  stop,
  exit,
}: {
  readonly log: ProcessLog;
  readonly stop: () => Promise<void>;
  readonly exit: (code: number) => void;
}): Ending {
  let decided: Error | undefined;

  async function badly(reason: string, err: unknown): Promise<void> {
    log.fatal({ reason, err }, last);
    await log.flush();
    exit(1);
  }

  return {
    end: async (cause) => {
      const isError = 'err' in cause;
      const reason = isError
        ? 'an error that nobody caught'
        : (cause.signal ?? 'nothing left to do');
      if (isError) log.error({ err: cause.err }, reason);
      try {
        await stop();
      } catch (error) {
        await badly('it could not be stopped in order', error);
        return;
      }
      if (decided) return badly('it cannot go on', decided);
      if (isError) return badly(reason, cause.err);
      log.info({ reason }, last);
      await log.flush();
    },
    becauseOf: (error) => {
      decided ??= error;
    },
    tooSlow: (ms) => log.fatal({ reason: `it took longer than ${ms} ms to stop` }, last),
    again: (cause) => log.fatal({ reason: 'a second signal or error while ending', cause }, last),
  };
}
