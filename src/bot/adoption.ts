/**
 * The policy in force: the file adopted at the very first start, and nothing else since. A file
 * that was edited afterwards has no effect, and that is said aloud.
 */
import type { Ledger } from '../approvals/ledger/ledger.ts';
import type { Policy } from '../approvals/policy.ts';
import { policyProblemText, readPolicy } from '../approvals/policy-file.ts';

export type CheckedPolicy = { readonly policy: Policy } | { readonly problems: readonly string[] };

/** @param name shown in front of every problem, as editors jump to it. */
export function checkPolicy(
  text: string,
  name: string,
  currencies: ReadonlySet<string>,
): CheckedPolicy {
  const read = readPolicy(text);
  if ('problems' in read)
    return { problems: read.problems.map((problem) => policyProblemText(name, problem)) };
  const unknown = read.policy.currencies.allowed.filter((code) => !currencies.has(code));
  if (unknown.length > 0)
    return {
      problems: unknown.map(
        (code) => `${name}: currencies.allowed names ${code}, which Calypso does not have`,
      ),
    };
  return { policy: read.policy };
}

/** Adopts the file if nothing is in force yet. @returns the policy in force. */
export async function policyInForce(
  ledger: Ledger,
  file: { readonly policy: Policy; readonly text: string; readonly name: string },
  at: string,
): Promise<Policy> {
  const { policy, text, name } = file;
  const short = policy.digest.slice(0, 8);
  const adopted = { digest: policy.digest, text, by: 'countersign', at };
  const said = `Policy adopted at the first start: ${name}, SHA-256 ${short}…. It is in force from now on.`;
  const message = {
    key: `audit:policy:${policy.digest}`,
    lane: 'audit',
    kind: 'audit',
    data: { text: said },
  };
  await ledger.adoptFirstPolicy(adopted, [message]);
  const inForce = await ledger.policyInForce();
  if (!inForce) throw new Error('The policy could not be adopted.');
  if (inForce.digest === policy.digest) {
    await ledger.resolve('policy', at);
    return policy;
  }
  const detail = `in force: ${inForce.digest.slice(0, 8)}…, on disk: ${short}…`;
  await ledger.raise({ key: 'policy', kind: 'policy', detail }, at);
  const read = readPolicy(inForce.text);
  if ('policy' in read) return read.policy;
  throw new Error('The policy in force can no longer be read by this version of Countersign.');
}
