/** `npm run calypso` against the emulator: what it prints, what it asks, how it ends. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCalypso } from '../../sandbox/calypso/emulator.ts';
import { readCalypsoConfig } from '../../src/bot/host/config.ts';
import { runCalypso } from '../../src/cli/calypso.ts';
import { maria } from '../support/people.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');
const settings = { dates: 'zulu', extraFields: false, nulls: 'absent' } as const;

async function start() {
  const calypso = await startCalypso({ tickMs: 0, now: () => noon, settings });
  onTestFinished(() => calypso.stop());
  const env = {
    CALYPSO_API_URL: calypso.url,
    CALYPSO_API_KEY: calypso.key,
    CALYPSO_SECRET_KEY: calypso.secret,
    CALYPSO_ACCOUNT: calypso.account,
  };
  const run = (...args: string[]) => running(args, env);
  return { calypso, env, run };
}

async function running(args: string[], env: Record<string, string>) {
  const printed = { out: '', err: '' };
  const code = await runCalypso(args, readCalypsoConfig(env), {
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    now: () => noon,
  });
  return { code, ...printed };
}

const outside = {
  currency: 'USDT_TRX',
  recipients: [{ depositAddress: maria, amount: '1250.5', comment: 'March' }],
};

describe('npm run calypso', () => {
  it('shows the balances, grouped, with the network', async () => {
    const { calypso, run } = await start();
    calypso.setBalance('ETH', '1000000.0000001');
    calypso.setBalance('NEW', '7');
    expect(await run('balance')).toEqual({
      code: 0,
      err: '',
      out: `Account  ${calypso.account}
Name     Main account

Currency            Balance  Network
USDT_TRX           1,500.75  Tron
BTC                   0.025  Bitcoin
ETH       1,000,000.0000001  Ethereum
NEW                       7  –
`,
    });
  });

  it('gives programs the exact text of every amount', async () => {
    const { calypso, run } = await start();
    calypso.setBalance('ETH', '0.123456789012345678');
    const { out } = await run('balance', '--json');
    expect(JSON.parse(out).balances).toContainEqual({
      currency: 'ETH',
      amount: '0.123456789012345678',
    });
  });

  it('finds a payout by id or by key, single or mass', async () => {
    const { calypso, run } = await start();
    const single = calypso.createOutside(outside);
    const mass = calypso.createOutside({ ...outside, kind: 'mass', name: 'Salaries' });
    const byKey = await run('payout', single.idempotencyKey?.toUpperCase() ?? '');
    expect(byKey.out).toContain('Amount   1,250.50 USDT on Tron\n');
    expect(byKey.out).toContain('Created  2026-03-02 12:00:00 UTC\n');
    for (const name of [mass.id, mass.idempotencyKey ?? '']) {
      const found = await run('payout', name);
      expect(found.out).toContain('Kind    mass');
      expect(found.out).toContain('Name    Salaries');
    }
  });

  it('lists payouts and the transfers of one', async () => {
    const { calypso, run } = await start();
    const single = calypso.createOutside(outside);
    calypso.createOutside({ ...outside, kind: 'mass', name: 'Salaries' });
    calypso.complete(single.id);
    const all = JSON.parse((await run('payouts', '--json')).out);
    expect(all).toHaveLength(2);
    const done = JSON.parse((await run('payouts', '--json', '--state', 'COMPLETED')).out);
    expect(done).toMatchObject([{ id: single.id, amount: '1250.5' }]);
    expect(JSON.parse((await run('payouts', '--json', '--limit', '1')).out)).toHaveLength(2);
    const { out } = await run('withdrawals', single.id);
    expect(out).toContain(maria);
    expect(out).toContain('COMPLETED');
    expect(out).toContain('March');
  });

  it('estimates a fee and tells rates and decimals', async () => {
    const { run } = await start();
    expect((await run('fee', '1250', 'USDT_TRX')).out).toBe(
      `  Amount  Currency      Fee on top  Fee within
1,250.00  USDT on Tron       12.50       12.50
`,
    );
    expect((await run('rates', 'BTC', 'USDT')).out).toBe(
      `Of         Is  In    As of
1 BTC  60,000  USDT  2026-03-02 12:00:00 UTC
`,
    );
    const fiat = await run('rates', 'BTC,ETH', 'USD', '--fiat', '--json');
    expect(JSON.parse(fiat.out)).toEqual({ BTC: { USD: '60000' }, ETH: { USD: '3000' } });
    expect((await run('currencies')).out).toMatch(/USDT_TRX {2,}TRON {2,}6 {2,}6 /);
  });

  it('says whose key it is', async () => {
    const { calypso, run } = await start();
    const { out } = await run('whoami');
    expect(out).toContain('User     countersign-api');
    expect(out).toMatch(new RegExp(`${calypso.account} +Main account +PAYOUT`));
  });

  it('makes, lists and deletes a webhook, and shows its secret only when asked to', async () => {
    const { calypso, run } = await start();
    const url = 'https://hooks.example.com/calypso';
    expect((await run('webhooks')).out).toBe('No webhooks.\n');
    const made = await run('webhooks', 'create', url);
    expect(made.out).toContain(url);
    const [subscription] = calypso.subscriptions;
    const { requestId = '', secretKey = 'none' } = subscription ?? {};
    const shown = [made, await run('webhooks', 'list'), await run('webhooks', '--json')];
    for (const { out } of shown) expect(out).not.toContain(secretKey);
    expect((await run('webhooks', '--show-secrets')).out).toContain(secretKey);
    expect(await run('webhooks', 'delete', requestId)).toMatchObject({ code: 0 });
    expect(calypso.subscriptions).toEqual([]);
    expect(await run('webhooks', 'delete', requestId)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no such object (error 004'),
    });
  });

  it('asks for nothing but reads unless it is told to change webhooks', async () => {
    const { calypso, run } = await start();
    const one = calypso.createOutside(outside).id;
    for (const args of [
      ['balance'],
      ['payout', one],
      ['payouts'],
      ['withdrawals', one],
      ['fee', '1', 'BTC'],
      ['rates', 'BTC', 'USD'],
      ['currencies'],
      ['webhooks'],
      ['whoami'],
    ])
      expect(await run(...args)).toMatchObject({ code: 0, err: '' });
    const changing = calypso.received.filter(
      ({ path, method }) => method !== 'POST' || /create$|cancel$/.test(path),
    );
    expect(changing).toEqual([]);
  });
});

describe('when it cannot', () => {
  it.each([
    [['payout', 'nobody'], 1, 'Calypso has no payout with the id or key nobody.\n'],
    [['fee', '1e3', 'BTC'], 2, 'The amount must be digits such as 1250.50; it is "1e3".'],
    [['fee', '1'], 2, 'It takes 2 words, not 1.'],
    [['payouts', '--limit', '0'], 2, '--limit must be a number from 1; it is "0".'],
    [['webhooks', 'create', 'ftp://x'], 2, 'The URL must begin with https://; it is "ftp://x".'],
    [['webhooks', 'drop', 'x'], 2, 'It takes list, create <url> or delete <id>.'],
    [['pay'], 2, 'There is no command "pay".'],
    [['--jsn'], 2, '--jsn'],
    [['rates', 'NOPE', 'USD'], 1, 'Calypso said: Unknown currency NOPE'],
  ])('%j ends with %i and says why', async (args, code, words) => {
    const { run } = await start();
    const ended = await run(...args);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
    expect(ended.out).toBe('');
  });

  it('names every missing setting of Calypso and no other', async () => {
    const { code, err } = await running(['balance'], {});
    expect(code).toBe(2);
    expect(err.match(/\w+ is missing/g)).toEqual([
      'CALYPSO_API_KEY is missing',
      'CALYPSO_SECRET_KEY is missing',
      'CALYPSO_ACCOUNT is missing',
    ]);
  });

  it('tells a wrong secret without showing it', async () => {
    const { env } = await start();
    const wrong = 'not-the-secret-123';
    const { code, err } = await running(['balance'], { ...env, CALYPSO_SECRET_KEY: wrong });
    expect(code).toBe(3);
    expect(err).toContain('check CALYPSO_SECRET_KEY');
    expect(err).not.toContain(wrong);
  });

  it('shows nothing that could steer a terminal', async () => {
    const { calypso, run } = await start();
    const name = '\u001b[2J\u202eSalaries\nId x';
    calypso.createOutside({ ...outside, kind: 'mass', name });
    const { out } = await run('payouts');
    expect(out).toContain('[2JSalaries Id x');
    for (const forbidden of ['\u001b', '\u202e']) expect(out).not.toContain(forbidden);
  });

  it('helps', async () => {
    const help = await running(['--help'], {});
    expect(help.code).toBe(0);
    for (const word of ['balance', 'withdrawals <id|key>', 'webhooks delete', 'Exit codes'])
      expect(help.out).toContain(word);
    expect(await running([], {})).toEqual({ ...help, code: 2 });
  });
});
