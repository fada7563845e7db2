/**
 * The pictures of `docs/images`: their names, how each moment comes about, and what of it is shown.
 * They are played from top to bottom in one workspace, so a later one may build on an earlier one.
 */
import { numberToken } from '../calypso/json.ts';
import type { Size } from './camera.ts';
import { alerts, alice, bob, carol, dave, type Play, payouts } from './play.ts';

/** Whose eyes, where they look, and which part of it is the picture. */
export interface Seen {
  readonly as: string;
  /** A channel's id, or `dm` for the direct message with the app. */
  readonly place: string;
  readonly part:
    | { readonly kind: 'window' }
    /** The modal in front. */
    | { readonly kind: 'dialog' }
    | { readonly kind: 'message'; readonly ts: string };
  /** In a window: the thread that is open beside the channel. */
  readonly thread?: string;
}

export interface Shot {
  readonly name: string;
  readonly about: string;
  readonly sizes: readonly Size[];
  readonly play: (play: Play) => Promise<Seen>;
}

const both: readonly Size[] = ['desktop', 'phone'];
const desktop: readonly Size[] = ['desktop'];

const message = (as: string, place: string, ts: string): Seen => ({
  ...{ as, place },
  part: { kind: 'message', ts },
});

const venue = 'TKku5PTk84tg7ZMvipYj2RMpEx5qPbNJEc';
const single = (purpose: string, amount: string, name: string) => ({
  ...{ purpose, amount, name, currency: 'USDT_TRX', address: venue },
});

/** Three people, one of whom will not be paid. */
const three = [
  'address,amount,currency,name',
  'TKRbmveJKNaBUKnT6whWLuLiMyt74RLQsf,1200.50,USDT_TRX,Marek Kaplan',
  'TMr3SdKXfWenuzRtUPhvV9RQ1dmyisT4BB,990.25,USDT_TRX,Beatriz Nakamura',
  'TXCZstAqdP9tr41qgXF1z4voQLRPi6QMrj,1450.00,USDT_TRX,Aoife Kovacs',
].join('\n');

const alertShot = (
  kind: string,
  about: string,
  cause: (play: Play) => Promise<unknown>,
  sizes = desktop,
): Shot => ({
  name: `alert-${kind}`,
  about,
  sizes,
  play: async (play) => {
    await cause(play);
    const { ts } = await play.newAlert();
    play.calypso.clearFaults();
    return message(bob, alerts, ts);
  },
});

const minute = 60_000;

export const shots: readonly Shot[] = [
  {
    name: 'form',
    about: 'The form that /payout opens, filled in',
    sizes: both,
    play: async ({ people }) => {
      await people.opensForm(dave, single('Booth deposit, Lisbon', '250.50', 'Conference Centre'));
      return { as: dave, place: payouts, part: { kind: 'dialog' } };
    },
  },
  {
    name: 'draft',
    about: 'A payroll file, checked',
    sizes: both,
    play: async ({ slack, people, file, settles }) => {
      await slack.closeModal(dave);
      const { ts } = await people.drafts(dave, file('payroll-november.csv'));
      await settles();
      return message(dave, 'dm', ts);
    },
  },
  {
    name: 'card',
    about: 'The card in the approvals channel',
    sizes: both,
    play: async ({ people, file, settles }) => {
      const number = await people.asks(alice, file('payroll-november.csv'));
      await settles();
      return message(bob, payouts, (await people.card(number)).ts);
    },
  },
  {
    name: 'window',
    about: 'The whole sandbox, as an approver sees it',
    sizes: both,
    play: async () => ({ as: bob, place: payouts, part: { kind: 'window' } }),
  },
  {
    name: 'review',
    about: 'The review, before the last approval',
    sizes: both,
    play: async ({ people, settles }) => {
      const number = numberOf(people.cards());
      await people.approves(bob, number);
      await settles();
      await people.opensReview(carol, number);
      await settles();
      return { as: carol, place: payouts, part: { kind: 'dialog' } };
    },
  },
  {
    name: 'cleared',
    about: 'Approved, with a moment left to stop it',
    sizes: both,
    play: async ({ slack, people, settles }) => {
      await slack.submit(carol);
      await settles();
      return message(alice, payouts, (await people.card(numberOf(people.cards()))).ts);
    },
  },
  {
    name: 'completed',
    about: 'Every recipient was paid',
    sizes: both,
    play: async ({ calypso, people, sendDelayPasses, until, settles }) => {
      await sendDelayPasses();
      await until('Calypso has it', () => calypso.payouts.length > 0);
      await settles();
      for (const { id } of calypso.payouts) calypso.complete(id);
      await settles();
      return message(alice, payouts, (await people.card(numberOf(people.cards()))).ts);
    },
  },
  {
    name: 'thread',
    about: 'Its thread, which is its history',
    sizes: desktop,
    play: async ({ people }) => {
      const { ts } = await people.card(numberOf(people.cards()));
      return { as: alice, place: payouts, part: { kind: 'window' }, thread: ts };
    },
  },
  {
    name: 'rejected',
    about: 'Rejected, and why',
    sizes: desktop,
    play: async ({ people, settles }) => {
      const fields = single('A second coffee machine', '777', 'Café Supply');
      const number = await people.asks(alice, fields);
      await people.rejects(carol, number, 'We have one.');
      await settles();
      return message(alice, payouts, (await people.card(number)).ts);
    },
  },
  {
    name: 'partly-paid',
    about: 'One of three was not paid',
    sizes: both,
    play: async ({ calypso, people, sent, settles }) => {
      const file = { name: 'contractors.csv', bytes: Buffer.from(three) };
      const { number, parts } = await sent(alice, { file });
      const [paid = '', failed = '', ...rest] = parts;
      for (const id of [paid, ...rest]) calypso.complete(id);
      calypso.failRecipients(failed, [0]);
      await settles();
      return message(alice, payouts, (await people.card(number)).ts);
    },
  },
  alertShot('not-paid', 'Somebody was not paid', async () => undefined, both),
  alertShot('funds', 'The wallet is short', async ({ calypso, cleared, sendDelayPasses }) => {
    calypso.setBalance('USDT_TRX', '100');
    await cleared(dave, single('Server rent', '250', 'Hosting Cooperative'));
    await sendDelayPasses();
  }),
  {
    name: 'alert-funds-resolved',
    about: 'The same, after a top-up',
    sizes: desktop,
    play: async ({ slack, calypso, settles, forward }) => {
      const last = slack.messages(alerts).at(-1);
      calypso.topUp('USDT_TRX', '100000');
      await forward(minute);
      await settles();
      return message(bob, alerts, last?.ts ?? '');
    },
  },
  alertShot('validation', 'Calypso finds something wrong with it', async ({ calypso, sent }) => {
    const { parts } = await sent(dave, single('Translation', '120', 'Lingua Studio'));
    for (const id of parts) {
      calypso.advance(id);
      calypso.raiseError(id, 0, 'EXCEEDING_LIMIT', 'The daily limit of this account is reached');
    }
  }),
  alertShot('declined', 'Calypso declined it', async ({ calypso, cleared, sendDelayPasses }) => {
    calypso.fault({ on: 'create', kind: 'code', errorCode: '001', message: 'Bad comment' });
    await cleared(dave, single('Catering', '180', 'Casa Verde'));
    await sendDelayPasses();
  }),
  alertShot('unclear', 'Calypso gave no clear answer', async (play) => {
    play.calypso.fault({ on: 'create', kind: 'dropBefore', times: 10_000 });
    await play.cleared(dave, single('Photographs', '90', 'Foto Lima'));
    await play.sendDelayPasses();
  }),
  alertShot('wrong-echo', 'Calypso answered with another amount', async (play) => {
    const value = numberToken('999');
    const fault = { kind: 'wrongEcho', field: 'amount', value, times: 10_000 } as const;
    for (const on of ['create', '/payout']) play.calypso.fault({ on, ...fault });
    await play.cleared(dave, single('Interpreter', '75', 'Voz Clara'));
    await play.sendDelayPasses();
  }),
  alertShot('unexplained', 'A payout that nobody asked for here', async ({ calypso }) => {
    const recipients = [{ depositAddress: 'TNDnCPSKPurWSYmZsJmuTFRMNFSriXVtf3', amount: '12.5' }];
    calypso.createOutside({ currency: 'USDT_TRX', recipients });
  }),
];

/** The request whose card came last. */
function numberOf(cards: readonly { readonly text: string }[]): number {
  return Number(/\d+/.exec(cards.at(-1)?.text ?? '')?.[0]);
}
