/** Files of recipients, as they lie on disk: taken whole, split where needed, or refused whole. */
import { readFile } from 'node:fs/promises';
import { counted } from './layout.ts';
import { alice, bob, carol, dave, erin, type Play, type Scene } from './play.ts';
import { provesSent, sentSums, showsLedger } from './proof.ts';
import { type Entry, entry, grouped, sums } from './witness.ts';

const samples = new URL('../samples/', import.meta.url);

export const payroll: Scene = {
  title: 'A payroll of 37 people in two currencies',
  why: 'One CSV file, one card, two people who approve. Calypso gets one mass payout per currency.',
  play: (play) =>
    paysFile(play, {
      file: 'payroll-november.csv',
      name: 'payroll',
      purpose: 'Salaries, November',
      by: dave,
      approvers: [bob, erin],
      parts: [
        ['USDT_TRX', 25],
        ['USDT', 12],
      ],
    }),
};

export const commissions: Scene = {
  title: '250 recipients, three parts',
  why: 'Calypso takes 100 recipients on Tron at once. The bot splits; people still decide once.',
  play: (play) =>
    paysFile(play, {
      file: 'commissions-250.csv',
      name: 'commissions',
      purpose: 'Affiliate commissions',
      by: alice,
      approvers: [carol, erin],
      parts: [
        ['USDT_TRX', 100],
        ['USDT_TRX', 100],
        ['USDT_TRX', 50],
      ],
    }),
};

interface FileRun {
  readonly file: string;
  readonly name: string;
  readonly purpose: string;
  readonly by: string;
  readonly approvers: readonly [string, string];
  /** Currency and recipients of each payout Calypso should get, in order. */
  readonly parts: readonly (readonly [string, number])[];
}

async function paysFile(play: Play, run: FileRun): Promise<void> {
  const { stage, people, witness } = play;
  const bytes = await readFile(new URL(run.file, samples));
  const rows = rowsOf(bytes);
  const [asks, one, two] = [run.by, ...run.approvers].map(play.called);
  stage.does(
    `${asks} uploads sandbox/samples/${run.file} (${counted(rows.length, 'row')}) and asks.`,
  );
  const asked = await play.asks(run.name, run.by, {
    purpose: run.purpose,
    file: { name: run.file, bytes },
  });
  stage.shows('#payouts reads', asked.card, { head: 14 });

  const [first, second] = run.approvers;
  stage.does(`${one} reads all ${rows.length} lines in the review and approves; so does ${two}.`);
  const reviews = [
    await play.approves(first, asked.number),
    await play.approves(second, asked.number),
  ];
  stage.shows(`${one} reads, in the review`, reviews[0] ?? '', { head: 11, tail: 4 });
  await people.becomes(asked.number, 'Sent, in progress');
  await play.threadSays(
    asked.number,
    `Part ${run.parts.length} of ${run.parts.length} was accepted`,
  );
  stage.shows('The card’s thread reads', play.threadText(asked.number));

  provesSent(play, asked, reviews, { entries: rows.map(entryOf), parts: run.parts.length });
  stage.check(
    `In parts of ${run.parts.map(([code, count]) => `${count} (${code})`).join(', ')}`,
    witness.payouts().map(({ currency, withdrawals }) => [currency, withdrawals.length]),
    run.parts,
  );
  const totals = Object.entries(sums(rows));
  stage.check(
    `In sum what the file says: ${totals.map(([code, sum]) => `${grouped(sum)} ${code}`).join(', ')}`,
    sentSums(play),
    Object.fromEntries(totals),
  );
}

export const brokenFile: Scene = {
  title: 'A file with five mistakes',
  why: 'A file is taken whole or refused whole, and every mistake is named at once.',
  async play(play) {
    const { stage, slack, people, until, witness } = play;
    const name = 'contractors-five-mistakes.csv';
    stage.does(`dave uploads sandbox/samples/${name}.`);
    await people.submitsForm(dave, {
      purpose: 'Contractors, November',
      file: { name, bytes: await readFile(new URL(name, samples)) },
    });
    const told = await until('the list of problems', () =>
      people.dms(dave).find((dm) => dm.text.includes(name)),
    );
    const text = slack.textOf(told);
    stage.shows('Only dave reads', text, { head: 30 });

    stage.proves();
    showsLedger(play);
    const named = [...text.matchAll(/^• (Row \d+(?:, \w+)?)(?: ".*")?: (.*)$/gm)];
    stage.check(
      'Five mistakes are named by row and column',
      named.map((found) => found[1]),
      ['Row 3, address', 'Row 4, address', 'Row 5, amount', 'Row 7, currency', 'Row 8'],
    );
    const cures = [
      'check digits',
      'paid on Tron',
      'has a comma',
      'did you mean USDT',
      'stand in row 2',
    ];
    stage.check(
      'Each with its own reason: wrong character, wrong network, comma, currency, paid twice',
      cures.map((cure, index) => named[index]?.[2]?.includes(cure)),
      cures.map(() => true),
    );
    stage.check(
      'Nothing was imported: no draft, no button, nothing at Calypso',
      [text.includes('Nothing was imported'), text.includes('['), witness.creates().length],
      [true, false, 0],
    );
  },
};

interface Row {
  readonly address: string;
  readonly amount: string;
  readonly currency: string;
}

/** The columns by which a row is known again at Calypso. The files it is used for quote nothing. */
function rowsOf(bytes: Buffer): readonly Row[] {
  return bytes
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [address = '', amount = '', currency = ''] = line.split(',');
      return { address, amount, currency };
    });
}

const entryOf = ({ address, amount, currency }: Row): Entry => entry(currency, address, amount);
