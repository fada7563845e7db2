/**
 * Is Calypso as this bot needs it: key, signature, clock, account, permissions, confirmations and
 * webhooks, one finding each with the way out. It only looks; nothing is created or repaired.
 */
import type { Client } from '../calypso/client.ts';
import { CalypsoError } from '../calypso/errors.ts';
import { userProblems } from '../calypso/key-check.ts';
import { collected } from '../calypso/paging.ts';
import { openDoorbell } from '../calypso/webhook.ts';
import type { CurrentUser } from '../calypso/wire-account.ts';

export interface Diagnosis {
  readonly check: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly says: string;
  /** What to do about it; there is nothing to do when all is well. */
  readonly wayOut?: string;
}

export interface Patient {
  readonly client: Client;
  readonly host: string;
  readonly account: string;
  readonly publicUrl?: string | undefined;
  readonly now: () => number;
}

/** Calypso refuses what is three minutes off; half a minute is worth a look before that. */
const clockWindowMs = 180_000;
const clockWarnMs = 30_000;
const namedMax = 3;

/** What cannot be asked because of an earlier failure is left out. */
export async function examineCalypso(patient: Patient): Promise<readonly Diagnosis[]> {
  const { client } = patient;
  try {
    const user = await client.currentUser();
    return [
      ok('key', `accepted by ${patient.host}`),
      ok('signature', 'accepted'),
      clock(client.clockDifferenceMs()),
      ...person(patient, user),
      permissions(patient, user),
      await told('balances', () => balances(patient)),
      await told('confirmations', () => confirmations(patient)),
      await told('webhooks', () => webhooks(patient)),
    ];
  } catch (error) {
    return stranger(patient, error);
  }
}

const ok = (check: string, says: string): Diagnosis => ({ check, verdict: 'ok', says });

/** The very first answer is no: the code says how far it came. */
function stranger({ client, host }: Patient, error: unknown): readonly Diagnosis[] {
  if (!(error instanceof CalypsoError)) throw error;
  const fail = (check: string, wayOut: string): Diagnosis => ({
    check,
    verdict: 'fail',
    says: error.message,
    wayOut,
  });
  const key = ok('key', `known to ${host}`);
  switch (error.code) {
    case '002':
      return [fail('key', 'Compare CALYPSO_API_KEY with the dashboard; is it of this host?')];
    case '003':
      return [key, fail('signature', 'Copy CALYPSO_SECRET_KEY again; it belongs to the key.')];
    case '011': {
      const found = clock(client.clockDifferenceMs());
      const wayOut = 'Set the clock of this machine by a time server.';
      return [
        key,
        ok('signature', 'accepted'),
        found.verdict === 'ok' ? fail('clock', wayOut) : found,
      ];
    }
    default:
      return [fail('reach', `Check CALYPSO_API_URL (${host}), the network and its proxies.`)];
  }
}

function clock(differenceMs: number): Diagnosis {
  const off = Math.abs(differenceMs);
  const seconds = Math.round(off / 1000);
  if (off < clockWarnMs) return ok('clock', `within ${Math.max(seconds, 1)} s of Calypso’s`);
  return {
    check: 'clock',
    verdict: off < clockWindowMs ? 'warn' : 'fail',
    says: `Calypso’s is ${seconds} s ${differenceMs > 0 ? 'ahead of' : 'behind'} ours`,
    wayOut: 'Set the clock of this machine by a time server. Calypso refuses what is 180 s off.',
  };
}

function person({ account }: Patient, user: CurrentUser): readonly Diagnosis[] {
  const problems = userProblems(user, account);
  const { username = 'without a name' } = user.userFullInfo;
  const barred = problems.includes('user-blocked')
    ? 'is blocked, or Calypso does not say that it is not'
    : problems.includes('user-inactive') && 'is not active';
  const others = user.availableAccounts.map((each) => each.account).join(', ') || 'none';
  return [
    barred
      ? {
          check: 'user',
          verdict: 'fail',
          says: `${username} ${barred}`,
          wayOut: 'Have the user of this key unblocked and activated in the dashboard.',
        }
      : ok('user', `${username}, active`),
    problems.includes('account-not-listed')
      ? {
          check: 'account',
          verdict: 'fail',
          says: `this key may not use ${account}`,
          wayOut: `Set CALYPSO_ACCOUNT to one that it may use (${others}), or make a key for it.`,
        }
      : ok('account', `${account} is one of ${user.availableAccounts.length}`),
  ];
}

/** Which permission allows what is not documented: the names are shown, their lack is a warning. */
function permissions({ account }: Patient, user: CurrentUser): Diagnosis {
  const groups = (user.permissions ?? [])
    .filter(({ accountId }) => accountId?.toLowerCase() === account.toLowerCase())
    .flatMap(({ permissionGroups }) => permissionGroups ?? []);
  const names = groups.map(({ name, groupId }) => name ?? groupId ?? '').filter(Boolean);
  if (names.length > 0) return ok('permissions', names.join(', '));
  return {
    check: 'permissions',
    verdict: 'warn',
    says: 'Calypso lists none for this account',
    wayOut: 'Give the key the permissions to see the account and to create payouts.',
  };
}

/** Asks for one thing more; that it cannot be asked is a finding too. */
async function told(check: string, ask: () => Promise<Diagnosis>): Promise<Diagnosis> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CalypsoError)) throw error;
    const wayOut = 'Check that the key has the permission, and try again.';
    return { check, verdict: 'fail', says: error.message, wayOut };
  }
}

async function balances({ client }: Patient): Promise<Diagnosis> {
  const { balances: found } = await client.account();
  if (found.length > 0) return ok('balances', `readable, ${found.length} currencies`);
  const wayOut = 'Top up the account before the first payout.';
  return { check: 'balances', verdict: 'warn', says: 'the account holds nothing', wayOut };
}

async function confirmations({ client }: Patient): Promise<Diagnosis> {
  const wanted = { states: ['PENDING_CONFIRMATION'] };
  const single = await collected(client.payouts(wanted));
  const waiting = [...single, ...(await collected(client.massPayouts(wanted)))];
  if (waiting.length === 0) return ok('confirmations', 'no payout waits for the dashboard');
  const names = waiting.slice(0, namedMax).map(({ id }) => id);
  const more = waiting.length > namedMax ? ` and ${waiting.length - namedMax} more` : '';
  return {
    check: 'confirmations',
    verdict: 'warn',
    says: `${waiting.length} stopped in PENDING_CONFIRMATION: ${names.join(', ')}${more}`,
    wayOut:
      'Calypso asks for a second confirmation of payouts made through its API. Confirm them in its dashboard, or switch it off there under Settings if the approvals in Slack are to be enough.',
  };
}

async function webhooks({ client, publicUrl, account, now }: Patient): Promise<Diagnosis> {
  if (publicUrl === undefined) return ok('webhooks', 'PUBLIC_URL is not set: polling only');
  const { subscription, url } = openDoorbell({ client, publicUrl, account, now });
  const all = await client.subscriptions();
  const ours = all.find(({ requestId }) => requestId.toLowerCase() === subscription);
  const trouble = (verdict: 'warn' | 'fail', says: string, wayOut: string): Diagnosis => {
    return { check: 'webhooks', verdict, says, wayOut };
  };
  if (!ours)
    return trouble('warn', 'not subscribed', 'Nothing to do: the bot subscribes when it starts.');
  if (ours.url !== url)
    return trouble(
      'fail',
      `subscription ${subscription} rings at ${ours.url}, not at ${url}`,
      `Delete it (npm run calypso -- webhooks delete ${subscription}); the bot makes it anew.`,
    );
  if (ours.blockedByErrorCount === true)
    return trouble(
      'fail',
      'blocked by Calypso after too many errors',
      `See that ${url} is reachable from outside, then unblock it in the dashboard under webhooks.`,
    );
  return ok('webhooks', `subscribed, not blocked, at ${url}`);
}
