/** The end of the day: what people were shown is held against Calypso's own books. */
import { atto, decimalText } from '../calypso/decimal.ts';
import type { Play, Scene } from './play.ts';
import { studio } from './scenes-people.ts';
import { grouped, sums } from './witness.ts';

/** How people read a currency on a card. */
const wordsOf: Readonly<Record<string, string>> = {
  USDT_TRX: 'USDT on Tron',
  USDT: 'USDT on Ethereum',
  ETH: 'ETH',
};

export const booksAgree: Scene = {
  title: 'The books agree',
  why: 'What the cards say was paid, against what Calypso paid, to the last digit.',
  async play(play) {
    if (play.intruder) await intrudes(play);
    paidIsWhatPeopleSaw(play);
    nothingElseHappened(play);
    balancesFollow(play);
    nothingIsLeftOpen(play);
  },
};

function paidIsWhatPeopleSaw({ stage, people, calypso }: Play): void {
  const told = people.cards().map(({ text }) => read(text));
  const completed = told.filter(({ state }) => state === 'Completed');
  stage.facts(
    'Shown to people',
    told.flatMap(({ rows }) => rows),
  );
  stage.proves();
  const paid = sums(calypso.paidLines());
  const shown = sums(completed.flatMap(({ amounts }) => amounts));
  for (const [currency, words] of Object.entries(wordsOf))
    stage.check(
      `${grouped(paid[currency] ?? '0')} ${words} paid at Calypso: what the completed cards say`,
      shown[currency],
      paid[currency],
    );
  const recipients = completed.reduce((sum, { count }) => sum + count, 0);
  stage.check(
    `${recipients} recipients were approved, and as many were paid`,
    calypso.paidLines().length,
    recipients,
  );
}

function nothingElseHappened({ stage, calypso, witness }: Play): void {
  const keys = new Set(calypso.payouts.map(({ idempotencyKey }) => idempotencyKey));
  const accepted = witness.allCreates().filter(witness.isAccepted).length;
  stage.check(
    `Every payout on Calypso’s ledger was asked for here: ${accepted} requests, as many keys`,
    [calypso.payouts.length, keys.size],
    [accepted, accepted],
  );
  stage.check(
    `All ${witness.all.length} requests that Calypso received were signed by the bot`,
    witness.all.filter((request) => !witness.isSigned(request)).length,
    0,
  );
  stage.check(
    'The rejected payout has no trace at Calypso',
    calypso.lines().filter(({ depositAddress }) => depositAddress === studio),
    [],
  );
}

function balancesFollow(play: Play): void {
  const { stage, calypso } = play;
  for (const [currency, words] of Object.entries(wordsOf))
    stage.check(
      `${grouped(calypso.balance(currency))} ${words} left: what came in − paid − fees`,
      calypso.balance(currency),
      balanceOf(play, currency),
    );
}

function nothingIsLeftOpen({ stage, slack, people, bots }: Play): void {
  const errors = /^.*"level":"(?:error|fatal)".*$/gm;
  stage.check(
    'No alert is open',
    people.alerts().filter((text) => !text.includes('Resolved')),
    [],
  );
  stage.check(
    'Slack refused no message, and showed nobody an error',
    [slack.calls.filter(({ ok }) => !ok).map(({ error }) => error), slack.notices],
    [[], []],
  );
  stage.check(
    'No error in the bot’s log, of either process',
    bots().flatMap(({ output }) => output().match(errors) ?? []),
    [],
  );
}

/** What nobody asked for here: a payout made in the dashboard, or with a stolen key. */
async function intrudes({ stage, slack, calypso, until }: Play): Promise<void> {
  stage.does('An intruder pays 12 USDT with the API key, past the bot.');
  const depositAddress = 'TXwpZpPhvzkW5uetG2MtBTD1dbRHGeXgrd';
  const { id } = calypso.createOutside({
    currency: 'USDT_TRX',
    recipients: [{ depositAddress, amount: '12' }],
  });
  calypso.complete(id);
  const alert = await until('the alert', () =>
    slack.messages('C0ALERTS').find(({ text }) => text.includes('nobody asked for here')),
  );
  stage.shows('#payout-alerts reads', slack.textOf(alert));
}

const between = /, | and /;

/** A card's one line, as a person takes it in. */
function read(text: string) {
  const shape = /^Payout (\d+), (.*): (.*) to ([\d,]+) recipients?, asked by \w+\. (.*)\.$/;
  const [, number = '', purpose = '', total = '', count = '', state = ''] = shape.exec(text) ?? [];
  const amounts = total.split(between).map((words) => {
    const [, amount = '0', coin = ''] = /^([\d,.]+) (.*)$/.exec(words) ?? [];
    const currency = Object.keys(wordsOf).find((code) => wordsOf[code] === coin) ?? coin;
    return { currency, amount: amount.replaceAll(',', '') };
  });
  return {
    state,
    amounts,
    count: Number.parseInt(count.replaceAll(',', ''), 10),
    rows: total
      .split(between)
      .map((amount, index) =>
        index === 0 ? [number, purpose, amount, `to ${count}`, state] : ['', '', amount],
      ),
  };
}

/** Decimal text: what the account had, plus top-ups, less every payout with its fee. */
function balanceOf({ calypso, funds }: Play, currency: string): string {
  const spent = calypso.payouts
    .filter((payout) => payout.currency === currency)
    .flatMap(({ withdrawals }) => withdrawals)
    .reduce((sum, { amount, calypsoFee }) => sum + atto(amount) + atto(calypsoFee), 0n);
  return decimalText(atto(funds(currency)) - spent);
}
