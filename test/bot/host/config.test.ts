/** The environment as a whole: what is complete, what is missing, and what is noted. */
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/bot/host/config.ts';

const account = `0x${'a1'.repeat(20)}`;
const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1234-5678-abcdefgh',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  CALYPSO_API_KEY: 'publickey0123456',
  CALYPSO_SECRET_KEY: 'secretkey9876543',
  CALYPSO_ACCOUNT: account,
};

function problemsOf(change: Record<string, string | undefined>): readonly string[] {
  const reading = readConfig({ ...complete, ...change });
  return 'problems' in reading ? reading.problems : [];
}

function configOf(change: Record<string, string | undefined> = {}) {
  const reading = readConfig({ ...complete, ...change });
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.config;
}

describe('the environment', () => {
  it('needs five values and has a default for every other', () => {
    expect(readConfig(complete)).toEqual({
      notes: [],
      config: {
        slack: {
          botToken: complete.SLACK_BOT_TOKEN,
          signingSecret: complete.SLACK_SIGNING_SECRET,
          apiUrl: 'https://slack.com/api/',
        },
        calypso: {
          apiUrl: 'https://api.calypso.money',
          apiKey: complete.CALYPSO_API_KEY,
          secretKey: complete.CALYPSO_SECRET_KEY,
          account,
        },
        databaseUrl: 'sqlite:./data/countersign.db',
        policyFile: './policy.yml',
        host: '127.0.0.1',
        port: 3000,
        logLevel: 'info',
        secrets: [
          complete.SLACK_BOT_TOKEN,
          complete.SLACK_SIGNING_SECRET,
          complete.CALYPSO_API_KEY,
          complete.CALYPSO_SECRET_KEY,
        ],
      },
    });
  });

  it('is read whole when everything is set', () => {
    const config = configOf({
      SLACK_API_URL: 'http://127.0.0.1:4100/api',
      CALYPSO_API_URL: 'http://localhost:4200/',
      CALYPSO_BATCH_MAX: '250',
      PUBLIC_URL: 'https://Pay.Example.com/',
      DATABASE_URL: 'postgres://desk:pa%24%24word-0@db/countersign?sslmode=require',
      POLICY_FILE: '/etc/countersign/policy.yml',
      SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
      HOST: '0.0.0.0',
      PORT: '0',
      LOG_LEVEL: 'debug',
    });
    expect(config).toMatchObject({
      slack: { apiUrl: 'http://127.0.0.1:4100/api/' },
      calypso: { apiUrl: 'http://localhost:4200', batchMax: 250 },
      publicUrl: 'https://pay.example.com',
      databaseUrl: 'postgres://desk:pa%24%24word-0@db/countersign?sslmode=require',
      policyFile: '/etc/countersign/policy.yml',
      host: '0.0.0.0',
      port: 0,
      logLevel: 'debug',
    });
    expect(config.secrets.slice(4)).toEqual([
      Buffer.alloc(32, 7).toString('base64'),
      'pa%24%24word-0',
      'pa$$word-0',
    ]);
  });

  it('tells everything that is missing at once, each with the way out', () => {
    const copy = 'Copy it from the API settings of the Calypso dashboard.';
    expect(readConfig({})).toEqual({
      policyFile: './policy.yml',
      secrets: [],
      problems: [
        'SLACK_BOT_TOKEN is missing. Copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of the Slack app.',
        'SLACK_SIGNING_SECRET is missing. Copy the Signing Secret from "Basic Information" of the Slack app.',
        `CALYPSO_API_KEY is missing. ${copy}`,
        `CALYPSO_SECRET_KEY is missing. ${copy}`,
        'CALYPSO_ACCOUNT is missing. Copy the id of the account (0x…) from the Calypso dashboard.',
      ],
    });
  });

  it('counts an empty variable as not set', () => {
    expect(configOf({ PORT: '', PUBLIC_URL: '', SECRETS_KEY: '' })).toEqual(configOf());
    expect(problemsOf({ CALYPSO_API_KEY: '' })).toHaveLength(1);
  });

  it('notes an account of another form and goes on', () => {
    const reading = readConfig({ ...complete, CALYPSO_ACCOUNT: 'main-account' });
    expect(reading).toMatchObject({
      notes: [
        'CALYPSO_ACCOUNT is usually 0x and 40 hex digits; it has 12 characters. If payouts are refused, compare it with the dashboard.',
      ],
    });
  });

  describe('D12: a secret', () => {
    const secret = 'c4n4ry0f/the+signing-key0123456789==';
    const names = [
      'SLACK_API_URL',
      'CALYPSO_ACCOUNT',
      'CALYPSO_API_URL',
      'CALYPSO_BATCH_MAX',
      'PUBLIC_URL',
      'DATABASE_URL',
      'POLICY_FILE',
      'HOST',
      'PORT',
      'LOG_LEVEL',
    ];

    it.each(names)('in %s by mistake is in no problem and is known to the scrubber', (name) => {
      for (const value of [secret, `${secret}\n`, secret.replaceAll(/[^a-z0-9]/g, '')]) {
        const reading = readConfig({ ...complete, [name]: value, SLACK_BOT_TOKEN: undefined });
        if (!('problems' in reading)) throw new Error('It was accepted.');
        expect(reading.problems.join('\n')).not.toContain(value.trim());
        expect(reading.secrets).toContain(value.trim());
      }
    });

    it('is known to the scrubber also when other settings are wrong', () => {
      const reading = readConfig({ ...complete, PORT: 'x' });
      expect(reading).toMatchObject({
        secrets: expect.arrayContaining([complete.CALYPSO_SECRET_KEY, complete.SLACK_BOT_TOKEN]),
      });
    });

    it.each([
      'postgres://desk:hunter2hunter2@127.0.0.1/ledger',
      'postgres://127.0.0.1/ledger?user=desk&password=hunter2hunter2',
    ])('in the address of the ledger is known to the scrubber: %s', (url) => {
      expect(configOf({ DATABASE_URL: url }).secrets).toContain('hunter2hunter2');
    });

    it('is not what settings usually are: paths, hosts, accounts and levels stay readable', () => {
      const usual = {
        POLICY_FILE: '/etc/countersign/2026/policy.yml',
        HOST: '0.0.0.0',
        PUBLIC_URL: 'https://countersign2.example.com',
        DATABASE_URL: 'sqlite:/var/lib/countersign2/ledger.db',
        LOG_LEVEL: 'debug',
      };
      expect(configOf(usual).secrets).toEqual(configOf().secrets);
    });
  });
});
