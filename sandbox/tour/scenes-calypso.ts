/** What comes back from Calypso: its doorbell, missing funds, and rings that are not to be trusted. */
import type { Payout } from '../calypso/book.ts';
import { post } from '../calypso/post.ts';
import { alice, bob, carol, dave, type Play, type Scene } from './play.ts';
import { recordOf, showsLedger } from './proof.ts';
import { ledgerRows } from './witness.ts';

const hardware = '0x5A4bEe7d51305d0aABa1222c99DA71355cF1E096';
const halfMinuteMs = 31_000;
const overAMinuteMs = 61_000;

export const doorbell: Scene = {
  title: 'Calypso rings, payouts complete',
  why: 'A webhook is a doorbell: it says that something moved. What moved, the bot asks Calypso.',
  async play(play) {
    const { stage, slack, calypso, people, witness, workplace, until } = play;
    const deposit = play.earlier('deposit');
    const others = [play.earlier('payroll'), play.earlier('commissions')];
    stage.does('Half a minute passes. The bot looks by itself; at Calypso nothing has moved.');
    await workplace.forward(halfMinuteMs);
    const [first, ...rest] = calypso.payouts;
    await until('the bot’s own look', () => hasLookedAt(play, first));
    const looked = witness.requests().length;
    const state = (await people.card(deposit.number)).text;
    stage.check('It asked, and the card stays', state.endsWith('Sent, in progress.'));

    const rung = calypso.deliveries.length;
    stage.does(
      'Calypso pays the deposit and rings. The next look of its own is half a minute away.',
    );
    calypso.complete(first?.id ?? '');
    await people.becomes(deposit.number, 'Completed');
    const news = await people.isTold(alice, `Payout ${deposit.number}: completed`);
    stage.shows('alice reads, in a direct message', slack.textOf(news));
    stage.shows('#payouts reads', await play.cardText(deposit.number), { head: 14 });
    await play.threadSays(deposit.number, 'On the chain');
    stage.shows('The card’s thread now ends', play.people.thread(deposit.number).at(-1) ?? '');

    stage.does('Calypso pays the salaries and the commissions, and rings for each part.');
    for (const { id } of rest) calypso.complete(id);
    for (const { number } of others) {
      const card = await people.becomes(number, 'Completed');
      stage.shows('#payouts, in one line', card.text);
    }
    await calypso.pump();

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

const hasLookedAt = ({ witness }: Play, payout: Payout | undefined) =>
  witness
    .requests()
    .some(({ body, status }) => status === 200 && payout && body.includes(payout.id));

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
    play.topsUp('ETH', '2');
    await workplace.forward(overAMinuteMs);
    await people.becomes(asked.number, 'Sent, in progress');
    await play.threadSays(asked.number, 'It was accepted by Calypso');
    const resolved = await until('the end of the alert', () => {
      const now = alertOf(play, title);
      return now?.text.includes('Resolved') ? now : undefined;
    });
    stage.shows('The same alert now reads', slack.textOf(resolved));
    stage.shows('The card’s thread reads', play.threadText(asked.number), { head: 14 });

    stage.proves();
    stage.facts('On record', [recordOf(asked)]);
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
    await calypso.pump();
    const refused = await refusals(play);
    const stored = await notices(play, 'new');
    stage.does(
      `A stranger claims that payout ${number} is completed, with Calypso’s key in the header.`,
    );
    const forged = await forgedRing(play, payout?.id ?? '');
    stage.facts('The stranger’s ring', [
      ['POST /calypso/webhooks', '"payoutStatus":"COMPLETED"', 'Sign f0f0f0f0…'],
    ]);
    stage.check('The stranger gets 401, and no reason', [forged.status, forged.text], [401, '']);
    stage.check('It is counted among the refused', await refusals(play), refused + 1);
    const { text } = await people.card(number);
    stage.check('The card still says what is true', text.endsWith('Sent, in progress.'));
    stage.check('Nothing of it was stored', await notices(play, 'new'), stored);

    stage.does('Now Calypso does pay it, and rings.');
    calypso.complete(payout?.id ?? '');
    const completed = await people.becomes(number, 'Completed');
    stage.shows('#payouts, in one line', completed.text);
    await calypso.pump();
    await play.threadSays(number, 'every recipient was paid');
    await until('dave has read it', () => hasRead(play, number));

    stage.does('It rings once more with the very same bytes, as after an answer that got lost.');
    const said = play.said();
    const repeats = await notices(play, 'repeated');
    const last = calypso.deliveries.at(-1);
    calypso.redeliver(last?.eventId ?? 0);
    await calypso.pump();
    const again = calypso.deliveries.at(-1);
    stage.proves();
    stage.facts('Calypso’s ledger', ledgerRows(calypso.payouts.slice(-1)));
    stage.facts('Calypso’s deliveries', [
      [`event ${last?.eventId}`, 'first', `answered ${last?.status}`],
      [`event ${again?.eventId}`, 'again', `answered ${again?.status}`],
    ]);
    stage.check(
      'The repeated ring is answered 200, so that Calypso stops',
      [again?.status, again?.body === last?.body, again === last],
      [200, true, false],
    );
    stage.check('It is known as a repeat', await notices(play, 'repeated'), repeats + 1);
    stage.check('Nobody hears of it again', play.said(), said);
    stage.check('Nothing was sent', witness.creates().length, 0);
  },
};

/** The news, and the draft that became this request, both say that it is completed. */
const hasRead = ({ people, slack }: Play, number: number) =>
  people.dms(dave).filter((dm) => slack.textOf(dm).includes(`Payout ${number}: completed`))
    .length === 2;

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

const refusals = ({ counter }: Play) =>
  counter('countersign_inbound_refused_total', 'window="calypso",reason="signature"');

const notices = ({ counter }: Play, outcome: 'new' | 'repeated') =>
  counter('countersign_notices_total', `outcome="${outcome}"`);
