/**
 * The paper, as far as a machine can check it: links lead somewhere, commands exist, examples are
 * valid, and whatever a list in the code names has its place on the page that explains it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Alert } from '../src/approvals/ledger/ledger.ts';
import { readPolicy } from '../src/approvals/policy/file.ts';
import { fold } from '../src/approvals/request/evolve.ts';
import type { Request } from '../src/approvals/request/request.ts';
import { refusalRules } from '../src/approvals/vocabulary/refusals.ts';
import { alertCard } from '../src/bot/following/alert-card.ts';
import { noon, requested } from './support/events.ts';

const root = new URL('..', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const markdownIn = (folder: string, recursive: boolean) =>
  readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = [...markdownIn('.', false), ...markdownIn('docs', true)].map((path) => ({
  path,
  text: read(path),
}));

const found = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, first]) => first ?? '');
const headings = (text: string) => found(text, /^#+ (.+)$/gm);
/** How a heading is named in a link. */
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe('every page', () => {
  it('links to files and headings that are there', () => {
    const broken = pages.flatMap(({ path, text }) =>
      found(text, /\]\(([^)\s]+)\)/g)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => {
          const [file = '', anchor] = target.split('#');
          const there = file === '' ? path : join(dirname(path), file);
          if (!existsSync(join(root, there))) return true;
          return anchor !== undefined && !headings(read(there)).map(slug).includes(anchor);
        })
        .map((target) => `${path}: ${target}`),
    );
    expect(pages.length).toBeGreaterThan(15);
    expect(broken).toEqual([]);
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = pages.flatMap(({ text }) => [
      ...found(text, /\bnpm run ([a-z][\w:-]*)/g),
      ...found(text, /\bnpm (test|start)\b/g),
    ]);
    expect(named).toEqual(expect.arrayContaining(['tour', 'check', 'test', 'start']));
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('names tests and sources that are there', () => {
    const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
    const nowhere = pages.flatMap(({ path, text }) => [
      ...found(text, /npm test -- test\/([\w/-]+)/g).filter(
        (filter) => !tests.some((name) => name.startsWith(filter) && name.endsWith('.test.ts')),
      ),
      ...found(text, /`((?:src|sandbox|test)\/[\w/.-]+)`/g)
        .filter((named) => !existsSync(join(root, named)))
        .map((named) => `${path}: ${named}`),
    ]);
    expect(nowhere).toEqual([]);
  });

  it('list every folder of the product in the layout, and none that is not there', () => {
    const layout = read('CONTRIBUTING.md')
      .split(/^## /m)
      .find((part) => part.startsWith('Layout'));
    const listed = found(layout ?? '', /^\| (`.+?) \|/gm).flatMap((row) =>
      found(row, /`([^`]+)`/g),
    );
    const folders = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${dirname(join('src', name))}/`);
    expect(new Set(folders).size).toBeGreaterThan(20);
    expect([...new Set(folders)].filter((folder) => !listed.includes(folder))).toEqual([]);
    expect(listed.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});

describe('the policy', () => {
  it('of the example is valid', () => {
    expect(readPolicy(read('policy.example.yml'))).toHaveProperty('policy');
  });

  const blocks = found(read('docs/policy.md'), /^```yaml\n([\s\S]*?)^```$/gm);
  const [whole = '', ...partial] = blocks;

  it('is shown in an example that is valid', () => {
    expect(blocks.length).toBeGreaterThan(2);
    expect(readPolicy(whole)).toHaveProperty('policy');
  });

  const named = partial.map((part) => [part.slice(0, part.indexOf(':')), part] as const);
  it.each(named)('stays valid with the other example of %s', (_, part) => {
    const merged = { ...parse(whole), ...parse(part) };
    expect(readPolicy(JSON.stringify(merged))).toHaveProperty('policy');
  });
});

describe('the pages that list', () => {
  const firstCells = (path: string) => found(read(path), /^\| `([^`]+)` \|/gm);

  it('name every dependency, and none that is not there', () => {
    const manifest = JSON.parse(read('package.json'));
    const names = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind]),
    );
    expect(firstCells('docs/dependencies.md').toSorted()).toEqual(names.toSorted());
  });

  it('name every variable of the environment', () => {
    const asked = found(read('src/bot/host/config.ts'), /(?:required|optional)\(\s*'([A-Z_]+)'/g);
    expect(asked.length).toBeGreaterThan(10);
    const named = firstCells('docs/configuration.md').filter((cell) => /^[A-Z_]+$/.test(cell));
    expect(named.toSorted()).toEqual(asked.toSorted());
  });

  it('explain every refusal', () => {
    const explained = firstCells('docs/runbook.md');
    expect(refusalRules.filter((rule) => !explained.includes(rule))).toEqual([]);
  });
});

describe('the runbook', () => {
  const asked = requested({ number: 1042 });
  const request = fold([asked]);
  if (!request) throw new Error('There is no request to alert about.');
  const kinds = found(read('src/bot/words/alerts.ts'), /^ {4}case '([a-z-]+)':$/gm);
  const endings: Request['stage'][] = (['failed', 'partly-paid', 'canceled'] as const).map(
    (state) => ({ state, at: noon }),
  );

  function titleOf(kind: string, about: Request): string {
    const alert: Alert = {
      id: 1,
      key: kind,
      kind,
      detail: '',
      request: about.asked.number,
      openedAt: noon,
      updatedAt: noon,
    };
    const here = {
      currencies: { currency: () => undefined, explorerLink: () => undefined },
      who: (person: string) => person,
    };
    const { text } = alertCard(alert, about, undefined, here);
    return /^🚨 (.+?)\. [A-Z0-9]/.exec(text)?.[1] ?? text;
  }

  it('has a paragraph for every alert, under the alert’s own words', () => {
    const titles = kinds.flatMap((kind) =>
      kind === 'failed'
        ? endings.map((stage) => titleOf(kind, { ...request, stage }))
        : [titleOf(kind, request)],
    );
    expect(kinds.length).toBeGreaterThan(8);
    expect(new Set(titles).size).toBe(titles.length);
    const explained = headings(read('docs/runbook.md'));
    expect(titles.filter((title) => !explained.includes(title))).toEqual([]);
  });

  it('says in each of them what is certain, what to look at and what not to press', () => {
    const paragraphs = read('docs/runbook.md').match(/^### [\s\S]*?(?=^##)/gm) ?? [];
    expect(paragraphs.length).toBeGreaterThan(10);
    for (const paragraph of paragraphs)
      for (const word of ['**Certain:**', '**Look**', '**Not:**'])
        expect(paragraph).toContain(word);
  });
});

describe('security.md', () => {
  it('names every endpoint that the running bot calls, and no other', () => {
    const rights = read('docs/security.md').split('## What it asks of Calypso')[1] ?? '';
    const named = found(rights, /^\| (`\/.+?) \|/gm).flatMap((row) => found(row, /`([^`]+)`/g));
    const ways = ['client', 'lists'].map((name) => read(`src/calypso/${name}.ts`)).join('\n');
    const placeOf = (way: string) =>
      new RegExp(`^ {4}(?:async )?${way}[:(][\\s\\S]*?'(/[a-z/-]+)'`, 'm').exec(ways)?.[1];
    const called = ['fees', 'key-check', 'rail', 'webhook'].flatMap((name) =>
      found(read(`src/calypso/${name}.ts`), /\bclient\.(\w+)\b(?!')/g),
    );
    const places = called.filter((way) => way !== 'serverTime').map(placeOf);
    expect(places).not.toContain(undefined);
    expect(new Set(places)).toEqual(new Set(named));
  });
});
