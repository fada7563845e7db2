/** `npm run doctor` against the emulator: each check sound, and each way it may fail. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CalypsoOptions, startCalypso } from '../../sandbox/calypso/emulator.ts';
import { readCalypsoConfig } from '../../src/bot/host/config.ts';
import { openClient } from '../../src/calypso/client.ts';
import { openDoorbell } from '../../src/calypso/webhook.ts';
import { runDoctor } from '../../src/cli/doctor.ts';
import { examineCalypso } from '../../src/cli/doctor-calypso.ts';
import { maria } from '../support/people.ts';

const publicUrl = 'https://desk.example.com';

async function start(options: CalypsoOptions = {}, change: Partial<typeof nothing> = {}) {
  const calypso = await startCalypso({ tickMs: 0, ...options });
  onTestFinished(() => calypso.stop());
  const now = () => Date.now();
  const { url: host, key, secret, account } = { ...calypso, ...change };
  const client = openClient({ baseUrl: host, key, secret, account, now, perSecond: 1000 });
  const doorbell = openDoorbell({ client, publicUrl, account, now });
  const examined = () => examineCalypso({ client, host, account, publicUrl, now });
  return { calypso, client, doorbell, examined };
}

const nothing = { url: '', key: '', secret: '', account: '' };

/** The whole command. */
async function run(env: Record<string, string>, ...args: string[]) {
  let text = '';
  const out = (printed: string) => {
    text += printed;
  };
  const code = await runDoctor(args, readCalypsoConfig(env), { out, now: () => Date.now() });
  return { code, text };
}

const envOf = (calypso: typeof nothing) => ({
  CALYPSO_API_URL: calypso.url,
  CALYPSO_API_KEY: calypso.key,
  CALYPSO_SECRET_KEY: calypso.secret,
  CALYPSO_ACCOUNT: calypso.account,
});

const verdicts = (findings: readonly { check: string; verdict: string }[]) =>
  findings.map(({ check, verdict }) => `${check} ${verdict}`);
const all = 'key signature clock user account permissions balances confirmations webhooks';

describe('the doctor', () => {
  it('finds nothing where all is well, and changes nothing', async () => {
    const { calypso, doorbell, examined } = await start();
    await doorbell.ensure();
    const before = calypso.received.length;
    const findings = await examined();
    expect(verdicts(findings)).toEqual(all.split(' ').map((check) => `${check} ok`));
    expect(findings.filter(({ wayOut }) => wayOut !== undefined)).toEqual([]);
    const paths = calypso.received.slice(before).map(({ path }) => path.slice(8));
    expect(new Set(paths)).toEqual(
      new Set(['user/current', 'account', 'payout/all', 'payout/mass/all', 'subscription/webhook']),
    );
  });

  it.each([
    ['002', { key: 'another-key' }, ['key fail'], 'CALYPSO_API_KEY'],
    ['003', { secret: 'another-secret' }, ['key ok', 'signature fail'], 'SECRET_KEY'],
    ['no answer', { url: 'http://127.0.0.1:1' }, ['reach fail'], 'CALYPSO_API_URL'],
  ])('stops at %s and says the way out', async (_code, change, expected, wayOut) => {
    const { examined } = await start({}, change);
    const findings = await examined();
    expect(verdicts(findings)).toEqual(expected);
    expect(findings.at(-1)?.wayOut).toContain(wayOut);
    expect(JSON.stringify(findings)).not.toContain('another-secret');
  });

  it.each([
    [60_000, 'clock warn', 'ahead of ours'],
    [-60_000, 'clock warn', 'behind ours'],
    [3_600_000, 'clock fail', 'ahead of ours'],
  ])('measures a clock that is %i ms off', async (byMs, verdict, words) => {
    const { examined } = await start({ now: () => Date.now() + byMs });
    const findings = await examined();
    expect(verdicts(findings)).toContain(verdict);
    expect(findings.find(({ check }) => check === 'clock')?.says).toContain(words);
  });

  it('fails for a time that is refused although the clocks agree', async () => {
    const { calypso, examined } = await start();
    calypso.fault({ on: '/user/current', kind: 'code', errorCode: '011', times: 3 });
    expect(verdicts(await examined())).toEqual(['key ok', 'signature ok', 'clock fail']);
  });

  it('names the accounts the key may use when ours is not one', async () => {
    const { calypso, examined } = await start({}, { account: `0x${'1'.repeat(40)}` });
    const findings = await examined();
    const finding = findings.find(({ check }) => check === 'account');
    expect(finding?.verdict).toBe('fail');
    expect(finding?.wayOut).toContain(calypso.account);
    expect(verdicts(findings)).toContain('permissions warn');
    expect(verdicts(findings)).toContain('balances fail');
  });

  it.each([
    [{ active: true, blocked: true }, 'is blocked, or Calypso does not say that it is not'],
    [{ active: false, blocked: false }, 'is not active'],
  ])('tells that the user is %j', async (info, words) => {
    const { calypso, examined } = await start();
    const value = { ...info, username: 'robot' };
    calypso.fault({ on: '/user/current', kind: 'wrongEcho', field: 'userFullInfo', value });
    const finding = (await examined()).find(({ check }) => check === 'user');
    expect(finding).toMatchObject({ verdict: 'fail', says: `robot ${words}` });
  });

  it('warns of payouts that wait for the dashboard', async () => {
    const { calypso, examined } = await start({ settings: { confirmations: true } });
    const made = [1, 2, 3, 4].map((amount) =>
      calypso.createOutside({
        kind: amount === 4 ? 'mass' : 'single',
        currency: 'USDT_TRX',
        recipients: [{ depositAddress: maria, amount: `${amount}` }],
      }),
    );
    for (const { id } of made) calypso.advance(id);
    const finding = (await examined()).find(({ check }) => check === 'confirmations');
    expect(finding?.verdict).toBe('warn');
    expect(finding?.says).toMatch(/^4 stopped in PENDING_CONFIRMATION: \S+, \S+, \S+ and 1 more$/);
  });

  it('tells a subscription that is missing, blocked or points elsewhere', async () => {
    const { calypso, client, doorbell, examined } = await start();
    const finding = async () => {
      const { verdict, says } = (await examined()).at(-1) ?? {};
      return `${verdict}: ${says}`;
    };
    expect(await finding()).toBe('warn: not subscribed');
    await doorbell.ensure();
    calypso.blockSubscription(doorbell.subscription);
    expect(await finding()).toBe('fail: blocked by Calypso after too many errors');
    await client.deleteSubscription(doorbell.subscription);
    const url = 'https://elsewhere.example.com/';
    await client.createSubscription({ requestId: doorbell.subscription, url });
    expect(await finding()).toMatch(/^fail: subscription \S+ rings at https:\/\/elsewhere/);
  });
});

describe('npm run doctor', () => {
  it('prints a line for each check, and the same for programs', async () => {
    const { calypso } = await start();
    const { code, text } = await run(envOf(calypso));
    expect(code).toBe(0);
    expect(text).toMatch(/^ok +key +accepted by http/m);
    expect(text).toMatch(/^ok +webhooks +PUBLIC_URL is not set: polling only$/m);
    expect(text).toContain('9 ok, 0 to look at, 0 to repair.');
    const json = await run(envOf(calypso), '--json');
    expect(JSON.parse(json.text).map(({ check }: { check: string }) => check)).toEqual(
      all.split(' '),
    );
  });

  it('ends with 1 and says the way out when something fails', async () => {
    const { calypso } = await start();
    const { code, text } = await run({ ...envOf(calypso), CALYPSO_API_KEY: 'another-key' });
    expect(code).toBe(1);
    expect(text).toMatch(/^fail +key .*\n +→ Compare CALYPSO_API_KEY/m);
    expect(text).toContain('0 ok, 0 to look at, 1 to repair.');
  });

  it('lists every missing setting', async () => {
    const { code, text } = await run({});
    expect(code).toBe(1);
    expect(text.match(/^fail +settings +CALYPSO_\w+ is missing/gm)).toHaveLength(3);
  });

  it('helps', async () => {
    expect(await run({}, '--help')).toMatchObject({
      code: 0,
      text: expect.stringContaining('Usage'),
    });
    expect(await run({}, '--jsn')).toMatchObject({ code: 2 });
  });
});
