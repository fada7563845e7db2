/**
 * Standard output for the lines of the log. A reader that stalls or goes away costs lines, which are
 * counted and told; it never stops the process, nor its end, and it never makes us hold more.
 */
import type { Writable } from 'node:stream';

export interface Output {
  write(line: string): void;
  /** Resolves when everything is handed over, or its time is up. */
  flush(withinMs: number): Promise<void>;
}

/**
 * Node writes to a pipe at once while there is room in it, and otherwise later. Pino's own
 * asynchronous destination does so in a thread, which a stalled reader holds even at the exit.
 * @param onRoom is told how many lines were left out, when there is room again.
 */
export function openOutput(
  stream: Writable,
  onRoom: (leftOut: number) => void,
  charactersMax = 1024 * 1024,
): Output {
  let leftOut = 0;
  let isGone = false;
  // Without a listener, a reader that went away would end the process.
  stream.on('error', () => {
    isGone = true;
  });
  return {
    write: (line) => {
      if (isGone) return;
      if (stream.writableLength + line.length > charactersMax) {
        leftOut += 1;
        return;
      }
      const before = leftOut;
      leftOut = 0;
      if (before > 0) onRoom(before);
      stream.write(line);
    },
    flush: (withinMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        stream.write('', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
