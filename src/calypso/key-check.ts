/**
 * Whether the configured key may do what this desk is for, asked with every look at readiness.
 * It reports rules; what people are told about them is said elsewhere.
 */
import type { Client } from './client.ts';
import type { CurrentUser } from './wire-account.ts';

export type SelfCheckProblem = 'account-not-listed' | 'user-blocked' | 'user-inactive';

/**
 * @returns what is wrong, nothing when all is well.
 * @throws CalypsoError when it cannot be told: a wrong key or signature is a `CalypsoDeferred`.
 */
export async function checkKey({
  client,
  account,
}: {
  readonly client: Client;
  readonly account: string;
}): Promise<readonly SelfCheckProblem[]> {
  return userProblems(await client.currentUser(), account);
}

export function userProblems(
  { userFullInfo, availableAccounts }: CurrentUser,
  account: string,
): readonly SelfCheckProblem[] {
  const wanted = account.toLowerCase();
  const listed = availableAccounts.some((each) => each.account.toLowerCase() === wanted);
  const problems: SelfCheckProblem[] = [];
  if (!listed) problems.push('account-not-listed');
  if (userFullInfo.blocked !== false) problems.push('user-blocked');
  if (userFullInfo.active === false) problems.push('user-inactive');
  return problems;
}
