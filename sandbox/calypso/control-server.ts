/**
 * The control API over HTTP, on a loopback port of its own beside the strict one: GET tells how
 * everything stands, POST does one deed. No page of a browser gets in: it would name its origin.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { perform } from './deeds.ts';
import type { CalypsoEmulator } from './emulator.ts';
import { describedSwitches, readName } from './settings.ts';

const bodyBytesMax = 1024 * 1024;

/** Port 0 takes any free one. */
export async function startControl(calypso: CalypsoEmulator, port: number) {
  const server = createServer((request, response) => {
    answer(calypso, request)
      .then((body) => tell(response, 200, { ok: true, ...body }))
      .catch((error: unknown) => {
        const words = error instanceof Error ? error.message : String(error);
        tell(response, 400, { ok: false, error: words });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(calypso: CalypsoEmulator, request: IncomingMessage): Promise<object> {
  const { method, headers } = request;
  const [host] = (headers.host ?? '').split(':');
  if (headers.origin !== undefined || !['127.0.0.1', 'localhost'].includes(host ?? '')) {
    throw new Error('The control API answers programs of this machine only.');
  }
  if (method === 'GET') return stateOf(calypso);
  if (method !== 'POST') throw new Error('Only GET and POST are understood here.');
  const deed: unknown = JSON.parse(await textOf(request));
  if (!(await perform(calypso, deed))) throw new Error('That is no deed of the control API.');
  return {};
}

const stateOf = (calypso: CalypsoEmulator) => ({
  switches: describedSwitches().map((one) => ({
    ...one,
    value: calypso.settings[readName(one.name)],
  })),
  faults: calypso.faults(),
  balances: calypso.balances(),
  payouts: calypso.payouts.map(({ id, idempotencyKey, state }) => ({ id, idempotencyKey, state })),
  lines: calypso.lines(),
});

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyBytesMax) throw new Error(`A deed may have ${bodyBytesMax} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function tell(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}
