/** Balances, fees and missing money. */

import { decimal, decimalOrNone, digits, flag, oneOf } from './switch.ts';

export const moneySwitches = {
  continueOnTopUp: flag('a top-up lets short payouts go on, oldest first', true),
  debitAt: oneOf(
    'the state in which amount and fee leave the balance',
    'IN_PROGRESS',
    'CREATED',
    'COMPLETED',
  ),
  feePercent: decimal('the percentage of the fee per recipient, rounded up', '1'),
  feeFixed: decimal('the fixed part of the fee, in the currency of the payout', '0'),
  feeOnFailure: oneOf(
    'failed or canceled: the fee comes back with the amount, or is kept',
    'returned',
    'kept',
  ),
  feeSenderAmount: oneOf('pre-calculation: what feeSender.amount is', 'total', 'base'),
  estimatePercent: decimalOrNone(
    'the percentage that the pre-calculation estimates, if it is another than is charged',
  ),
  networkCoin: oneOf(
    'required: each transfer also costs the coin of its chain',
    'ignored',
    'required',
  ),
  balanceTail: digits(
    'digits that balances are told with behind the decimals their chain has, such as 49',
  ),
  failureErrors: oneOf(
    'whether a failed transfer says why, with id and words, and whether as resolved or not',
    'none',
    'unresolved',
    'resolved',
  ),
};
