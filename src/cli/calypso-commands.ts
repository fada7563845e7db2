/**
 * What can be asked of Calypso from a terminal, a command each. All of them only look, but for the
 * two that make and delete a webhook subscription; no command can move money.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '../calypso/client.ts';
import { CalypsoNotFound } from '../calypso/errors.ts';
import type { Named } from '../calypso/lists.ts';
import { collected } from '../calypso/paging.ts';
import type { MassPayout, Payout, Subscription } from '../calypso/wire.ts';
import * as show from './calypso-tables.ts';

export interface Asked {
  readonly client: Client;
  readonly currencyOf: show.CurrencyOf;
  readonly words: readonly string[];
  readonly options: Options;
}

export interface Options {
  readonly state?: readonly string[];
  readonly limit?: string;
  readonly fiat?: boolean;
  readonly id?: string;
  readonly 'show-secrets'?: boolean;
}

/** `value` for programs, amounts as exact decimal text; `text` for people. */
export interface Shown {
  readonly value: unknown;
  readonly text: string;
}

/** The command was not understood: the rule, and what it is to look like. */
export class Misused extends Error {}

interface TerminalCommand {
  readonly name: string;
  readonly takes: string;
  readonly does: string;
  readonly run: (asked: Asked) => Promise<Shown>;
}

const payoutsShown = 50;

export const commands: readonly TerminalCommand[] = [
  { name: 'balance', takes: '', does: 'the balances of the account', run: balance },
  { name: 'payout', takes: '<id|key>', does: 'one payout, single or mass', run: payout },
  {
    name: 'payouts',
    takes: '[--state S] [--limit N]',
    does: `the payouts Calypso lists, single and mass; ${payoutsShown} of each unless told`,
    run: payouts,
  },
  {
    name: 'withdrawals',
    takes: '<id|key>',
    does: 'the transfers of a payout, one for each recipient',
    run: transfers,
  },
  { name: 'fee', takes: '<amount> <currency>', does: 'what a payout would cost', run: fee },
  {
    name: 'rates',
    takes: '<from,…> <to,…> [--fiat]',
    does: 'what one unit is worth',
    run: rates,
  },
  { name: 'currencies', takes: '', does: 'decimals and dust limits', run: currencies },
  {
    name: 'webhooks',
    takes: '[list] [--show-secrets]',
    does: 'the webhook subscriptions',
    run: webhooks,
  },
  {
    name: 'webhooks create',
    takes: '<url> [--id UUID]',
    does: 'CHANGES: subscribes the URL to every payout event',
    run: webhooks,
  },
  {
    name: 'webhooks delete',
    takes: '<id>',
    does: 'CHANGES: deletes the subscription',
    run: webhooks,
  },
  { name: 'whoami', takes: '', does: 'whose key this is and what it may do', run: whoami },
];

async function balance({ client, currencyOf, words }: Asked): Promise<Shown> {
  expectWords(words, 0);
  const value = await client.account();
  return { value, text: show.balances(value, currencyOf) };
}

async function payout({ client, currencyOf, words }: Asked): Promise<Shown> {
  const [name = ''] = expectWords(words, 1);
  const value = await found(client, name);
  return { value, text: show.payout(value, currencyOf) };
}

async function payouts({ client, currencyOf, words, options }: Asked): Promise<Shown> {
  expectWords(words, 0);
  const limit = limitOf(options.limit);
  const wanted = options.state ? { states: options.state } : {};
  const value: (Payout | MassPayout)[] = [];
  for (const list of [client.payouts(wanted), client.massPayouts(wanted)]) {
    let left = limit;
    for await (const each of list) {
      if (left === 0) break;
      left -= 1;
      value.push(each);
    }
  }
  return { value, text: show.payouts(value, currencyOf) };
}

async function transfers({ client, currencyOf, words }: Asked): Promise<Shown> {
  const [name = ''] = expectWords(words, 1);
  const { id } = await found(client, name);
  const value = await collected(client.withdrawals({ of: { id } }));
  return { value, text: show.transfers(value, currencyOf) };
}

async function fee({ client, currencyOf, words }: Asked): Promise<Shown> {
  const [baseAmount = '', currency = ''] = expectWords(words, 2);
  if (!/^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(baseAmount))
    throw new Misused(`The amount must be digits such as 1250.50; it is "${baseAmount}".`);
  const value = await client.fees([{ currency, baseAmount }]);
  return { value, text: show.fees(value, currencyOf) };
}

async function rates({ client, words, options }: Asked): Promise<Shown> {
  const [from = '', to = ''] = expectWords(words, 2);
  const codes = [from.split(','), to.split(',')] as const;
  if (options.fiat) {
    const found = await client.fiatRates(...codes);
    const rows = [...found].map(([code, row]) => [code, Object.fromEntries(row)]);
    return { value: Object.fromEntries(rows), text: show.fiatRates(found) };
  }
  const value = await client.rates(...codes);
  return { value, text: show.rates(value) };
}

async function currencies({ client, words }: Asked): Promise<Shown> {
  expectWords(words, 0);
  const value = await client.currencies();
  return { value, text: show.currencies(value) };
}

async function webhooks({ client, words, options }: Asked): Promise<Shown> {
  const [verb = 'list', name] = words;
  const secrets = options['show-secrets'] ?? false;
  const kept = (each: Subscription) => (secrets ? each : { ...each, secretKey: undefined });
  if (verb === 'list') {
    expectWords(words.slice(1), 0);
    const all = await client.subscriptions();
    return { value: all.map(kept), text: show.subscriptions(all, { secrets }) };
  }
  if (name === undefined || words.length > 2 || !['create', 'delete'].includes(verb))
    throw new Misused('It takes list, create <url> or delete <id>.');
  if (verb === 'delete') {
    await client.deleteSubscription(name);
    return { value: { deleted: name }, text: `Deleted ${name}.\n` };
  }
  const { protocol } = URL.parse(name) ?? {};
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new Misused(`The URL must begin with https://; it is "${name}".`);
  const requestId = options.id ?? randomUUID();
  const made = await client.createSubscription({ requestId, url: name });
  return { value: kept(made), text: show.subscriptions([made], { secrets }) };
}

async function whoami({ client, words }: Asked): Promise<Shown> {
  expectWords(words, 0);
  const value = await client.currentUser();
  return { value, text: show.user(value) };
}

/** A UUID may be an id or a key, of a single or of a mass payout: nothing about it says which. */
async function found(client: Client, name: string): Promise<Payout | MassPayout> {
  const isKey = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
  const keys: readonly Named[] = isKey ? [{ idempotencyKey: name.toLowerCase() }] : [];
  for (const named of [{ id: name }, ...keys]) {
    for (const read of [client.payout, client.massPayout]) {
      try {
        return await read(named);
      } catch (error) {
        if (!(error instanceof CalypsoNotFound)) throw error;
      }
    }
  }
  throw new CalypsoNotFound(`Calypso has no payout with the id or key ${name}.`);
}

function expectWords(words: readonly string[], count: number): readonly string[] {
  if (words.length === count) return words;
  throw new Misused(`It takes ${count} ${count === 1 ? 'word' : 'words'}, not ${words.length}.`);
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return payoutsShown;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number.parseInt(text, 10);
  throw new Misused(`--limit must be a number from 1; it is "${text}".`);
}
