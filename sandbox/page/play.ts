/**
 * What the page lets anybody do that no person of the workspace could: play Calypso and its bad
 * days, move the clock, pull the bot's plug. The ledgers stay those of the emulators.
 */
import { z } from 'zod';
import type { Payout } from '../calypso/book.ts';
import type { Fault } from '../calypso/faults.ts';
import type { Workplace } from '../workplace/workplace.ts';

const payout = { payout: z.string() };
const currency = z.string().regex(/^[A-Z_]{2,12}$/);
const amount = z.string().regex(/^\d{1,15}(\.\d{1,18})?$/, 'An amount is digits and a point.');

const faultNames = [
  'acceptThenDrop',
  'errorAfter',
  'slow',
  'wrongEcho',
  'slowDown',
  'duplicate',
  'late',
  'shuffled',
] as const;

/** Each hits the next create, or the next event. */
const faults = {
  acceptThenDrop: { on: 'create', kind: 'acceptThenDrop' },
  errorAfter: { on: 'create', kind: 'errorAfter' },
  slow: { on: 'create', kind: 'slow', ms: 5_000 },
  wrongEcho: { on: 'create', kind: 'wrongEcho', field: 'currency', value: 'LTC' },
  slowDown: { on: 'create', kind: 'status', status: 429, headers: { 'Retry-After': '30' } },
  duplicate: { on: 'webhook', kind: 'duplicate' },
  late: { on: 'webhook', kind: 'late', byMs: 120_000 },
  shuffled: { on: 'webhook', kind: 'shuffled' },
} as const satisfies Record<(typeof faultNames)[number], Fault>;

export const playDeed = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('forward'),
    ms: z
      .number()
      .int()
      .min(1_000)
      .max(7 * 86_400_000),
  }),
  z.object({ deed: z.literal('move'), ...payout }),
  z.object({ deed: z.literal('complete'), ...payout }),
  z.object({ deed: z.literal('fail'), ...payout, recipients: z.array(z.number().int().min(0)) }),
  z.object({ deed: z.literal('moveByItself'), on: z.boolean() }),
  z.object({ deed: z.literal('topUp'), currency, amount }),
  z.object({ deed: z.literal('empty'), currency }),
  z.object({ deed: z.literal('stranger') }),
  z.object({ deed: z.literal('fault'), fault: z.enum(faultNames) }),
  z.object({ deed: z.literal('noFaults') }),
  z.object({ deed: z.literal('ringAgain'), event: z.number().int() }),
  z.object({ deed: z.literal('block'), subscription: z.string(), on: z.boolean() }),
]);
export type PlayDeed = z.infer<typeof playDeed>;

const stepMs = 4_000;
/** Nobody's, but right in its checksum. */
const strangersAddress = 'TNDnCPSKPurWSYmZsJmuTFRMNFSriXVtf3';

export async function play(workplace: Workplace, deed: PlayDeed): Promise<void> {
  const { calypso } = workplace;
  switch (deed.deed) {
    case 'forward':
      return workplace.forward(deed.ms);
    case 'move':
      if (!calypso.advance(deed.payout)) throw new Error(whyItStays(calypso.payout(deed.payout)));
      return;
    case 'complete':
      return calypso.complete(deed.payout);
    case 'fail':
      return calypso.failRecipients(deed.payout, deed.recipients);
    case 'moveByItself':
      return moveByItself(workplace, deed.on);
    case 'topUp':
      return calypso.topUp(deed.currency, deed.amount);
    case 'empty':
      return calypso.setBalance(deed.currency, '0');
    case 'stranger':
      calypso.createOutside({
        currency: 'USDT_TRX',
        recipients: [{ depositAddress: strangersAddress, amount: '12.5' }],
        comment: 'made in the dashboard',
      });
      return;
    case 'fault':
      calypso.fault(faults[deed.fault]);
      return;
    case 'noFaults':
      return calypso.clearFaults();
    case 'ringAgain':
      return calypso.redeliver(deed.event);
    case 'block':
      return deed.on
        ? calypso.blockSubscription(deed.subscription)
        : calypso.unblockSubscription(deed.subscription);
  }
}

/** Calypso moves each payout a step every few seconds from now on, or waits to be told. */
function moveByItself({ calypso }: Workplace, on: boolean): void {
  calypso.settings.progress = on ? 'auto' : 'manual';
  calypso.settings.stepMs = stepMs;
  for (const payout of calypso.payouts) payout.nextStepAt = Date.now() + stepMs;
}

function whyItStays({ state, withdrawals }: Payout): string {
  const [error] = withdrawals.flatMap(({ errors }) => errors).filter(({ resolved }) => !resolved);
  const why = error?.message.split('\n')[0];
  return why === undefined
    ? `It stays ${state}; nothing more can happen to it.`
    : `${why}. Top up.`;
}
