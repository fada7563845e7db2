// Starts a script on Node 24 or newer: the host's own where there is one, although npm puts the packaged one first in
// PATH, so that whoever keeps a Node of their own trusts no other with the keys; else the one `npm ci` brought along.
// Plain JavaScript, because an older Node cannot read TypeScript and its error would explain nothing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { delimiter, join, sep } from 'node:path';

const wanted = 24;
const isPackaged = (file) => realpathSync(file).split(sep).includes('node_modules');
const isNewEnough = (version) => Number(/^v(\d+)\./.exec(version ?? '')?.[1] ?? 0) >= wanted;

function fits(file) {
  if (file === process.execPath) return isNewEnough(process.version);
  return isNewEnough(spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 10_000 }).stdout);
}

/** The running one, those of PATH, the packaged one. */
function candidates() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const there = folders.map((folder) => join(folder, name)).filter((file) => existsSync(file));
  const own = [process.execPath, ...there].filter((file) => !isPackaged(file));
  try {
    const packaged = `node-${process.platform}-${process.arch}/bin/node`;
    return [...own, createRequire(import.meta.url).resolve(packaged)];
  } catch {
    return own;
  }
}

const node = candidates().find(fits);
if (node === undefined) {
  console.error(
    `Countersign needs Node ${wanted} or newer; this is ${process.versions.node}. Install it, or on Linux on x64 run \`npm ci\` without leaving out optional packages.`,
  );
  process.exit(78);
}
// `--dotenv` reads .env where there is one. Node's own option says aloud that there is none.
const [, , ...args] = process.argv;
if (args[0] === '--dotenv') args.splice(0, 1, ...(existsSync('.env') ? ['--env-file=.env'] : []));

const preload = new URL('./launched.mjs', import.meta.url).href;
const isUnderNpm = process.env.npm_lifecycle_event !== undefined;
// Where Node can, it becomes the script: one process, so that whoever stops it stops the script.
if (process.execve) {
  const before = isUnderNpm ? `${preload}?follow` : preload;
  process.execve(node, [node, '--import', before, ...args], process.env);
}
if (isUnderNpm) await import(`${preload}?follow`);
const child = spawn(node, ['--import', `${preload}?follow`, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
