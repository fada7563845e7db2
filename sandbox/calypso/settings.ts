/**
 * What the emulator assumes where Calypso's documentation is silent or contradicts itself. Every
 * assumption is a switch that may be changed at run time; the defaults are the documented or the
 * strictest reading.
 *
 * | Setting | Means |
 * |---|---|
 * | **Life of a payout** | |
 * | `progress`, `stepMs` | `manual`: only `advance()` moves payouts; `auto`: one step each `stepMs` |
 * | `confirmations` | API payouts stop in PENDING_CONFIRMATION until `confirm()` or `decline()` |
 * | `firstState` | `documented`: CREATED for single, CREATION_IN_PROGRESS for mass; else that state |
 * | `confirmedAlsoChangesStatus` | PAYOUT_CONFIRMED is accompanied by PAYOUT_CHANGE_STATUS |
 * | `announceHash` | a step "hash received" with its event comes before COMPLETED |
 * | `mixedMass` | state of a mass payout of which some recipients were paid and some were not |
 * | `linesWhileCreating` | which withdrawals are listed during CREATION_IN_PROGRESS |
 * | `cancelInProgress` | cancel works in IN_PROGRESS until the hash is known |
 * | `cancelTwice` | cancelling a canceled payout: `refuse` (012) or `answer` it as it is |
 * | `pastExecutionDate` | `now`: pay at once; `refuse`: 016 |
 * | **Keys** | |
 * | `repeatedKey` | `refuse`: 016; `original`: 200 with the first payout if the content is equal |
 * | `keyScope` | `global`, or `perKind`: single and mass payouts have separate keys |
 * | `rejectedCreateConsumesKey` | a create refused by validation uses its key up |
 * | `missingKey` | a create without `idempotencyKey`: `accept` or `refuse` (001) |
 * | **Reads** | |
 * | `visibleAfterMs` | a new payout is unknown to reads and cancels for so long |
 * | `pageBase` | pages count from `one` (0 is taken for 1), `strictlyOne` (0: 001) or `zero` |
 * | `pageSizeMax` | a larger page size is refused with 001 |
 * | `totals` | `wrong`: `total` 1 and `totalElements` 0 as in the guide; `right`: pages and items |
 * | `listOrder` | `newestFirst` or `random` (another order at every call) |
 * | `emptyStateNames` | an absent or empty `stateNames` selects `none` or `all` |
 * | `canceledFilter` | CANCELED in `stateNames` of withdrawals: `accept`, or `refuse` with 001 |
 * | **Money** | |
 * | `shortFunds` | `accept`: stays IN_PROGRESS with NOT_ENOUGH_FUNDS; `refuse`: 016 at create |
 * | `continueOnTopUp` | a top-up lets short payouts go on, oldest first |
 * | `debitAt` | the state in which amount and fee leave the balance |
 * | `feePercent`, `feeFixed` | fee per recipient in its currency: percentage plus fixed, rounded up |
 * | `feeOnFailure` | failed or canceled: the fee is `returned` with the amount, or `kept` |
 * | `feeSenderAmount` | pre-calculation: `feeSender.amount` is the `base` or the `total` |
 * | `networkCoin` | `required`: each transfer also costs the chain's coin (`networkFees`) |
 * | **Checks** | |
 * | `clockWindowMs` | accepted distance of `timestamp`, inclusive, both ways |
 * | `validationCode` | error code for an unusable address, currency, amount or batch |
 * | `statusByCode` | HTTP status per error code; others are 400, and 500 for 000 |
 * | `checkDecimals` | more decimals than the currency has are refused |
 * | `exponentsInRequests` | amounts such as `1e-7`: `refuse` (001) or `accept` |
 * | `unknownFields` | a request member nobody documented: `refuse` (001) or `ignore` |
 * | `recipientExternalId` | `externalId` inside `massAddresses`: `accept` or `refuse` (001) |
 * | `commentMax` | longer comments are refused with 001 |
 * | `batchMax` | recipients per mass payout: a number, or `byCurrency` |
 * | `duplicateAddresses` | the same address twice in one batch: `accept` or `refuse` |
 * | `testnetAddresses` | `tb1...` is a Bitcoin address |
 * | `requestsPerSecond` | more are answered 429 with Retry-After; 0 means no limit |
 * | `pubAlias` | the old spellings work: `/pub/*`, `withdrawal/find`, `account/balances` |
 * | **Answers** | |
 * | `extraFields` | one random unknown member per object |
 * | `nulls` | members without value are `null`, `absent`, or `alternate` |
 * | `dates` | `zulu` (`...161Z`), `zoneless` (`...96068`) or `mixed` |
 * | `exponents` | amounts below 10^-6 are written like `1.0E-7` |
 * | `belonging` | payouts have the newer `belongingType` or the older flag `isInternal` |
 * | `errorIds` | ids of withdrawal errors: `number`, `uuid` or `mixed` |
 * | `traceIds` | errors carry `traceId`: `always`, `never` or `mixed` |
 * | `keysInCreateAnswer` | creating a subscription answers with its keys; otherwise only the list |
 * | `blockedByErrorCount` | the type of that member: `boolean` or `number` |
 * | **Webhooks** | |
 * | `firstWebhook` | arrives `afterAnswer`, `beforeAnswer` of the create, or `either` |
 * | `eventType` | `always` there, `never`, or `sometimes` missing |
 * | `webhookOrder` | `ordered` by event, or `shuffled` among those that are due |
 * | `webhookCopies` | how often each event is sent; 2: everything arrives twice |
 * | `batchEvents` | states of a mass payout are told in `one` event or `perRecipient` |
 * | `webhookDelayMs`, `webhookTimeoutMs` | pause before the first attempt; patience with an answer |
 * | `timeFactor` | divides the retry pauses and the blocking window |
 */
export type Settings = {
  progress: 'manual' | 'auto';
  stepMs: number;
  confirmations: boolean;
  firstState: 'documented' | 'CREATED' | 'CREATION_IN_PROGRESS' | 'CONFIRMED';
  confirmedAlsoChangesStatus: boolean;
  announceHash: boolean;
  mixedMass: 'PARTIAL' | 'COMPLETED';
  linesWhileCreating: 'none' | 'half' | 'all';
  cancelInProgress: boolean;
  cancelTwice: 'refuse' | 'answer';
  pastExecutionDate: 'now' | 'refuse';
  repeatedKey: 'refuse' | 'original';
  keyScope: 'global' | 'perKind';
  rejectedCreateConsumesKey: boolean;
  missingKey: 'accept' | 'refuse';
  visibleAfterMs: number;
  pageBase: 'one' | 'strictlyOne' | 'zero';
  pageSizeMax: number;
  totals: 'wrong' | 'right';
  listOrder: 'newestFirst' | 'random';
  emptyStateNames: 'none' | 'all';
  canceledFilter: 'accept' | 'refuse';
  shortFunds: 'accept' | 'refuse';
  continueOnTopUp: boolean;
  debitAt: 'CREATED' | 'IN_PROGRESS' | 'COMPLETED';
  feePercent: string;
  feeFixed: string;
  feeOnFailure: 'returned' | 'kept';
  feeSenderAmount: 'base' | 'total';
  networkCoin: 'ignored' | 'required';
  clockWindowMs: number;
  validationCode: string;
  statusByCode: Readonly<Record<string, number>>;
  checkDecimals: boolean;
  exponentsInRequests: 'refuse' | 'accept';
  unknownFields: 'refuse' | 'ignore';
  recipientExternalId: 'accept' | 'refuse';
  commentMax: number;
  batchMax: number | 'byCurrency';
  duplicateAddresses: 'accept' | 'refuse';
  testnetAddresses: boolean;
  requestsPerSecond: number;
  pubAlias: boolean;
  extraFields: boolean;
  nulls: 'alternate' | 'null' | 'absent';
  dates: 'mixed' | 'zulu' | 'zoneless';
  exponents: boolean;
  belonging: 'type' | 'flag';
  errorIds: 'mixed' | 'number' | 'uuid';
  traceIds: 'mixed' | 'always' | 'never';
  keysInCreateAnswer: boolean;
  blockedByErrorCount: 'boolean' | 'number';
  firstWebhook: 'either' | 'afterAnswer' | 'beforeAnswer';
  eventType: 'sometimes' | 'always' | 'never';
  webhookOrder: 'ordered' | 'shuffled';
  webhookCopies: number;
  batchEvents: 'one' | 'perRecipient';
  webhookDelayMs: number;
  webhookTimeoutMs: number;
  timeFactor: number;
};

export const defaultSettings: Readonly<Settings> = {
  progress: 'manual',
  stepMs: 1000,
  confirmations: false,
  firstState: 'documented',
  confirmedAlsoChangesStatus: true,
  announceHash: true,
  mixedMass: 'PARTIAL',
  linesWhileCreating: 'none',
  cancelInProgress: false,
  cancelTwice: 'refuse',
  pastExecutionDate: 'now',
  repeatedKey: 'refuse',
  keyScope: 'global',
  rejectedCreateConsumesKey: false,
  missingKey: 'accept',
  visibleAfterMs: 0,
  pageBase: 'one',
  pageSizeMax: 100,
  totals: 'wrong',
  listOrder: 'newestFirst',
  emptyStateNames: 'none',
  canceledFilter: 'accept',
  shortFunds: 'accept',
  continueOnTopUp: true,
  debitAt: 'IN_PROGRESS',
  feePercent: '1',
  feeFixed: '0',
  feeOnFailure: 'returned',
  feeSenderAmount: 'total',
  networkCoin: 'ignored',
  clockWindowMs: 180_000,
  validationCode: '016',
  statusByCode: {},
  checkDecimals: true,
  exponentsInRequests: 'refuse',
  unknownFields: 'refuse',
  recipientExternalId: 'accept',
  commentMax: 255,
  batchMax: 'byCurrency',
  duplicateAddresses: 'accept',
  testnetAddresses: false,
  requestsPerSecond: 0,
  pubAlias: false,
  extraFields: true,
  nulls: 'alternate',
  dates: 'mixed',
  exponents: true,
  belonging: 'type',
  errorIds: 'mixed',
  traceIds: 'mixed',
  keysInCreateAnswer: true,
  blockedByErrorCount: 'boolean',
  firstWebhook: 'either',
  eventType: 'sometimes',
  webhookOrder: 'ordered',
  webhookCopies: 1,
  batchEvents: 'one',
  webhookDelayMs: 0,
  webhookTimeoutMs: 5000,
  timeFactor: 1,
};
