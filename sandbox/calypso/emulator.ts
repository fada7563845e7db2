/**
 * A local Calypso Pay: the documented public API with its signature and clock checks, a ledger of
 * its own, signed webhooks, and switches for what the documentation leaves open (settings.ts) and
 * for what can go wrong (faults.ts). It never imports from the bot, so both cannot share a mistake.
 */

import { openAnswers } from './answers.ts';
import { type KeptBook, openBook } from './book.ts';
import { openChance } from './chance.ts';
import { openControls } from './controls.ts';
import { openRings } from './controls-rings.ts';
import type { Office } from './endpoints.ts';
import { accountEndpoints } from './endpoints-account.ts';
import { createEndpoints } from './endpoints-create.ts';
import { payoutEndpoints } from './endpoints-payouts.ts';
import { webhookEndpoints } from './endpoints-webhooks.ts';
import { openFaults } from './faults.ts';
import { openFunds } from './funds.ts';
import { openProgress } from './progress.ts';
import { type Hooks, openServer, type Received } from './server.ts';
import { type Settings, settingsWith } from './settings.ts';
import { openSubscriptions, type Subscription } from './subscriptions.ts';
import { openTelling } from './telling.ts';
import { type KeptWebhooks, openWebhooks } from './webhooks.ts';

export type CalypsoOptions = Hooks & {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly host?: string;
  /** Epoch milliseconds; the system clock unless given. */
  readonly now?: () => number;
  readonly key?: string;
  readonly secret?: string;
  readonly account?: string;
  /** Decimal text by currency code. */
  readonly balances?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
  /** The same seed gives the same run. */
  readonly seed?: number;
  /** How often due work is looked for, in real milliseconds; 0 leaves it to `pump()`. */
  readonly tickMs?: number;
  /** What `keep()` of an earlier one gave; its balances are used instead of `balances`. */
  readonly kept?: KeptCalypso | undefined;
};

/** What outlives the process; of the traffic only the end. */
export type KeptCalypso = {
  readonly book: KeptBook;
  readonly balances: Readonly<Record<string, string>>;
  readonly subscriptions: readonly Subscription[];
  readonly webhooks: KeptWebhooks;
  readonly received: readonly Received[];
  readonly seed: number;
};

export type CalypsoEmulator = Awaited<ReturnType<typeof startCalypso>>;

/** The documentation's samples. */
const sampleKey = 'c529e14832b34b74972365cf7bf02430';
const sampleSecret = 'b823a6b9ea72408583cef9ec8d67fa52';
const sampleAccount = '0xc195df92dd9db2a8f28e597981f113d6e7582f8b';
const trafficKept = 200;
const sampleBalances = { USDT_TRX: '1500.75', BTC: '0.025', ETH: '1.5' };
const dollarRates = {
  ...{ BTC: '60000', LTC: '80', XDG: '0.125', ETH: '3000', BNB: '600', TRX: '0.25' },
  ...{ MATIC: '0.5', USDT: '1', USDC: '1', DAI: '1', FRAX: '1', BUSD: '1', BUSD_ETH: '1' },
  ...{ USDT_TRX: '1', USDC_TRX: '1', USDT_BSC: '1', USDT_MATIC: '1' },
  ...{ USD: '1', EUR: '1.1', GBP: '1.3' },
};

export async function startCalypso(options: CalypsoOptions = {}) {
  const { port = 0, host = '127.0.0.1', now = Date.now, tickMs = 50, kept } = options;
  const { key = sampleKey, secret = sampleSecret, account = sampleAccount } = options;
  const settings = settingsWith(options.settings);
  const atStart = { ...settings };
  const seed = options.seed ?? (kept ? kept.seed + 1 : 1);
  const chance = openChance(seed);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const companyId = chance.uuid();
  const userId = chance.uuid();
  const book = openBook(settings, now, kept?.book);
  const balances = kept?.balances ?? options.balances ?? sampleBalances;
  const funds = openFunds({ settings, balances });
  const faults = openFaults();
  const subscriptions = openSubscriptions({ chance, now, before: kept?.subscriptions });
  const hooked = { settings, subscriptions, faults, chance, now, changed };
  const webhooks = openWebhooks({ ...hooked, kept: kept?.webhooks });
  const { announce } = webhooks;
  const progress = openProgress({ settings, book, funds, chance, now, announce });
  const answers = openAnswers({ settings, chance, account, companyId });
  const telling = openTelling({ settings, chance, now });
  const office: Office = {
    ...{ settings, account, companyId, userId, now, chance, rates: dollarRates },
    ...{ book, funds, progress, telling, answers, subscriptions, webhooks },
  };
  const controls = openControls(office);
  const rings = openRings(office, controls);
  /** Calypso's own, which need not be ours. */
  const clock = () => now() + settings.clockAheadMs;

  let pumping = Promise.resolve();
  let pumpsWaiting = 0;
  /** Runs everything that is due: automatic progress, then webhooks. */
  function pump(): Promise<void> {
    pumpsWaiting += 1;
    pumping = pumping.then(async () => {
      progress.stepDue();
      await webhooks.deliverDue();
      pumpsWaiting -= 1;
    });
    return pumping;
  }
  const { server, received } = openServer({
    envelope: { settings, key, secret, account, now: clock },
    now,
    endpoints: [
      ...createEndpoints(office),
      ...payoutEndpoints(office),
      ...accountEndpoints(office),
      ...webhookEndpoints(office),
    ],
    faults,
    answering: {
      clock,
      isDated: () => settings.dateHeader === 'given',
      dress: answers.withStrangers,
      error: answers.error,
      payoutBody: (id) => answers.payout(telling.listed(controls.payout(id))),
    },
    hooks: {
      onRequest: options.onRequest,
      onAnswered: async (request) => {
        changed();
        await options.onAnswered?.(request);
      },
    },
    before: kept?.received,
    pump,
    webhookFirst: () =>
      settings.firstWebhook === 'beforeAnswer' ||
      (settings.firstWebhook === 'either' && chance.sometimes()),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const tick = () => {
    if (pumpsWaiting === 0) void pump();
  };
  const timer = tickMs > 0 ? setInterval(tick, tickMs).unref() : undefined;
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;

  return {
    ...controls,
    ...rings,
    url: `http://${host}:${actualPort}`,
    key,
    secret,
    account,
    settings,
    received,
    payouts: book.payouts,
    deliveries: webhooks.deliveries,
    subscriptions: subscriptions.all,
    balances: funds.balances,
    /** Webhooks that are still to be delivered, or to be tried again. */
    webhooksWaiting: webhooks.waiting,
    pump,
    /** Turns switches; `undo` turns them back to how they stood at the start. */
    turn(some: Partial<Settings>): void {
      Object.assign(settings, some);
    },
    undo(...names: readonly (keyof Settings)[]): void {
      for (const name of names) Object.assign(settings, { [name]: atStart[name] });
    },
    /** How the switches stood at the start. */
    atStart,
    /** Orders a fault. @returns what takes it back. */
    fault: faults.add,
    /** Takes back the faults of that name. */
    takeBack: faults.takeBack,
    /** Those not used up yet, each with how often it still hits. */
    faults: faults.waiting,
    clearFaults: faults.clear,
    /** No fault waits, every switch stands as at the start, and the truth is said of every payout. */
    letAllBeWell(): void {
      faults.clear();
      Object.assign(settings, atStart);
      telling.unsay();
    },
    /** Tells when a request was answered, an event announced, or a webhook tried. */
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    keep: (): KeptCalypso => ({
      book: book.keep(),
      balances: Object.fromEntries(funds.balances().map(({ code, amount }) => [code, amount])),
      subscriptions: subscriptions.all,
      webhooks: webhooks.keep(trafficKept),
      received: received.slice(-trafficKept),
      seed,
    }),
    topUp: (currency: string, decimalText: string): void =>
      controls.topUp(currency, decimalText, settings.continueOnTopUp),
    /** Drops every connection, hanging ones too. */
    async stop(): Promise<void> {
      clearInterval(timer);
      webhooks.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await pumping;
    },
  };
}
