/**
 * The real bot as a process of its own, started as its users start it: the same entry, the same
 * environment variables. It can be killed like any process, and what it printed can be read.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { offset } from './clock.ts';

export interface BotProcess {
  /** Where it listens, e.g. `http://127.0.0.1:41237`. */
  readonly url: string;
  readonly pid: number;
  /** Everything it printed, both streams. */
  output(): string;
  /** As if somebody pulled the plug. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  readonly exited: Promise<number | null>;
  setClock(offsetMs: number): Promise<void>;
}

export class BotDidNotStart extends Error {}

const startWithinMs = 30_000;
const main = fileURLToPath(new URL('../../src/bot/main.ts', import.meta.url));
const preload = new URL('./preload.ts', import.meta.url).href;

/** @throws BotDidNotStart with what it printed when it exits before it is ready. */
export async function startBotProcess({
  env,
  entry = main,
}: {
  env: Readonly<Record<string, string>>;
  /** Another composition of the same bot, for tests of its crashes. */
  entry?: string;
}): Promise<BotProcess> {
  const child = spawn(process.execPath, ['--import', preload, entry], {
    env: { PATH: process.env.PATH ?? '', SANDBOX_CLOCK_OFFSET_MS: `${offset()}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C reaches a whole process group; the bot is stopped by whoever started it, once.
    detached: true,
  });
  let printed = '';
  child.stdout?.on('data', (part) => {
    printed += part;
  });
  child.stderr?.on('data', (part) => {
    printed += part;
  });
  const exited = once(child, 'exit').then(([code]): number | null => code);
  const port = await portOf(child, () => printed, exited);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => printed,
    exited,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      return exited;
    },
    setClock: async (clockOffsetMs) => {
      if (child.exitCode !== null || !child.connected) return;
      const heard = once(child, 'message');
      child.send({ clockOffsetMs });
      await Promise.race([heard, exited]);
    },
  };
}

/** The bot prints one line when it is ready; its port is in it. */
async function portOf(
  child: ChildProcess,
  printed: () => string,
  exited: Promise<number | null>,
): Promise<number> {
  const deadline = performance.now() + startWithinMs;
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  while (performance.now() < deadline) {
    const ready = /"port":(\d+)[^\n]*Countersign is ready/.exec(printed());
    if (ready?.[1]) return Number.parseInt(ready[1], 10);
    if (gone) throw new BotDidNotStart(printed());
    await new Promise((wait) => setTimeout(wait, 10));
  }
  child.kill('SIGKILL');
  throw new BotDidNotStart(`Not ready within ${startWithinMs / 1000} s.\n${printed()}`);
}
