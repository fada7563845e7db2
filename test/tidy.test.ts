/**
 * The house style, as far as a machine can check it: who may know whom, how long a file may be,
 * what never stands where. It reads the sources as text; a failure names the file and the rule.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const filesIn = (folder: string) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      path: `${folder}/${name}`,
      text: readFileSync(`${root}${folder}/${name}`, 'utf8'),
    }));

const product = filesIn('src');
const sandbox = filesIn('sandbox');
const tests = filesIn('test');

const foundation = ['values', 'vocabulary'];
const core = [
  ...foundation,
  ...['authority', 'draft', 'sheet', 'rail', 'payees', 'policy', 'request', 'telling'],
  ...['ledger', 'desk', 'books', 'sending', 'following'],
].map((folder) => `src/approvals/${folder}`);
const toRequest = ['authority', 'draft', 'rail', 'payees', 'policy', 'request'];
const toDesk = [...toRequest, 'telling', 'ledger', 'desk'];
const inCore = (...folders: readonly string[]) =>
  [...foundation, ...folders].map((folder) => `src/approvals/${folder}`);
const inBot = (...folders: readonly string[]) => folders.map((folder) => `src/bot/${folder}`);
const conversation = [...core, ...inBot('words', 'cards', 'press', 'host')];

/**
 * Who may know whom. Each folder knows itself and what stands beside it here; a file that stands
 * under none of these lines fails.
 */
const mayKnow: Record<string, readonly string[]> = {
  'src/approvals/values': [],
  'src/approvals/vocabulary': ['src/approvals/values'],
  'src/approvals/authority': inCore(),
  'src/approvals/draft': inCore(),
  'src/approvals/sheet': inCore('draft'),
  'src/approvals/rail': inCore('draft'),
  'src/approvals/payees': inCore('authority', 'draft'),
  'src/approvals/policy': inCore('authority', 'draft', 'rail', 'payees'),
  'src/approvals/request': inCore('authority', 'draft', 'rail', 'payees', 'policy'),
  'src/approvals/telling': inCore(...toRequest),
  'src/approvals/ledger': inCore(...toRequest),
  'src/approvals/desk': inCore(...toRequest, 'telling', 'ledger'),
  'src/approvals/books': inCore(...toRequest, 'telling', 'ledger', 'sheet'),
  'src/approvals/sending': inCore(...toDesk),
  'src/approvals/following': inCore(...toDesk, 'sending'),
  'src/approvals/sweep.ts': inCore(...toDesk, 'sending', 'following'),
  'src/approvals/open.ts': [...core, 'src/approvals/sweep.ts'],
  'src/calypso': ['values', 'draft', 'rail'].map((folder) => `src/approvals/${folder}`),
  'src/bot/host': ['src/approvals/values', 'src/approvals/ledger'],
  'src/bot/door': ['src/approvals/values', 'src/approvals/ledger', 'src/bot/host'],
  'src/bot/slack': ['src/approvals/values', 'src/approvals/authority', 'src/bot/host'],
  'src/bot/words': core,
  'src/bot/cards': [...core, 'src/bot/words'],
  'src/bot/press': [...core, ...inBot('words', 'cards', 'host')],
  'src/bot/drafting': conversation,
  'src/bot/deciding': conversation,
  'src/bot/following': conversation,
  'src/bot/authority': conversation,
  'src/bot/payees': conversation,
  'src/bot/home': conversation,
  'src/bot/telling': [...conversation, ...inBot('drafting', 'following')],
  'src/bot/open.ts': [...core, 'src/bot'],
  'src/bot/main.ts': ['src/approvals', 'src/calypso', 'src/bot'],
  'src/cli': [...core, 'src/calypso', 'src/bot/host'],
};

/** Each library has its homes, and is known nowhere else. */
const homes: Record<string, readonly string[]> = {
  zod: ['src'],
  kysely: ['src/approvals/ledger'],
  pg: ['src/approvals/ledger'],
  keyv: [
    ...['src/approvals/draft/drafts.ts', 'src/approvals/ledger/keyv-store.ts'],
    ...inBot('telling/figures.ts', 'telling/audience.ts', 'open.ts'),
  ],
  'csv-parse': ['src/approvals/sheet'],
  fflate: ['src/approvals/sheet'],
  '@scure/base': ['src/approvals/values/address.ts'],
  '@noble/hashes': ['src/approvals/values/address.ts'],
  yaml: ['src/approvals/policy/file.ts'],
  'temporal-polyfill': ['src/approvals/values/time.ts'],
  '@slack/bolt': ['src/bot'],
  '@slack/types': ['src/bot'],
  '@slack/web-api': ['src/bot'],
  uqr: ['src/bot'],
  pino: ['src/bot/host/log.ts'],
  'node-cron': ['src/bot/host/calendar.ts'],
  'prom-client': ['src/bot/host/metrics.ts'],
  'close-with-grace': ['src/bot/main.ts'],
};

const isIn = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

/** The line of the table a file stands under; files beside the folders have lines of their own. */
function placeOf(path: string): string | undefined {
  return Object.keys(mayKnow).find((place) => isIn(path, place));
}

/** `@scure/base` of `@scure/base`, `kysely` of `kysely/helpers`. */
function libraryOf(target: string): string {
  const [first = '', second = ''] = target.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** The code of a file without comments and strings, for rules about what stands in it. */
function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

function importsOf(text: string): string[] {
  const pattern = /(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|import\('([^']+)'\)/g;
  return [...text.matchAll(pattern)].map((found) => found[1] ?? found[2] ?? '');
}

/** What an import reaches, from the root of the project. */
function resolved(path: string, target: string): string {
  return target.startsWith('.') ? new URL(target, `file:///${path}`).pathname.slice(1) : target;
}

/** Takes away whatever knows nothing that is left, until nothing is left or each knows another. */
function ringsIn(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const left = new Set(edges.keys());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const name of left)
      if (![...(edges.get(name) ?? [])].some((known) => left.has(known))) left.delete(name);
  }
  return [...left];
}

describe('who may import whom', () => {
  it('finds the files it is about', () => {
    expect(product.length).toBeGreaterThan(50);
    expect(sandbox.length).toBeGreaterThan(50);
  });

  it.each(product.map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
    const place = placeOf(path);
    expect(place, 'the folder stands under no line of the table').toBeDefined();
    const known = [place, ...(mayKnow[place ?? ''] ?? [])];
    const wrong = importsOf(text)
      .map((target) => resolved(path, target))
      .filter((target) => !target.startsWith('node:'))
      .filter((target) =>
        target.startsWith('src/')
          ? !known.some((each) => each !== undefined && isIn(target, each))
          : !homes[libraryOf(target)]?.some((home) => isIn(path, home)),
      );
    expect(wrong).toEqual([]);
  });

  const graph = (nameOf: (path: string) => string) => {
    const edges = new Map<string, Set<string>>();
    for (const { path, text } of product) {
      const from = nameOf(path);
      const known = edges.get(from) ?? new Set();
      edges.set(from, known);
      for (const target of importsOf(text).map((each) => resolved(path, each)))
        if (target.startsWith('src/') && nameOf(target) !== from) known.add(nameOf(target));
    }
    return edges;
  };

  it.each([
    ['files', (path: string) => path],
    ['folders', (path: string) => placeOf(path) ?? path],
  ] as const)('has no ring of %s', (_, nameOf) => {
    const edges = graph(nameOf);
    expect(edges.size).toBeGreaterThan(20);
    expect(ringsIn(edges)).toEqual([]);
  });

  it('keeps the emulators apart from the product, so that no mistake is shared', () => {
    const leaks = sandbox.flatMap(({ path, text }) =>
      importsOf(text)
        .map((target) => resolved(path, target))
        .filter((target) => target.startsWith('src/'))
        .map((target) => `${path} → ${target}`),
    );
    expect(leaks).toEqual([]);
  });
});

describe('every file', () => {
  const all = [...product, ...sandbox];

  it('holds one idea: at most 250 lines', () => {
    const long = all.filter(({ text }) => text.split('\n').length > 251).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('opens with what it is for', () => {
    const silent = all.filter(({ text }) => !text.startsWith('/**')).map(({ path }) => path);
    expect(silent).toEqual([]);
  });

  it('is finished: no note to do it later, no test left out', () => {
    const marks = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X'].join(''));
    const skips = new RegExp(String.raw`\b(?:it|test|describe)\.(?:skip|only|to${'do'})\b`);
    const unfinished = [...all, ...tests].filter(
      ({ text }) => marks.test(text) || skips.test(text),
    );
    expect(unfinished.map(({ path }) => path)).toEqual([]);
  });
});

describe('the product', () => {
  const offenders = (pattern: RegExp, where: RegExp, except: RegExp = /^$/) =>
    product
      .filter(({ path }) => where.test(path) && !except.test(path))
      .filter(({ text }) => pattern.test(code(text)))
      .map(({ path }) => path);

  it('reads the environment in host/config.ts alone', () => {
    expect(offenders(/process\.env/, /^src\//, /bot\/host\/config\.ts$/)).toEqual([]);
  });

  it('never makes a float of money', () => {
    const floats = /\bNumber\(|\bparseFloat\b|\.toFixed\(/;
    expect(offenders(floats, /^src\/(approvals|calypso)\//)).toEqual([]);
  });

  it('asks for the time in the entries alone', () => {
    const clocks = /\bDate\.now\(|\bnew Date\(\)/;
    expect(offenders(clocks, /^src\//, /(?:bot\/main|cli\/calypso|cli\/doctor)\.ts$/)).toEqual([]);
  });

  it('only looks at home: nothing there calls a verb of the desk that records', () => {
    expect(offenders(/\bdesk\.(?!(?:assess|read)\b)/, /^src\/bot\/home\//)).toEqual([]);
    expect(offenders(/\bdesk\b/, /^src\/bot\/home\//)).not.toEqual([]);
  });

  it('leaves Calypso’s words in Calypso’s window', () => {
    const words = /\b(?:depositAddress|withdrawal|CONFIRMED|massAddresses)\b/;
    expect(
      product
        .filter(({ path }) => !/^src\/(?:calypso|cli)\//.test(path))
        .filter(({ text }) => words.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('casts nothing to anything', () => {
    expect(offenders(/\bas any\b|\bas unknown as\b|@ts-/, /^src\//)).toEqual([]);
  });
});
