/** What comes back from Calypso: its doorbell, missing funds, and rings that are not to be trusted. */
import { post } from '../calypso/post.ts';
import { bob, carol, dave, type Play, type Scene } from './play.ts';
import { showsLedger } from './proof.ts';
import { ledgerRows } from './witness.ts';

const hardware = '0x5A4bEe7d51305d0aABa1222c99DA71355cF1E096';
const halfMinute = 31_000;
const overAMinute = 61_000;

export const doorbell: Scene = {
  title: 'Calypso rings, payouts complete',
  why: 'A webhook is a doorbell: it says that something moved. What moved, the bot asks Calypso.',
  async play(play) {
    const { stage, slack, calypso, people, witness, workplace, until } = play;
    const numbers = ['deposit', 'payroll', 'commissions'].map((name) => play.earlier(name).number);
    const [deposit = 0, ...others] = numbers;
    stage.does('Half a minute passes. The bot looks by itself; at Calypso nothing has moved yet.');
    await workplace.forward(halfMinute);
    await until('the bot’s own look', () => witness.requests().length >= calypso.payouts.length);
    await play.idle();
    const before = calypso.deliveries.length;
    const looks = witness.requests().length;
    stage.check('It looked, and the card stays as it is', [
      looks > 0,
      (await people.card(deposit)).text.endsWith('Sent, in progress.'),
    ], [true, true]);

    stage.does('Calypso pays the deposit and rings.');
    for (const { id } of calypso.payouts.slice(0, 1)) calypso.complete(id);
    await people.becomes(deposit, 'Completed');
    await people.isTold(play.workplace ? 'U0ALICE' : '', 'completed');
    stage.shows('#payouts reads', await play.cardText(deposit), { head: 14 });
    stage.shows('The card’s thread reads', play.threadText(deposit).split('\n').slice(-2).join('\n'));

    stage.does('Calypso pays the salaries and the commissions, 287 people, and rings.');
    for (const { id } of calypso.payouts.slice(1)) calypso.complete(id);
    for (const number of others) await people.becomes(number, 'Completed');
    for (const number of others) stage.shows('In #payouts', (await people.card(number)).text);

    stage.proves();
    stage.facts('Calypso’s ledger', ledgerRows(calypso.payouts));
    const rings = calypso.deliveries.slice(before);
    stage.check(
      `Calypso rang ${rings.length} times; each was verified and answered 200`,
      rings.filter(({ status }) => status === 200).length,
      rings.length,
    );
    stage.check('After the rings the bot asked Calypso again', witness.requests().length > looks);
    stage.check(
      'All requests that it asked with verify against their Sign headers',
      witness.requests().every(witness.isSigned),
    );
    stage.check('No create request was among them', witness.creates().length, 0);
    void slack;
  },
};
