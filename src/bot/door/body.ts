/**
 * The bytes of a request, up to a limit and to what all requests may hold together. Past either
 * nothing is kept and nothing more is read; the caller answers and closes the connection.
 */
import type { IncomingMessage } from 'node:http';
import type { Share } from './bytes-in-flight.ts';

/** Never rejects: a connection that ends too early is `cut-short`. */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
  share: Share,
): Promise<Buffer | 'too-large' | 'busy' | 'cut-short'> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax)
    return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      const flaw = length > bytesMax ? 'too-large' : share.take(part.length) ? undefined : 'busy';
      if (flaw === undefined) {
        parts.push(part);
        return;
      }
      parts.length = 0;
      request.pause();
      resolve(flaw);
    });
    request.on('end', () => resolve(Buffer.concat(parts)));
    request.on('error', () => resolve('cut-short'));
  });
}
