/**
 * `npm run screenshots`: plays the sandbox to each moment of `shots.ts` and writes it as PNG into
 * docs/images. Everything it starts is its own, on free ports and in a temporary folder, and ends
 * with it, whatever happens; it gives up after ten minutes.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSandbox } from './page/open.ts';
import { openBrowser } from './shots/browser.ts';
import { photographed } from './shots/camera.ts';
import { openPlay } from './shots/play.ts';
import { freePorts } from './shots/ports.ts';
import { type Shot, shots } from './shots/shots.ts';
import { setOffset } from './workplace/clock.ts';

const usage = 'Use: npm run screenshots [-- --out docs/images] [-- --only card,review]';
const giveUpAfterMs = 10 * 60_000;
/** Every run begins at the same moment, so that two runs show the same times but for seconds. */
const begins = Date.UTC(2026, 4, 5, 7, 12);

type Ending = (() => Promise<unknown>)[];

/** @returns the exit code. */
async function main(): Promise<number> {
  const { out, only } = readOptions(process.argv.slice(2));
  const ending: Ending = [];
  const stopped = Promise.withResolvers<number>();
  const tooLong = () => stopped.reject(new Error('It took too long.'));
  const limit = setTimeout(tooLong, giveUpAfterMs);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopped.resolve(130));
  try {
    return await Promise.race([takeAll(out, only, ending), stopped.promise]);
  } finally {
    clearTimeout(limit);
    for (const end of ending.reverse()) await end().catch(complain);
  }
}

async function takeAll(out: string, only: readonly string[], ending: Ending): Promise<number> {
  setOffset(begins - Date.now());
  const folder = await mkdtemp(join(tmpdir(), 'countersign-shots-'));
  ending.push(() => rm(folder, { recursive: true, force: true }));
  const opening = openSandbox({ folder, port: await freePorts(4) });
  ending.push(async () => (await opening).close());
  const starting = openBrowser();
  ending.push(async () => (await starting).close());
  const [{ url, workplace }, browser] = await Promise.all([opening, starting]);
  const play = openPlay(workplace);
  await mkdir(out, { recursive: true });

  const left = new Set(only);
  for (const shot of shots) {
    const seen = await shot.play(play).catch((error: unknown) => {
      throw new Error(`"${shot.name}" does not come about: ${wordsOf(error)}`);
    });
    if (only.length === 0 || left.delete(shot.name))
      for (const size of shot.sizes) {
        const file = join(out, fileNameOf(shot, size));
        await writeFile(file, await photographed(browser, url, seen, size));
        say(`${file}  ${shot.about}`);
      }
    if (only.length > 0 && left.size === 0) break;
  }
  return 0;
}

const fileNameOf = ({ name }: Shot, size: Shot['sizes'][number]): string =>
  size === 'desktop' ? `${name}.png` : `${name}-${size}.png`;

function readOptions(args: string[]): { readonly out: string; readonly only: readonly string[] } {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: 'string', default: 'docs/images' },
      only: { type: 'string', default: '' },
    },
  });
  const only = values.only.split(',').filter(Boolean);
  const unknown = only.filter((name) => !shots.some((shot) => shot.name === name));
  if (unknown.length === 0) return { out: values.out, only };
  const known = shots.map(({ name }) => name).join(', ');
  throw new Error(`There is no picture called ${unknown.join(', ')}; there are ${known}. ${usage}`);
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);
const complain = (error: unknown): boolean => process.stderr.write(`${wordsOf(error)}\n`);

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    complain(error);
    process.exit(1);
  },
);
