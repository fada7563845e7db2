/**
 * The page's own files, as a browser can read them: TypeScript loses its types when it is asked
 * for, so that nobody has to build anything. Only files that stand here are ever served.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

export interface Asset {
  readonly type: string;
  readonly text: string;
}

export interface Assets {
  /** The file at this path of the address, or nothing. */
  at(path: string): Asset | undefined;
  readonly importMapHash: string;
}

const browser = new URL('./browser/', import.meta.url);
const script = 'text/javascript; charset=utf-8';

/** Where the page's bare imports lead; `node_modules` itself is never served. */
const vendor: readonly { readonly name: string; readonly path: string; readonly file: string }[] = [
  { name: 'preact', path: '/vendor/preact.js', file: 'preact/dist/preact.mjs' },
  { name: 'preact/hooks', path: '/vendor/hooks.js', file: 'preact/hooks/dist/hooks.mjs' },
  { name: 'htm', path: '/vendor/htm.js', file: 'htm/dist/htm.mjs' },
  { name: 'htm/preact', path: '/vendor/html.js', file: 'htm/preact/index.mjs' },
];
const modules = new URL('../../node_modules/', import.meta.url);
const typeOf: Readonly<Record<string, string>> = {
  ts: script,
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

export function openAssets(): Assets {
  const importMap = JSON.stringify({
    imports: Object.fromEntries(vendor.map(({ name, path }) => [name, path])),
  });
  const made = new Map<string, () => Asset>([
    ['/', () => ({ type: 'text/html; charset=utf-8', text: pageWith(importMap) })],
  ]);
  for (const { path, file } of vendor)
    made.set(path, () => ({ type: script, text: readFileSync(new URL(file, modules), 'utf8') }));
  for (const name of readdirSync(browser)) {
    const type = typeOf[name.split('.').at(-1) ?? ''];
    if (type !== undefined) made.set(`/${name}`, () => ({ type, text: plain(name) }));
  }
  return {
    at: (path) => made.get(path)?.(),
    importMapHash: `sha256-${createHash('sha256').update(importMap).digest('base64')}`,
  };
}

/** Read anew each time, so that a change is seen by reloading the page. */
function plain(name: string): string {
  const text = readFileSync(new URL(name, browser), 'utf8');
  return name.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
}

const pageWith = (importMap: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Countersign sandbox</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/layout.css">
<link rel="stylesheet" href="/messages.css">
<link rel="stylesheet" href="/forms.css">
<link rel="stylesheet" href="/calypso.css">
<link rel="stylesheet" href="/trouble.css">
<script type="importmap">${importMap}</script>
<script type="module" src="/main.ts"></script>
</head>
<body><div id="page"><p class="starting">The sandbox is opening …</p></div></body>
</html>
`;
