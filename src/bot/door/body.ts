/**
 * The bytes of a request, up to a limit. Past it nothing is kept and nothing more is read; the
 * caller answers and closes the connection.
 */
import type { IncomingMessage } from 'node:http';

/** Never rejects: a connection that ends too early is `cut-short`. */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
): Promise<Buffer | 'too-large' | 'cut-short'> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax)
    return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= bytesMax) {
        parts.push(part);
        return;
      }
      parts.length = 0;
      request.pause();
      resolve('too-large');
    });
    request.on('end', () => resolve(Buffer.concat(parts)));
    request.on('error', () => resolve('cut-short'));
  });
}
