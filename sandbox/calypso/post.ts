/**
 * Delivers one webhook attempt over a connection of its own and reports the status. Redirects are
 * never followed and nothing is retried here.
 */

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export type Posted = {
  /** 0 when there was no HTTP answer. */
  readonly status: number;
  /** The beginning of the answer's body. */
  readonly text: string;
};

const charactersKept = 2_000;

export function post({
  url,
  headers,
  body,
  timeoutMs,
  signal,
}: {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  timeoutMs: number;
  signal: AbortSignal;
}): Promise<Posted> {
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const request = send(
      url,
      {
        method: 'POST',
        agent: false,
        signal: patience,
        headers: { ...headers, 'Content-Length': body.length },
      },
      (response) => {
        const status = response.statusCode ?? 0;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          if (text.length < charactersKept) text += part.slice(0, charactersKept - text.length);
        });
        response.on('error', () => resolve({ status, text }));
        response.on('end', () => resolve({ status, text }));
      },
    );
    request.on('error', () => resolve({ status: 0, text: '' }));
    request.end(body);
  });
}
