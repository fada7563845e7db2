/**
 * What the page lets anybody do that no person of the workspace could: play Calypso and its bad
 * days, and move the clock. The ledgers stay those of the emulators.
 */
import { z } from 'zod';
import { perform } from '../calypso/deeds.ts';
import type { Workplace } from '../workplace/workplace.ts';
import { letAllBeWell, order, troubleDeed } from './trouble/orders.ts';

const playDeed = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('forward'),
    ms: z
      .number()
      .int()
      .min(1_000)
      .max(7 * 86_400_000),
  }),
  z.object({ deed: z.literal('moveByItself'), on: z.boolean() }),
  z.object({ deed: z.literal('calm') }),
  troubleDeed,
]);

const stepMs = 4_000;

/** @returns whether that is something to be done here at all. */
export async function play(workplace: Workplace, asked: unknown): Promise<boolean> {
  const { calypso } = workplace;
  const read = playDeed.safeParse(asked);
  if (!read.success) return perform(calypso, asked);
  const { data } = read;
  switch (data.deed) {
    case 'forward':
      await workplace.forward(data.ms);
      return true;
    case 'moveByItself':
      moveByItself(workplace, data.on);
      return true;
    case 'calm':
      letAllBeWell(calypso);
      return true;
    case 'trouble':
      await order(calypso, data);
      return true;
  }
}

/** Calypso moves each payout a step every few seconds from now on, or waits to be told. */
function moveByItself({ calypso }: Workplace, on: boolean): void {
  calypso.turn({ progress: on ? 'auto' : 'manual', stepMs });
  for (const payout of calypso.payouts) payout.nextStepAt = Date.now() + stepMs;
}
