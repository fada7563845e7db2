/** Troubles while a payout is asked for, decided by people, or canceled. */
import { payoutStates } from '../../calypso/states.ts';
import { strangersAddress } from '../../calypso/wallets.ts';
import { done, happens, once, type TroubleGroup, turned } from './trouble.ts';

const tenMinutes = 600_000;
const stranger = {
  currency: 'USDT_TRX',
  recipients: [{ depositAddress: strangersAddress('USDT_TRX'), amount: '12.5' }],
};

const nextCreate: TroubleGroup = {
  name: 'The next payout asked for',
  about: 'Lost, late, wrong or refused, once each.',
  troubles: [
    once('acceptThenDrop', 'Accept, then drop the connection', {
      on: 'create',
      kind: 'acceptThenDrop',
    }),
    once('errorAfter', 'Accept, then answer 500', { on: 'create', kind: 'errorAfter' }),
    once('slow', 'Answer five seconds late', { on: 'create', kind: 'slow', ms: 5_000 }),
    once(
      'hangsHidden',
      'Accept, never answer, and show it only after ten minutes',
      { on: 'create', kind: 'hang', handled: true },
      'A long unclear answer: looking it up finds nothing meanwhile.',
      { visibleAfterMs: tenMinutes },
    ),
    once(
      'hangsForGood',
      'Never answer, and make nothing',
      { on: 'create', kind: 'hang' },
      'A long unclear answer: it does not exist, and nobody says so.',
    ),
    once('wrongEcho', 'Echo another currency', {
      ...{ on: 'create', kind: 'wrongEcho' },
      ...{ field: 'currency', value: 'LTC' },
    }),
    once('slowDown', 'Answer 429, slow down', {
      ...{ on: 'create', kind: 'status', status: 429 },
      headers: { 'Retry-After': '30' },
    }),
    once('unavailable', 'Answer 503, unavailable', { on: 'create', kind: 'status', status: 503 }),
    once('badRequest', 'Refuse it: bad request (001)', {
      ...{ on: 'create', kind: 'code', errorCode: '001', message: 'Bad request' },
    }),
    once('failedValidation', 'Refuse it: validation failed (016)', {
      ...{ on: 'create', kind: 'code', errorCode: '016' },
      message: 'Can not create deal. Validation failed',
    }),
    once(
      'keyExists',
      'Say that its key exists (016)',
      {
        ...{ on: 'create', kind: 'code', errorCode: '016' },
        message: 'IdempotencyKey 3fa85f64-5717-4562-b3fc-2c963f66afa6 already exists',
      },
      'Although nothing exists under it.',
    ),
  ],
};

const refusals: TroubleGroup = {
  name: 'What it refuses',
  about: 'Missing funds and failed checks, from now on.',
  troubles: [
    turned(
      'fundsRefused',
      'Payouts the balance does not cover',
      { shortFunds: 'refuse' },
      'Error 016 in the guide’s words, instead of accepting them and waiting.',
    ),
    turned(
      'coinNeeded',
      'Payouts without coin for the network',
      { shortFunds: 'refuse', networkCoin: 'required' },
      'Each transfer also costs the coin of its chain.',
    ),
    turned('ownReferences', 'A reference for each recipient (001)', {
      recipientExternalId: 'refuse',
    }),
    turned('smallBatches', 'More than five recipients (016)', { batchMax: 5 }),
    turned('code001', 'Whatever fails its checks, with 001', { validationCode: '001' }),
    turned('code014', 'Whatever fails its checks, with 014', { validationCode: '014' }),
    turned('code015', 'Whatever fails its checks, with 015', { validationCode: '015' }),
    turned('wordless', 'Failed checks, without saying why', { validationWords: 'nothing' }),
    turned('pastDates', 'Dates that are over', { pastExecutionDate: 'refuse' }),
  ],
};

const dashboard: TroubleGroup = {
  name: 'People at the dashboard',
  about: 'They confirm, decline, cancel, pay by hand.',
  troubles: [
    turned('confirmations', 'New payouts wait to be confirmed', { confirmations: true }),
    done('confirm', 'Olga and Ivan confirm it', (calypso, payout) => calypso.confirm(payout)),
    done('decline', 'Olga declines it: “Not this month”', (calypso, payout) =>
      calypso.decline(payout, 'Not this month'),
    ),
    done('cancel', 'Zoe cancels it: “Suspected fraud”', (calypso, payout) =>
      calypso.cancelInDashboard(payout, {
        ...{ firstname: 'Zoe', lastname: 'Martin', message: 'Suspected fraud' },
      }),
    ),
    happens('stranger', 'Somebody makes a payout there', (calypso) =>
      calypso.createOutside({ ...stranger, comment: 'made in the dashboard' }),
    ),
    happens('keyless', 'Somebody makes one without a key', (calypso) =>
      calypso.createOutside({ ...stranger, comment: 'made by hand', idempotencyKey: null }),
    ),
  ],
};

const canceling: TroubleGroup = {
  name: 'When it is asked to cancel',
  about: 'Refused, too easy or unclear.',
  troubles: [
    turned('neverCancels', 'Refuse it in every state (012)', { cancelRefusedIn: payoutStates }),
    turned('cancelsConfirmed', 'Refuse it once it is confirmed (012)', {
      cancelRefusedIn: ['CONFIRMED', 'PENDING_CONFIRMATION'],
    }),
    turned('cancelsInProgress', 'Cancel also what is in progress', { cancelInProgress: true }),
    once('cancelUnclear', 'Cancel the next one, and lose the answer', {
      ...{ on: 'cancel', kind: 'acceptThenDrop' },
    }),
  ],
};

export const askingTroubles: readonly TroubleGroup[] = [nextCreate, refusals, dashboard, canceling];
