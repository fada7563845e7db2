/** Each variable by itself: what it may be, and the sentence about what it may not be. */
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/bot/host/config.ts';

const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1234-5678-abcdefgh',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  CALYPSO_API_KEY: 'publickey0123456',
  CALYPSO_SECRET_KEY: 'secretkey9876543',
  CALYPSO_ACCOUNT: `0x${'a1'.repeat(20)}`,
};

function problemsOf(change: Record<string, string | undefined>): readonly string[] {
  const reading = readConfig({ ...complete, ...change });
  return 'problems' in reading ? reading.problems : [];
}

describe('a wrong value', () => {
  it.each([
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535; it is "65536".'],
    ['PORT', '80a', 'PORT must be a whole number from 0 to 65535; it is "80a".'],
    ['PORT', '-1', 'PORT must be a whole number from 0 to 65535; it is "-1".'],
    ['PORT', ' 80', 'PORT must be a whole number from 0 to 65535; it is " 80".'],
    [
      'CALYPSO_BATCH_MAX',
      '0',
      'CALYPSO_BATCH_MAX must be a whole number from 1 to 10000; it is "0".',
    ],
    [
      'CALYPSO_BATCH_MAX',
      '10001',
      'CALYPSO_BATCH_MAX must be a whole number from 1 to 10000; it is "10001".',
    ],
    [
      'LOG_LEVEL',
      'verbose',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent; it is "verbose".',
    ],
    [
      'HOST',
      'my host',
      'HOST must be an address or name to listen on, such as 0.0.0.0; it is "my host".',
    ],
    [
      'POLICY_FILE',
      'policy.yml\n',
      'POLICY_FILE must not begin or end with a blank; it has 11 characters.',
    ],
    [
      'DATABASE_URL',
      'mysql://u:hunter2hunter2@h/d',
      'DATABASE_URL must be sqlite:<path> or postgres://<user>:<password>@<host>/<database>; it is neither. Leave it out for sqlite:./data/countersign.db.',
    ],
    [
      'SLACK_API_URL',
      'https://slack.example.com/api/',
      'SLACK_API_URL must be https://slack.com/api/ or a plain URL of this machine, because the bot token is sent there; its host is slack.example.com. Leave it out to use Slack.',
    ],
    [
      'CALYPSO_API_URL',
      'http://api.calypso.money',
      'CALYPSO_API_URL must begin with https:// unless it is this machine; it is http://api.calypso.money.',
    ],
    [
      'CALYPSO_API_URL',
      'api.calypso.money',
      'CALYPSO_API_URL must be a URL such as https://api.calypso.money; it is not.',
    ],
    [
      'PUBLIC_URL',
      'https://pay.example.com/calypso?x=1',
      'PUBLIC_URL must be nothing but scheme, host and port; leave out what follows https://pay.example.com.',
    ],
    [
      'PUBLIC_URL',
      'https://user:hunter2hunter2@pay.example.com',
      'PUBLIC_URL must be a URL such as https://countersign.example.com; it is not.',
    ],
    [
      'SECRETS_KEY',
      'hunter2hunter2',
      'SECRETS_KEY must be 32 bytes in base64 or hex; it has 14 characters. Make one with: openssl rand -base64 32',
    ],
    [
      'SLACK_BOT_TOKEN',
      'xoxp-hunter2hunter2',
      'SLACK_BOT_TOKEN must begin with xoxb- and does not; it has 19 characters. Is it another credential?',
    ],
    [
      'SLACK_SIGNING_SECRET',
      'xoxb-hunter2hunter2',
      'SLACK_SIGNING_SECRET must not be a Slack token, and begins like one. Is it another credential?',
    ],
    [
      'SLACK_SIGNING_SECRET',
      'hunter2',
      'SLACK_SIGNING_SECRET must have at least 8 characters; it has 7 characters. Copy it again.',
    ],
    [
      'CALYPSO_SECRET_KEY',
      'hunter2hunter2\n',
      'CALYPSO_SECRET_KEY must not contain blanks; it has 15 characters, the last one blank (a trailing newline?). Copy it again without them.',
    ],
    [
      'CALYPSO_API_KEY',
      'hunter2 hunter2',
      'CALYPSO_API_KEY must not contain blanks; it has 15 characters. Copy it again without them.',
    ],
    [
      'CALYPSO_API_KEY',
      'hunter2hunter2–',
      'CALYPSO_API_KEY must be plain ASCII; it has 15 characters, some of them not. Copy it again.',
    ],
  ])('of %s (%j) says the rule and the way out, never a secret', (name, value, sentence) => {
    expect(problemsOf({ [name]: value })).toEqual([sentence]);
    expect(sentence).not.toContain('hunter2');
  });

  it('does not hide another', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'x', SLACK_BOT_TOKEN: undefined });
    expect(problems.map((problem) => problem.split(' ', 1)[0]).sort()).toEqual([
      'LOG_LEVEL',
      'PORT',
      'SLACK_BOT_TOKEN',
    ]);
  });
});

describe('the address that gets the bot token', () => {
  it.each([
    'https://slack.com/api/',
    'https://slack.com/api',
    'http://127.0.0.1:4100/api/',
    'http://127.8.9.1:4100/api/',
    'http://[::1]:4100/api/',
    'http://localhost:4100/api/',
  ])('may be %s', (url) => expect(problemsOf({ SLACK_API_URL: url })).toEqual([]));

  it.each([
    'http://slack.com/api/',
    'https://slack.com/api/../evil/',
    'https://slack.com.evil.example/api/',
    'https://127.evil.example/api/',
    'http://127.0.0.1.evil.example/api/',
    'http://localhost.evil.example/api/',
    'http://0.0.0.0:4100/api/',
    'http://user@127.0.0.1:4100/api/',
    'http://127.0.0.1:4100/api/?x=1',
    'ftp://127.0.0.1/api/',
    'slack.com',
  ])('may not be %s', (url) => expect(problemsOf({ SLACK_API_URL: url })).toHaveLength(1));
});

describe('the address of the ledger', () => {
  it.each([
    'sqlite:./data/countersign.db',
    'sqlite::memory:',
    'sqlite:/var/lib/our desk/countersign.db',
    'postgres://desk:secret@db:5432/countersign?sslmode=verify-full',
    'postgresql://desk@127.0.0.1/countersign',
  ])('may be %s', (url) => expect(problemsOf({ DATABASE_URL: url })).toEqual([]));

  it('D12: may not lead to another machine in the clear, and does not tell its password', () => {
    const url = 'postgres://desk:hunter2hunter2@db.example.com/countersign';
    expect(problemsOf({ DATABASE_URL: url })).toEqual([
      'DATABASE_URL must use TLS, because PostgreSQL is on another machine (db.example.com). Add sslmode=verify-full to it, and sslrootcert=<file> if an authority of your own signed the certificate.',
    ]);
  });

  it.each(['sqlite:', 'sqlite: x', 'postgres:desk', 'postgres://', 'file.db'])(
    'may not be %j',
    (url) => expect(problemsOf({ DATABASE_URL: url })).toHaveLength(1),
  );
});
