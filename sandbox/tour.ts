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
import { openStage, type Stage } from './tour/stage.ts';
import { openPlay, type Play, type Scene } from './tour/play.ts';
import { booksAgree } from './tour/scenes-books.ts';
import { doorbell, forgedAndRepeated, shortOfFunds } from './tour/scenes-calypso.ts';
import { killedWhileSending } from './tour/scenes-crash.ts';
import { brokenFile, commissions, payroll } from './tour/scenes-files.ts';
import { nobodyApprovesTheirOwn, rejection, twoPeopleApprove } from './tour/scenes-people.ts';
import { openDriver } from './workplace/driver.ts';
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
