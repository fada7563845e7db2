// Starts a script on Node 24: this very Node if it is new enough, else the one `npm ci` brought along.
// Plain JavaScript, because an older Node cannot read TypeScript and its error would explain nothing.
import { spawn } from 'node:child_process';
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
const child = spawn(node, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 128 : (code ?? 1)));
