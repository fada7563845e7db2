/** Every problem of a policy file, all at once, where it stands: line, column, path and what to do. */
import { describe, expect, it } from 'vitest';
import {
  policyBytesMax,
  policyProblemText,
  readPolicy,
} from '../../../src/approvals/policy/file.ts';
import { sha256 } from '../../../src/approvals/values/digest.ts';

const good = `version: 1
timezone: Europe/Berlin
channels: { approvals: C0PAYOUTS, alerts: C0ALERTS }
people:
  requesters: [U0ALICE, U0DAVE]
  treasury: [U0BOB, U0CAROL, U0ERIN]
approvals:
  - name: normal
    need: [{ from: treasury, count: 2 }]
schedule: { sendDelay: 90s, reminderAfter: [4h, 1d] }
currencies: { allowed: [USDT_TRX, ETH] }
`;

function problems(text: string): string[] {
  const reading = readPolicy(text);
  return 'policy' in reading
    ? []
    : reading.problems.map((each) => policyProblemText('policy.yml', each));
}

function changed(from: string, to: string): string {
  expect(good).toContain(from);
  return good.replace(from, to);
}

describe('a policy file', () => {
  it('becomes a policy with its defaults and the digest of its text', () => {
    const reading = readPolicy(good);
    expect(reading).toMatchObject({
      policy: {
        approvals: [{ name: 'normal', need: [{ from: 'treasury', count: 2 }] }],
        schedule: {
          sendDelay: 90_000,
          reminderAfter: [14_400_000, 86_400_000],
          expireAfter: 259_200_000,
          holdAt: 'bot',
        },
        digest: sha256(good),
      },
    });
  });

  it('may leave the schedule out', () =>
    expect(
      readPolicy(changed('schedule: { sendDelay: 90s, reminderAfter: [4h, 1d] }\n', '')),
    ).toMatchObject({
      policy: { schedule: { sendDelay: 300_000, reminderAfter: [], expireAfter: 259_200_000 } },
    }));

  const rows: [string, string, string[]][] = [
    [
      'a syntax error',
      changed('[U0ALICE, U0DAVE]', '[U0ALICE, U0DAVE'),
      [
        'policy.yml:6:3 Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    ['a duplicate key', `${good}version: 1\n`, ['policy.yml:12:1 Map keys must be unique']],
    [
      'an alias',
      changed('[U0ALICE, U0DAVE]', '&them [U0ALICE]\n  others: *them'),
      ['policy.yml:6:11 uses the alias *them; write the value out'],
    ],
    [
      'an alias of nothing much',
      changed('[U0ALICE, U0DAVE]', '[U0ALICE]\n  no: &no []\n  others: *no'),
      ['policy.yml:7:11 uses the alias *no; write the value out'],
    ],
    [
      'an unknown key',
      `${good}limits:\n  - { per: day }\n`,
      [
        'policy.yml:12:1 limits is not known to this version; a rule that is ignored would protect nobody. Remove it',
      ],
    ],
    [
      'an unknown key further in',
      changed('sendDelay: 90s', 'sendDelay: 90s, holdIn: calypso'),
      [
        'policy.yml:10:29 schedule.holdIn is not known to this version; a rule that is ignored would protect nobody. Remove it',
      ],
    ],
    [
      'a number for a duration',
      changed('90s', '90'),
      ['policy.yml:10:24 schedule.sendDelay must be a duration such as 30s, 5m, 4h or 3d'],
    ],
    [
      'a bad duration',
      changed('90s', '90 seconds'),
      ['policy.yml:10:24 schedule.sendDelay must be a duration such as 30s, 5m, 4h or 3d'],
    ],
    [
      'a version of tomorrow',
      changed('version: 1', 'version: 2'),
      ['policy.yml:1:10 version Invalid input: expected 1'],
    ],
    [
      'an unknown group',
      changed('from: treasury', 'from: tresury'),
      [
        'policy.yml:9:20 approvals.0.need.0.from must name a group of approvers under people; "tresury" is not one',
      ],
    ],
    [
      'requesters as approvers',
      changed('from: treasury', 'from: requesters'),
      [
        'policy.yml:9:20 approvals.0.need.0.from must name a group of approvers under people; "requesters" is not one',
      ],
    ],
    [
      'a count too high',
      changed('count: 2', 'count: 4'),
      ['policy.yml:9:37 approvals.0.need.0.count asks for 4 of treasury, which has 3'],
    ],
    [
      'a count of nobody',
      changed('count: 2', 'count: 0'),
      ['policy.yml:9:37 approvals.0.need.0.count Too small: expected number to be >=1'],
    ],
    [
      'a user group instead of a person',
      changed('U0CAROL', 'S0TREASURY'),
      ['policy.yml:6:21 people.treasury.1 must be a user id such as U0ALICE'],
    ],
    [
      'a name instead of a channel',
      changed('C0ALERTS', "'#alerts'"),
      ['policy.yml:3:43 channels.alerts must be a channel id such as C0PAYOUTS'],
    ],
    [
      'a bad time zone',
      changed('Europe/Berlin', 'Europe/Bielefeld'),
      ['policy.yml:2:11 timezone must be a time zone such as Europe/Berlin'],
    ],
    [
      'two approvals',
      changed('schedule:', '  - name: large\n    need: [{ from: treasury, count: 3 }]\nschedule:'),
      [
        'policy.yml:8:3 approvals must hold exactly one entry; tiers are not supported by this version',
      ],
    ],
    [
      'nobody who may ask',
      changed('[U0ALICE, U0DAVE]', '[]'),
      [
        'policy.yml:5:3 people must name at least one person under requesters; nobody could ask otherwise',
      ],
    ],
    [
      'a missing channel',
      changed(', alerts: C0ALERTS', ''),
      ['policy.yml:3:11 channels.alerts is missing'],
    ],
    ['nothing at all', '', ['policy.yml:1:1 Invalid input: expected object, received null']],
    [
      'a file that is too large',
      `${good}# ${'x'.repeat(policyBytesMax)}`,
      ['policy.yml:1:1 is larger than 256 KiB'],
    ],
  ];
  it.each(rows)('with %s is refused', (_, text, expected) =>
    expect(problems(text)).toEqual(expected),
  );

  it('with many problems says all of them at once', () => {
    const text = changed('Europe/Berlin', 'Mars')
      .replace('from: treasury, count: 2', 'from: treasurer, count: 2')
      .replace('90s', 'soon')
      .concat('limits: []\n');
    expect(problems(text)).toEqual([
      'policy.yml:2:11 timezone must be a time zone such as Europe/Berlin',
      'policy.yml:10:24 schedule.sendDelay must be a duration such as 30s, 5m, 4h or 3d',
      'policy.yml:12:1 limits is not known to this version; a rule that is ignored would protect nobody. Remove it',
      'policy.yml:9:20 approvals.0.need.0.from must name a group of approvers under people; "treasurer" is not one',
    ]);
  });
});
