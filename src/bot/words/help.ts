/**
 * How to use `/payout`, and why a file could not be fetched.
 */
import { listed } from './amounts.ts';
import { typed } from './markup.ts';

export function helpText(allowed: readonly string[]): string {
  return [
    '`/payout` opens the form for one recipient or a CSV file of many.',
    '`/payout 250 USDT_TRX` opens it with the amount and the currency filled in.',
    `Currencies: ${listed(allowed.map((code) => `\`${code}\``))}.`,
    'Nothing is sent before the people named by the policy have approved it.',
  ].join('\n');
}

const fileTroubles: Record<string, string> = {
  'file-external': 'it belongs to another workspace or service. Upload the file itself.',
  'file-too-large': 'it is larger than 1 MB. Split it, or remove what is not about recipients.',
  'file-host': 'Slack gave an unexpected place for it. Upload it again.',
  'file-size': 'it arrived incomplete. Upload it again.',
  'file-not-readable': 'Slack did not hand it over. Upload it again in a minute.',
};

export function fileTroubleText(rule: string, name: string): string {
  return `${typed(name)} was not read: ${fileTroubles[rule] ?? fileTroubles['file-not-readable']} Nothing was imported.`;
}
