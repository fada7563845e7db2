/**
 * What the desk knows about a currency: its digits, its network, and whose addresses it pays to.
 * The rail says which ones there are; none is listed here.
 */

/** Which check an address gets and which explorer knows it; one family may serve several networks. */
export const addressFamilies = ['evm', 'tron', 'bitcoin', 'litecoin', 'dogecoin'] as const;
export type AddressFamily = (typeof addressFamilies)[number];

/** What the desk needs to know about a currency. The rail says which ones it can move. */
export interface Currency {
  /** The rail's code, network included, e.g. `USDT_TRX`. */
  readonly code: string;
  /** What people call the coin, e.g. `USDT`. */
  readonly coin: string;
  /** What people call the network, e.g. `Tron`. */
  readonly network: string;
  /** Digits after the point that the network can keep. */
  readonly decimals: number;
  readonly family: AddressFamily;
  /** Code of the coin in which the network takes its fee, e.g. `TRX`. */
  readonly feeCurrency: string;
  /** Recipients that one mass payout may carry. */
  readonly linesPerPart: number;
}
