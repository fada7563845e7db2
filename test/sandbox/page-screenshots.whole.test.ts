/** `npm run screenshots` as a process: the pictures it is asked for, and nothing left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { shots } from '../../sandbox/shots/shots.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let out: string;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'countersign-pictures-'));
  return () => rm(out, { recursive: true, force: true });
});

function start(...options: string[]) {
  const script = ['launch.mjs', 'sandbox/screenshots.ts', '--out', out, ...options];
  const env = { PATH: process.env.PATH ?? '', HOME: out, TMPDIR: tmpdir() };
  const child = spawn(process.execPath, script, { cwd: root, env });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      printed += part;
    });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, printed: () => printed, ended: once(child, 'exit').then(([code]) => code) };
}

/** Every process below this one, as Linux knows them. */
function below({ pid }: Pick<ChildProcess, 'pid'>): readonly number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const children = listed === '' ? [] : listed.split(' ').map(Number);
  return children.flatMap((child) => [child, ...below({ pid: child })]);
}

const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** Width and height in pixels. */
function sizeOf(name: string): readonly [number, number] {
  const png = readFileSync(join(out, name));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

describe('the table of pictures', () => {
  it('names each once, and shows card, review and alert on a phone too', () => {
    const names = shots.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const onPhone = shots.filter(({ sizes }) => sizes.includes('phone')).map(({ name }) => name);
    expect(onPhone).toEqual(expect.arrayContaining(['draft', 'card', 'review', 'partly-paid']));
    expect(onPhone.some((name) => name.startsWith('alert-'))).toBe(true);
    for (const { name, sizes } of shots) expect(sizes, name).toContain('desktop');
  });
});

describe('npm run screenshots', () => {
  it('R7: writes what is asked for, for a desk and for a phone', async () => {
    const run = start('--only', 'form,card');
    expect(await run.ended, run.printed()).toBe(0);
    const files = ['card-phone.png', 'card.png', 'form-phone.png', 'form.png'];
    expect(readdirSync(out).filter((name) => name.endsWith('.png'))).toEqual(files);
    expect(sizeOf('card-phone.png')[0]).toBe(780);
    expect(sizeOf('form-phone.png')).toEqual([780, 1688]);
    expect(sizeOf('card.png')[1]).toBeGreaterThan(200);
  });

  it('says which pictures there are when it does not know one', async () => {
    const run = start('--only', 'sunset');
    expect(await run.ended).toBe(1);
    expect(run.printed()).toMatch(
      /^There is no picture called sunset; there are form, draft, card/,
    );
  });

  it('leaves nothing running when it is stopped half-way', async () => {
    const run = start();
    await expect.poll(run.printed, { timeout: 60_000 }).toContain('form.png');
    const started = below(run.child);
    expect(started.length, 'the bot and the browser').toBeGreaterThan(1);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(130);
    await expect.poll(() => started.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  });
});
