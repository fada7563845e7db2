/**
 * The tick: one piece of work, again and again, never twice at the same time.
 * The pause is counted from the end of a run, so that slow work cannot pile up.
 */

export interface Ticker {
  /** Runs the work now; during a run, once more right after it. */
  kick(): void;
  /** No further run begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/**
 * Begins with a run at once.
 * @param onError takes what the work throws; the next run comes all the same. It must not throw.
 */
export function openTicker({
  everyMs,
  work,
  onError,
}: {
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isWantedAgain = false;
  let isStopped = false;

  async function run(): Promise<void> {
    do {
      isWantedAgain = false;
      try {
        await work();
      } catch (error) {
        onError(error);
      }
    } while (isWantedAgain && !isStopped);
    running = undefined;
    if (!isStopped) timer = setTimeout(kick, everyMs);
  }

  function kick(): void {
    if (isStopped) return;
    if (running !== undefined) {
      isWantedAgain = true;
      return;
    }
    clearTimeout(timer);
    // In a later microtask, so that work which kicks at once already finds itself running.
    running = Promise.resolve().then(run);
  }

  kick();
  return {
    kick,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
