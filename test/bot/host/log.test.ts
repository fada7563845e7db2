/** Log lines as they are written: one JSON object each, and nothing in them that must not be. */
import { WebAPIPlatformError } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boltLogger, type LevelName, openLog } from '../../../src/bot/host/log.ts';
import { scrubber } from '../../../src/bot/host/scrub.ts';

/** With characters that every encoding treats in its own way. */
const canary = 'c4n"ary/+secret=?&~\\z';

function openRecorder({
  level = 'debug',
  secrets = [canary],
}: Partial<{
  level: LevelName;
  secrets: string[];
}> = {}) {
  const lines: string[] = [];
  const log = openLog({ level, secrets, destination: { write: (line) => lines.push(line) } });
  return { log, lines, written: () => lines.map((line): unknown => JSON.parse(line)) };
}

describe('a log line', () => {
  it('is one JSON object with its level, its time, its fields and its message', () => {
    const { log, lines, written } = openRecorder();
    log.info(
      { request: 1042, amountMinor: 12_450_000_000n, gone: undefined },
      'a request\nwas sent',
    );
    expect(lines[0]?.endsWith('}\n')).toBe(true);
    expect(written()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        request: 1042,
        amountMinor: '12450000000',
        msg: 'a request\nwas sent',
      },
    ]);
  });

  it('is not written below the level', () => {
    const { log, written } = openRecorder({ level: 'warn' });
    log.debug({}, 'one');
    log.info({}, 'two');
    log.warn({}, 'three');
    log.error({}, 'four');
    expect(written()).toMatchObject([{ msg: 'three' }, { msg: 'four' }]);
  });

  it('keeps of an error its message, its stack, its code and its cause, and no request', () => {
    const { log, lines, written } = openRecorder();
    const cause = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED', port: 4200 });
    const error = Object.assign(new Error('fetch failed', { cause }), {
      code: 'E_FETCH',
      config: { headers: { authorization: 'Bearer of something' } },
    });
    log.error({ err: error, list: [{ inside: error }] }, 'it failed');
    const kept = {
      message: 'fetch failed',
      stack: expect.stringContaining('log.test.ts'),
      code: 'E_FETCH',
      cause: { message: 'connect refused', stack: expect.any(String), code: 'ECONNREFUSED' },
    };
    expect(written()).toEqual([
      expect.objectContaining({ err: kept, list: [{ inside: expect.objectContaining({}) }] }),
    ]);
    expect(lines.join()).not.toContain('Bearer');
    expect(lines.join()).not.toContain('4200');
  });

  it('stays readable whatever is put into it', () => {
    const { log, written } = openRecorder();
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    log.warn(
      { endless, bytes: Buffer.from('a body'), at: new Date(0), never: new Date(Number.NaN) },
      'odd fields',
    );
    expect(written()).toMatchObject([
      { bytes: '6 bytes', at: '1970-01-01T00:00:00.000Z', never: null, msg: 'odd fields' },
    ]);
  });
});

describe('a secret', () => {
  const spellings = {
    raw: canary,
    base64: Buffer.from(canary).toString('base64'),
    'base64 in a basic authorization': Buffer.from(`user:${canary}`).toString('base64'),
    'base64 for URLs': Buffer.from(canary).toString('base64url'),
    'URL encoding': encodeURIComponent(canary),
    'lower-case URL encoding': encodeURIComponent(canary).toLowerCase(),
    hex: Buffer.from(canary).toString('hex'),
    'upper-case hex': Buffer.from(canary).toString('hex').toUpperCase(),
  };

  it.each(Object.entries(spellings))('is taken out as %s, wherever it stands', (_, spelling) => {
    const { log, lines, written } = openRecorder();
    log.error({ field: spelling, deep: { list: [spelling] }, err: new Error(spelling) }, spelling);
    boltLogger(log).warn('a word', { spelling });
    expect(written()).toHaveLength(2);
    const all = lines.join('');
    expect(all).not.toContain(spelling);
    expect(all).not.toContain(JSON.stringify(spelling).slice(1, -1));
    expect(all.split('[secret]').length - 1).toBeGreaterThanOrEqual(6);
  });

  it('is found in base64 whatever stands around it', () => {
    const scrub = scrubber([canary]);
    const bytes = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(bytes, bytes, (before, after) => {
        const whole = Buffer.concat([before, Buffer.from(canary), after]);
        const left = Buffer.from(
          scrub(whole.toString('base64')).split('[secret]').join(''),
          'base64',
        );
        expect(scrub(whole.toString('base64'))).toContain('[secret]');
        expect(left.includes(canary.slice(2, -2))).toBe(false);
      }),
    );
  });

  it.each([
    ['a bot token', 'see xoxb-123-456-abcDEF now', 'see [secret] now'],
    ['a token after a line break', 'see\\nxoxp-123 now', 'see\\n[secret] now'],
    ['a rotated token', '"xoxe.xoxb-1-Mi0x"', '"[secret]"'],
    ['an app token', 'xapp-1-A0-1-ff', '[secret]'],
    [
      'a response url',
      'posted to https://hooks.slack.com/actions/T0/1/x-y_z, twice',
      'posted to [secret], twice',
    ],
    [
      'an encoded response url',
      'response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0&trigger_id=1',
      'response_url=[secret]&trigger_id=1',
    ],
    [
      'a local response url',
      '{"response_url":"http://127.0.0.1:4100/actions/T0/R1","text":"x"}',
      '{"response_url":"[secret]","text":"x"}',
    ],
  ])('that nobody named is known by its form: %s', (_, text, clean) =>
    expect(scrubber([])(text)).toBe(clean),
  );

  it('leaves ordinary text alone, also when a secret is as short as a word', () => {
    const text = '{"level":"info","time":"2026-03-02","msg":"1 request of ok was sent"}';
    expect(scrubber(['1', 'ok', 'info', ''])(text)).toBe(text);
  });
});

describe('the logger of Bolt', () => {
  it('never writes its debug lines, which hold whole payloads', () => {
    const { log, lines } = openRecorder({ level: 'trace' });
    const bolt = boltLogger(log);
    bolt.setLevel(bolt.getLevel());
    bolt.debug('ack() call begins (body: everything)');
    expect(lines).toEqual([]);
    expect(bolt.getLevel()).toBe('info');
  });

  it('keeps every part of a message and the error among them', () => {
    const { log, written } = openRecorder();
    const bolt = boltLogger(log);
    bolt.setName('web-api:WebClient:0');
    const error = new WebAPIPlatformError({ ok: false, error: 'invalid_blocks' });
    bolt.warn('http request failed', error, { attempts: 2 });
    expect(written()).toMatchObject([
      {
        level: 'warn',
        from: 'web-api:WebClient:0',
        msg: 'http request failed An API error occurred: invalid_blocks { attempts: 2 }',
        err: { code: 'slack_webapi_platform_error' },
      },
    ]);
  });
});
