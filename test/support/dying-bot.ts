/**
 * The real bot, composed as in main.ts, with a death of its choosing: at the call that DIES_AT names
 * the process kills itself, as the power would. It does so once; the marker file remembers that.
 *
 * `after append partStarted 2` reads: when the second `partStarted` was committed. Calls are
 * `append` (with the type of an event), `press` (with its kind) and `submit` (of a part, `any`).
 */
import { closeSync, existsSync, openSync } from 'node:fs';
import type { Ledger } from '../../src/approvals/ledger/ledger.ts';
import type { PaymentRail } from '../../src/approvals/rail/rail.ts';
import { readEnvironment } from '../../src/bot/host/config.ts';
import { startCountersign } from '../../src/bot/main.ts';

const { DIES_AT = '', DIES_MARKER = '' } = process.env;
const [when, call, about, nth = '1'] = DIES_AT.split(' ');
let passed = 0;

/** Runs the work, unless this is the call and the moment: then nothing runs any more. */
async function mortal<T>(name: string, topics: readonly string[], work: () => Promise<T>) {
  const isIt = name === call && topics.includes(about ?? '');
  if (isIt) passed += 1;
  const dies = isIt && `${passed}` === nth && !existsSync(DIES_MARKER);
  if (dies && when === 'before') die();
  const result = await work();
  if (dies) die();
  return result;
}

function die(): void {
  closeSync(openSync(DIES_MARKER, 'wx'));
  process.kill(process.pid, 'SIGKILL');
}

const ledger = (inner: Ledger): Ledger => ({
  ...inner,
  append: (entry) =>
    mortal(
      'append',
      entry.events.map(({ type }) => type),
      () => inner.append(entry),
    ),
  recordPress: (press) => mortal('press', [press.kind], () => inner.recordPress(press)),
});

const rail = (inner: PaymentRail): PaymentRail => ({
  ...inner,
  submit: (order, attempt) => mortal('submit', ['any'], () => inner.submit(order, attempt)),
});

const reading = readEnvironment();
if ('problems' in reading) throw new Error(reading.problems.join('\n'));
const bot = await startCountersign(reading.config, { ledger, rail });
process.once('SIGTERM', () => bot.stop().finally(() => process.exit()));
