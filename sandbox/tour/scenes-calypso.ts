/** What comes back from Calypso: its doorbell, missing funds, and rings that are not to be trusted. */
import type { Payout } from '../calypso/book.ts';
import { post } from '../calypso/post.ts';
import { alice, bob, carol, dave, type Play, type Scene } from './play.ts';
import { showsLedger } from './proof.ts';
import { ledgerRows } from './witness.ts';

const hardware = '0x5A4bEe7d51305d0aABa1222c99DA71355cF1E096';
const halfMinuteMs = 31_000;
const overAMinuteMs = 61_000;

export const doorbell: Scene = {
  title: 'Calypso rings, payouts complete',
  why: 'A webhook is a doorbell: it says that something moved. What moved, the bot asks Calypso.',
  async play(play) {
    const { stage, slack, calypso, people, witness, workplace, until } = play;
    const [deposit, ...others] = [play.earlier('deposit'), ...play.filesAsked()];
    stage.does('Half a minute passes. The bot looks by itself; at Calypso nothing has moved.');
    await workplace.forward(halfMinuteMs);
    await until('the bot’s own look', () => calypso.payouts.every((each) => hasLookedAt(play, each)));
    const looked = witness.requests().length;
    const state = (await people.card(deposit.number)).text;
    stage.check(
      'It asked about every payout, and the cards stay',
      state.endsWith('Sent, in progress.'),
    );

    const rung = calypso.deliveries.length;
    stage.does('Calypso pays the deposit and rings. The next look of its own is half a minute away.');
    const [first, ...rest] = calypso.payouts.map(({ id }) => id);
    calypso.complete(first ?? '');
    await people.becomes(deposit.number, 'Completed');
    const news = await people.isTold(alice, `Payout ${deposit.number}: completed`);
    stage.shows('alice reads, in a direct message', slack.textOf(news));
    stage.shows('#payouts reads', await play.cardText(deposit.number), { head: 14 });

    stage.does('Calypso pays the salaries and the commissions, and rings for each part.');
    for (const id of rest) calypso.complete(id);
    for (const { number } of others) {
      const card = await people.becomes(number, 'Completed');
      stage.shows('#payouts, in one line', card.text);
    }
    await until('the last ring', () => calypso.pump().then(() => true));

    stage.proves();
    stage.facts('Calypso’s ledger', ledgerRows(calypso.payouts));
    const rings = calypso.deliveries.slice(rung).map(({ status }) => status);
    stage.check(
      `Calypso rang ${rings.length} times; every ring was verified and answered 200`,
      rings.filter((status) => status !== 200),
      [],
    );
    stage.check('After the rings the bot asked again', witness.requests().length > looked);
    stage.check('It believed only what it asked; nothing was sent', witness.creates().length, 0);
  },
};

const hasLookedAt = ({ witness }: Play, { id }: Payout) =>
  witness.requests().some(({ body, status }) => status === 200 && body.includes(id));

export const shortOfFunds: Scene = {
  title: 'Short of funds, then topped up',
  why: 'What the account cannot pay is not sent. One alert says so, and goes when money comes.',
  async play(play) {
    const { stage, slack, calypso, people, witness, workplace, until } = play;
    const fields = { purpose: 'Server hardware', address: hardware, name: 'Atlas Hardware' };
    stage.does(`dave asks for 4.2 ETH; the account holds ${calypso.balance('ETH')} ETH.`);
    const asked = await play.asks('hardware', dave, fields, '4.2 ETH');
    stage.shows('dave read in his draft', asked.draft, { head: 6, tail: 0 });
    stage.does('bob and carol approve it all the same.');
    await play.approves(bob, asked.number);
    await play.approves(carol, asked.number);
    await people.becomes(asked.number, 'On hold');
    const title = `Payout ${asked.number} is short of funds`;
    const raised = await until('the alert', () => alertOf(play, title));
    stage.shows('#payout-alerts reads', slack.textOf(raised));
    const sentShort = witness.creates().length;

    stage.does('The account is topped up with 2 ETH. A minute later:');
    calypso.topUp('ETH', '2');
    await workplace.forward(overAMinuteMs);
    await people.becomes(asked.number, 'Sent, in progress');
    const resolved = await until('the end of the alert', () => {
      const now = alertOf(play, title);
      return now?.text.includes('Resolved') ? now : undefined;
    });
    stage.shows('The same alert now reads', slack.textOf(resolved));
    stage.shows('The card’s thread reads', play.threadText(asked.number), { head: 14 });

    stage.proves();
    stage.facts('On record', [['request', `${asked.number}`, 'fingerprint', asked.fingerprint]]);
    showsLedger(play);
    stage.check('While it was short, Calypso received nothing', sentShort, 0);
    stage.check('After the top-up it received one create request', witness.creates().length, 1);
    stage.check('Signed over the exact bytes', witness.creates().every(witness.isSigned));
    stage.check('Nobody had to approve again', play.threadText(asked.number).match(/approved\./g), [
      'approved.',
      'approved.',
    ]);
    stage.check(
      'One alert, edited in place',
      [people.alerts().filter((text) => text.includes(title)).length, resolved.ts],
      [1, raised.ts],
    );
  },
};

const alertOf = ({ slack }: Play, title: string) =>
  slack.messages('C0ALERTS').find((message) => message.text.includes(title));

export const forgedAndRepeated: Scene = {
  title: 'A forged ring and a repeated one',
  why: 'Anybody can knock. What Calypso did not sign is turned away; what it repeats counts once.',
  async play(play) {
    const { stage, calypso, people, witness, until } = play;
    const { number } = play.earlier('hardware');
    const payout = calypso.payouts.at(-1);
    const refusedBefore = await refusals(play);
    stage.does(`A stranger claims that payout ${number} is completed, with Calypso’s key in the header.`);
    const forged = await forgedRing(play, payout?.id ?? '');
    stage.check('The stranger gets 401, and no reason', [forged.status, forged.text], [401, '']);
    stage.check('It is counted among the refused', await refusals(play), refusedBefore + 1);
    const { text } = await people.card(number);
    stage.check('The card still says what is true', text.endsWith('Sent, in progress.'));
    stage.check('Calypso was not even asked about it', asksAbout(play, payout), 0);

    stage.does('Now Calypso does pay it, and rings.');
    calypso.complete(payout?.id ?? '');
    const completed = await people.becomes(number, 'Completed');
    stage.shows('#payouts, in one line', completed.text);
    await people.isTold(dave, `Payout ${number}: completed`);
    await until('every ring is delivered', () => calypso.pump().then(() => true));

    stage.does('It rings once more with the very same bytes, as after an answer that got lost.');
    const said = play.said();
    const repeats = await notices(play);
    const last = calypso.deliveries.at(-1);
    calypso.redeliver(last?.eventId ?? 0);
    await calypso.pump();
    const again = calypso.deliveries.at(-1);
    stage.proves();
    showsLedger(play);
    stage.facts('Calypso’s deliveries', [
      [`event ${last?.eventId}`, 'first', `answered ${last?.status}`],
      [`event ${again?.eventId}`, 'again', `answered ${again?.status}`],
    ]);
    stage.check(
      'The repeated ring is answered 200, so that Calypso stops',
      [again?.status, again?.body === last?.body, again === last],
      [200, true, false],
    );
    stage.check('It is known as a repeat', await notices(play), repeats + 1);
    stage.check('Nobody hears of it again', play.said(), said);
    stage.check('Nothing was sent', witness.creates().length, 0);
  },
};

/** A true event as a stranger may have seen it, with another state and a signature of his own. */
function forgedRing({ calypso, bot }: Play, id: string) {
  const seen = calypso.deliveries.findLast(({ body }) => body.includes(id))?.body ?? '';
  const body = Buffer.from(seen.replace(/"payoutStatus":"\w+"/, '"payoutStatus":"COMPLETED"'));
  return post({
    url: `${bot().url}/calypso/webhooks`,
    headers: {
      'Content-Type': 'application/json',
      Key: calypso.subscriptions[0]?.publicKey ?? '',
      Sign: 'f0'.repeat(64),
    },
    body,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
  });
}

const asksAbout = ({ witness }: Play, payout: Payout | undefined) =>
  witness.requests().filter(({ body }) => payout && body.includes(payout.id)).length;

const refusals = ({ counter }: Play) =>
  counter('countersign_inbound_refused_total', 'window="calypso",reason="signature"');

const notices = ({ counter }: Play) => counter('countersign_notices_total', 'outcome="repeated"');
