/**
 * Who may talk to the page server: a browser on this machine that was told to by this very page.
 * A page from elsewhere that tricks the browser (DNS rebinding, a cross-site POST) gets nothing.
 */
import type { IncomingMessage } from 'node:http';

/** Why this request is not answered, or undefined. `port` is the one the server listens on. */
export function guarded(request: IncomingMessage, port: number): string | undefined {
  const { host = '', origin } = request.headers;
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (!names.includes(host)) return `The sandbox answers only at http://127.0.0.1:${port}.`;
  if (request.method === 'GET') return undefined;
  if (request.method !== 'POST') return 'Only GET and POST are understood here.';
  if (origin !== `http://${host}`) return 'Only the page itself may do something here.';
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('application/json') ? undefined : 'A deed is told as JSON.';
}

/** On every answer. `importMapHash` names the one inline element, which holds no code. */
export function securityHeaders(importMapHash: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' '${importMapHash}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** The whole body as text. @throws Error when it is larger than `bytesMax`. */
export async function bodyOf(request: IncomingMessage, bytesMax: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > bytesMax) throw new Error(`A deed may have ${bytesMax} bytes; this one has more.`);
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}
