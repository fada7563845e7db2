/** The end of the day: what people were shown is held against Calypso's own books. */
import { atto, decimalText } from '../calypso/decimal.ts';
import type { Play, Scene } from './play.ts';
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
    const { stage, slack, calypso, people, witness } = play;
    if (play.intruder) await intrudes(play);
    const told = people.cards().map(({ text }) => read(text));
    stage.facts(
      'Shown to people',
      told.flatMap(({ rows }) => rows),
    );
    const paid = sums(calypso.paidLines());
    const shown = sums(
      told.filter(({ state }) => state === 'Completed').flatMap(({ amounts }) => amounts),
    );
    for (const [currency, words] of Object.entries(wordsOf))
      stage.check(
        `${grouped(paid[currency] ?? '0')} ${words}: paid at Calypso = approved and completed here`,
        shown[currency],
        paid[currency],
      );
    const recipients = told
      .filter(({ state }) => state === 'Completed')
      .reduce((sum, { count }) => sum + count, 0);
    stage.check(
      `${recipients} recipients were approved, and as many were paid`,
      calypso.paidLines().length,
      recipients,
    );
    stage.check(
      'The rejected payout has no trace at Calypso',
      calypso.lines().filter(({ depositAddress }) => depositAddress.startsWith('0x183224cb')),
      [],
    );
    const accepted = witness.allCreates().filter(witness.isAccepted);
    stage.check(
      `Every payout on Calypso’s ledger was asked for here: ${accepted.length} requests, as many keys`,
      [calypso.payouts.length, new Set(calypso.payouts.map((each) => each.idempotencyKey)).size],
      [accepted.length, accepted.length],
    );
    stage.check(
      `All ${witness.all.length} requests that Calypso received were signed by the bot`,
      witness.all.filter((request) => !witness.isSigned(request)).length,
      0,
    );
    for (const [currency, words] of Object.entries(wordsOf))
      stage.check(
        `The balance is ${grouped(calypso.balance(currency))} ${words}: what there was − paid − fees`,
        calypso.balance(currency),
        balanceOf(play, currency),
      );
    stage.check(
      'The bot’s log has no error, of either process',
      play
        .bots()
        .flatMap(({ output }) => output().match(/^.*"level":"(?:error|fatal)".*$/gm) ?? []),
      [],
    );
    stage.check(
      'No alert is open',
      people.alerts().filter((text) => !/Resolved/.test(text)),
      [],
    );
    stage.check(
      'Slack refused no message, and showed nobody an error',
      [slack.calls.filter(({ ok }) => !ok).map(({ error }) => error), slack.notices],
      [[], []],
    );
  },
};

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
