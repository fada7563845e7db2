// Starts a script on Node 24: this very Node if it is new enough, else the one `npm ci` brought along.
// Plain JavaScript, because an older Node cannot read TypeScript and its error would explain nothing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const major = Number(process.versions.node.split('.')[0]);
let node = process.execPath;
if (major < 24) {
  try {
    node = createRequire(import.meta.url).resolve(
      `node-${process.platform}-${process.arch}/bin/node`,
    );
  } catch {
    console.error(
      `Countersign needs Node 24; this is ${process.versions.node}. Run \`npm ci\` again, or install Node 24 (see .nvmrc).`,
    );
    process.exit(78);
  }
}
// `--dotenv` reads .env where there is one. Node's own option says aloud that there is none.
const [, , ...args] = process.argv;
if (args[0] === '--dotenv') args.splice(0, 1, ...(existsSync('.env') ? ['--env-file=.env'] : []));
// Where Node can, it becomes the script: one process, so that whoever kills it kills the script.
if (node === process.execPath && process.execve) process.execve(node, [node, ...args], process.env);
const child = spawn(node, args, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 128 : (code ?? 1)));
