/**
 * Everything a rehearsal needs, on free loopback ports: the local Slack, the emulated Calypso, a
 * folder for the ledger and the policy, and the real bot as one process or several.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CalypsoEmulator, type KeptCalypso, startCalypso } from '../calypso/emulator.ts';
import { type KeptSlack, type SlackEmulator, startSlack } from '../slack/emulator.ts';
import { type BotProcess, startBotProcess } from './bot.ts';
import { channels, type PolicyOptions, people, policyText } from './cast.ts';
import { install, offset, setOffset } from './clock.ts';
import { type Manifest, readManifest } from './manifest.ts';

export interface Workplace {
  readonly slack: SlackEmulator;
  readonly calypso: CalypsoEmulator;
  /** What the app may do and hears of at this Slack. */
  readonly manifest: Manifest;
  readonly folder: string;
  /** Starts one more bot over the same ledger and lets Slack talk to it. */
  startBot(extra?: { entry?: string; env?: Record<string, string> }): Promise<BotProcess>;
  /** The environment the bot is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that outlives the process, to be given to the next one. */
  keep(): KeptWorkplace;
  /** Moves bot and emulators forward together. */
  forward(ms: number): Promise<void>;
  /** Resolves when `check` gives something; rejects, saying what was awaited, after a bound. */
  until<T>(what: string, check: () => T | Promise<T>): Promise<NonNullable<T>>;
  close(): Promise<void>;
}

export interface WorkplaceOptions {
  readonly policy?: PolicyOptions;
  readonly balances?: Readonly<Record<string, string>>;
  /** `postgres://…` for several bots at once; a SQLite file in the folder unless told. */
  readonly databaseUrl?: string;
  readonly calypso?: Parameters<typeof startCalypso>[0];
  /** What this Slack is besides its people and channels, such as part of an Enterprise Grid. */
  readonly slack?: Parameters<typeof startSlack>[0];
  /** Let Calypso ring the bot. The port must be known before the bot listens. */
  readonly botPort?: number;
  readonly slackPort?: number;
  /** A folder of its own that stays; a temporary one unless told. */
  readonly folder?: string;
  /** How an earlier workplace in that folder ended. */
  readonly kept?: KeptWorkplace | undefined;
}

/** What the emulators and the clock were; the bot keeps its own ledger. */
export interface KeptWorkplace {
  readonly slack: KeptSlack;
  readonly calypso: KeptCalypso;
  readonly offsetMs: number;
}

const patienceMs = 20_000;

export async function openWorkplace(options: WorkplaceOptions = {}): Promise<Workplace> {
  install();
  const { kept } = options;
  if (kept) setOffset(kept.offsetMs);
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'countersign-')));
  await mkdir(folder, { recursive: true });
  const policyFile = join(folder, 'policy.yml');
  if (!existsSync(policyFile)) await writeFile(policyFile, policyText(options.policy));
  const manifest = readManifest();
  const slack = await startSlack({
    people: [...people],
    channels: [...channels],
    scopes: manifest.oauth_config.scopes.bot,
    events: manifest.settings.event_subscriptions.bot_events,
    port: options.slackPort ?? 0,
    kept: kept?.slack,
    ...options.slack,
  });
  const calypso = await startCalypso({
    kept: kept?.calypso,
    balances: options.balances ?? {
      USDT_TRX: '1000000',
      TRX: '5000',
      ETH: '50',
      USDT: '90000',
      BTC: '2',
    },
    ...options.calypso,
  });
  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    CALYPSO_API_URL: calypso.url,
    CALYPSO_API_KEY: calypso.key,
    CALYPSO_SECRET_KEY: calypso.secret,
    CALYPSO_ACCOUNT: calypso.account,
    DATABASE_URL: options.databaseUrl ?? `sqlite:${join(folder, 'countersign.db')}`,
    POLICY_FILE: policyFile,
    HOST: '127.0.0.1',
    PORT: `${options.botPort ?? 0}`,
    ...(options.botPort && { PUBLIC_URL: `http://127.0.0.1:${options.botPort}` }),
  };
  const bots: BotProcess[] = [];
  const starting = new Set<Promise<BotProcess>>();

  return {
    slack,
    calypso,
    manifest,
    folder,
    env,
    startBot: async ({ entry, env: more } = {}) => {
      const start = startBotProcess({ env: { ...env, ...more }, ...(entry && { entry }) });
      starting.add(start);
      const bot = await start;
      bots.push(bot);
      slack.connect(`${bot.url}/slack/events`);
      return bot;
    },
    forward: async (ms) => {
      setOffset(offset() + ms);
      await Promise.all(bots.map((bot) => bot.setClock(offset())));
      await Promise.all([calypso.pump(), slack.pump()]);
    },
    keep: () => ({ slack: slack.keep(), calypso: calypso.keep(), offsetMs: offset() }),
    until: async (what, check) => {
      const deadline = performance.now() + patienceMs;
      for (;;) {
        const found = await check();
        if (found !== undefined && found !== null && found !== false) return found;
        if (performance.now() > deadline) throw new Error(`It did not happen: ${what}.`);
        await new Promise((wait) => setTimeout(wait, 20));
      }
    },
    close: async () => {
      await Promise.allSettled(starting);
      await Promise.all(bots.map((bot) => bot.stop()));
      await slack.stop();
      await calypso.stop();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
