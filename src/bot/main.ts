/**
 * The composition root: the one file that sees people, desk and provider, and ties them together.
 * It decides nothing; it opens, connects, starts, and closes in the reverse order.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import closeWithGrace from 'close-with-grace';
import { Keyv } from 'keyv';
import { openDrafts } from '../approvals/drafts.ts';
import { keyvStore } from '../approvals/ledger/keyv-store.ts';
import type { Ledger } from '../approvals/ledger/ledger.ts';
import { openLedger } from '../approvals/ledger/open.ts';
import type { Clock, PaymentRail } from '../approvals/ports.ts';
import { openRoom } from '../approvals/room.ts';
import { fileBytesMax } from '../approvals/sheet/csv.ts';
import { openClient } from '../calypso/client.ts';
import { openRail } from '../calypso/rail.ts';
import { selfCheck } from '../calypso/self-check.ts';
import { noticeAbout, openDoorbell } from '../calypso/webhook.ts';
import { checkPolicy, policyInForce } from './adoption.ts';
import { openAnnouncer } from './announce.ts';
import { createApp } from './app.ts';
import { type Config, readEnvironment } from './config.ts';
import { answer, type Conversation } from './conversation.ts';
import { decidingHandlers, decidingListeners } from './deciding.ts';
import { draftingHandlers, draftingListeners } from './drafting.ts';
import { downloadFile, fileOrigins } from './files.ts';
import { openMetrics, openReadiness } from './health.ts';
import { openLog } from './log.ts';
import { openDirectory } from './people.ts';
import { openPresses, type PressHandler } from './presses.ts';
import { openRender } from './render.ts';
import { openTicker } from './schedule.ts';
import { startServer } from './server.ts';
import { openSurroundings } from './surroundings.ts';
import { openUpkeep } from './upkeep.ts';
import { troubleText } from './wording.ts';

/** What a test may put around the two parts in which a crash matters most. */
export interface Around {
  readonly ledger?: (ledger: Ledger) => Ledger;
  readonly rail?: (rail: PaymentRail) => PaymentRail;
}

export interface RunningBot {
  readonly port: number;
  stop(): Promise<void>;
}

const tickEveryMs = 1_000;

/** @throws Error whose message lists every problem, a line each. */
export async function startBot(config: Config, around: Around = {}): Promise<RunningBot> {
  const now: Clock = () => Date.now();
  const log = openLog({ level: config.logLevel, secrets: config.secrets });
  const metrics = openMetrics();

  const { apiUrl: host, apiKey: key, secretKey: secret, account, batchMax } = config.calypso;
  const client = openClient({ baseUrl: host, key, secret, account, now });
  const plainRail = openRail({ client, host, account, ...(batchMax && { batchMax }) });
  const rail = around.rail?.(plainRail) ?? plainRail;
  const file = readPolicyFile(config.policyFile, rail);

  const plainLedger = await openLedger({ url: config.databaseUrl });
  const ledger = around.ledger?.(plainLedger) ?? plainLedger;
  const policy = await policyInForce(ledger, file, rail, new Date(now()).toISOString());

  const { botToken, signingSecret, apiUrl: slackApiUrl } = config.slack;
  const slack = await createApp({ signingSecret, botToken, slackApiUrl, log });
  const { team, worker, interactive } = slack;
  const directory = openDirectory({ client: worker, team, now, log });
  const keyvOf = (namespace: string) => {
    const keyv = new Keyv({ store: keyvStore(ledger.keyv, now), namespace });
    keyv.on('error', (error: unknown) => log.warn({ err: error, namespace }, 'keyv'));
    return keyv;
  };
  const drafts = openDrafts(keyvOf('drafts'));
  const { isPrivateEnough, displayName } = directory;
  const people = [...new Set(Object.values(policy.people).flat())];
  const keyv = keyvOf('cache');
  const looks = { keyv, rail, isPrivateEnough, displayName, people, log };
  const surroundings = openSurroundings(looks);
  const { contextOf } = surroundings;

  const kick = () => {
    telling.kick();
  };
  const { desk, sweep } = openRoom({
    ledger,
    rail,
    directory,
    policy,
    team,
    now,
    newNonce: () => randomBytes(16).toString('hex'),
    noticeAbout,
    onNews: kick,
    onTrouble: (request, error) => log.error({ request, err: error }, 'a look failed'),
    onOutcome: ({ kind }) => {
      metrics.requestSent(kind);
      void surroundings.moved();
    },
  });

  const permalink = async (subject: string) => {
    const posted = await ledger.postedMessage(subject);
    if (!posted) return undefined;
    const found = await worker.chat
      .getPermalink({ channel: posted.channel, message_ts: posted.ts })
      .catch(() => undefined);
    return found?.permalink;
  };
  const render = openRender({ ledger, drafts, policy, assess: desk.assess, contextOf, permalink });
  const announcer = openAnnouncer({ ledger, client: worker, render, now, log });

  const handlers: Record<string, PressHandler> = {};
  const presses = openPresses({
    ledger,
    handlers,
    now,
    onActed: ({ kind }) => metrics.pressed(kind, 'acted'),
    onTrouble: async ({ key: press, kind, person }, error) => {
      const reference = randomBytes(4).toString('hex');
      metrics.pressed(kind, 'trouble');
      log.error({ reference, kind, err: error }, 'a press was not carried out');
      const told = { person, channel: person, text: troubleText(reference) };
      await answer({ ledger, now, kick }, `${press}:trouble`, told);
    },
  });
  const origins = fileOrigins(slackApiUrl);
  const conversation: Conversation = {
    app: slack.app,
    interactive,
    worker,
    ledger,
    desk,
    drafts,
    directory,
    rail,
    policy,
    team,
    now,
    log,
    presses,
    contextOf,
    kick,
    look: (number) => {
      void sweep.look(number);
    },
    download: async ({ url, size }) => {
      const got = await downloadFile({
        url,
        token: botToken,
        size,
        bytesMax: fileBytesMax,
        origins,
      });
      if ('bytes' in got) return got.bytes;
      log.warn({ rule: got.rule, detail: got.detail }, 'a file was not read');
      return got.rule;
    },
  };
  Object.assign(handlers, draftingHandlers(conversation), decidingHandlers(conversation));
  draftingListeners(conversation);
  decidingListeners(conversation);

  const { publicUrl } = config;
  const doorbell = publicUrl && openDoorbell({ client, publicUrl, account, now });
  const clockDifferenceMs = client.clockDifferenceMs;
  const upkeep = openUpkeep({
    ledger,
    now,
    log,
    clockDifferenceMs,
    doorbell: doorbell || undefined,
  });

  const onError = (error: unknown) => log.error({ err: error }, 'a tick failed');
  const telling = openTicker({
    everyMs: tickEveryMs,
    onError,
    work: async () => {
      await announcer.pump();
      metrics.outboxBacklog(await ledger.backlog());
    },
  });
  await presses.resume();
  await sweep.resume();
  const ticking = openTicker({
    everyMs: tickEveryMs,
    onError,
    work: async () => {
      const started = performance.now();
      await upkeep.run();
      await sweep.tick();
      metrics.ticked((performance.now() - started) / 1_000);
    },
  });

  const ready = openReadiness({
    now,
    log,
    checks: {
      ledger: () => ledger.ping(),
      slack: async () => {
        await worker.auth.test();
      },
      calypso: async () => {
        const problems = await selfCheck({ client, account });
        if (problems.length > 0) throw new Error(problems.join(', '));
      },
    },
  });
  const server = await startServer({
    host: config.host,
    port: config.port,
    now,
    signingSecret,
    slackListener: slack.listener,
    webhook: async (ring) => {
      if (!doorbell) return { status: 404, reason: 'no-public-url' };
      const received = await doorbell.receive(ring);
      if (received.status !== 200) return received;
      const { subscription, eventId, body } = received.notice;
      const at = new Date(now()).toISOString();
      metrics.noticed(await ledger.storeNotice({ subscription, eventId, body, at }));
      ticking.kick();
      return { status: 200 };
    },
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
      await presses.settled();
      await ticking.stop();
      await telling.stop();
      await ledger.close();
    },
  };
}

/** Every problem of the environment and of the policy at once, then nothing else happens. */
function readPolicyFile(path: string, rail: PaymentRail) {
  if (!existsSync(path))
    throw new Error(
      `POLICY_FILE ${path} does not exist. Copy policy.example.yml there and name your people.`,
    );
  const text = readFileSync(path, 'utf8');
  const read = checkPolicy(text, path, rail);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return { policy: read.policy, text, name: path };
}

async function main(): Promise<void> {
  const reading = readEnvironment();
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  const bot = await startBot(reading.config);
  closeWithGrace({ delay: 15_000 }, async () => {
    await bot.stop();
  });
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Countersign does not start:\n${message.replace(/^/gm, '  ')}\n`);
    process.exit(1);
  });
}
