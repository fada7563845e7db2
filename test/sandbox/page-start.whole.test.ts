/** `npm run sandbox` as a process: what it prints, what it keeps, when it refuses, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from '../../sandbox/page/open.ts';
import type { CalypsoState, ShownMessage, SlackState } from '../../sandbox/page/wire.ts';
import { freePorts } from '../../sandbox/shots/ports.ts';
import { openDriver } from '../../sandbox/workplace/driver.ts';

const root = new URL('../../', import.meta.url);
const script = fileURLToPath(new URL('sandbox/sandbox.ts', root));

let folder: string;
let port: number;
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-start-'));
  port = await freePorts(4);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(ended));
  await rm(folder, { recursive: true, force: true });
});

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'exit');
}

/** Starts it in the folder; resolves when it printed a whole line or is gone. */
async function start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [script, '--port', `${port}`, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', NODE_NO_WARNINGS: '1', ...env },
  });
  running.push(child);
  let said = '';
  let complained = '';
  child.stderr.on('data', (part) => {
    complained += part;
  });
  const exit = once(child, 'exit').then(([code]): number | null => code);
  const line = new Promise<void>((resolve) => {
    child.stdout.on('data', (part) => {
      said += part;
      if (said.includes('\n')) resolve();
    });
  });
  await Promise.race([line, exit]);
  return {
    exit,
    said: () => said,
    complained: () => complained,
    stop: async () => {
      child.kill('SIGINT');
      return exit;
    },
  };
}

/** What the page shows this person, of Slack and of Calypso. */
async function stateOf(me: string): Promise<{ slack: SlackState; calypso: CalypsoState }> {
  const response = await fetch(`http://127.0.0.1:${port}/live?as=${me}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  while (!/event: clock\ndata: .*\n\n/.test(heard)) heard += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  const part = (name: string) =>
    JSON.parse(new RegExp(`event: ${name}\ndata: (.*)\n`).exec(heard)?.[1] ?? '');
  return { slack: part('slack'), calypso: part('calypso') };
}

async function does(me: string, deed: object): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  const response = await fetch(`${origin}/do?as=${me}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(deed),
  });
  expect(await response.json()).toEqual({ ok: true });
}

const saidIn = ({ channels }: SlackState, channel: string): readonly ShownMessage[] =>
  channels.find(({ id }) => id === channel)?.messages ?? [];

describe('the sandbox, opened twice over one folder', () => {
  it('completes a payout that was sent before the restart', async () => {
    const options = { folder: join(folder, 'data'), port };
    const first = await openSandbox(options);
    const before = openDriver(first.workplace);
    const fields = { purpose: 'Over night', address: 'TNDnCPSKPurWSYmZsJmuTFRMNFSriXVtf3' };
    const number = await before.asks('U0DAVE', fields, '25 USDT_TRX');
    await before.approves('U0BOB', number);
    await before.approves('U0CAROL', number);
    await before.becomes(number, 'Approved, about to be sent');
    await first.workplace.forward(60_000);
    await before.becomes(number, 'Sent, in progress');
    await first.close();

    const second = await openSandbox(options);
    const { calypso } = second.workplace;
    const [payout] = calypso.payouts;
    calypso.complete(payout?.id ?? '');
    await openDriver(second.workplace).becomes(number, 'Completed');
    expect(calypso.payouts).toHaveLength(1);
    expect(openDriver(second.workplace).cards()).toHaveLength(1);
    await second.close();
  });
});

describe('npm run sandbox', () => {
  it('prints one line with its address, and ends cleanly at Ctrl-C', async () => {
    const sandbox = await start();
    expect(sandbox.said()).toBe(
      `Countersign's sandbox is open at http://127.0.0.1:${port} (kept in ./data/sandbox; Ctrl-C stops it)\n`,
    );
    expect(await sandbox.stop()).toBe(0);
    expect(sandbox.complained()).toBe('');
    for (const each of [port, port + 1, port + 2, port + 3])
      await expect(fetch(`http://127.0.0.1:${each}/`), `port ${each}`).rejects.toThrow();
  });

  it('keeps what was said, paid and set until it is told to begin anew', async () => {
    const first = await start();
    await does('U0ALICE', { deed: 'say', channel: 'C0PAYOUTS', text: 'before the restart' });
    await does('U0ALICE', { deed: 'trouble', trouble: 'stranger', on: true });
    await does('U0ALICE', { deed: 'topUp', currency: 'BTC', amount: '0.5' });
    await does('U0ALICE', { deed: 'forward', ms: 86_400_000 });
    const before = await stateOf('U0BOB');
    expect(await first.stop()).toBe(0);

    const second = await start();
    const after = await stateOf('U0BOB');
    expect(saidIn(after.slack, 'C0PAYOUTS')).toEqual(saidIn(before.slack, 'C0PAYOUTS'));
    expect(saidIn(after.slack, 'C0PAYOUTS').map(({ text }) => text)).toEqual([
      'before the restart',
    ]);
    expect(after.calypso.balances).toContainEqual({ code: 'BTC', amount: '2.5' });
    expect(after.calypso.payouts).toEqual(before.calypso.payouts);
    expect(after.calypso.payouts).toHaveLength(1);
    expect(after.calypso.subscriptions).toEqual(before.calypso.subscriptions);
    await does('U0BOB', { deed: 'say', channel: 'C0PAYOUTS', text: 'a day later' });
    const [old, later] = saidIn((await stateOf('U0BOB')).slack, 'C0PAYOUTS');
    expect(Number(later?.ts) - Number(old?.ts)).toBeGreaterThan(86_000);
    expect(await second.stop()).toBe(0);

    const third = await start(['--reset']);
    const anew = await stateOf('U0BOB');
    expect(saidIn(anew.slack, 'C0PAYOUTS')).toEqual([]);
    expect(anew.calypso.payouts).toEqual([]);
    expect(anew.slack.dataId).not.toBe(before.slack.dataId);
    expect(await third.stop()).toBe(0);
  });

  it('says so when a port is taken', async () => {
    const squatter = createServer();
    squatter.listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    const sandbox = await start();
    expect(await sandbox.exit).toBe(1);
    expect(sandbox.complained()).toBe(
      `Port ${port} is taken, perhaps by another sandbox. Stop what listens there, or take other ports: npm run sandbox -- --port 4200\n`,
    );
    squatter.close();
  });

  it('says so when its data belongs to another port', async () => {
    const first = await start();
    expect(await first.stop()).toBe(0);
    const other = await freePorts(4);
    const second = await start(['--port', `${other}`]);
    expect(await second.exit).toBe(1);
    expect(second.complained()).toContain(`was made on port ${port}`);
    expect(second.complained()).toContain('or begin anew with --reset');
  });

  it('does not start beside production settings, and makes nothing', async () => {
    const sandbox = await start([], { SLACK_BOT_TOKEN: 'xoxb-real', CALYPSO_SECRET_KEY: 'real' });
    expect(await sandbox.exit).toBe(1);
    expect(sandbox.complained()).toBe(
      'The sandbox does not start beside production settings: SLACK_BOT_TOKEN, CALYPSO_SECRET_KEY set here. Start it from a shell without them; it brings its own local keys.\n',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses options it does not know', async () => {
    const sandbox = await start(['--prot', '4200']);
    expect(await sandbox.exit).toBe(1);
    expect(sandbox.complained()).toContain('Use: npm run sandbox');
  });
});
