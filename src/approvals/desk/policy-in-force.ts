/**
 * The policy in force: the file adopted at the very first start, and nothing else since. A file
 * that was edited afterwards has no effect, and that is said aloud.
 */
import type { Ledger } from '../ledger/ledger.ts';
import { readPolicy } from '../policy/file.ts';
import type { Policy } from '../policy/schema.ts';

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
