/**
 * `npm run sandbox`: a local Slack workspace in the browser with Calypso's ledger beside it, around
 * the real bot. No account, no secret, nothing outside this machine.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CannotOpen, openSandbox } from './page/open.ts';

const folder = './data/sandbox';
const usualPort = 4100;
const portsNeeded = 4;

/** Where these are set, somebody means the real thing. */
const productionNames = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'CALYPSO_API_KEY',
  'CALYPSO_SECRET_KEY',
];

async function main(): Promise<void> {
  const { port, reset } = readOptions(process.argv.slice(2));
  const set = productionNames.filter((name) => (process.env[name] ?? '') !== '');
  if (set.length > 0)
    throw new CannotOpen(
      `The sandbox does not start beside production settings: ${set.join(', ')} set here. ` +
        'Start it from a shell without them; it brings its own local keys.',
    );
  if (reset) await rm(folder, { recursive: true, force: true });
  const opening = openSandbox({ folder, port });
  stopAtCtrlC(async () => (await opening).close());
  const { url } = await opening;
  say(`Countersign's sandbox is open at ${url} (kept in ${folder}; Ctrl-C stops it)`);
}

/** A terminal and a launcher may both pass the same Ctrl-C on; it counts once. */
function stopAtCtrlC(close: () => Promise<void>): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

function readOptions(args: string[]): { readonly port: number; readonly reset: boolean } {
  const usage = 'Use: npm run sandbox [-- --port 4100] [-- --reset]';
  const { values } = parsed(args, usage);
  const port = /^\d{1,5}$/.test(values.port) ? Number.parseInt(values.port, 10) : 0;
  if (port < 1024 || port > 65_535 - portsNeeded)
    throw new CannotOpen(`--port must be from 1024 to 65531; it is "${values.port}". ${usage}`);
  return { port, reset: values.reset };
}

function parsed(args: string[], usage: string) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: `${usualPort}` },
        reset: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new CannotOpen(`${error instanceof Error ? error.message : error} ${usage}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  const expected = error instanceof CannotOpen;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${expected ? error.message : detail}\n`);
  process.exit(1);
});
