/**
 * What Calypso answers, for people at a terminal: grouped amounts, currencies with their network,
 * times with their zone. Nothing is computed here that Calypso did not say.
 */
import { groupedText } from '../approvals/values/amount.ts';
import type { Currency } from '../approvals/values/currency.ts';
import type { FiatRates } from '../calypso/client.ts';
import { exactParts, minorUnits } from '../calypso/numbers.ts';
import type { MassPayout, Payout, Subscription, Withdrawal } from '../calypso/wire.ts';
import type {
  Account,
  CurrencyInfo,
  CurrentUser,
  FeeEstimate,
  Rate,
} from '../calypso/wire-account.ts';
import { facts, table } from './text-table.ts';

export type CurrencyOf = (code: string) => Currency | undefined;

export function balances(
  { name, account, balances: entries }: Account,
  currencyOf: CurrencyOf,
): string {
  const rows = entries.map(({ currency, amount }) => [
    currency,
    grouped(amount, currencyOf(currency)),
    placeOf(currencyOf(currency)),
  ]);
  const head = facts({ Account: account, Name: name });
  return `${head}\n${table(['Currency', '>Balance', 'Network'], rows, 'No balances.')}`;
}

export function payout(found: Payout | MassPayout, currencyOf: CurrencyOf): string {
  const currency = currencyOf(found.currency ?? '');
  const amount = 'amount' in found ? found.amount : found.totalWithdrawalAmount;
  const fee = 'amount' in found ? found.calypsoFee : found.totalCalypsoFee;
  const mass = 'amount' in found ? {} : { Name: found.name };
  const single =
    'amount' in found
      ? {
          To: found.depositAddress,
          Hash: found.transactionHash,
          Created: moment(found.createdDate),
          Canceled: found.cancellation?.cancelMessage,
        }
      : {};
  return facts({
    Id: found.id,
    Kind: 'amount' in found ? 'single' : 'mass',
    State: found.state,
    ...mass,
    Amount: amount && money(amount, found.currency, currencyOf),
    Fee: fee && grouped(fee, currency),
    ...single,
    Key: found.idempotencyKey,
    Comment: found.comment,
    'To be sent': moment(found.executionDate),
    'In the way': problems(found.errors?.withdrawalErrors.flatMap(({ errors }) => errors)),
  });
}

export function payouts(found: readonly (Payout | MassPayout)[], currencyOf: CurrencyOf): string {
  const rows = found.map((each) => {
    const amount = 'amount' in each ? each.amount : each.totalWithdrawalAmount;
    return [
      each.id,
      'amount' in each ? 'single' : 'mass',
      each.state,
      amount && grouped(amount, currencyOf(each.currency ?? '')),
      coinOf(each.currency, currencyOf),
      'amount' in each ? moment(each.createdDate) : undefined,
      'amount' in each ? each.depositAddress : each.name,
    ];
  });
  return table(
    ['Id', 'Kind', 'State', '>Amount', 'Currency', 'Created', 'To'],
    rows,
    'No payouts.',
  );
}

export function transfers(found: readonly Withdrawal[], currencyOf: CurrencyOf): string {
  const rows = found.map((each) => [
    each.id,
    each.state,
    grouped(each.amount, currencyOf(each.currency ?? '')),
    coinOf(each.currency, currencyOf),
    each.depositAddress,
    each.transactionHash,
    problems(each.withdrawalErrors) ?? each.comment,
  ]);
  const titles = ['Id', 'State', '>Amount', 'Currency', 'To', 'Hash', 'Note'];
  return table(titles, rows, 'No transfers, or none yet.');
}

export function fees(found: readonly FeeEstimate[], currencyOf: CurrencyOf): string {
  const rows = found.map(({ currency, amount, feeSender, feeReceiver }) => [
    amount && grouped(amount, currencyOf(currency)),
    coinOf(currency, currencyOf),
    feeSender && grouped(feeSender.fee, currencyOf(currency)),
    feeReceiver && grouped(feeReceiver.fee, currencyOf(currency)),
  ]);
  return table(['>Amount', 'Currency', '>Fee on top', '>Fee within'], rows);
}

export function rates(found: readonly Rate[]): string {
  const rows = found.map((each) => [
    `1 ${each.fromCurrency}`,
    grouped(each.rates),
    each.toCurrency,
    moment(each.ratesDate),
  ]);
  return table(['Of', '>Is', 'In', 'As of'], rows, 'No rates.');
}

export function fiatRates(found: FiatRates): string {
  const rows = [...found].flatMap(([from, row]) =>
    [...row].map(([to, rate]) => [`1 ${from}`, grouped(rate), to]),
  );
  return table(['Of', '>Is', 'In'], rows, 'No rates.');
}

export function currencies(found: readonly CurrencyInfo[]): string {
  const rows = found.map((each) => [
    each.name,
    each.blockchainName,
    each.scale === undefined ? undefined : `${each.scale}`,
    each.blockchainScale === undefined ? undefined : `${each.blockchainScale}`,
    each.garbageAmount && grouped(each.garbageAmount),
    each.feeCurrencyName,
    each.enabled === false || each.active === false ? 'no' : 'yes',
  ]);
  const titles = [
    'Currency',
    'Chain',
    '>Decimals',
    '>On chain',
    '>Dust below',
    'Fees in',
    'In use',
  ];
  return table(titles, rows, 'No currencies.');
}

export function subscriptions(found: readonly Subscription[], { secrets = false } = {}): string {
  const rows = found.map((each) => [
    each.requestId,
    each.url,
    [...(each.notificationServiceTypes ?? []), ...(each.notificationEventTypes ?? [])].join(' '),
    each.blockedByErrorCount === true ? 'BLOCKED' : 'open',
    moment(each.createdDate),
    ...(secrets ? [each.publicKey, each.secretKey] : []),
  ]);
  const titles = ['Id', 'URL', 'Events', 'State', 'Created'];
  return table([...titles, ...(secrets ? ['Key', 'Secret'] : [])], rows, 'No webhooks.');
}

export function user({ userFullInfo: info, permissions, availableAccounts }: CurrentUser): string {
  const yesNo = (value: boolean | undefined) =>
    value === undefined ? undefined : value ? 'yes' : 'no';
  const head = facts({
    User: info.username,
    Company: info.companyName,
    Active: yesNo(info.active),
    Blocked: yesNo(info.blocked),
    Roles: info.roles?.join(' '),
  });
  const rows = availableAccounts.map(({ account, name }) => {
    const groups = permissions?.filter(({ accountId }) => accountId === account) ?? [];
    const names = groups.flatMap(({ permissionGroups }) => permissionGroups ?? []);
    return [account, name, names.map((group) => group.name ?? group.groupId).join(' ')];
  });
  return `${head}\n${table(['Account', 'Name', 'Permissions'], rows, 'No accounts.')}`;
}

/** With the currency's decimals where they suffice, else with all there are. */
function grouped(token: string, currency?: Currency): string {
  const known = currency && minorUnits(token, currency.decimals);
  if (currency && known !== undefined) return groupedText(known, currency.decimals);
  const exact = exactParts(token);
  return exact ? groupedText(exact.minor, exact.decimals) : token;
}

const money = (token: string, code: string | undefined, currencyOf: CurrencyOf): string =>
  `${grouped(token, currencyOf(code ?? ''))} ${coinOf(code, currencyOf) ?? ''}`.trimEnd();

/** `USDT on Tron`; a code this version does not know stays a code. */
function coinOf(code: string | undefined, currencyOf: CurrencyOf): string | undefined {
  const currency = code === undefined ? undefined : currencyOf(code);
  if (currency === undefined) return code;
  const isCoin = currency.feeCurrency === currency.code;
  return isCoin ? currency.coin : `${currency.coin} on ${currency.network}`;
}

const placeOf = (currency: Currency | undefined): string | undefined => currency?.network;

const problems = (errors: Withdrawal['withdrawalErrors']): string | undefined => {
  const open = errors?.filter((each) => each.errorResolved !== true && each.status !== 'SUCCESS');
  return open?.length ? open.map((each) => each.errorMessage ?? each.status).join('; ') : undefined;
};

/** `2026-03-02 12:00:00 UTC`. */
const moment = (iso: string | undefined): string | undefined =>
  iso?.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
