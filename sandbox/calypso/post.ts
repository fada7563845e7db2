/**
 * Delivers one webhook attempt over a connection of its own and reports the status. Redirects are
 * never followed and nothing is retried here.
 */

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export type Posted = {
  /** 0 when there was no HTTP answer. */
  readonly status: number;
};

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
        response.resume();
        response.on('error', () => undefined);
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    request.on('error', () => resolve({ status: 0 }));
    request.end(body);
  });
}
