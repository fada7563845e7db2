/**
 * A story of the real bot: the workplace, what people do in it, and a second reader of the record.
 * However a story ends, its last page checks what must be true of every run: one payout per key,
 * an unbroken record, nothing that Slack would refuse, and no secret in anything that was said.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'vitest';
import type { BotProcess } from '../../sandbox/workplace/bot.ts';
import { people } from '../../sandbox/workplace/cast.ts';
import { openDriver } from '../../sandbox/workplace/driver.ts';
import { openWorkplace, type WorkplaceOptions } from '../../sandbox/workplace/workplace.ts';
import { type FreshLedger, freshSqlite } from './ledgers.ts';
import { bob, carol } from './people.ts';

export type Story = Awaited<ReturnType<typeof openStory>>;

export interface StoryOptions extends Omit<WorkplaceOptions, 'databaseUrl'> {
  /** A new SQLite file unless told. */
  readonly ledger?: FreshLedger;
}

/** Everything is ready, and no bot is running yet. */
export async function openStory({ ledger: given, ...options }: StoryOptions = {}) {
  const ledger = given ?? (await freshSqlite());
  const workplace = await openWorkplace({ ...options, databaseUrl: ledger.url });
  const { slack, calypso } = workplace;
  const driver = openDriver(workplace);
  const bots: BotProcess[] = [];

  const startBot = async (extra?: Parameters<typeof workplace.startBot>[0]) => {
    const bot = await workplace.startBot(extra);
    bots.push(bot);
    return bot;
  };

  /** What is on record about a request, in order: the type of each event and who caused it. */
  const recordOf = async (number: number) => {
    const rows = await ledger.sql(
      `select type, "by", data from events where stream = 'request:${number}' order by seq`,
    );
    return rows.map(({ type, by, data }) => ({ type: `${type}`, by: `${by}`, data: `${data}` }));
  };

  const count = async (from: string) => {
    const [row] = await ledger.sql(`select count(*) as n from ${from}`);
    return Number(row?.n);
  };

  /** The sum of the newest bot's metrics whose name and labels begin like this. */
  const metric = async (beginning: string) => {
    const answer = await fetch(`${bots.at(-1)?.url}/metrics`);
    const lines = (await answer.text()).split('\n').filter((line) => line.startsWith(beginning));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  /** Waits until the newest bot has begun and ended a tick, so that what was due has had its chance. */
  const ticks = async () => {
    const before = await metric('countersign_tick_seconds_count');
    await workplace.until('two ticks', async () => {
      return (await metric('countersign_tick_seconds_count')) > before + 1;
    });
    await quiet();
  };

  /** Waits until every press is handled and everything that was to be told is told. */
  const quiet = () =>
    workplace.until('everything is handled and told', async () => {
      const open = await count('presses where handled_at is null');
      return open + (await count('outbox where told_at is null')) === 0;
    });

  /**
   * Waits while the clock leaps on, by a minute and then by more: a look that was under way at a leap
   * has put the next one off by as much, so that one may not be enough.
   */
  const inTime = <T>(what: string, check: () => T | Promise<T>) => {
    let leapMs = 60_000;
    let movedAt = Number.NEGATIVE_INFINITY;
    return workplace.until(what, async () => {
      const found = await check();
      if (found || performance.now() - movedAt < 2_500) return found;
      await workplace.forward(leapMs);
      leapMs *= 2;
      movedAt = performance.now();
      return undefined;
    });
  };

  /** What this person can read that others may not be able to. */
  const ownMessages = (person: string) => [...slack.ephemerals(person), ...driver.dms(person)];

  /** Waits until the deed makes the bot say these words to this person, and to nobody else. */
  const privately = async (person: string, words: string, deed: () => Promise<unknown>) => {
    const everybody = people.map(({ id }): string => id);
    const say = (id: string) =>
      slack.visibleTo(id).filter((message) => slack.textOf(message).includes(words));
    const before = new Map(everybody.map((id) => [id, say(id).length]));
    await deed();
    const told = await workplace.until(`${person} is told "${words}"`, () => {
      const found = ownMessages(person).filter((each) => slack.textOf(each).includes(words));
      return found.length > (before.get(person) ?? 0) ? found.at(-1) : undefined;
    });
    const others = everybody.filter(
      (id) => id !== person && say(id).length > (before.get(id) ?? 0),
    );
    expect(others, `others who read "${words}"`).toEqual([]);
    return told;
  };

  return {
    ...workplace,
    ...driver,
    ledger,
    startBot,
    recordOf,
    /** The types alone, each as often as it happened. */
    typesOf: async (number: number) => (await recordOf(number)).map(({ type }) => type),
    /** Two people of the treasury approve, one after the other. */
    isApproved: async (number: number) => {
      for (const person of [bob, carol]) await driver.approves(person, number);
    },
    /** Waits until this is what happened to the request, and nothing else. */
    happened: (number: number, ...types: readonly string[]) =>
      workplace.until(`${types.join(', ')} on record of ${number}`, async () => {
        const found = (await recordOf(number)).map(({ type }) => type);
        return found.join() === types.join();
      }),
    /** Rows of a table, or of what follows `from`. */
    count,
    /** Requests that would make Calypso pay, in the order they came. */
    creates: () =>
      calypso.received.filter(({ path }) => path.endsWith('/create') && isPayout(path)),
    /** Brings every payout that Calypso has to its end. */
    settleAtCalypso: () => {
      for (const { id } of calypso.payouts) calypso.complete(id);
    },
    metric,
    ticks,
    privately,
    quiet,
    inTime,
    /** The same for a card and the words of its state. */
    inTimeBecomes: (number: number, state: string) =>
      inTime(`payout ${number} becomes "${state}"`, async () =>
        (await driver.card(number)).text.endsWith(`${state}.`),
      ),
    newestBot: () => {
      const bot = bots.at(-1);
      if (!bot) throw new Error('No bot was started.');
      return bot;
    },
    /** Stops everything, then reads the last page. */
    end: async () => {
      await Promise.all(bots.map((bot) => bot.stop()));
      const keys = calypso.payouts.map(({ idempotencyKey }) => idempotencyKey);
      expect(new Set(keys).size, 'payouts under one key').toBe(keys.length);
      const refused = slack.calls.filter(({ error }) => error !== undefined && isOurFault(error));
      expect(refused, 'calls that Slack refused').toEqual([]);
      const odd = slack.notices.filter(({ kind }) => kind === 'invalid_answer');
      expect(odd, 'answers that Slack could not use').toEqual([]);
      expect(secretsSaid(), 'secrets that were said').toEqual([]);
      const reader = await ledger.open();
      expect(await reader.verify(), 'the first break in the record').toBeUndefined();
      await reader.close();
      await workplace.close();
      await ledger.drop();
    },
  };

  /** Which secret stands where: in what a bot printed, told Slack, or sent to Calypso. */
  function secretsSaid(): readonly string[] {
    const secrets = new Map([
      ['the bot token', slack.botToken],
      ['the signing secret', slack.signingSecret],
      ['the API key', calypso.key],
      ['the secret key', calypso.secret],
      ['the password of the database', new URL(ledger.url).password],
      ...calypso.subscriptions.map(({ secretKey }) => ['a webhook secret', secretKey] as const),
    ]);
    const places = new Map([
      ...bots.map((bot, index) => [`the output of bot ${index + 1}`, bot.output()] as const),
      ['a call to Slack', JSON.stringify(slack.calls)],
      ['a request to Calypso', calypso.received.map(({ body }) => body.toString()).join('\n')],
    ]);
    return [...secrets].flatMap(([secret, value]) =>
      [...places]
        .filter(([, text]) => value !== '' && text.includes(value))
        .map(([place]) => `${secret} in ${place}`),
    );
  }
}

const isPayout = (path: string) => path.includes('/payout/');

/** Errors that mean that a message or a view was built wrongly. */
const isOurFault = (error: string) =>
  /^(invalid_(?!auth)|msg_|no_text|unknown_method|too_)/.test(error);

/** A port that was free a moment ago, for a bot whose address must be known before it listens. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.');
  return address.port;
}
