/**
 * What becomes of a press on a trouble, and the way back from it. The emulator keeps all of that
 * itself; nothing is remembered here.
 */
import { z } from 'zod';
import { type Payout, unresolvedErrors } from '../../calypso/book.ts';
import type { CalypsoEmulator } from '../../calypso/emulator.ts';
import { readName, readSayingName, type Sayings } from '../../calypso/settings.ts';
import { askingTroubles } from './asking.ts';
import { movingTroubles, wayTroubles } from './moving.ts';
import { saidTroubles } from './said.ts';
import type { Order, TroubleGroup } from './trouble.ts';

export const troubleGroups: readonly TroubleGroup[] = [
  ...askingTroubles,
  ...movingTroubles,
  ...saidTroubles,
  ...wayTroubles,
];

export const troubleDeed = z.object({
  deed: z.literal('trouble'),
  trouble: z.string(),
  on: z.boolean(),
  /** By Calypso's id; where it makes sense of every payout, unless told. */
  payout: z.string().optional(),
});

/** @throws Error with a sentence when it cannot be done. */
export async function order(
  calypso: CalypsoEmulator,
  { trouble: id, on, payout }: z.infer<typeof troubleDeed>,
): Promise<void> {
  const trouble = troubleGroups.flatMap(({ troubles }) => troubles).find((one) => one.id === id);
  if (trouble === undefined) throw new Error('There is no such trouble here.');
  const { order: asked } = trouble;
  switch (asked.kind) {
    case 'once':
    case 'lasting':
      return on ? begin(calypso, id, asked) : end(calypso, id, asked);
    case 'said':
      return say(calypso, asked.says, on, payout);
    case 'done':
      if (payout === undefined) throw new Error('Choose a payout above; there has to be one.');
      await asked.does(calypso, payout);
      return;
    case 'happens':
      await asked.does(calypso);
  }
}

type Standing = Extract<Order, { kind: 'once' | 'lasting' }>;

function begin(calypso: CalypsoEmulator, name: string, { fault, turns }: Standing): void {
  if (fault) calypso.fault({ ...fault, name });
  calypso.turn(turns);
}

function end(calypso: CalypsoEmulator, name: string, { turns }: Standing): void {
  calypso.takeBack(name);
  calypso.undo(...Object.keys(turns).map(readName));
}

function say(
  calypso: CalypsoEmulator,
  says: Partial<Sayings>,
  on: boolean,
  payout: string | undefined,
): void {
  const names = Object.keys(says).map(readSayingName);
  if (payout !== undefined && on) calypso.says(payout, says);
  else if (payout !== undefined) calypso.unsay(payout, ...names);
  else if (on) calypso.turn(says);
  else calypso.undo(...names);
}

/** Whether a person put a limit in its way; missing money goes by itself when money comes. */
export const isOverLimit = (payout: Payout): boolean =>
  unresolvedErrors(payout).some(({ status }) => status === 'EXCEEDING_LIMIT');

/** Everything there is a way back from is taken back. What payouts move by stays as it is. */
export function letAllBeWell(calypso: CalypsoEmulator): void {
  for (const payout of calypso.payouts) {
    if (calypso.isMoved(payout.id)) calypso.putBack(payout.id);
    if (isOverLimit(payout)) calypso.resolveErrors(payout.id);
  }
  const { progress, stepMs } = calypso.settings;
  calypso.letAllBeWell();
  calypso.turn({ progress, stepMs });
}
