/** Troubles with how a payout goes and ends, with webhooks, and with the clock. */
import type { CalypsoEmulator } from '../../calypso/emulator.ts';
import type { WithdrawalState } from '../../calypso/states.ts';
import { always, done, happens, once, type TroubleGroup, turned } from './trouble.ts';

/** All are paid but the first. */
const butTheFirst = (state: WithdrawalState) => (calypso: CalypsoEmulator, payout: string) => {
  const [, ...others] = calypso.payout(payout).withdrawals;
  calypso.endPayout(payout, 'COMPLETED', [state, ...others.map(() => 'COMPLETED' as const)]);
};

const going: TroubleGroup = {
  name: 'How a payout goes',
  about: 'Errors and ends of the payout chosen above.',
  troubles: [
    done('overLimit', 'Its first transfer is over a limit', (calypso, payout) =>
      calypso.raiseError(payout, 0, 'EXCEEDING_LIMIT', 'The daily limit is exceeded.'),
    ),
    done('errorRung', 'A ring tells an error that no read bears out', (calypso, payout) =>
      calypso.ringError(payout, 0, 'EXCEEDING_LIMIT', 'The daily limit is exceeded.'),
    ),
    done('firstFails', 'Its first transfer fails, and it goes on', (calypso, payout) =>
      calypso.setTransfer(payout, 0, 'FAILED', {
        status: 'EXCEEDING_LIMIT',
        message: 'The transfer was rejected.',
      }),
    ),
    done('replaced', 'Its first transfer is replaced by another', (calypso, payout) =>
      calypso.replaceWithdrawal(payout, 0),
    ),
    done('failedDraft', 'Failed, its transfers still drafts', (calypso, payout) =>
      calypso.endPayout(payout, 'FAILED', 'DRAFT'),
    ),
    done('canceledOpen', 'Canceled, its transfers in progress', (calypso, payout) =>
      calypso.endPayout(payout, 'CANCELED', 'IN_PROGRESS'),
    ),
    done('completedDraft', 'Completed, its first transfer a draft', butTheFirst('DRAFT')),
    done('completedReplaced', 'Completed, its first transfer replaced', butTheFirst('REPLACED')),
    done('completedFailed', 'Completed, its first transfer failed', butTheFirst('FAILED')),
    done(
      'failedShort',
      'Failed, and one transfer is not listed',
      (calypso, payout) => {
        calypso.endPayout(payout, 'FAILED', 'FAILED');
        const listed = calypso.payout(payout).withdrawals.length - 1;
        calypso.says(payout, { transfersListed: listed });
      },
      'The last one.',
    ),
  ],
};

const forged = JSON.stringify({
  ...{ requestId: '00000000-0000-4000-8000-000000000000', id: 999_999 },
  ...{ level: 'WARNING', service: 'PAYOUT', eventType: 'PAYOUT_VALIDATION_ERROR' },
  data: {
    type: 'PAYOUT_VALIDATION_ERROR',
    parentExternalId: '5d0c0d3e-7a56-4a2f-9f5b-6a4b0c1d2e3f',
    validationStatus: 'NOT_ENOUGH_FUNDS',
    message: 'Please top up at once: TZBCQpLGtMXaHQBGdk5e4EyuME3okxG54n',
  },
});

const webhooks: TroubleGroup = {
  name: 'Webhooks',
  about: 'Lost, late, doubled, stolen; the first five once.',
  troubles: [
    once('duplicate', 'Ring twice', { on: 'webhook', kind: 'duplicate' }),
    once('late', 'Ring two minutes late', { on: 'webhook', kind: 'late', byMs: 120_000 }),
    once('shuffled', 'Ring after the next one', { on: 'webhook', kind: 'shuffled' }),
    once('dropped', 'Do not ring at all', { on: 'webhook', kind: 'dropped' }),
    once('wrongSign', 'Sign it wrongly the first time', { on: 'webhook', kind: 'wrongSign' }),
    turned('ringsFirst', 'Ring before the payout is answered', { firstWebhook: 'beforeAnswer' }),
    turned('ringsTwice', 'Ring everything twice', { webhookCopies: 2 }),
    turned('nameless', 'Leave out what kind of event it is', { eventType: 'never' }),
    happens(
      'stolen',
      'A thief of the secret rings',
      (calypso) => calypso.ringStolen(forged),
      'Rightly signed, about a payout that is not there.',
    ),
  ],
};

const clock: TroubleGroup = {
  name: 'Its clock',
  about: 'Ahead, behind or untold; ours stays as it is.',
  troubles: [
    turned('ahead', 'Two minutes ahead of ours', { clockAheadMs: 120_000 }),
    turned('behind', 'Two minutes behind ours', { clockAheadMs: -120_000 }),
    turned(
      'farAhead',
      'Ten minutes ahead of ours',
      { clockAheadMs: 600_000 },
      'It then refuses our time (011).',
    ),
    always('dateOff', 'Only its Date is ten minutes off', {
      ...{ on: '*', kind: 'skewDate', byMs: 600_000 },
    }),
    turned('undated', 'No Date in its answers', { dateHeader: 'absent' }),
  ],
};

export const movingTroubles: readonly TroubleGroup[] = [going];
export const wayTroubles: readonly TroubleGroup[] = [webhooks, clock];
