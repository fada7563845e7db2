/** People decide: two approve, nobody approves their own, one says no and why. */
import { alice, bob, carol, type Scene } from './play.ts';
import { provesSent, recordOf, showsLedger } from './proof.ts';
import { entry } from './witness.ts';

const venue = 'TKku5PTk84tg7ZMvipYj2RMpEx5qPbNJEc';
/** Whom alice wanted to pay, and who must not be paid. */
export const studio = '0x183224cb2e30d11dE8cdE1CDDbda1597A76AC32c';

export const twoPeopleApprove: Scene = {
  title: 'One payout, approved by two people',
  why: 'The policy asks for two approvals of treasury. Whatever happens, no one person can pay.',
  async play(play) {
    const { stage, people, witness } = play;
    const fields = {
      purpose: 'Booth deposit, Lisbon',
      address: venue,
      name: 'Lisbon Conference Centre',
    };
    stage.does('alice types /payout 250.50 USDT_TRX, completes the form and presses “Check it”.');
    const asked = await play.asks('deposit', alice, fields, '250.50 USDT_TRX');
    stage.shows('alice reads, in a direct message', asked.draft);
    stage.does('She presses “Request approval”.');
    stage.shows('#payouts reads', asked.card, { head: 14 });

    stage.does('bob opens the review, compares, and presses “Approve payout”.');
    const first = await play.approves(bob, asked.number);
    stage.shows('bob reads, in the review', first, { head: 12, tail: 3 });
    await play.until('bob’s approval on the card', async () =>
      (await play.cardText(asked.number)).includes('1 more approval needed'),
    );
    stage.check('After one approval nothing has gone to Calypso', witness.creates().length, 0);

    stage.does('carol reviews and approves too; the bot signs the request and sends it.');
    const second = await play.approves(carol, asked.number);
    await people.becomes(asked.number, 'Sent, in progress');
    await play.threadSays(asked.number, 'It was accepted by Calypso');
    stage.shows('The card’s thread reads', play.threadText(asked.number));
    provesSent(play, asked, [first, second], {
      entries: [entry('USDT_TRX', venue, '250.50')],
      parts: 1,
    });
  },
};

export const nobodyApprovesTheirOwn: Scene = {
  title: 'Nobody approves their own',
  why: 'alice may ask and is in treasury, too. For her own requests that does not count.',
  async play(play) {
    const { stage, slack, people, until, witness } = play;
    const fields = { purpose: 'Logo redesign', address: studio, name: 'Studio Nakamura' };
    stage.does('alice asks for 1,900 USDT for Studio Nakamura, then tries to approve it herself.');
    const asked = await play.asks('logo', alice, fields, '1900 USDT');
    await people.presses(alice, asked.number, 'Review and approve');
    const answer = await until('the refusal', () => slack.ephemerals(alice).at(-1));
    stage.shows('Only alice reads', slack.textOf(answer));

    stage.proves();
    stage.facts('On record', [recordOf(asked)]);
    showsLedger(play);
    stage.check('The refusal names the rule', answer.text.includes('your decision cannot count'));
    stage.check('No review opened for her', slack.modal(alice)?.id ?? 'none', 'none');
    stage.check(
      'The card still needs two approvals',
      (await play.cardText(asked.number)).includes('2 more approvals needed'),
    );
    stage.check('Calypso received nothing', witness.creates().length, 0);
  },
};

export const rejection: Scene = {
  title: 'A rejection with a reason',
  why: 'One no is enough. Whoever asked learns who said it, and why.',
  async play(play) {
    const { stage, slack, people, witness } = play;
    const { number } = play.earlier('logo');
    const because = 'The invoice says 1,700. Please ask again with the right amount.';
    stage.does(`carol rejects payout ${number}, which alice could not approve.`);
    await people.rejects(carol, number, because);
    await people.becomes(number, 'Rejected');
    const news = await people.isTold(alice, `Payout ${number}: rejected`);
    stage.shows('alice reads, in a direct message', slack.textOf(news));
    const card = await play.cardText(number);
    stage.shows('#payouts reads', card);

    stage.proves();
    showsLedger(play);
    stage.check('The card names who and why', card.includes(`Rejected by carol: ${because}`));
    stage.check(
      'It has no button left to approve it',
      card.includes('[Review and approve]'),
      false,
    );
    stage.check(
      'Calypso never heard of it',
      [witness.creates().length, witness.payouts()],
      [0, []],
    );
  },
};
