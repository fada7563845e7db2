/**
 * The people and channels of the local workspace, and the policy that names them. What is about
 * payouts is private to the people of the house; whoever is of elsewhere sits in the one channel
 * that is shared, as at any company.
 */

export const people = [
  { id: 'U0ALICE', name: 'alice', tz: 'Europe/Berlin' },
  { id: 'U0DAVE', name: 'dave', tz: 'Europe/Berlin' },
  { id: 'U0BOB', name: 'bob', tz: 'Europe/Berlin' },
  { id: 'U0CAROL', name: 'carol', tz: 'Europe/Berlin' },
  { id: 'U0ERIN', name: 'erin', tz: 'Europe/Berlin' },
  { id: 'U0FRANK', name: 'frank', tz: 'Europe/Berlin' },
  { id: 'U0GRACE', name: 'grace', tz: 'America/New_York' },
  { id: 'U0HELEN', name: 'helen', tz: 'Europe/Berlin' },
  { id: 'U0PAVEL', name: 'pavel', kind: 'guest', tz: 'Europe/Berlin' },
  { id: 'U0WALTER', name: 'walter', kind: 'deactivated', tz: 'Europe/Berlin' },
  { id: 'U0OSCAR', name: 'oscar', kind: 'external', teamId: 'T0ELSEWHERE', tz: 'Europe/Lisbon' },
] as const;

/** What each of them is here, in the words of the policy. */
export const roles: Readonly<Record<(typeof people)[number]['id'], string>> = {
  U0ALICE: 'requester',
  U0DAVE: 'requester',
  U0BOB: 'treasury',
  U0CAROL: 'treasury',
  U0ERIN: 'treasury',
  U0FRANK: 'director',
  U0GRACE: 'director',
  U0HELEN: 'viewer',
  U0PAVEL: 'guest',
  U0WALTER: 'deactivated',
  U0OSCAR: 'outsider',
};

const everybody = people.map(({ id }) => id);
const insiders = everybody.filter((id) => id !== 'U0OSCAR');

export const channels = [
  { id: 'C0PAYOUTS', name: 'payouts', private: true, members: insiders },
  { id: 'C0ALERTS', name: 'payout-alerts', private: true, members: insiders },
  { id: 'C0AUDIT', name: 'payout-audit', private: true, members: insiders },
  { id: 'C0PARTNERS', name: 'with-partners', external: true, members: everybody },
];

export interface PolicyOptions {
  readonly sendDelay?: string;
  readonly expireAfter?: string;
  readonly reminderAfter?: readonly string[];
  readonly need?: string;
  readonly allowed?: readonly string[];
}

export function policyText({
  sendDelay = '0s',
  expireAfter = '72h',
  reminderAfter = [],
  need = '{ from: treasury, count: 2 }',
  allowed = ['USDT_TRX', 'TRX', 'USDT', 'ETH', 'BTC'],
}: PolicyOptions = {}): string {
  return `version: 1
timezone: Europe/Berlin
channels: { approvals: C0PAYOUTS, alerts: C0ALERTS, audit: C0AUDIT }
people:
  requesters: [U0ALICE, U0DAVE]
  treasury: [U0BOB, U0CAROL, U0ERIN, U0ALICE, U0PAVEL, U0WALTER]
  directors: [U0FRANK, U0GRACE]
  viewers: [U0HELEN]
approvals:
  - name: normal
    need: [${need}]
schedule: { sendDelay: ${sendDelay}, reminderAfter: [${reminderAfter.join(', ')}], expireAfter: ${expireAfter} }
currencies: { allowed: [${allowed.join(', ')}] }
`;
}
