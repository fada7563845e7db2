/**
 * Starting, or refusing to: every problem at once, in words for whoever runs the bot, and never a
 * secret among them.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BotDidNotStart, startBotProcess } from '../../sandbox/workplace/bot.ts';
import { policyText } from '../../sandbox/workplace/cast.ts';
import { bob, dave, maria } from '../support/people.ts';
import { openStory } from '../support/story.ts';

const story = await openStory();
afterAll(() => story.end());

const canaries = {
  SLACK_BOT_TOKEN: 'xoxb-canary-6f1d2c',
  SLACK_SIGNING_SECRET: 'canary-signing-8a9b7c6d',
  CALYPSO_API_KEY: 'canary-key-1f2e3d4c',
  CALYPSO_SECRET_KEY: 'canary-secret-5b6a7988',
};

/** What it printed instead of starting. */
async function refusal(env: Readonly<Record<string, string>>): Promise<string> {
  const { error } = await startBotProcess({ env }).then(
    async (bot) => {
      await bot.stop();
      throw new Error('It started.');
    },
    (error: unknown) => ({ error }),
  );
  if (!(error instanceof BotDidNotStart)) throw error;
  expect(error.message).toMatch(/^Countersign does not start:\n/);
  for (const secret of Object.values(canaries)) expect(error.message).not.toContain(secret);
  return error.message;
}

async function withPolicy(text: string) {
  const file = join(story.folder, 'other.yml');
  await writeFile(file, text);
  const ledger = `sqlite:${join(story.folder, 'other.db')}`;
  return { ...story.env, POLICY_FILE: file, DATABASE_URL: ledger };
}

describe('the bot does not start', () => {
  it('without its settings, and names every one that is missing', async () => {
    const said = await refusal({});
    for (const name of [...Object.keys(canaries), 'CALYPSO_ACCOUNT'])
      expect(said).toContain(`${name} is missing.`);
  });

  it('with wrong settings, and names them all without showing a secret', async () => {
    const said = await refusal({
      ...story.env,
      ...canaries,
      SLACK_BOT_TOKEN: `${canaries.SLACK_BOT_TOKEN}\n`,
      CALYPSO_API_URL: 'http://api.calypso.money',
      PORT: 'http',
      LOG_LEVEL: 'loud',
    });
    expect(said).toContain('SLACK_BOT_TOKEN must not contain blanks');
    expect(said).toContain('CALYPSO_API_URL must begin with https://');
    expect(said).toContain('PORT must be a whole number from 0 to 65535; it is "http".');
    expect(said).toContain('LOG_LEVEL must be one of');
  });

  it('without a policy file, and says where it looked', async () => {
    const said = await refusal({ ...story.env, POLICY_FILE: join(story.folder, 'nowhere.yml') });
    expect(said).toContain('nowhere.yml does not exist. Copy policy.example.yml there');
  });

  it('with an invalid policy, and names every problem with its line and column', async () => {
    const text = policyText()
      .replace('Europe/Berlin', 'Europe/Bremen')
      .replace('count: 2', 'count: 20')
      .replace('C0ALERTS', 'alerts')
      .concat('freeze: true\n');
    const said = await refusal(await withPolicy(text));
    expect(said).toMatch(/other\.yml:2:11 timezone must be a time zone/);
    expect(said).toMatch(/other\.yml:3:\d+ channels\.alerts must be a channel id/);
    expect(said).toMatch(/other\.yml:\d+:\d+ approvals\.0\.need\.0\.count asks for 20 of treasury/);
    expect(said).toMatch(/other\.yml:\d+:1 freeze is not known to this version/);
  });

  it('with a currency in the policy that Calypso does not have', async () => {
    const said = await refusal(await withPolicy(policyText({ allowed: ['USDT_TRX', 'SHELLS'] })));
    expect(said).toContain('SHELLS');
  });

  it('when Slack does not know its token', async () => {
    const said = await refusal({
      ...(await withPolicy(policyText())),
      SLACK_BOT_TOKEN: canaries.SLACK_BOT_TOKEN,
    });
    expect(said).toContain('SLACK_BOT_TOKEN was refused by Slack (invalid_auth)');
  });

  it('beside another bot on the same SQLite file, which goes on undisturbed', async () => {
    const first = await story.startBot();
    const said = await refusal(story.env);
    expect(said).toMatch(/another process/i);
    expect(said.trim().split('\n')).toHaveLength(2);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  });
});

describe('the bot that runs', () => {
  it('adopts its first policy aloud', async () => {
    const audit = () => story.slack.messages('C0AUDIT').map((each) => story.slack.textOf(each));
    await story.until('the adoption is told', () => audit().length > 0);
    expect(audit()).toEqual([expect.stringContaining('Policy adopted at the first start')]);
  });

  it('stops with code 0, and an edited policy file changes nothing but is alerted', async () => {
    const number = await story.asks(dave, {
      purpose: 'Rent',
      currency: 'USDT_TRX',
      amount: '250',
      address: maria,
    });
    const bot = story.newestBot();
    expect(await bot.stop()).toBe(0);
    const file = join(story.folder, 'policy.yml');
    await writeFile(file, policyText({ need: '{ from: treasury, count: 1 }' }));
    await story.startBot();
    await story.until('the edited file is alerted', () =>
      story.alerts().some((text) => text.includes('The policy file is not the policy in force')),
    );
    await story.approves(bob, number);
    await story.happened(number, 'requested', 'approved');
    expect(story.creates(), 'one approval is not enough, whatever the file says').toEqual([]);
  });
});
