/**
 * `npm run tour`: the main job end to end on one machine: the real bot as a process, a local Slack,
 * an emulated Calypso. Each step says what is done, what people see, and the proof; any failure
 * ends it with a status other than 0. No real account is ever touched.
 *
 * `--intruder` lets somebody pay behind the bot's back, so that the last step has something to
 * find: the tour must then fail.
 */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { logTail } from './tour/log.ts';
import { openPlay, type Play, type Scene } from './tour/play.ts';
import { booksAgree } from './tour/scenes-books.ts';
import { doorbell, forgedAndRepeated, shortOfFunds } from './tour/scenes-calypso.ts';
import { killedWhileSending } from './tour/scenes-crash.ts';
import { brokenFile, commissions, payroll } from './tour/scenes-files.ts';
import { nobodyApprovesTheirOwn, rejection, twoPeopleApprove } from './tour/scenes-people.ts';
import { openStage, type Stage } from './tour/stage.ts';
import { grouped } from './tour/witness.ts';
import { openWorkplace, type Workplace } from './workplace/workplace.ts';

const story: readonly Scene[] = [
  twoPeopleApprove,
  nobodyApprovesTheirOwn,
  payroll,
  commissions,
  brokenFile,
  rejection,
  doorbell,
  shortOfFunds,
  forgedAndRepeated,
  killedWhileSending,
  booksAgree,
];

const funds = { USDT_TRX: '250000', TRX: '1000', USDT: '90000', ETH: '3' };
const stoppedByPerson = 130;

async function main(): Promise<number> {
  const { stdout } = process;
  const stage = openStage({
    write: (text) => stdout.write(text),
    steps: story.length,
    colour: stdout.isTTY && stdout.hasColors(),
    live: stdout.isTTY,
    elapsed: () => performance.now(),
  });
  const stop = nextSignal();
  const workplace = await openWorkplace({
    balances: funds,
    botPort: await freePort(),
    calypso: { settings: { debitAt: 'CREATED' } },
  });
  const ending = await Promise.race([tell(stage, workplace), stop]);
  if (ending === 'stopped') {
    stage.falls('Stopped. Shutting everything down.');
    await workplace.close();
    return stoppedByPerson;
  }
  const { failed, steps } = stage.closes();
  return failed === 0 && steps === story.length ? 0 : 1;
}

async function tell(stage: Stage, workplace: Workplace): Promise<'told'> {
  let play: Play | undefined;
  try {
    stage.title('Countersign: the tour');
    stage.says(
      'The real bot, a local Slack and an emulated Calypso, on this machine only. ' +
        'People press real buttons, requests are really signed, no account is touched.',
    );
    play = await openPlay({
      stage,
      workplace,
      funds,
      intruder: process.argv.includes('--intruder'),
    });
    introduce(stage, workplace, play);
    for (const scene of story) {
      stage.opens(scene.title, scene.why);
      play.witness.marks();
      await scene.play(play);
    }
  } catch (error) {
    stage.breaks(error);
  }
  await shutDown(stage, workplace, play);
  return 'told';
}

function introduce(stage: Stage, { calypso, slack, folder }: Workplace, play: Play): void {
  const { pid, url } = play.bot();
  const held = Object.entries(funds).map(([code, amount]) => `${grouped(amount)} ${code}`);
  stage.says();
  stage.facts('Who and what', [
    ['people', 'alice and dave ask; bob, carol and erin approve; two of them are needed'],
    ['bot', `process ${pid} at ${url}, SQLite in ${folder}`],
    ['Slack', `local, at ${slack.url}`],
    ['Calypso', `emulated, at ${calypso.url}`],
    ['', `it holds ${held.join(', ')}`],
  ]);
}

async function shutDown(stage: Stage, workplace: Workplace, play: Play | undefined): Promise<void> {
  stage.does('Everything is shut down.');
  if (play) stage.check('The bot ended in order', await play.bot().stop(), 0);
  await workplace.close();
  stage.check('Nothing is left on disk', existsSync(workplace.folder), false);
  if (stage.failed() > 0) for (const bot of play?.bots() ?? []) stage.lists(...logTail(bot));
}

/** The bot must be told its address before it listens, so that Calypso can ring it. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.');
  return address.port;
}

/**
 * Ctrl-C, or a reader who went away. A terminal and the launcher may both send a signal; the second
 * must not cut the cleaning up short.
 */
function nextSignal(): Promise<'stopped'> {
  return new Promise((stop) => {
    process.stdout.on('error', () => stop('stopped'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop('stopped'));
  });
}

process.exit(await main());
