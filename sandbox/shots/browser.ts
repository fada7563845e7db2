/**
 * A real Chromium from npm, which needs nothing of the machine, not even a font. It is used for
 * pictures and by tests; what it may reach is decided by whoever opens a window in it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

export async function openBrowser(): Promise<Browser> {
  const executablePath = await sparticuz.executablePath();
  const folder = await mkdtemp(join(tmpdir(), 'countersign-fonts-'));
  const env = { ...process.env, FONTCONFIG_FILE: await fontsFile(folder) };
  // A sandbox of Chromium's own needs rights that a container rarely gives.
  const browser = await chromium.launch({
    executablePath,
    env: definedOf(env),
    args: ['--no-sandbox'],
    // Whoever started it ends it, after what the pages in it still do.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  browser.on('disconnected', () => void rm(folder, { recursive: true, force: true }));
  return browser;
}

/** The package brings a font along; a machine without any would draw boxes instead of letters. */
async function fontsFile(folder: string): Promise<string> {
  const folders = [join(tmpdir(), 'fonts'), '/usr/share/fonts'].map((each) => `<dir>${each}</dir>`);
  const file = join(folder, 'fonts.conf');
  await writeFile(file, `<?xml version="1.0"?><fontconfig>${folders.join('')}</fontconfig>`);
  return file;
}

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
