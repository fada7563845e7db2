/**
 * A real Chromium from npm, for tests of the sandbox's page. It may talk to this machine only, and
 * what a page prints as an error is kept. It counts what a person does: presses, and sent words.
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

export interface Visit {
  readonly page: Page;
  /** Errors the page printed or threw, and requests it made to anywhere else. */
  readonly troubles: readonly string[];
  /** What axe finds serious or critical in what is shown now, as one line each. */
  accessibility(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = await sparticuz.executablePath();
  const env = { ...process.env, FONTCONFIG_FILE: await fontsFile() };
  // A sandbox of Chromium's own needs rights that a container rarely gives.
  return chromium.launch({ executablePath, env: definedOf(env), args: ['--no-sandbox'] });
}

/** The package brings a font along; a machine without any would draw boxes instead of letters. */
async function fontsFile(): Promise<string> {
  const folders = [join(tmpdir(), 'fonts'), '/usr/share/fonts'].map((each) => `<dir>${each}</dir>`);
  const file = join(await mkdtemp(join(tmpdir(), 'countersign-fonts-')), 'fonts.conf');
  await writeFile(file, `<?xml version="1.0"?><fontconfig>${folders.join('')}</fontconfig>`);
  return file;
}

/** A browser window of its own, with nothing remembered. */
export async function visit(
  browser: Browser,
  url: string,
  viewport: Viewport = { width: 1440, height: 900 },
): Promise<Visit> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  const troubles: string[] = [];
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    async (route) => {
      troubles.push(`asked ${route.request().url()}`);
      await route.abort();
    },
  );
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`printed ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`threw ${error.message}`));
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  return {
    page,
    troubles,
    accessibility: async () => {
      // Evaluated rather than added as a script, which the page's own policy would forbid.
      await page.evaluate(axe.source);
      const found: readonly Finding[] = await page.evaluate(
        'axe.run().then(({ violations }) => violations)',
      );
      return found
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    },
    close: () => context.close(),
  };
}

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
