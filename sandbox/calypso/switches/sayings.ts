/**
 * What reads say of a payout unlike the ledger, which stays true. Each of these can be turned for
 * every payout (`settings`) or for one (`says()`), and be taken back at any time.
 */

import { count, decimalOrNone, flag, oneOf, text, wordOrCount } from './switch.ts';

export const sayingSwitches = {
  visibleAfterMs: count('a new payout is unknown to reads and cancels for so long', 0),

  transfersListed: wordOrCount('how many of its transfers are ever listed; 0: none', 'all'),
  transfersListedAfterLooks: count('its transfers are listed only after so many lists of them', 0),
  transfersListedAfterMs: count('its transfers are listed only so long after its creation', 0),
  stranger: oneOf(
    'one more transfer is listed, to an address nobody asked for',
    'none',
    'alive',
    'paid',
  ),

  readsSayAmount: decimalOrNone('another amount: of a single payout, or of the first transfer'),
  readsSayAddress: text('another address: of a single payout, or of the first transfer'),
  readsSayCurrency: text('another currency: of the payout and of its transfers'),
  readsSayKey: text('another idempotencyKey'),
  readsSayAfterLooks: count('the four above begin only after so many true reads', 0),

  nameBlanks: oneOf('blanks around and inside names and comments', 'kept', 'collapsed'),
  nameEntities: oneOf('& < > " in names and comments as entities', 'kept', 'escaped'),
  nameForm: oneOf('names and comments in the composed form of Unicode', 'kept', 'NFC'),
  nameMax: count('names and comments are cut to so many characters; 0: never', 0),
  addressCase: oneOf(
    'addresses whose case means nothing (bech32, hex) are echoed in this one',
    'kept',
    'lower',
    'upper',
  ),
  totalWhileCreating: oneOf('totalWithdrawalAmount during CREATION_IN_PROGRESS', 'sum', 'zero'),
  totalIncludesFees: flag('totalWithdrawalAmount includes the fees', false),
  failedFee: oneOf('calypsoFee of failed and canceled transfers', 'kept', 'zero'),
  belongingType: oneOf('whose the recipients are', 'EXTERNAL', 'INTERNAL'),
};
