/**
 * The bytes of a file that somebody gave to the bot. The token travels to Slack's own host and no
 * redirect is followed; a file that is not exactly what was announced is refused, never repaired.
 */
import { isLoopback } from '../../approvals/values/loopback.ts';

type FileRule = 'file-host' | 'file-too-large' | 'file-not-readable' | 'file-size';

export type Download =
  | { readonly bytes: Buffer }
  /** `detail` is for the log: it holds no address of the file and no token. */
  | { readonly rule: FileRule; readonly detail: string };

const downloadWithinMs = 15_000;

/** Where files may be fetched from: Slack's host, or the local stand-in for Slack. */
export function fileOrigins(slackApiUrl: string): ReadonlySet<string> {
  const { hostname, origin } = new URL(slackApiUrl);
  return new Set([isLoopback(hostname) ? origin : 'https://files.slack.com']);
}

/**
 * Never throws for a bad file, a bad answer or a network that fails.
 * @param size what Slack announced, in bytes.
 */
export async function downloadFile({
  url,
  token,
  size,
  bytesMax,
  origins,
  fetch = globalThis.fetch,
}: {
  readonly url: string;
  readonly token: string;
  readonly size: number;
  readonly bytesMax: number;
  readonly origins: ReadonlySet<string>;
  readonly fetch?: typeof globalThis.fetch;
}): Promise<Download> {
  const origin = URL.canParse(url) ? new URL(url).origin : 'no address';
  if (!origins.has(origin)) return refused('file-host', `the host is ${origin}`);
  if (!Number.isSafeInteger(size) || size < 0)
    return refused('file-size', 'the announced size is not a number of bytes');
  if (size > bytesMax) return refused('file-too-large', `${size} bytes of at most ${bytesMax}`);
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(downloadWithinMs),
    });
    return await received(response, size, bytesMax);
  } catch (error) {
    return refused('file-not-readable', error instanceof Error ? error.name : 'no answer');
  }
}

async function received(response: Response, size: number, bytesMax: number): Promise<Download> {
  const type = (response.headers.get('content-type') ?? '').toLowerCase();
  if (response.status !== 200 || type.startsWith('text/html') || response.body === null) {
    await response.body?.cancel();
    return refused('file-not-readable', `status ${response.status}, type ${type || 'not given'}`);
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.byteLength;
    if (length > bytesMax) return refused('file-too-large', `more than ${bytesMax} bytes came`);
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  if (isPage(bytes)) return refused('file-not-readable', 'a web page came instead of the file');
  if (bytes.length !== size)
    return refused('file-size', `${bytes.length} bytes came, ${size} were announced`);
  return { bytes };
}

/** Slack answers a wrong token or a missing scope with its sign-in page and status 200. */
function isPage(bytes: Buffer): boolean {
  const start = bytes
    .subarray(0, 256)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '');
  return /^\s*<(?:!doctype html|html)/i.test(start);
}

function refused(rule: FileRule, detail: string): Download {
  return { rule, detail };
}
