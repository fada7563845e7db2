/**
 * What every scene has at hand: the workplace, what people can do in it, the witness at Calypso,
 * and the payouts asked for so far. Deeds go through Slack, as a person's would.
 */
import { atto, decimalText } from '../calypso/decimal.ts';
import type { BotProcess } from '../workplace/bot.ts';
import { type FormFields, openDriver } from '../workplace/driver.ts';
import type { Workplace } from '../workplace/workplace.ts';
import type { Stage } from './stage.ts';
import { openWitness } from './witness.ts';

/** One step of the tour. */
export interface Scene {
  readonly title: string;
  readonly why: string;
  play(play: Play): Promise<void>;
}

/** A request as people were shown it when it was asked. */
export interface Asked {
  readonly number: number;
  readonly draft: string;
  readonly card: string;
  readonly fingerprint: string;
}

export type Play = Awaited<ReturnType<typeof openPlay>>;

export const alice = 'U0ALICE';
export const dave = 'U0DAVE';
export const bob = 'U0BOB';
export const carol = 'U0CAROL';
export const erin = 'U0ERIN';

/** Starts the bot and waits until Calypso can ring it. */
export async function openPlay({
  stage,
  workplace,
  funds,
  intruder,
}: {
  stage: Stage;
  workplace: Workplace;
  /** What the account holds at the beginning, by currency. */
  funds: Readonly<Record<string, string>>;
  /** Whether somebody pays behind the bot's back. */
  intruder: boolean;
}) {
  const { slack, calypso } = workplace;
  const called = (id: string) => slack.people().find((each) => each.id === id)?.name ?? id;
  const until: Workplace['until'] = async (what, check) => {
    stage.awaits(what.replace(/\bU0\w+/g, called));
    const found = await workplace.until(what, check);
    stage.awaits('');
    return found;
  };
  const people = openDriver({ slack, until });
  const asked = new Map<string, Asked>();
  const received = new Map(Object.entries(funds));
  stage.awaits('the bot starts');
  const firstBot = await workplace.startBot();
  const bots = [firstBot];
  await until('the webhook subscription', () => calypso.subscriptions.length > 0);

  /** The card as everybody in the channel reads it now. */
  const cardText = async (number: number) => slack.textOf(await people.card(number));

  const threadText = (number: number) => people.thread(number).join('\n');

  /** `/payout`, the form, the draft, "Request approval". `name` is how later scenes call it. */
  const asks = async (name: string, person: string, fields: FormFields, command = '') => {
    const before = new Set(people.dms(person).map(({ ts }) => ts));
    await people.submitsForm(person, fields, command);
    const draft = await until(`a draft for ${person}`, () =>
      people.dms(person).find((dm) => !before.has(dm.ts) && dm.text.startsWith('Draft,')),
    );
    const draftText = slack.textOf(draft);
    const posted = people.cards().length;
    await slack.click(person, draft, 'Request approval');
    const card = await until('the card in the channel', () => people.cards()[posted]);
    const number = Number.parseInt(/^Payout (\d+)/.exec(card.text)?.[1] ?? '', 10);
    const text = slack.textOf(card);
    const request = { number, draft: draftText, card: text, fingerprint: fingerprintIn(text) };
    asked.set(name, request);
    return request;
  };

  /** Opens the review, reads it, presses "Approve payout". @returns what was read. */
  const approves = async (person: string, number: number) => {
    await people.presses(person, number, 'Review and approve');
    const modal = await until(`the review for ${person}`, () => slack.modal(person));
    const read = slack.textOf(modal);
    await slack.submit(person);
    return read;
  };

  return {
    stage,
    workplace,
    slack,
    calypso,
    people,
    until,
    witness: openWitness(calypso),
    asks,
    approves,
    /** What a person is called. */
    called,
    cardText,
    threadText,
    threadSays: (number: number, words: string) =>
      until(`the thread of ${number} says “${words}”`, () => threadText(number).includes(words)),
    /** Everything said to everybody or anybody so far; equal numbers mean that nothing was. */
    said: () => slack.calls.filter(({ method }) => method.startsWith('chat.')).length,
    /** What an earlier scene asked for. */
    earlier: (name: string): Asked => {
      const found = asked.get(name);
      if (!found) throw new Error(`No scene asked for "${name}".`);
      return found;
    },
    bot: () => bots.at(-1) ?? firstBot,
    bots: (): readonly BotProcess[] => bots,
    restart: async () => {
      bots.push(await workplace.startBot());
    },
    /** A counter of the bot's `/metrics`, 0 when it has not counted yet. */
    counter: async (name: string, labels: string) => {
      const { url } = bots.at(-1) ?? firstBot;
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const line = metrics.split('\n').find((each) => each.startsWith(`${name}{${labels}}`));
      return Number.parseInt(line?.split(' ').at(-1) ?? '0', 10);
    },
    /** Money comes in. */
    topsUp: (currency: string, amount: string) => {
      received.set(currency, decimalText(atto(received.get(currency) ?? '0') + atto(amount)));
      calypso.topUp(currency, amount);
    },
    /** All that ever came in, decimal text. */
    funds: (currency: string) => received.get(currency) ?? '0',
    intruder,
  };
}

/** The small print under a card or a review, such as `K7QX-2M4D`. */
export function fingerprintIn(text: string): string {
  return /Fingerprint `?([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text)?.[1] ?? 'no fingerprint';
}
