/**
 * Where a PostgreSQL ledger is, and whether the way there is closed to others: its password and every
 * payee travel on it. Read as the driver itself reads it; a URL is never repeated.
 */
import pg from 'pg';
import { isLoopback } from '../values/loopback.ts';

/** The URL for the driver: whoever asks for TLS gets it with the server's certificate checked. */
export function strictUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) throw new Error('The address of the ledger cannot be read.');
  const mode = url.searchParams.get('sslmode') ?? '';
  const compatible = url.searchParams.get('uselibpqcompat') === 'true';
  // The driver takes these three for the fourth today, with a warning that it will not always.
  if (!compatible && ['prefer', 'require', 'verify-ca'].includes(mode))
    url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}

/** @returns what is wrong and the way out; undefined when nobody can listen in on this connection. */
export function postgresFlaw(text: string): string | undefined {
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: strictUrl(text) });
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing
      ? 'names a file for TLS that is not there. Check sslrootcert, sslcert and sslkey.'
      : 'is a PostgreSQL address that cannot be read. Check its user, password, host and options.';
  }
  const { host } = client;
  if (isLoopback(host) || host.startsWith('/')) return undefined;
  // Its type says that this is a boolean; for most modes it is the options of the TLS socket.
  const ssl: unknown = client.ssl;
  const options = typeof ssl === 'object' && ssl !== null ? ssl : undefined;
  if (ssl !== true && options === undefined)
    return `must use TLS, because PostgreSQL is on another machine (${host}). ${wayOut}`;
  if (!options || !('rejectUnauthorized' in options) || options.rejectUnauthorized)
    return undefined;
  return `must check the certificate of the server, because PostgreSQL is on another machine (${host}). ${wayOut}`;
}

const wayOut =
  'Add sslmode=verify-full to it, and sslrootcert=<file> if an authority of your own signed the certificate.';
