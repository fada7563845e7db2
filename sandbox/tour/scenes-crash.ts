/** The worst moment: the bot dies after Calypso has the payout and before anybody knows. */
import { alice, bob, carol, type Play, type Scene } from './play.ts';
import { recordOf, showsLedger } from './proof.ts';
import { entriesOf, entry } from './witness.ts';

const catering = 'TAQwCsX2tGqCZPsJsEmBs7PKJ7D3g4woE3';

export const killedWhileSending: Scene = {
  title: 'Killed between sending and recording',
  why: 'The money is asked for, the answer is lost, the process is gone. Must it be paid again?',
  async play(play) {
    const { stage, slack, calypso, people, witness, until } = play;
    const fields = { purpose: 'Team offsite', address: catering, name: 'Blue Harbour Catering' };
    stage.does('alice asks for 4,800 USDT; bob approves.');
    const asked = await play.asks('offsite', alice, fields, '4800 USDT_TRX');
    await play.approves(bob, asked.number);
    calypso.fault({ on: '/payout/create', kind: 'hang', handled: true });
    stage.does(
      'carol approves; the request leaves. Calypso carries it out, its answer never comes.',
    );
    await play.approves(carol, asked.number);
    const payout = await until('Calypso has the payout', () => witness.payouts()[0]);
    const { pid } = play.bot();
    await play.bot().kill();
    stage.does(`The bot is killed: SIGKILL, process ${pid}. Nobody told it how the request ended.`);
    stage.shows('#payouts, in one line', (await people.card(asked.number)).text);
    stage.check('It is gone without a goodbye', await play.bot().exited, null);

    stage.does('It is started again, on the same database.');
    const creates = witness.creates().length;
    await play.restart();
    await people.becomes(asked.number, 'Sent, in progress');
    await play.threadSays(asked.number, 'found by its key');
    stage.shows('The card’s thread reads', play.threadText(asked.number), { head: 14 });
    stage.check('It asked Calypso by the key on record', looksUp(play, payout.idempotencyKey));
    stage.check('It sent nothing again', witness.creates().length, creates);

    stage.does('Calypso pays, and rings at the new process.');
    await until('the new process hears rings', () => hearsRings(play));
    calypso.complete(payout.id);
    await people.becomes(asked.number, 'Completed');
    const news = await people.isTold(alice, `Payout ${asked.number}: completed`);
    stage.shows('alice reads, in a direct message', slack.textOf(news));

    stage.proves();
    stage.facts('On record', [recordOf(asked)]);
    showsLedger(play);
    stage.check('Exactly one payout on Calypso’s ledger', entriesOf(witness.payouts()), [
      entry('USDT_TRX', catering, '4800'),
    ]);
    stage.check('Exactly one create request in all', witness.creates().length, 1);
    stage.check('Its signature verifies', witness.creates().map(witness.isSigned), [true]);
    stage.check(
      'The thread has each approval once, and one acceptance',
      ['bob approved.', 'carol approved.', 'accepted by Calypso (found by its key)'].map(
        (words) => play.threadText(asked.number).split(words).length - 1,
      ),
      [1, 1, 1],
    );
  },
};

function looksUp({ witness }: Play, key: string | undefined): boolean {
  return witness
    .requests()
    .some(({ path, body }) => !path.endsWith('/create') && key !== undefined && body.includes(key));
}

/** A process knows the keys of its subscription once Calypso has listed them to it. */
const hearsRings = ({ witness }: Play) =>
  witness.requests().some(({ path, status }) => path.includes('/subscription/') && status === 200);
