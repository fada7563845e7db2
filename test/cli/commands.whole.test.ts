/** The commands about Calypso as processes, as people start them: output, errors, exit codes. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startCalypso } from '../../sandbox/calypso/emulator.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function start() {
  const calypso = await startCalypso();
  onTestFinished(() => calypso.stop());
  const env = {
    PATH: process.env.PATH ?? '',
    CALYPSO_API_URL: calypso.url,
    CALYPSO_API_KEY: calypso.key,
    CALYPSO_SECRET_KEY: calypso.secret,
    CALYPSO_ACCOUNT: calypso.account,
  };
  return { calypso, env };
}

const run = (script: string, args: readonly string[], env: Record<string, string>) =>
  new Promise<{ code: number | string | null | undefined; out: string; err: string }>((resolve) => {
    const line = ['launch.mjs', `src/cli/${script}.ts`, ...args];
    execFile(process.execPath, line, { env, cwd: root }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    );
  });

it('calypso prints what was asked and nothing else', async () => {
  const { env } = await start();
  const { code, out, err } = await run('calypso', ['balance', '--json'], env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out).balances).toContainEqual({ currency: 'USDT_TRX', amount: '1500.75' });
});

it('calypso ends with its exit code and says why on the other stream', async () => {
  const { env } = await start();
  const { CALYPSO_SECRET_KEY: _, ...rest } = env;
  const missing = await run('calypso', ['balance'], rest);
  expect(missing).toMatchObject({ code: 2, out: '' });
  expect(missing.err).toContain('CALYPSO_SECRET_KEY is missing');
  const refused = await run('calypso', ['rates', 'NOPE', 'USD'], env);
  expect(refused).toMatchObject({ code: 1, out: '' });
});

it('doctor ends with 1 when something must be repaired', async () => {
  const { env } = await start();
  expect((await run('doctor', [], env)).code).toBe(0);
  const ill = await run('doctor', [], { ...env, CALYPSO_API_KEY: 'another-key' });
  expect(ill.code).toBe(1);
  expect(ill.out).toMatch(/^fail +key /m);
});
