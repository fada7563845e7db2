/** Troubles with what Calypso says: of its payouts, of money, and where it cannot be read at all. */
import { strangersAddress } from '../../calypso/wallets.ts';
import { always, said, type TroubleGroup, turned } from './trouble.ts';

const tenMinutes = 600_000;

const payouts: TroubleGroup = {
  name: 'What it says of payouts',
  about: 'Of the one chosen above; the ledger stays true.',
  troubles: [
    said('otherAmount', 'Another amount', { readsSayAmount: '999.99' }),
    said('otherAddress', 'Another address', { readsSayAddress: strangersAddress('USDT_TRX') }),
    said('otherCurrency', 'Another currency', { readsSayCurrency: 'LTC' }),
    said('otherKey', 'Another key', { readsSayKey: '81a86936-ca95-4991-b824-ef1ee12f65f3' }),
    said('strangerAlive', 'A transfer more, under way', { stranger: 'alive' }, 'To a stranger.'),
    said('strangerPaid', 'A transfer more, paid', { stranger: 'paid' }, 'To a stranger.'),
    said('unlisted', 'No transfers, ever', { transfersListed: 0 }),
    said('thirdLook', 'Its transfers only at the third look', { transfersListedAfterLooks: 2 }),
    said('lateTransfers', 'Its transfers only after ten minutes', {
      transfersListedAfterMs: tenMinutes,
    }),
    said('hidden', 'Nothing at all for its first ten minutes', { visibleAfterMs: tenMinutes }),
    said(
      'tidied',
      'Names tidied',
      { nameBlanks: 'collapsed', nameEntities: 'escaped', nameForm: 'NFC' },
      'Blanks collapsed, & as &amp;, accents composed.',
    ),
    said('cut', 'Names cut to twelve characters', { nameMax: 12 }),
    said('lowerCase', 'Addresses in lower case', { addressCase: 'lower' }, 'bc1… and 0x…'),
    said('upperCase', 'Addresses in upper case', { addressCase: 'upper' }, 'BC1… and 0xAB…'),
    said('noTotal', 'A total of 0 while it is made', { totalWhileCreating: 'zero' }),
    said('feesInTotal', 'A total with the fees', { totalIncludesFees: true }),
    said('internal', 'Recipients that are Calypso’s own', { belongingType: 'INTERNAL' }),
  ],
};

const memory: TroubleGroup = {
  name: 'Ids and keys',
  about: 'Forgotten, shared or repeated, from now on.',
  troubles: [
    turned('sameIds', 'One id for a single and a mass payout', { payoutIds: 'perKind' }),
    turned('oneId', 'One id for every payout', { payoutIds: 'repeated' }),
    turned(
      'forgetful',
      'Forget keys after twelve hours',
      { keysForgottenAfterHours: 12 },
      'Nothing is found under an old key, and asking again pays again.',
    ),
    turned('keysPerKind', 'Keys of single and mass payouts apart', { keyScope: 'perKind' }),
    turned('keyReturns', 'A repeated key gives the payout back', { repeatedKey: 'original' }),
  ],
};

const unreadable: TroubleGroup = {
  name: 'What cannot be read',
  about: 'Not found, down, moved, odd or endless.',
  troubles: [
    always('payoutsGone', 'Payouts: 404 for what exists', gone('payouts')),
    always('transfersGone', 'Transfers: 404 for what exists', gone('transfers')),
    always('payoutsDown', 'Payouts: 503', { on: 'payouts', kind: 'status', status: 503 }),
    always('transfersDown', 'Transfers: 503', { on: 'transfers', kind: 'status', status: 503 }),
    always('otherShape', 'Answers of another shape', { on: 'reads', kind: 'otherShape' }),
    always('oddRow', 'One odd row in every list', { on: 'lists', kind: 'oddRow' }),
    turned('endless', 'Lists that never end', {
      endlessLists: ['payouts', 'massPayouts', 'transfers'],
    }),
    turned('smallPages', 'Pages of more than ten refused', { pageSizeMax: 10 }),
    turned('states001', 'States beyond the guide’s five refused (001)', {
      canceledFilter: 'refuse',
    }),
    turned(
      'states500',
      'States beyond the five refused as a failure (500)',
      { canceledFilter: 'refuse', newerStatesFilter: 'refuse', statesRefusedWith: '500' },
      'The newer states of payouts too.',
    ),
    turned('findOnly', 'Transfers only at /withdrawal/find', { transferListAt: 'find' }),
    turned('pubOnly', 'Everything only under /pub/', { pubPaths: 'only' }),
    always(
      'moved',
      'The address has moved (301)',
      { on: '*', kind: 'redirect', to: 'https://api.calypso.example/', status: 301 },
      'Everything is answered with a redirect.',
    ),
    always('gone', 'Nothing is there any more (404)', gone('*')),
  ],
};

const money: TroubleGroup = {
  name: 'Money and fees',
  about: 'Odd balances, wrong estimates, kept fees.',
  troubles: [
    turned('longBalances', 'Balances with more digits than the chain', { balanceTail: '49' }),
    turned('wrongEstimate', 'Fees of twice the estimate', { estimatePercent: '0.5' }),
    turned('feesKept', 'The fee is kept when a transfer fails', { feeOnFailure: 'kept' }),
    turned('noFailedFee', 'No fee shown for failed transfers', { failedFee: 'zero' }),
    turned('explained', 'Failed transfers say why', { failureErrors: 'unresolved' }),
    turned('mixedCompleted', 'Batches paid in part are called completed', {
      mixedMass: 'COMPLETED',
    }),
  ],
};

export const saidTroubles: readonly TroubleGroup[] = [payouts, unreadable, memory, money];

function gone(on: string) {
  return { on, kind: 'status', status: 404 } as const;
}
