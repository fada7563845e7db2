/**
 * `npm run calypso -- …`: Calypso from a terminal, for those who integrate or look for a fault. It
 * needs the CALYPSO_* settings alone and never opens the ledger. Secrets are shown when asked for.
 */
import { parseArgs } from 'node:util';
import { type CalypsoReading, readCalypsoEnvironment } from '../bot/host/config.ts';
import { openClient } from '../calypso/client.ts';
import { currencyTable } from '../calypso/currencies.ts';
import { CalypsoError, CalypsoNotFound, CalypsoRefused } from '../calypso/errors.ts';
import { commands, Misused, type Options } from './calypso-commands.ts';

export const exits = { fine: 0, refused: 1, misused: 2, unclear: 3 } as const;

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly now: () => number;
}

/** @returns the exit code: what was asked, Calypso's no, a mistake of the caller's, or no answer. */
export async function runCalypso(
  args: readonly string[],
  reading: CalypsoReading,
  { out, err, now }: Terminal,
): Promise<number> {
  try {
    const { words, options, json, help } = argumentsOf(args);
    const [name, ...rest] = words;
    if (help || name === undefined) {
      out(usage());
      return help ? exits.fine : exits.misused;
    }
    const command = commands.find((each) => each.name === name);
    if (!command) throw new Misused(`There is no command "${name}".`);
    if ('problems' in reading) throw new Misused(reading.problems.join('\n'));
    const { apiUrl: baseUrl, apiKey: key, secretKey: secret, account } = reading.calypso;
    const client = openClient({ baseUrl, key, secret, account, now });
    const known = new Map(currencyTable().map((each) => [each.code, each]));
    const currencyOf = (code: string) => known.get(code);
    const { value, text } = await command.run({ client, currencyOf, words: rest, options });
    out(json ? `${JSON.stringify(value, undefined, 2)}\n` : text);
    return exits.fine;
  } catch (error) {
    err(wordsOf(error));
    return exitOf(error);
  }
}

function argumentsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        state: { type: 'string', multiple: true },
        limit: { type: 'string' },
        fiat: { type: 'boolean' },
        id: { type: 'string' },
        'show-secrets': { type: 'boolean' },
      },
    });
    const { json, help, ...options } = values;
    const given: Options = options;
    return { words: positionals, options: given, json, help };
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Misused) return `${error.message}\nSee: npm run calypso -- --help\n`;
  if (!(error instanceof CalypsoError)) throw error;
  return error.said === undefined
    ? `${error.message}\n`
    : `${error.message}\nCalypso said: ${error.said}\n`;
}

function exitOf(error: unknown): number {
  if (error instanceof Misused) return exits.misused;
  const isNo = error instanceof CalypsoRefused || error instanceof CalypsoNotFound;
  return isNo ? exits.refused : exits.unclear;
}

function usage(): string {
  const names = commands.map(({ name, takes }) => `${name} ${takes}`.trimEnd());
  const width = Math.max(...names.map((each) => each.length));
  const lines = commands.map(
    ({ does }, index) => `  ${(names[index] ?? '').padEnd(width)}  ${does}`,
  );
  return `Usage: npm run calypso -- <command> [--json]

${lines.join('\n')}

  --json   for programs; amounts are exact decimal text
  --help   this

It reads CALYPSO_API_URL, CALYPSO_API_KEY, CALYPSO_SECRET_KEY and CALYPSO_ACCOUNT.
Exit codes: 0 done, 1 Calypso says no, 2 wrong command or settings, 3 no clear answer.
`;
}

if (import.meta.main) {
  const terminal = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    now: () => Date.now(),
  };
  process.exitCode = await runCalypso(process.argv.slice(2), readCalypsoEnvironment(), terminal);
}
