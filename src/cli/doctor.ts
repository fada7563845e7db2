/**
 * `npm run doctor`: what stands between these settings and a working desk, a line for each check.
 * It only looks, needs no ledger, and ends with 1 when something must be repaired.
 */
import { parseArgs } from 'node:util';
import { type CalypsoReading, readCalypsoEnvironment } from '../bot/host/config.ts';
import { openClient } from '../calypso/client.ts';
import { type Diagnosis, examineCalypso } from './doctor-calypso.ts';
import { table } from './text-table.ts';

const usage = 'Usage: npm run doctor [-- --json]\n';

/** @returns the exit code: 0 when nothing fails, 1 when something does, 2 for a wrong option. */
export async function runDoctor(
  args: readonly string[],
  reading: CalypsoReading,
  { out, now }: { readonly out: (text: string) => void; readonly now: () => number },
): Promise<number> {
  const options = optionsOf(args);
  if (options === undefined || options.help) {
    out(usage);
    return options ? 0 : 2;
  }
  const diagnoses = await examine(reading, now);
  out(options.json ? `${JSON.stringify(diagnoses, undefined, 2)}\n` : textOf(diagnoses));
  return diagnoses.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}

function optionsOf(args: readonly string[]) {
  try {
    const boolean = { type: 'boolean', default: false } as const;
    return parseArgs({ args: [...args], options: { json: boolean, help: boolean } }).values;
  } catch {
    return undefined;
  }
}

async function examine(reading: CalypsoReading, now: () => number): Promise<readonly Diagnosis[]> {
  if ('problems' in reading)
    return reading.problems.map((says) => ({ check: 'settings', verdict: 'fail', says }));
  const { apiUrl: host, apiKey: key, secretKey: secret, account } = reading.calypso;
  const client = openClient({ baseUrl: host, key, secret, account, now });
  const noted = reading.notes.map(
    (says): Diagnosis => ({ check: 'settings', verdict: 'warn', says }),
  );
  const found = await examineCalypso({ client, host, account, publicUrl: reading.publicUrl, now });
  return [...noted, ...found];
}

function textOf(diagnoses: readonly Diagnosis[]): string {
  const rows = diagnoses.flatMap(({ check, verdict, says, wayOut }) => [
    [verdict, check, says],
    ...(wayOut === undefined ? [] : [['', '', `→ ${wayOut}`]]),
  ]);
  const count = (wanted: string) => diagnoses.filter(({ verdict }) => verdict === wanted).length;
  const sum = `${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} to repair.`;
  return `${table(['', 'Calypso', ''], rows)}\n${sum}\n`;
}

if (import.meta.main) {
  process.exitCode = await runDoctor(process.argv.slice(2), readCalypsoEnvironment(), {
    out: (text) => void process.stdout.write(text),
    now: () => Date.now(),
  });
}
