/**
 * What is checked between the last approval and the first byte: the content is what was approved,
 * the payload says what the content says, the place is the same, and the money is there.
 */
import type { PartOrder, PaymentRail } from '../rail/rail.ts';
import { fingerprint, partKey } from '../request/fingerprint.ts';
import type { Part, Request } from '../request/request.ts';
import { groupedText, totals, withFees } from '../values/amount.ts';
import type { Currency } from '../values/currency.ts';
import { sha256 } from '../values/digest.ts';

/** @returns what differs between what was approved and what would be sent, or undefined. */
export function mismatch({ asked, approvals }: Request): string | undefined {
  const carried = asked.parts.flatMap((part) => part.lines).sort((a, b) => a - b);
  const whole = asked.content.lines.every((_, index) => carried[index] === index + 1);
  if (!whole || carried.length !== asked.content.lines.length)
    return 'the parts do not carry every line exactly once';
  const parts = asked.parts.map(({ part, kind, currency, lines }) => ({
    part,
    kind,
    currency,
    lines,
  }));
  if (fingerprint({ ...asked, parts }) !== asked.fingerprint)
    return 'the fingerprint of the stored content differs';
  if (approvals.some((each) => each.fingerprint !== asked.fingerprint))
    return 'an approval is for another fingerprint';
  if (approvals.some((each) => asked.authors.includes(each.by)))
    return 'an author is counted among the approvers';
  return undefined;
}

/** @returns what differs between a stored payload and the lines it must carry, or undefined. */
export function payloadMismatch(
  part: Part,
  order: PartOrder,
  { fingerprint: print, heldBy, content }: Request['asked'],
  rail: PaymentRail,
): string | undefined {
  if (part.key !== partKey(print, part.part)) return 'the key is not the one derived';
  if (sha256(part.payload) !== part.payloadSha256) return 'the payload is not the one stored';
  const said = rail.readBack(part.payload);
  if (said.kind !== part.kind) return `the payload is ${said.kind}, not ${part.kind}`;
  if (said.key !== part.key) return 'the payload carries another key';
  if (said.currency !== part.currency) return `the payload pays in ${said.currency}`;
  if (said.executeAt !== (heldBy === 'rail' ? content.executeAt : undefined))
    return 'the payload has another time to be executed';
  if (said.lines.length !== order.lines.length)
    return `the payload has ${said.lines.length} recipients, not ${order.lines.length}`;
  for (const [index, line] of order.lines.entries()) {
    const sent = said.lines[index];
    const number = part.lines[index];
    if (sent?.address !== line.address) return `line ${number} has another address`;
    if (sent.amountMinor !== line.amountMinor) return `line ${number} has another amount`;
    if (sent.comment !== line.comment) return `line ${number} has another comment`;
    // Without a reference of its own a line goes out under its number.
    if (line.reference !== undefined && sent.reference !== line.reference)
      return `line ${number} has another reference`;
  }
  return undefined;
}

/**
 * Whether the balances cover the amounts, all parts together, and the fees where the rail estimates
 * them. A coin of the network that is listed with nothing on it cannot pay a token's network fee.
 * @returns what is missing, in words with digits, or undefined.
 */
export function shortage(
  request: Request,
  balances: ReadonlyMap<string, bigint>,
  rail: PaymentRail,
  fees?: ReadonlyMap<string, bigint>,
): string | undefined {
  const missing: string[] = [];
  const wanted = withFees(totals(request.asked.content.lines), fees);
  for (const [code, sum] of wanted) {
    const currency = rail.currency(code);
    if (!currency) continue;
    const have = balances.get(code) ?? 0n;
    if (have < sum)
      missing.push(`${groupedText(sum - have, currency.decimals)} ${nameOf(currency)}`);
    const coin = currency.feeCurrency;
    if (coin !== code && balances.get(coin) === 0n && !wanted.has(coin))
      missing.push(`${coin} for network fees (there is none)`);
  }
  return missing.length === 0 ? undefined : [...new Set(missing)].join(' and ');
}

/** Whether this process would send somewhere else than what was approved. */
export function elsewhere({ asked }: Request, rail: PaymentRail): boolean {
  return asked.host !== rail.host || asked.account !== rail.account;
}

function nameOf({ code, coin, network, feeCurrency }: Currency): string {
  return feeCurrency === code ? coin : `${coin} on ${network}`;
}
