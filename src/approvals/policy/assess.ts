/**
 * What content needs under a policy, and what stands in its way. Pure: who may not decide and which
 * addresses are ours arrive as facts.
 */
import { type Need, unreachable } from '../authority/quorum.ts';
import type { Content } from '../draft/content.ts';
import type { PaymentRail } from '../rail/rail.ts';
import type { Finding } from '../vocabulary/findings.ts';
import type { Policy } from './schema.ts';

export interface Assessment {
  readonly approval: string;
  readonly needs: readonly Need[];
  readonly findings: readonly Finding[];
}

export interface Facts {
  readonly authors: readonly string[];
  /** Our own account at the rail: an address that is never a recipient. */
  readonly account: string;
  readonly tokenContracts: ReadonlySet<string>;
  /** People the policy names who can not decide now: guests, deactivated, foreign. */
  readonly cannotDecide: readonly string[];
}

/** What this content needs under this policy, and what stands in its way. */
export function assess(content: Content, policy: Policy, facts: Facts): Assessment {
  const [approval] = policy.approvals;
  const needs = (approval?.need ?? []).map(({ from, count }) => ({
    from,
    count,
    people: [...new Set(policy.people[from] ?? [])],
  }));
  const findings: Finding[] = [];
  const block = (rule: Finding['rule'], value: string, lines: number[] = []) =>
    findings.push({ severity: 'block', rule, lines, value });

  const allowed = new Set(policy.currencies.allowed);
  for (const [currency, lines] of linesBy(content, (line) => line.currency))
    if (!allowed.has(currency)) block('currency-not-allowed', currency, lines);
  for (const [address, lines] of linesBy(content, (line) => line.address.toLowerCase())) {
    if (address === facts.account.toLowerCase()) block('own-account', address, lines);
    if (facts.tokenContracts.has(address)) block('token-contract', address, lines);
  }
  const missing = unreachable(needs, [...facts.authors, ...facts.cannotDecide]);
  if (missing !== undefined) block('quorum-unreachable', missing);
  return { approval: approval?.name ?? '', needs, findings };
}

/** What the policy in force says of a request that was asked for earlier, maybe under another one. */
export function assessNow(
  { asked }: { readonly asked: { readonly content: Content; readonly authors: readonly string[] } },
  policy: Policy,
  rail: Pick<PaymentRail, 'account' | 'tokenContracts'>,
): Assessment {
  return assess(asked.content, policy, {
    authors: asked.authors,
    account: rail.account,
    tokenContracts: rail.tokenContracts,
    cannotDecide: [],
  });
}

function linesBy(content: Content, key: (line: Content['lines'][number]) => string) {
  const lines = new Map<string, number[]>();
  for (const [index, line] of content.lines.entries())
    lines.set(key(line), [...(lines.get(key(line)) ?? []), index + 1]);
  return lines;
}
