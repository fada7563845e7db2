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

/** Who may import whom, by folder; `mayAlsoImport` names the few files that may do more. */
const mayImport: Record<string, readonly RegExp[]> = {
  'src/approvals/': [/^\.\.?\//, /^zod$/, /^node:/],
  'src/calypso/': [/^\.\//, /^\.\.\/approvals\/(ports|events|money|draft)\.ts$/, /^zod$/, /^node:/],
  'src/bot/': [/^\.\//, /^\.\.\/approvals\//, /^@slack\//, /^zod$/, /^node:/],
};
const mayAlsoImport: Record<string, readonly RegExp[]> = {
  'src/approvals/ledger/': [/^kysely/, /^pg$/],
  'src/approvals/ledger/keyv-store.ts': [/^keyv$/],
  'src/approvals/drafts.ts': [/^keyv$/],
  'src/approvals/sheet/': [/^csv-parse\/sync$/],
  'src/approvals/addresses.ts': [/^@scure\/base$/, /^@noble\/hashes\//],
  'src/approvals/policy-file.ts': [/^yaml$/],
  'src/bot/main.ts': [/^\.\.\/calypso\//, /^close-with-grace$/],
  'src/bot/calypso-cli.ts': [/^\.\.\/calypso\//],
  'src/bot/calypso-commands.ts': [/^\.\.\/calypso\//],
  'src/bot/calypso-tables.ts': [/^\.\.\/calypso\//],
  'src/bot/doctor': [/^\.\.\/calypso\//],
  'src/bot/window.ts': [/^keyv$/],
  'src/bot/surroundings.ts': [/^keyv$/],
  'src/bot/log.ts': [/^pino$/],
  'src/bot/health.ts': [/^prom-client$/],
};

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

/** Imports that leave `src/approvals` are only reached with enough dots; resolve them. */
function resolved(path: string, target: string): string {
  return target.startsWith('.') ? new URL(target, `file:///${path}`).pathname.slice(1) : target;
}

describe('who may import whom', () => {
  it('finds the files it is about', () => {
    expect(product.length).toBeGreaterThan(50);
    expect(sandbox.length).toBeGreaterThan(50);
  });

  it.each(product.map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
    const rules = [...Object.entries(mayImport), ...Object.entries(mayAlsoImport)]
      .filter(([place]) => path.startsWith(place))
      .flatMap(([, patterns]) => patterns);
    const wrong = importsOf(text).filter((target) => !rules.some((rule) => rule.test(target)));
    expect(wrong).toEqual([]);
  });

  it('keeps the core to itself: nothing in src/approvals reaches another folder of src', () => {
    const leaks = product
      .filter(({ path }) => path.startsWith('src/approvals/'))
      .flatMap(({ path, text }) => importsOf(text).map((target) => [path, resolved(path, target)]))
      .filter(([, target]) => target?.startsWith('src/') && !target.startsWith('src/approvals/'));
    expect(leaks).toEqual([]);
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

  it('reads the environment in config.ts alone', () => {
    expect(offenders(/process\.env/, /^src\//, /bot\/config\.ts$/)).toEqual([]);
  });

  it('never makes a float of money', () => {
    const floats = /\bNumber\(|\bparseFloat\b|\.toFixed\(/;
    expect(offenders(floats, /^src\/(approvals|calypso)\//)).toEqual([]);
  });

  it('asks for the time in the entries alone', () => {
    const clocks = /\bDate\.now\(|\bnew Date\(\)/;
    expect(offenders(clocks, /^src\//, /bot\/(?:main|calypso-cli|doctor)\.ts$/)).toEqual([]);
  });

  it('leaves Calypso’s words in Calypso’s window', () => {
    const words = /\b(?:depositAddress|withdrawal|CONFIRMED|massAddresses)\b/;
    expect(
      product
        .filter(({ path }) => !/^src\/(?:calypso\/|bot\/(?:calypso-|doctor))/.test(path))
        .filter(({ text }) => words.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('casts nothing to anything', () => {
    expect(offenders(/\bas any\b|\bas unknown as\b|@ts-/, /^src\//)).toEqual([]);
  });
});
