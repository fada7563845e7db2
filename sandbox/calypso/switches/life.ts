/** How payouts and their keys live: where the documentation is silent or contradicts itself. */

import { payoutStates } from '../states.ts';
import { count, flag, oneOf, someOf } from './switch.ts';

export const lifeSwitches = {
  progress: oneOf(
    'manual: only advance() moves payouts; auto: one step each stepMs',
    'manual',
    'auto',
  ),
  stepMs: count('milliseconds between two steps of automatic progress', 1000),
  confirmations: flag(
    'API payouts stop in PENDING_CONFIRMATION until confirm() or decline()',
    false,
  ),
  firstState: oneOf(
    'documented: CREATED for single, CREATION_IN_PROGRESS for mass; else that state',
    'documented',
    'CREATED',
    'CREATION_IN_PROGRESS',
    'CONFIRMED',
  ),
  confirmedAlsoChangesStatus: flag('PAYOUT_CONFIRMED comes with PAYOUT_CHANGE_STATUS', true),
  announceHash: flag('a step "hash received" with its event comes before COMPLETED', true),
  mixedMass: oneOf(
    'state of a mass payout of which some recipients were paid and some were not',
    'PARTIAL',
    'COMPLETED',
  ),
  linesWhileCreating: oneOf(
    'which transfers are listed during CREATION_IN_PROGRESS',
    'none',
    'half',
    'all',
  ),
  payoutIds: oneOf(
    'perKind: single and mass payouts count their ids apart, so both have the same ones; repeated: every payout has the id of the first. Transfers asked for by such an id are those of all who have it',
    'unique',
    'perKind',
    'repeated',
  ),
  pastExecutionDate: oneOf('now: pay at once; refuse: 016', 'now', 'refuse'),

  cancelInProgress: flag('cancel works in IN_PROGRESS until the hash is known', false),
  cancelTwice: oneOf(
    'cancelling a canceled payout: refuse with 012, or answer it as it is',
    'refuse',
    'answer',
  ),
  cancelRefusedIn: someOf('cancel is refused with 012 in these states too', payoutStates),

  repeatedKey: oneOf(
    'refuse: 016; original: 200 with the first payout if the content is equal',
    'refuse',
    'original',
  ),
  keyScope: oneOf('perKind: single and mass payouts have separate keys', 'global', 'perKind'),
  rejectedCreateConsumesKey: flag('a create refused by validation uses its key up', false),
  missingKey: oneOf('a create without idempotencyKey; refuse: 001', 'accept', 'refuse'),
  keysForgottenAfterHours: count(
    'hours after which a key is forgotten: a look-up by it finds nothing, and a create under it pays again; 0: never',
    0,
  ),
};
