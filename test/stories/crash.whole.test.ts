/**
 * `kill -9` at each named point of sending, on both databases. Whatever the moment: Calypso's own
 * ledger ends with one payout per part, every press that was taken is on record, the card is right.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/workplace/bot.ts';
import type { FormFields } from '../../sandbox/workplace/driver.ts';
import { freshPostgres, freshSqlite } from '../support/ledgers.ts';
import { bob, carol, dave, maria } from '../support/people.ts';
import { openStory, type Story } from '../support/story.ts';
import { csvFile, rowsOf } from '../support/story-payees.ts';

const entry = fileURLToPath(new URL('../support/dying-bot.ts', import.meta.url));

const single: FormFields = { purpose: 'Rent', currency: 'USDT_TRX', amount: '250', address: maria };
const inThreeParts: FormFields = { file: csvFile(rowsOf(250, 'USDT_TRX'), 'bounties.csv') };

const points: readonly (readonly [string, string, FormFields])[] = [
  ['the second approval is on record and not handled', 'after press approve 2', single],
  ['it is acknowledged, and before it is decided', 'before append approved 2', single],
  ['the quorum is committed and nobody is told', 'after append cleared', single],
  ['before the claim commits', 'before append partStarted', single],
  ['after the claim, before any byte', 'after append partStarted', single],
  ['the answer is in and not on record', 'after submit any', single],
  ['the answer is about to be recorded', 'before append outcomeRecorded', single],
  ['the answer is on record', 'after append outcomeRecorded', single],
  ['the end is about to be recorded', 'before append observed', single],
  ['of three parts the second is claimed', 'after append partStarted 2', inThreeParts],
  ['of three parts the second is answered', 'after submit any 2', inThreeParts],
  ['of three parts the third is recorded', 'after append outcomeRecorded 3', inThreeParts],
];

describe.each([
  ['SQLite', freshSqlite],
  ['PostgreSQL', freshPostgres],
])('on %s, killed when', (_, fresh) => {
  it.each(points)('%s', async (_point, diesAt, fields) => {
    const story = await openStory({ ledger: await fresh() });
    const env = { DIES_AT: diesAt, DIES_MARKER: join(story.folder, 'died') };
    const bot = await story.startBot({ entry, env });
    const number = await story.asks(dave, fields);
    await story.isApproved(number);
    if (diesAt.includes('observed')) {
      await story.until('it is sent', () => story.calypso.payouts.length > 0);
      story.settleAtCalypso();
      await story.forward(30_000);
    }
    await dies(story, bot);
    await goesOn(story);
    await endsWell(story, number);
    await story.end();
  });

  it('its bytes are out and Calypso is about to act on them', async () => {
    let victim: BotProcess | undefined;
    const story = await openStory({
      ledger: await fresh(),
      calypso: {
        onRequest: async ({ path }) => {
          if (path.endsWith('/payout/create')) await victim?.kill();
        },
      },
    });
    victim = await story.startBot();
    const number = await story.asks(dave, single);
    await story.isApproved(number);
    await dies(story, victim);
    victim = undefined;
    await goesOn(story);
    await endsWell(story, number);
    expect(story.creates(), 'it was looked up, not asked for again').toHaveLength(1);
    await story.end();
  });

  it('its bytes are out and Calypso never gets to act on them', async () => {
    const story = await openStory({ ledger: await fresh() });
    story.calypso.fault({ on: '/payout/create', kind: 'hang' });
    const bot = await story.startBot();
    const number = await story.asks(dave, single);
    await story.isApproved(number);
    await story.until('the bytes arrive', () => story.creates().length === 1);
    await bot.kill();
    await story.startBot();
    await story.forward(59_000);
    await story.until('it was looked up', () => lookUps(story) > 1);
    expect(story.creates(), 'not asked again before the grace period is over').toHaveLength(1);
    await story.forward(141_000);
    await endsWell(story, number);
    const keys = story
      .creates()
      .map(({ body }) => /"idempotencyKey":"([^"]+)"/.exec(`${body}`)?.[1]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size, 'keys').toBe(1);
    await story.end();
  });
});

async function dies(story: Story, bot: BotProcess) {
  let isGone = false;
  void bot.exited.then(() => {
    isGone = true;
  });
  await story.until('the bot dies', () => isGone);
}

/** Starts the bot anew and lets the grace period and the deadline of a lost attempt pass. */
async function goesOn(story: Story) {
  await story.startBot();
  await story.forward(200_000);
}

const lookUps = ({ calypso }: Story) =>
  calypso.received.filter(({ path }) => path.endsWith('/api/v1/payout')).length;

async function stateOf(story: Story, number: number) {
  const [row] = await story.ledger.sql(`select state from requests where number = ${number}`);
  return row?.state;
}

async function endsWell(story: Story, number: number) {
  const parts = await story.ledger.sql(`select key from parts where request = ${number}`);
  await story.inTime(
    'every part is at Calypso',
    () => story.calypso.payouts.length >= parts.length,
  );
  await story.inTime('all are sent', async () => {
    return ['sent', 'completed'].includes(`${await stateOf(story, number)}`);
  });
  story.settleAtCalypso();
  await story.inTimeBecomes(number, 'Completed');
  await story.quiet();

  const keys = story.calypso.payouts.map(({ idempotencyKey }) => idempotencyKey);
  expect(keys.toSorted(), 'one payout per part').toEqual(parts.map(({ key }) => key).toSorted());
  const [asked] = await story.recordOf(number);
  const lines = asked ? JSON.parse(asked.data).content.lines : [];
  expect(story.calypso.paidLines().map(({ depositAddress }) => depositAddress)).toEqual(
    lines.map(({ address }: { address: string }) => address),
  );
  const record = await story.recordOf(number);
  const approvals = record.filter(({ type }) => type === 'approved').map(({ by }) => by);
  expect(approvals, 'each decision once').toEqual([bob, carol]);
  const accepted = record.filter(({ data }) => data.includes('"kind":"accepted"'));
  expect(accepted, 'acceptances on record').toHaveLength(parts.length);
  expect(await story.count("presses where kind = 'approve'")).toBe(2);
}
