/** Lists and look-ups: what they find, how they count, and what they refuse. */

import { count, flag, oneOf, someOf } from './switch.ts';

export const readSwitches = {
  pageBase: oneOf(
    'pages count from one (0 is taken for 1), strictlyOne (0: 001) or zero',
    'one',
    'strictlyOne',
    'zero',
  ),
  pageSizeMax: count('a larger page size is refused', 100),
  pageSizeRefusedWith: oneOf(
    'how it is refused; 500 is an HTTP status without a code',
    '001',
    '000',
    '500',
  ),
  endlessLists: someOf('lists of which every page is full, whatever its number', [
    'payouts',
    'massPayouts',
    'transfers',
  ]),
  endlessRows: oneOf(
    'what fills them: copies with ids of their own, or the same first page again',
    'new',
    'same',
  ),
  totals: oneOf(
    'wrong: total 1 and totalElements 0 as in the guide; right: pages and items',
    'wrong',
    'right',
  ),
  listOrder: oneOf('random: another order at every call', 'newestFirst', 'random'),
  emptyStateNames: oneOf('what an absent or empty stateNames selects', 'none', 'all'),
  canceledFilter: oneOf(
    'CANCELED in stateNames of transfers, which the five of the guide lack',
    'accept',
    'refuse',
  ),
  newerStatesFilter: oneOf(
    'CREATED and PARTIAL in stateNames of payouts, which are on newer pages only',
    'accept',
    'refuse',
  ),
  statesRefusedWith: oneOf(
    'how a state in stateNames is refused; 500 is an HTTP status without a code',
    '001',
    '000',
    '500',
  ),

  extraFields: flag('one random unknown member per object', true),
  nulls: oneOf(
    'members without value are null, absent, or in turns',
    'alternate',
    'null',
    'absent',
  ),
  dates: oneOf('zulu: ...161Z; zoneless: ...96068', 'mixed', 'zulu', 'zoneless'),
  exponents: flag('amounts below 10^-6 are written like 1.0E-7', true),
  belonging: oneOf(
    'payouts have the newer belongingType or the older flag isInternal',
    'type',
    'flag',
  ),
  errorIds: oneOf('ids of transfer errors', 'mixed', 'number', 'uuid'),
  traceIds: oneOf('errors carry traceId', 'mixed', 'always', 'never'),
  dateHeader: oneOf('the header Date of every answer', 'given', 'absent'),
};
