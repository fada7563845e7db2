/**
 * The composition root: the one file that sees people, desk and provider, and ties them together.
 * It decides nothing; it opens, connects, starts, and closes in the reverse order.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { policyInForce } from '../approvals/desk/policy-in-force.ts';
import type { Ledger } from '../approvals/ledger/ledger.ts';
import { openLedger } from '../approvals/ledger/open.ts';
import { openApprovals } from '../approvals/open.ts';
import { checkPolicy } from '../approvals/policy/file.ts';
import type { PaymentRail } from '../approvals/rail/rail.ts';
import type { Clock } from '../approvals/values/time.ts';
import { openClient } from '../calypso/client.ts';
import { currencyTable } from '../calypso/currencies.ts';
import { checkKey } from '../calypso/key-check.ts';
import { openRail } from '../calypso/rail.ts';
import { noticeAbout, openDoorbell } from '../calypso/webhook.ts';
import { bellOf } from './door/bell.ts';
import { startServer } from './door/server.ts';
import { type Config, readEnvironment } from './host/config.ts';
import { openLog } from './host/log.ts';
import { openMetrics } from './host/metrics.ts';
import { openReadiness } from './host/readiness.ts';
import { openTicker } from './host/ticker.ts';
import { openUpkeep } from './host/upkeep.ts';
import { openBot } from './open.ts';
import { createApp } from './slack/app.ts';
import { openDirectory } from './slack/directory.ts';

/** What a test may put around the two parts in which a crash matters most. */
export interface Around {
  readonly ledger?: (ledger: Ledger) => Ledger;
  readonly rail?: (rail: PaymentRail) => PaymentRail;
}

export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

const tickEveryMs = 1_000;
const keysWithinMs = 3_000;

/** @throws Error whose message lists every problem, a line each. */
export async function startCountersign(config: Config, around: Around = {}): Promise<Running> {
  const now: Clock = () => Date.now();
  const log = openLog({ level: config.logLevel, secrets: config.secrets });
  const metrics = openMetrics();
  const file = readPolicyFile(config.policyFile);
  if ('problems' in file) throw new Error(file.problems.join('\n'));

  const { apiUrl: host, apiKey: key, secretKey: secret, account, batchMax } = config.calypso;
  const client = openClient({ baseUrl: host, key, secret, account, now });
  const plainRail = openRail({ client, host, account, ...(batchMax && { batchMax }) });
  const rail = around.rail?.(plainRail) ?? plainRail;
  const plainLedger = await openLedger({ url: config.databaseUrl });
  const ledger = around.ledger?.(plainLedger) ?? plainLedger;
  const policy = await policyInForce(ledger, file, new Date(now()).toISOString());

  const { botToken, signingSecret, apiUrl: slackApiUrl } = config.slack;
  const slack = await createApp({ signingSecret, botToken, slackApiUrl, log });
  const { team } = slack;
  const people = openDirectory({ client: slack.worker, team, now, log });
  const { desk, sweep } = openApprovals({
    ledger,
    rail,
    directory: people,
    policy,
    team,
    now,
    newNonce: () => randomBytes(16).toString('hex'),
    noticeAbout,
    onNews: () => bot.tellSoon(),
    onTrouble: (request, error) => log.error({ request, err: error }, 'a look failed'),
    onOutcome: ({ kind }) => {
      metrics.requestSent(kind);
      bot.forgetFigures();
    },
  });
  /** Presses that are finished at the start come before the first tick, which needs no hurrying. */
  let tickSoon = () => {};
  const bot = openBot({
    slack,
    botToken,
    slackApiUrl,
    ledger,
    desk,
    people,
    rail,
    policy,
    now,
    log,
    metrics,
    lookSoon: async (request) => {
      await ledger.wakeAt(request, new Date(now()).toISOString());
      tickSoon();
    },
  });

  const { publicUrl } = config;
  const doorbell =
    publicUrl === undefined ? undefined : openDoorbell({ client, publicUrl, account, now });
  const { clockDifferenceMs } = client;
  const { resume } = bot;
  const upkeep = openUpkeep({ ledger, now, log, clockDifferenceMs, doorbell, resume });
  const onError = (error: unknown) => log.error({ err: error }, 'a tick failed');
  // The webhook's keys come before the door opens, if Calypso gives them soon.
  await Promise.race([upkeep.run(), setTimeout(keysWithinMs, undefined, { ref: false })]);
  await resume();
  sweep.resume().catch(onError);
  const ticking = openTicker({
    everyMs: tickEveryMs,
    onError,
    work: async () => {
      const started = performance.now();
      await sweep.begin();
      metrics.ticked((performance.now() - started) / 1_000);
    },
  });
  tickSoon = ticking.kick;
  const keeping = openTicker({ everyMs: tickEveryMs, onError, work: upkeep.run });

  const ready = openReadiness({
    now,
    log,
    checks: {
      ledger: () => ledger.ping(new Date(now()).toISOString()),
      slack: async () => {
        await slack.worker.auth.test();
        return 'ok';
      },
      calypso: async () => {
        const problems = await checkKey({ client, account });
        if (problems.length > 0) throw new Error(problems.join(', '));
        return 'ok';
      },
    },
  });
  const server = await startServer({
    host: config.host,
    port: config.port,
    now,
    signingSecret,
    slackListener: slack.listener,
    webhook: bellOf({ doorbell, ledger, metrics, now, onRing: () => ticking.kick() }),
    ready,
    metrics: metrics.exposition,
    log,
    counters: metrics,
  });
  log.info({ port: server.port, policy: policy.digest.slice(0, 8) }, 'Countersign is ready');

  return {
    port: server.port,
    stop: async () => {
      await server.stop();
      await ticking.stop();
      await keeping.stop();
      await sweep.settled();
      await bot.stop();
      await ledger.close();
    },
  };
}

function readPolicyFile(path: string) {
  if (!existsSync(path))
    return {
      problems: [
        `POLICY_FILE ${path} does not exist. Copy policy.example.yml there and name your people.`,
      ],
    };
  const text = readFileSync(path, 'utf8');
  const known = new Set(currencyTable().map(({ code }) => code));
  const read = checkPolicy(text, path, known);
  return 'problems' in read ? read : { policy: read.policy, text, name: path };
}

/** Every problem of the environment and of the policy at once, then nothing else happens. */
async function main(): Promise<void> {
  const reading = readEnvironment();
  if ('problems' in reading) {
    const file = readPolicyFile(reading.policyFile);
    throw new Error([...reading.problems, ...('problems' in file ? file.problems : [])].join('\n'));
  }
  for (const note of reading.notes) process.stderr.write(`Note: ${note}\n`);
  const running = await startCountersign(reading.config);
  closeWithGrace({ delay: 15_000 }, async () => {
    await running.stop();
  });
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Countersign does not start:\n${message.replace(/^/gm, '  ')}\n`);
    process.exit(1);
  });
}
