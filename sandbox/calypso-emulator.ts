/**
 * The emulated Calypso alone, for whoever tests a client of their own against it. It keeps
 * everything in memory, moves payouts on by itself, and ends with SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';
import { startControl } from './calypso/control-server.ts';
import { startCalypso } from './calypso/emulator.ts';
import { describedSwitches, readSettings, type Settings } from './calypso/settings.ts';

const usage = `Usage: npm run calypso-emulator [-- --json] [-- --port N] [-- --set NAME=VALUE] [-- --control N]

  --port N           listen on this port; a free one unless given
  --set NAME=VALUE   turn a switch, as often as wanted; --switches lists them
  --control N        take deeds on this port too: POST {"deed":"turn","switches":{…}}; 0 takes a free one
  --json             print one line {"url","key","secret","account"} once it listens, with "control" if asked
  --switches         print every switch with what it may be, and end
  --help             print this
`;

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      set: { type: 'string', multiple: true, default: [] },
      control: { type: 'string' },
      switches: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { control } = values;
  return {
    ...values,
    port: portOf('--port', values.port),
    settings: settingsOf(values.set),
    control: control === undefined ? undefined : portOf('--control', control),
  };
}

function portOf(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`${option} must be a number from 0 to 65535; it is ${text}.`);
}

/** Values are JSON where they are any, else words: `stepMs=5`, `progress=manual`, `readsSayAmount="5"`. */
function settingsOf(pairs: readonly string[]): Partial<Settings> {
  const asked = pairs.map((pair): [string, unknown] => {
    const [name = '', ...rest] = pair.split('=');
    const text = rest.join('=');
    try {
      return [name, JSON.parse(text)];
    } catch {
      return [name, text];
    }
  });
  return readSettings(Object.fromEntries(asked));
}

const switchLines = (): string =>
  describedSwitches()
    .map(
      ({ name, usual, may, means }) =>
        `${name} = ${JSON.stringify(usual)}\n    ${means}\n    ${may}\n`,
    )
    .join('\n');

type Emulated = { url: string; key: string; secret: string; account: string; control?: string };

const forPeople = ({ url, key, secret, account, control }: Emulated): string =>
  `An emulated Calypso listens at ${url}

  CALYPSO_API_URL=${url}
  CALYPSO_API_KEY=${key}
  CALYPSO_SECRET_KEY=${secret}
  CALYPSO_ACCOUNT=${account}

Payouts go on by themselves, a step a second. Nothing is kept when it ends; Ctrl+C ends it.
${control === undefined ? '' : `Its control API listens at ${control}\n`}`;

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options.help || options.switches) {
    process.stdout.write(options.help ? usage : switchLines());
    return;
  }
  const settings = { progress: 'auto' as const, ...options.settings };
  const calypso = await startCalypso({ port: options.port, settings });
  const control =
    options.control === undefined ? undefined : await startControl(calypso, options.control);
  const stop = async (): Promise<void> => {
    await control?.close();
    await calypso.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
  const { url, key, secret, account } = calypso;
  const emulated = { url, key, secret, account, ...(control && { control: control.url }) };
  process.stdout.write(options.json ? `${JSON.stringify(emulated)}\n` : forPeople(emulated));
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The emulated Calypso does not start: ${message}\n`);
  process.exit(message.startsWith('listen') ? 1 : 2);
});
