/** What is let in and what is turned away: paths, the clock, and the checks of a create. */

import { count, difference, flag, oneOf, table, wordOrCount } from './switch.ts';

/** What a create is checked for once its form is right. */
export const problems = [
  'currency',
  'recipients',
  'date',
  'comment',
  'duplicates',
  'amount',
  'address',
  'funds',
] as const;
export type Problem = (typeof problems)[number];

const validationCodes = ['016', '001', '014', '015'] as const;
type ValidationCode = (typeof validationCodes)[number];

export const doorSwitches = {
  pubPaths: oneOf(
    'the older spelling /api/v1/pub/...: refused with 404, accepted beside the other, or the only one',
    'refused',
    'accepted',
    'only',
  ),
  transferListAt: oneOf(
    'the list of transfers is at /payout/withdrawal/all, at /payout/withdrawal/find as in the guide, or at both; the other is 404 without a code',
    'all',
    'find',
    'both',
  ),
  balancesAt: oneOf(
    'balances are at /account, at /account/balances as in an older page, or at both',
    'account',
    'balances',
    'both',
  ),
  requestsPerSecond: count('more are answered 429 with Retry-After; 0: no limit', 0),
  statusByCode: table(
    'HTTP status per error code; others are 400, and 500 for 000',
    'statuses by error code',
    (_code, value): value is number => Number.isSafeInteger(value),
  ),

  clockAheadMs: difference(
    'how far the clock of Calypso runs ahead of ours: in the header Date, and in what it takes for a timestamp',
    0,
  ),
  clockWindowMs: count('accepted distance of timestamp, inclusive, both ways', 180_000),

  validationCode: oneOf('how a create that fails validation is refused', ...validationCodes),
  validationCodes: table(
    'another code for some kinds of failed validation',
    `${validationCodes.join(' | ')} by one of ${problems.join(', ')}`,
    (name, value): value is ValidationCode =>
      problems.some((one) => one === name) && validationCodes.some((one) => one === value),
  ),
  validationWords: oneOf(
    'what stands behind "Validation failed" of a 016: the reason in words, its status such as NOT_ENOUGH_FUNDS, or nothing',
    'reason',
    'status',
    'nothing',
  ),
  shortFunds: oneOf(
    'accept: stays IN_PROGRESS with NOT_ENOUGH_FUNDS; refuse: turned away at create like any failed validation',
    'accept',
    'refuse',
  ),
  checkDecimals: flag('more decimals than the currency has are refused', true),
  exponentsInRequests: oneOf('amounts such as 1e-7; refuse: 001', 'refuse', 'accept'),
  unknownFields: oneOf('a request member nobody documented; refuse: 001', 'refuse', 'ignore'),
  recipientExternalId: oneOf(
    'externalId inside massAddresses, which one document prints and another does not; refuse: 001',
    'accept',
    'refuse',
  ),
  commentMax: count('characters of a comment; longer ones fail validation', 255),
  batchMax: wordOrCount('recipients per mass payout', 'byCurrency'),
  duplicateAddresses: oneOf(
    'the same address twice in one batch; refuse: validation fails',
    'accept',
    'refuse',
  ),
  testnetAddresses: flag('tb1... is a Bitcoin address', false),
};
