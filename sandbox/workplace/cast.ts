/** The people and channels of the local workspace, and the policy that names them. */

export const people = [
  { id: 'U0ALICE', name: 'alice' },
  { id: 'U0DAVE', name: 'dave' },
  { id: 'U0BOB', name: 'bob' },
  { id: 'U0CAROL', name: 'carol' },
  { id: 'U0ERIN', name: 'erin' },
  { id: 'U0FRANK', name: 'frank' },
  { id: 'U0GRACE', name: 'grace' },
  { id: 'U0HELEN', name: 'helen' },
  { id: 'U0PAVEL', name: 'pavel', kind: 'guest' },
  { id: 'U0WALTER', name: 'walter', kind: 'deactivated' },
  { id: 'U0OSCAR', name: 'oscar', kind: 'external', teamId: 'T0ELSEWHERE' },
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

const insiders = people.map(({ id }) => id);

export const channels = [
  { id: 'C0PAYOUTS', name: 'payouts', private: true, members: insiders, botIsMember: true },
  { id: 'C0ALERTS', name: 'payout-alerts', private: true, members: insiders, botIsMember: true },
  { id: 'C0AUDIT', name: 'payout-audit', private: true, members: insiders, botIsMember: true },
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
