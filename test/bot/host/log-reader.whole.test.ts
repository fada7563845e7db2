/** The log's reader stalls, recovers or goes away; the process lives, and ends when it is to end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../support/talking-process.ts', import.meta.url));

let child: ChildProcess;

afterEach(() => void child.kill('SIGKILL'));

function talks() {
  child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const heard = { beats: 0, said: 0 };
  child.on('message', (told: Partial<typeof heard>) => Object.assign(heard, told));
  return heard;
}

/** Three megabytes: more than a pipe and our bound hold together. */
const flood = { lines: 3_000 };

async function livesOn(heard: { beats: number; said: number }): Promise<void> {
  await expect.poll(() => heard.said, { timeout: 10_000 }).toBe(flood.lines);
  const before = heard.beats;
  await expect.poll(() => heard.beats, { timeout: 10_000 }).toBeGreaterThan(before + 5);
}

describe('D7: a reader of the log that', () => {
  it('stalls blocks neither the work nor the end', async () => {
    const heard = talks();
    await expect.poll(() => heard.beats, { timeout: 10_000 }).toBeGreaterThan(0);
    child.send(flood);
    await livesOn(heard);
    const exited = once(child, 'exit');
    child.send({ end: true });
    expect((await exited)[0]).toBe(3);
  });

  it('reads on later is told how many lines it missed, and every line is whole', async () => {
    const heard = talks();
    await expect.poll(() => heard.beats, { timeout: 10_000 }).toBeGreaterThan(0);
    child.send(flood);
    await livesOn(heard);
    let text = '';
    child.stdout?.on('data', (part) => {
      text += part;
    });
    const saysMore = () => {
      child.send({ lines: 1 });
      return text;
    };
    await expect.poll(saysMore, { timeout: 10_000 }).toContain('nobody read the log');
    const exited = once(child, 'exit');
    child.send({ end: true });
    await exited;
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const leftOut = lines.find((line) => line.leftOut !== undefined).leftOut;
    const flooded = lines.findIndex((line) => line.leftOut !== undefined);
    expect(leftOut).toBeGreaterThan(0);
    expect(flooded + leftOut).toBeGreaterThanOrEqual(flood.lines);
    expect(lines.at(-1)).toMatchObject({ level: 'fatal', msg: 'the last line' });
  });

  it('goes away does not end the process', async () => {
    const heard = talks();
    await expect.poll(() => heard.beats, { timeout: 10_000 }).toBeGreaterThan(0);
    child.stdout?.destroy();
    child.send(flood);
    await livesOn(heard);
    expect(child.exitCode).toBeNull();
  });
});
