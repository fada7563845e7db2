/**
 * The account, the key's user, rates, currencies and fees as Calypso writes them, read as leniently
 * as payouts are. What money is decided by is required, what is only shown may be missing.
 */
import { z } from 'zod';
import { amount, count, date, forShow, given, id } from './fields.ts';

export const account = z.object({
  account: forShow(id),
  name: forShow(z.string()),
  ownerId: forShow(id),
  balances: z.array(z.object({ currency: z.string(), amount })),
});
export type Account = z.infer<typeof account>;

const permissionGroup = z.object({ groupId: forShow(id), name: forShow(z.string()) });
const permission = z.object({
  accountId: forShow(id),
  accountName: forShow(z.string()),
  permissionGroups: forShow(z.array(permissionGroup)),
});

export const currentUser = z.object({
  userFullInfo: z.object({
    id: forShow(id),
    username: forShow(z.string()),
    companyId: forShow(id),
    companyName: forShow(z.string()),
    active: given(z.boolean()),
    blocked: given(z.boolean()),
    roles: forShow(z.array(z.string())),
  }),
  permissions: forShow(z.array(permission)),
  availableAccounts: z.array(z.object({ account: id, name: forShow(z.string()) })),
});
export type CurrentUser = z.infer<typeof currentUser>;

export const rateList = z.object({
  currencyRates: z.array(
    z.object({
      fromCurrency: z.string(),
      toCurrency: z.string(),
      rates: amount,
      ratesDate: forShow(date),
    }),
  ),
});
export type Rate = z.infer<typeof rateList>['currencyRates'][number];

/** A rate that is not a number is as good as none. */
export const fiatRateMap = z.object({
  ratesMap: z.record(z.string(), z.record(z.string(), forShow(amount))),
});

/** One currency as the exchange describes it: the one documented source of decimals and dust. */
const currencyInfo = z.object({
  name: z.string(),
  /** The coin in which the network takes its fee. */
  feeCurrencyName: forShow(z.string()),
  /** Decimals Calypso keeps, and those of the chain. */
  scale: forShow(count),
  blockchainScale: forShow(count),
  /** Amounts below this are dust, in main units. */
  garbageAmount: forShow(amount),
  blockchainName: forShow(z.string()),
  contract: forShow(z.string()),
  crypto: forShow(z.boolean()),
  enabled: forShow(z.boolean()),
  active: forShow(z.boolean()),
});
export type CurrencyInfo = z.infer<typeof currencyInfo>;

export const currencyPairs = z.object({
  currencyPairs: z.record(z.string(), z.array(currencyInfo)),
});

/** Where `fixedFee` and `percentFee` stand is not shown anywhere; they are not read. */
const feeSide = z.object({ amount: forShow(amount), fee: amount });

export const feeList = z.object({
  items: z.array(
    z.object({
      amount: forShow(amount),
      currency: z.string(),
      opType: forShow(z.string()),
      feeReceiver: forShow(feeSide),
      feeSender: forShow(feeSide),
    }),
  ),
});
export type FeeEstimate = z.infer<typeof feeList>['items'][number];
