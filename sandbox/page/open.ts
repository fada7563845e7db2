/**
 * The whole sandbox: page, local Slack, Calypso, and the real bot, over one folder that keeps all
 * of it. Nothing of this process's environment reaches the bot; it gets the local keys and no other.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BotDidNotStart, type BotProcess } from '../workplace/bot.ts';
import type { PolicyOptions } from '../workplace/cast.ts';
import { openWorkplace, type Workplace } from '../workplace/workplace.ts';
import { doInSlack, slackDeed } from './deeds.ts';
import { type KeptSandbox, readKept, writeKept } from './kept.ts';
import { faceOf } from './manifest.ts';
import { play } from './play.ts';
import { type PageServer, type Stage, startPageServer } from './server.ts';
import { calypsoState } from './shown-calypso.ts';
import { slackState } from './shown-slack.ts';
import { troublesState } from './trouble/shown.ts';
import type { SlackState } from './wire.ts';

export interface Sandbox {
  readonly url: string;
  readonly workplace: Workplace;
  /** Stops everything and keeps what there is. */
  close(): Promise<void>;
}

export class CannotOpen extends Error {}

/** A minute to press Stop in, and reminders and expiry for the clock to reach. */
const rehearsal: PolicyOptions = {
  sendDelay: '1m',
  reminderAfter: ['4h', '12h', '24h'],
  expireAfter: '72h',
};
const saveWithinMs = 100;
const samplesFolder = new URL('../samples/', import.meta.url);

/** @throws CannotOpen with one sentence for whoever starts it. */
export async function openSandbox({
  folder,
  port,
}: {
  readonly folder: string;
  /** The page's; Slack, Calypso and the bot listen on the three after it. */
  readonly port: number;
}): Promise<Sandbox> {
  const file = join(folder, 'sandbox.json');
  const kept = readKept(file);
  if (kept && kept.port !== port)
    throw new CannotOpen(
      `The data in ${folder} was made on port ${kept.port}, and what was approved names that place. ` +
        `Start with --port ${kept.port}, or begin anew with --reset.`,
    );
  const page = await free(port, () => startPageServer(port));
  const workplace = await opened(folder, port, kept).catch(async (error: unknown) => {
    await page.close();
    throw error;
  });
  const dataId = kept?.dataId ?? randomUUID();
  const save = () => writeKept(file, { format: 2, port, dataId, workplace: workplace.keep() });
  save();
  const raised = raise(page, workplace, dataId);
  const saving = saver(save);
  const stopSaving = raised.onChange(saving.soon);
  const close = async (): Promise<void> => {
    await page.close();
    stopSaving();
    await workplace.close();
    saving.now();
  };
  await raised.startBot().catch(async (error: unknown) => {
    await close();
    if (error instanceof BotDidNotStart)
      throw new CannotOpen(`The bot does not start.\n${error.message}`);
    throw error;
  });
  return { url: page.url, workplace, close };
}

function opened(folder: string, port: number, kept: KeptSandbox | undefined): Promise<Workplace> {
  const [slackPort, calypsoPort, botPort] = [port + 1, port + 2, port + 3];
  const calypso = { port: calypsoPort, settings: { firstWebhook: 'afterAnswer' as const } };
  const ports = { slackPort, botPort, calypso };
  return free(`${slackPort} or ${calypsoPort}`, () =>
    openWorkplace({ folder, policy: rehearsal, ...ports, kept: kept?.workplace }),
  );
}

/** Says in words that a port is taken. */
async function free<T>(port: number | string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new CannotOpen(
      `Port ${port} is taken, perhaps by another sandbox. Stop what listens there, or take other ports: npm run sandbox -- --port 4200`,
    );
  }
}

/** Puts the workplace on the page, and the bot into the workplace. */
function raise(page: PageServer, workplace: Workplace, dataId: string) {
  const { slack, calypso } = workplace;
  const face = faceOf(workplace.manifest, slack.botUserId);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  slack.onChange(changed);
  calypso.onChange(changed);
  let bot: SlackState['bot'] = 'stopped';
  let running: BotProcess | undefined;

  const startBot = async (): Promise<void> => {
    if (bot === 'running') return;
    const started = await workplace.startBot();
    running = started;
    bot = 'running';
    changed();
    void started.exited.then(() => {
      if (running === started) bot = 'stopped';
      changed();
    });
  };
  const perform: Stage['perform'] = async (me, asked) => {
    const told = slackDeed.safeParse(asked);
    if (told.success) await doInSlack(workplace, me, told.data, face);
    else if (isDeed(asked, 'startBot')) await startBot();
    else if (isDeed(asked, 'pullPlug')) await running?.kill();
    else if (!(await play(workplace, asked)))
      throw new Error('The page asked for something that cannot be done here.');
    changed();
  };
  page.raise({
    perform,
    state: (me) => ({
      slack: slackState(workplace, me, { face, samples: samples(), bot, dataId }),
      calypso: calypsoState(calypso),
      troubles: troublesState(calypso),
      clock: { now: Date.now() },
    }),
    file: (me, id) => {
      const mine = slack.visibleTo(me).flatMap(({ files = [] }) => files);
      const found = mine.find((one) => one.id === id);
      const bytes = found && slack.fileBytes(id);
      return bytes && { name: found.name, bytes };
    },
    sample: (name) =>
      samples().includes(name) ? readFileSync(new URL(name, samplesFolder)) : undefined,
    onChange,
  });

  function onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  return { startBot, onChange };
}

const isDeed = (asked: unknown, name: string): boolean =>
  typeof asked === 'object' && asked !== null && 'deed' in asked && asked.deed === name;

const samples = (): readonly string[] =>
  existsSync(samplesFolder)
    ? readdirSync(samplesFolder).filter((name) => name.endsWith('.csv'))
    : [];

function saver(save: () => void) {
  let waiting: NodeJS.Timeout | undefined;
  const now = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    save();
  };
  return {
    now,
    soon: (): void => {
      waiting ??= setTimeout(now, saveWithinMs);
    },
  };
}
