/**
 * The account, the key's user, rates, currencies and fees as Calypso writes them, read as leniently
 * as payouts are. What money is decided by is required, what is only shown may be missing.
 */
import { z } from 'zod';
import { amount, count, date, given, id, shown } from './fields.ts';

export const account = z.object({
  account: shown(id),
  name: shown(z.string()),
  ownerId: shown(id),
  balances: z.array(z.object({ currency: z.string(), amount })),
});
export type Account = z.infer<typeof account>;

const permissionGroup = z.object({ groupId: shown(id), name: shown(z.string()) });
const permission = z.object({
  accountId: shown(id),
  accountName: shown(z.string()),
  permissionGroups: shown(z.array(permissionGroup)),
});

export const currentUser = z.object({
  userFullInfo: z.object({
    id: shown(id),
    username: shown(z.string()),
    companyId: shown(id),
    companyName: shown(z.string()),
    active: given(z.boolean()),
    blocked: given(z.boolean()),
    roles: shown(z.array(z.string())),
  }),
  permissions: shown(z.array(permission)),
  availableAccounts: z.array(z.object({ account: id, name: shown(z.string()) })),
});
export type CurrentUser = z.infer<typeof currentUser>;

export const rateList = z.object({
  currencyRates: z.array(
    z.object({
      fromCurrency: z.string(),
      toCurrency: z.string(),
      rates: amount,
      ratesDate: shown(date),
    }),
  ),
});
export type Rate = z.infer<typeof rateList>['currencyRates'][number];

/** A rate that is not a number is as good as none. */
export const fiatRateMap = z.object({
  ratesMap: z.record(z.string(), z.record(z.string(), shown(amount))),
});

/** One currency as the exchange describes it: the one documented source of decimals and dust. */
const currencyInfo = z.object({
  name: z.string(),
  /** The coin in which the network takes its fee. */
  feeCurrencyName: shown(z.string()),
  /** Decimals Calypso keeps, and those of the chain. */
  scale: shown(count),
  blockchainScale: shown(count),
  /** Amounts below this are dust, in main units. */
  garbageAmount: shown(amount),
  blockchainName: shown(z.string()),
  contract: shown(z.string()),
  crypto: shown(z.boolean()),
  enabled: shown(z.boolean()),
  active: shown(z.boolean()),
});
export type CurrencyInfo = z.infer<typeof currencyInfo>;

export const currencyPairs = z.object({
  currencyPairs: z.record(z.string(), z.array(currencyInfo)),
});

/** Where `fixedFee` and `percentFee` stand is not shown anywhere; they are not read. */
const feeSide = z.object({ amount: shown(amount), fee: amount });

export const feeList = z.object({
  items: z.array(
    z.object({
      amount: shown(amount),
      currency: z.string(),
      opType: shown(z.string()),
      feeReceiver: shown(feeSide),
      feeSender: shown(feeSide),
    }),
  ),
});
export type FeeEstimate = z.infer<typeof feeList>['items'][number];
