/** Walks the tables of docs/calypso.md, so that the page cannot say what the client does not do. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  answerError,
  answerRules,
  CalypsoDeferred,
  CalypsoError,
  CalypsoNotFound,
  CalypsoRefused,
  connectionError,
  unsentRules,
} from '../../src/calypso/errors.ts';
import { answerBytesMax } from '../../src/calypso/transport.ts';
import { type Reply, startScript } from './scripted.ts';

interface Row {
  readonly said: string;
  readonly create: string;
  readonly read: string;
}

const page = readFileSync(new URL('../../docs/calypso.md', import.meta.url), 'utf8');

/** The rows of the table with this head cell. */
function rowsOf(head: string): readonly Row[] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  expect(start).toBeGreaterThan(0);
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map((line) => {
    const [, said = '', , create = '', read = ''] = line.split('|').map((cell) => cell.trim());
    return { said: said.replaceAll('`', ''), create, read };
  });
}

const answers = rowsOf('Calypso says');
const ways = rowsOf('On the way');

/** What the desk makes of an error of the two creates when nothing is found under the key. */
function outcomeOf(error: CalypsoError): string {
  if (error instanceof CalypsoRefused) return 'declined';
  return error instanceof CalypsoDeferred ? 'deferred' : 'unclear';
}

function readOf(error: CalypsoError): string {
  if (error instanceof CalypsoNotFound) return 'not found';
  return error.transient ? 'again' : 'fails';
}

const told = (error: CalypsoError) => ({ create: outcomeOf(error), read: readOf(error) });

describe('the table of answers', () => {
  it.each(answers)('is right about $said', ({ said, create, read }) => {
    const [kind, code = ''] = said.split(' ');
    const error =
      kind === 'error'
        ? answerError({ status: 400, errorCode: code })
        : answerError({ status: Number.parseInt(code, 10) });
    expect(told(error)).toEqual({ create, read });
  });

  it('holds every code of the documentation and of the client', () => {
    const documented = '000 001 002 003 004 006 009 010 011 012 014 015 016 028'.split(' ');
    const known = answerRules.map(({ code }) => (code.length === 3 && code < '400' ? code : ''));
    for (const code of [...documented, ...known.filter((each) => each !== '')])
      expect(answers.map(({ said }) => said)).toContain(`error ${code}`);
    for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504])
      expect(answers.map(({ said }) => said)).toContain(`HTTP ${status}`);
  });
});

const system = (said: string) => {
  const [code = '', syscall] = said.split(' ').reverse();
  const cause = Object.assign(new Error(said), { code, ...(syscall && { syscall }) });
  return connectionError(new TypeError('fetch failed', { cause }));
};
const isSystem = ({ said }: Row) => /^(?:\w+ )?[A-Z_/\d]+$/.test(said);

const payout = '{"id":"p-1","state":"CREATED","currency":"TRX","amount":1}';
const happenings: Record<string, Reply> = {
  'the deadline passed': () => undefined,
  'the connection dropped': (response) => response.socket?.destroy(),
  'the answer was cut off': (response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('{"id":');
    setImmediate(() => response.socket?.destroy());
  },
  'the answer was too long': { status: 200, body: ' '.repeat(answerBytesMax + 1) },
  'the answer was not JSON': { status: 200, body: '<html></html>' },
  'the answer had another shape': { status: 200, body: '{"id":"p-1"}' },
  'the answer was a redirect': {
    status: 307,
    headers: { location: 'http://127.0.0.1:1/' },
    body: '',
  },
};

const failure = (asking: Promise<unknown>) =>
  asking.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => (error instanceof CalypsoError ? error : expect.fail(String(error))),
  );

describe('the table of what happens on the way', () => {
  it.each(ways.filter(isSystem))('is right about $said', ({ said, create, read }) => {
    expect(told(system(said))).toEqual({ create, read });
  });

  it('holds every failure before the first byte', () => {
    for (const { code, syscall } of unsentRules)
      expect(ways.map(({ said }) => said)).toContain(syscall ? `${syscall} ${code}` : code);
  });

  const happened = ways.filter((row) => !isSystem(row) && row.said in happenings);
  it.each(happened)('is right when $said', async ({ said, create, read }) => {
    const reply = happenings[said] ?? '';
    const script = await startScript({
      '/payout/create': [reply],
      '/payout': [reply, payout],
    });
    const client = script.client({ deadlineMs: said === 'the deadline passed' ? 100 : 5000 });
    expect(outcomeOf(await failure(client.createPayout('{}')))).toBe(create);
    const reading = client.payout({ id: 'p-1' });
    if (read === 'again') expect(await reading).toMatchObject({ id: 'p-1' });
    else await failure(reading);
    expect(script.paths()).toEqual([
      '/payout/create',
      ...(read === 'again' ? ['/payout', '/payout'] : ['/payout']),
    ]);
  });

  it('is right when our turn did not come', async () => {
    const row = ways.find(({ said }) => said === 'our turn did not come');
    const script = await startScript({ '/payout/create': [() => undefined] });
    const client = script.client({ deadlineMs: 100, perSecond: 1 });
    const [, late] = [client.createPayout('{}').catch(() => undefined), client.createPayout('{}')];
    const error = await failure(late);
    expect(told(error)).toEqual({ create: row?.create, read: row?.read });
    expect(script.paths()).toEqual(['/payout/create']);
  });

  it('names nothing that is not tried here', () => {
    const tried = [...Object.keys(happenings), 'our turn did not come'];
    const untried = ways.filter((row) => !isSystem(row) && !tried.includes(row.said));
    expect(untried).toEqual([]);
    expect(happened).toHaveLength(Object.keys(happenings).length);
  });
});
