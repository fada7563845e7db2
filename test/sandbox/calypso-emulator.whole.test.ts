/** The emulated Calypso as a process of its own, as other people start it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openClient } from '../../src/calypso/client.ts';

const entry = fileURLToPath(new URL('../../sandbox/calypso-emulator.ts', import.meta.url));
const launcher = fileURLToPath(new URL('../../launch.mjs', import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [launcher, entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  let errors = '';
  child.stderr.on('data', (part) => {
    errors += part;
  });
  const ended = once(child, 'close').then(([code]): unknown => code);
  // Asked to end, not killed: the launcher passes that on to the emulator itself.
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const firstLine = async () => {
    if (lines.length === 0) await Promise.race([once(reader, 'line'), ended]);
    return lines[0] ?? expect.fail(`it printed nothing; ${errors}`);
  };
  return { child, lines, ended, firstLine, errors: () => errors };
}

describe('the emulator alone', () => {
  it('prints one line of JSON once it listens, and moves payouts on by itself', async () => {
    const { child, lines, ended, firstLine, errors } = start('--json', '--port', '0');
    const told: Record<string, string> = JSON.parse(await firstLine());
    expect(Object.keys(told)).toEqual(['url', 'key', 'secret', 'account']);
    const { url = '', key = '', secret = '', account = '' } = told;
    const client = openClient({ baseUrl: url, key, secret, account, now: () => Date.now() });
    expect((await client.account()).balances).not.toEqual([]);

    const idempotencyKey = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
    const payload = `{"currency":"USDT_TRX","depositAddress":"TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9","amount":1,"idempotencyKey":"${idempotencyKey}"}`;
    await client.createPayout(
      `{"timestamp":${Date.now()},"account":"${account}","payload":${payload}}`,
    );
    await expect
      .poll(async () => (await client.payout({ idempotencyKey })).state, {
        timeout: 30_000,
        interval: 300,
      })
      .toBe('COMPLETED');

    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(lines).toHaveLength(1);
    expect(errors()).toBe('');
  });

  it('prints for people what to put into an environment, and ends with Ctrl+C', async () => {
    const { child, lines, ended, firstLine } = start();
    expect(await firstLine()).toMatch(/^An emulated Calypso listens at http:\/\/127\.0\.0\.1:\d+$/);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    for (const name of ['API_URL', 'API_KEY', 'SECRET_KEY', 'ACCOUNT'])
      expect(lines.join('\n')).toContain(`CALYPSO_${name}=`);
  });

  it('says that its port is taken', async () => {
    const first = start('--json');
    const { url }: { url: string } = JSON.parse(await first.firstLine());
    const second = start('--port', new URL(url).port);
    expect(await second.ended).toBe(1);
    expect(second.errors()).toContain('EADDRINUSE');
    expect(second.lines).toEqual([]);
  });

  it('turns the switches it is told, and takes deeds on its control port', async () => {
    const { child, ended, firstLine } = start(
      ...['--json', '--control', '0'],
      ...['--set', 'progress=manual', '--set', 'stepMs=5', '--set', 'cancelRefusedIn=["CREATED"]'],
    );
    const { control = '' }: { control?: string } = JSON.parse(await firstLine());
    const told = async () => Object(await (await fetch(control)).json());
    const standing = async (name: string) => {
      const { switches }: { switches: { name: string; value: unknown }[] } = await told();
      return switches.find((one) => one.name === name)?.value;
    };
    expect([await standing('progress'), await standing('stepMs')]).toEqual(['manual', 5]);
    expect(await standing('cancelRefusedIn')).toEqual(['CREATED']);
    const post = async (deed: object, headers: Record<string, string> = {}) => {
      const body = JSON.stringify(deed);
      return Object(await (await fetch(control, { method: 'POST', body, headers })).json());
    };
    expect(await post({ deed: 'turn', switches: { stranger: 'paid' } })).toEqual({ ok: true });
    expect(await standing('stranger')).toBe('paid');
    expect(await post({ deed: 'turn', switches: { stranger: 'odd' } })).toMatchObject({
      ok: false,
      error: 'stranger may be none | alive | paid; it is not "odd".',
    });
    expect(await post({ deed: 'dance' })).toMatchObject({ ok: false });
    const page = await post({ deed: 'letAllBeWell' }, { origin: 'https://evil.example' });
    expect(page).toMatchObject({ ok: false });
    expect(await standing('stranger')).toBe('paid');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('lists its switches', async () => {
    const { ended, lines } = start('--switches');
    expect(await ended).toBe(0);
    expect(lines).toContain('transfersListed = "all"');
    expect(lines).toContain('    how many of its transfers are ever listed; 0: none');
  });

  it.each([
    ['--port', 'x'],
    ['--port', '70000'],
    ['--prot', '1'],
    ['--control', 'x'],
    ['--set', 'nothing=1'],
    ['--set', 'progress=fast'],
  ])('does not start with %s %s', async (...args) => {
    const { ended, errors } = start(...args);
    expect(await ended).toBe(2);
    expect(errors()).toContain('does not start');
  });
});
