/**
 * The emulated Calypso alone, for whoever tests a client of their own against it. It keeps
 * everything in memory, moves payouts on by itself, and ends with SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';
import { startCalypso } from './calypso/emulator.ts';

const usage = `Usage: npm run calypso-emulator [-- --json] [-- --port N]

  --port N   listen on this port; a free one unless given
  --json     print one line {"url","key","secret","account"} once it listens
  --help     print this
`;

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = /^\d{1,5}$/.test(values.port) ? Number.parseInt(values.port, 10) : Number.NaN;
  if (!(port <= 65_535)) {
    throw new Error(`--port must be a number from 0 to 65535; it is ${values.port}.`);
  }
  return { ...values, port };
}

type Emulated = { url: string; key: string; secret: string; account: string };

const forPeople = ({ url, key, secret, account }: Emulated): string =>
  `An emulated Calypso listens at ${url}

  CALYPSO_API_URL=${url}
  CALYPSO_API_KEY=${key}
  CALYPSO_SECRET_KEY=${secret}
  CALYPSO_ACCOUNT=${account}

Payouts go on by themselves, a step a second. Nothing is kept when it ends; Ctrl+C ends it.
`;

async function main(): Promise<void> {
  const { json, port, help } = optionsOf(process.argv.slice(2));
  if (help) {
    process.stdout.write(usage);
    return;
  }
  const calypso = await startCalypso({ port, settings: { progress: 'auto' } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void calypso.stop().then(() => process.exit(0)));
  }
  const { url, key, secret, account } = calypso;
  const emulated = { url, key, secret, account };
  process.stdout.write(json ? `${JSON.stringify(emulated)}\n` : forPeople(emulated));
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The emulated Calypso does not start: ${message}\n`);
  process.exit(message.startsWith('listen') ? 1 : 2);
});
