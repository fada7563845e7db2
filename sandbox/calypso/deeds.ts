/**
 * The control API: everything a test does to the emulator in code, as deeds in JSON, for the page of
 * the sandbox and for whoever runs the emulator alone. A deed is checked here and then done by the
 * emulator with its own rules; what cannot be done is a sentence.
 */

import { z } from 'zod';
import type { Payout } from './book.ts';
import type { CalypsoEmulator } from './emulator.ts';
import { faultSpec } from './faults.ts';
import { readName, readSayingName, readSayings, readSettings } from './settings.ts';
import { errorStatuses, finalStates, payoutStates, withdrawalStates } from './states.ts';

const deed = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.object({ deed: z.literal(name), ...shape });

/** By Calypso's id or by its key. */
const payout = z.string();
const index = z.number().int().min(0);
const currency = z.string().regex(/^[A-Z_]{2,12}$/);
const amount = z.string().regex(/^\d{1,15}(\.\d{1,18})?$/, 'An amount is digits and a point.');
const switches = z.record(z.string(), z.unknown());
const error = { status: z.enum(errorStatuses), message: z.string().max(2_000) };
const people = z.array(z.string());
const transferState = z.enum(withdrawalStates);

const switchDeed = z.discriminatedUnion('deed', [
  deed('turn', { switches }),
  deed('undo', { switches: z.array(z.string()) }),
  deed('says', { payout, switches }),
  deed('unsay', { payout: payout.optional(), switches: z.array(z.string()).optional() }),
  deed('fault', { fault: faultSpec }),
  deed('takeBack', { name: z.string() }),
  deed('letAllBeWell', {}),
  deed('topUp', { currency, amount }),
  deed('setBalance', { currency, amount }),
]);

const payoutDeed = z.discriminatedUnion('deed', [
  deed('move', { payout }),
  deed('complete', { payout }),
  deed('fail', { payout, recipients: z.array(index) }),
  deed('confirm', { payout, approved: people.optional() }),
  deed('decline', { payout, message: z.string().optional() }),
  deed('cancel', { payout, firstname: z.string(), lastname: z.string(), message: z.string() }),
  deed('end', {
    payout,
    state: z.enum(finalStates),
    /** One for all, or one for each with null for those that stay as they are. */
    transfers: z.union([transferState, z.array(transferState.nullable())]).optional(),
  }),
  deed('transfer', {
    payout,
    recipient: index,
    state: transferState,
    reason: z.object(error).optional(),
  }),
  deed('putBack', { payout }),
  deed('replace', { payout, recipient: index }),
  deed('raise', { payout, recipient: index, ...error }),
  deed('resolve', { payout }),
  deed('create', {
    currency,
    kind: z.enum(['single', 'mass']).optional(),
    recipients: z.array(z.object({ depositAddress: z.string(), amount })).min(1),
    comment: z.string().optional(),
    /** `null`: made without one. */
    idempotencyKey: z.uuid().nullable().optional(),
  }),
]);

const ringDeed = z.discriminatedUnion('deed', [
  deed('ring', { payout, state: z.enum(payoutStates) }),
  deed('ringError', { payout, recipient: index, ...error }),
  deed('ringConfirmed', { payout, approved: people }),
  deed('ringStolen', { body: z.string(), subscription: z.string().optional() }),
  deed('ringAgain', { event: z.number().int() }),
  deed('block', { subscription: z.string(), on: z.boolean() }),
]);

/**
 * @returns whether that is a deed of Calypso's at all.
 * @throws Error with a sentence when it cannot be done.
 */
export async function perform(calypso: CalypsoEmulator, asked: unknown): Promise<boolean> {
  const turned = switchDeed.safeParse(asked);
  const moved = payoutDeed.safeParse(asked);
  const rung = ringDeed.safeParse(asked);
  if (turned.success) await turn(calypso, turned.data);
  if (moved.success) await move(calypso, moved.data);
  if (rung.success) await ring(calypso, rung.data);
  return turned.success || moved.success || rung.success;
}

async function turn(calypso: CalypsoEmulator, asked: z.infer<typeof switchDeed>): Promise<void> {
  switch (asked.deed) {
    case 'turn':
      return calypso.turn(readSettings(asked.switches));
    case 'undo':
      return calypso.undo(...asked.switches.map(readName));
    case 'says':
      return calypso.says(asked.payout, readSayings(asked.switches));
    case 'unsay':
      return calypso.unsay(asked.payout, ...(asked.switches ?? []).map(readSayingName));
    case 'fault':
      calypso.fault(asked.fault);
      return;
    case 'takeBack':
      return calypso.takeBack(asked.name);
    case 'letAllBeWell':
      return calypso.letAllBeWell();
    case 'topUp':
      return calypso.topUp(asked.currency, asked.amount);
    case 'setBalance':
      return calypso.setBalance(asked.currency, asked.amount);
  }
}

async function move(calypso: CalypsoEmulator, asked: z.infer<typeof payoutDeed>): Promise<void> {
  switch (asked.deed) {
    case 'move':
      if (!calypso.advance(asked.payout)) throw new Error(whyItStays(calypso.payout(asked.payout)));
      return;
    case 'complete':
      return calypso.complete(asked.payout);
    case 'fail':
      return calypso.failRecipients(asked.payout, asked.recipients);
    case 'confirm':
      return calypso.confirm(asked.payout, asked.approved);
    case 'decline':
      return calypso.decline(asked.payout, asked.message);
    case 'cancel':
      return calypso.cancelInDashboard(asked.payout, asked);
    case 'end': {
      const { transfers } = asked;
      const states = Array.isArray(transfers)
        ? transfers.map((one) => one ?? undefined)
        : transfers;
      return calypso.endPayout(asked.payout, asked.state, states);
    }
    case 'transfer':
      return calypso.setTransfer(asked.payout, asked.recipient, asked.state, asked.reason);
    case 'putBack':
      return calypso.putBack(asked.payout);
    case 'replace':
      calypso.replaceWithdrawal(asked.payout, asked.recipient);
      return;
    case 'raise':
      return calypso.raiseError(asked.payout, asked.recipient, asked.status, asked.message);
    case 'resolve':
      return calypso.resolveErrors(asked.payout);
    case 'create':
      calypso.createOutside(asked);
  }
}

async function ring(calypso: CalypsoEmulator, asked: z.infer<typeof ringDeed>): Promise<void> {
  switch (asked.deed) {
    case 'ring':
      return calypso.ring(asked.payout, asked.state);
    case 'ringError':
      return calypso.ringError(asked.payout, asked.recipient, asked.status, asked.message);
    case 'ringConfirmed':
      return calypso.ringConfirmed(asked.payout, asked.approved);
    case 'ringStolen':
      await calypso.ringStolen(asked.body, asked.subscription);
      return;
    case 'ringAgain':
      return calypso.redeliver(asked.event);
    case 'block':
      return asked.on
        ? calypso.blockSubscription(asked.subscription)
        : calypso.unblockSubscription(asked.subscription);
  }
}

function whyItStays({ state, withdrawals }: Payout): string {
  const [error] = withdrawals.flatMap(({ errors }) => errors).filter(({ resolved }) => !resolved);
  const why = error?.message.split('\n')[0]?.trim();
  if (why !== undefined) return `It waits: ${why} Top up, or resolve its errors.`;
  return state === 'PENDING_CONFIRMATION'
    ? 'It waits for people at the dashboard: confirm or decline it.'
    : `It stays ${state}; nothing more can happen to it.`;
}
