/**
 * The tour as a newcomer runs it, as a process: it succeeds, it notices when something is wrong,
 * and however it ends nothing stays behind.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function tour(...options: readonly string[]) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['launch.mjs', 'sandbox/tour.ts', ...options],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  const waiting = new Map<string, () => void>();
  const take = (part: Buffer) => {
    printed += part.toString('utf8');
    for (const [words, go] of waiting) if (printed.includes(words)) go();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return {
    child,
    ended: new Promise<{ status: number | null; printed: string }>((resolve) => {
      child.once('close', (status) => resolve({ status, printed }));
    }),
    printed: () => printed,
    prints: (words: string) =>
      new Promise<void>((resolve) => {
        waiting.set(words, resolve);
        if (printed.includes(words)) resolve();
      }),
  };
}

/** The bots and the folder that the tour says it uses. */
function used(printed: string) {
  const pids = [...printed.matchAll(/\bprocess (\d+)/g)].map(([, pid = '']) =>
    Number.parseInt(pid, 10),
  );
  return { pids, folder: /SQLite in (\S+)/.exec(printed)?.[1] ?? '' };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function expectNothingLeft(printed: string) {
  const { pids, folder } = used(printed);
  expect(pids.length).toBeGreaterThan(0);
  expect(folder).toContain('countersign-');
  expect(pids.filter(isRunning)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
}

describe('the tour', () => {
  it('plays all its steps, every check holds, and nothing is left', async () => {
    const { status, printed } = await tour().ended;
    expect(printed).toMatch(/\n11 steps, \d{2} checks, 0 failed, in [\d.]+ s\.\n$/);
    expect(status).toBe(0);
    const titles = [...printed.matchAll(/^━━ Step \d+ of 11 ━━ (.*?) ━/gm)].map(
      ([, title]) => title,
    );
    expect(titles).toEqual([
      'One payout, approved by two people',
      'Nobody approves their own',
      'A payroll of 37 people in two currencies',
      '250 recipients, three parts',
      'A file with five mistakes',
      'A rejection with a reason',
      'Calypso rings, payouts complete',
      'Short of funds, then topped up',
      'A forged ring and a repeated one',
      'Killed between sending and recording',
      'The books agree',
    ]);
    expectNothingLeft(printed);
  });

  it('reads well in a file: no colour codes, no line wider than 100 characters', async () => {
    const run = tour();
    await run.prints('Step 3 of 11');
    run.child.kill('SIGTERM');
    const { printed } = await run.ended;
    expect(printed).not.toContain('\u001b');
    expect(printed.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
    expectNothingLeft(printed);
  });

  it('fails, and says what and why, when somebody pays behind the bot’s back', async () => {
    const { status, printed } = await tour('--intruder').ended;
    expect(status).toBe(1);
    expect(printed).toMatch(/✗ 112,855\.70 USDT on Tron paid at Calypso/);
    expect(printed).toMatch(/✗ Every payout on Calypso’s ledger was asked for here/);
    expect(printed).toMatch(/✗ No alert is open/);
    expect(printed).toContain('Calypso reports a payout that nobody asked for here');
    expect(printed).toMatch(/The end of the bot’s log[^\n]*\n[^\n]*Countersign is ready/);
    expect(printed).toMatch(/\n11 steps, \d{2} checks, [1-9]\d* failed, in [\d.]+ s\.\n$/);
    expectNothingLeft(printed);
  });

  it('stopped by Ctrl-C it takes everything with it', async () => {
    const run = tour();
    await run.prints('Step 2 of 11');
    run.child.kill('SIGINT');
    const { status, printed } = await run.ended;
    expect(status).toBe(130);
    expect(printed).toMatch(/\nStopped\. Shutting everything down\.\n$/);
    expectNothingLeft(printed);
  });
});
