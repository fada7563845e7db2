/**
 * Calypso's ledger and its traffic as plain data, newest first: what it was asked, byte by byte,
 * what it answered, and which webhooks it rang. It changes nothing.
 */
import { isFinal, type Payout } from '../calypso/book.ts';
import type { Workplace } from '../workplace/workplace.ts';
import type { CalypsoState, ShownDelivery, ShownPayout, ShownRequest } from './wire.ts';

const payoutsMax = 40;
const trafficMax = 60;

type Calypso = Workplace['calypso'];

export function calypsoState(calypso: Calypso): CalypsoState {
  return {
    balances: calypso.balances(),
    payouts: calypso.payouts.slice(-payoutsMax).map(shownPayout).toReversed(),
    movesByItself: calypso.settings.progress === 'auto',
    requests: requestsOf(calypso),
    subscriptions: calypso.subscriptions.map(({ requestId: id, url, blocked }) => {
      return { id, url, blocked };
    }),
    deliveries: calypso.deliveries.slice(-trafficMax).map(shownDelivery).toReversed(),
    waiting: calypso.webhooksWaiting().map((one) => ({
      id: `${one.eventId}.${one.attempts + 1}.waiting`,
      event: one.eventId,
      type: typeIn(one.body),
      attempt: one.attempts + 1,
      at: one.dueAt,
      body: one.body,
    })),
  };
}

/** The newest of all, and older ones that asked for money to move: those are looked for. */
function requestsOf({ received }: Calypso): readonly ShownRequest[] {
  const newest = received.length - trafficMax;
  return received
    .map(shownRequest)
    .filter(({ isCreate }, index) => index >= newest || isCreate)
    .slice(-2 * trafficMax)
    .toReversed();
}

function shownPayout(payout: Payout): ShownPayout {
  const { id, idempotencyKey, kind, name, comment, currency, amount, state, createdAt } = payout;
  return {
    ...{ id, kind, currency, amount, state, createdAt },
    key: idempotencyKey ?? 'no key',
    name: name ?? comment ?? '',
    isFinal: isFinal(payout),
    withdrawals: payout.withdrawals.map((one) => ({
      ...{ address: one.depositAddress, amount: one.amount, state: one.state },
      errors: one.errors.filter(({ resolved }) => !resolved).map(({ message }) => message),
    })),
  };
}

/** What the codes mean that an envelope can be refused with. */
const codes: Readonly<Record<string, string>> = {
  '000': '000 internal error',
  '001': '001 malformed request',
  '002': '002 unknown key',
  '003': '003 wrong signature',
  '004': '004 not found',
  '011': '011 timestamp too far off',
  '012': '012 wrong state',
  '016': '016 validation failed',
  fault: 'not considered: a fault answered instead',
};

function shownRequest(request: Calypso['received'][number], index: number): ShownRequest {
  const { at, method, path, headers, body, verdict, status, responseText } = request;
  return {
    ...{ at, method, path, status },
    isCreate: /\/payout\/(mass\/)?create$/.test(path),
    id: `${at}.${index}.${headers.sign}`,
    verdict: codes[verdict] ?? verdict,
    signature: signatureOf(verdict),
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
    body: body.toString('utf8'),
    response: responseText,
  };
}

function signatureOf(verdict: string): ShownRequest['signature'] {
  if (verdict === '002' || verdict === '003') return 'wrong';
  return verdict === 'fault' || verdict.startsWith('4') ? 'not checked' : 'valid';
}

function shownDelivery(one: Calypso['deliveries'][number]): ShownDelivery {
  const { eventId, attempt, at, status, responseText, body } = one;
  return {
    ...{ attempt, at, status, body },
    id: `${eventId}.${attempt}.${at}`,
    event: eventId,
    type: typeIn(body),
    response: responseText,
  };
}

/** The event's name, which Calypso may leave out; the data then still tells it. */
function typeIn(body: string): string {
  const found = /"(?:eventType|type)":"([A-Z_]+)"/.exec(body)?.[1];
  return found ?? 'event';
}
