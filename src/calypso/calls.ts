/**
 * A question to Calypso and its answer in a known shape, under one deadline for the whole call.
 * Reads are asked again a few times; what changes something is asked exactly once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { CalypsoDeferred, CalypsoError, CalypsoUnclear } from './errors.ts';
import { writeExact } from './numbers.ts';
import type { Method, Transport } from './transport.ts';

/** What an endpoint takes beside the time. Most take the account, many a payload. */
export interface Envelope {
  readonly account?: string;
  readonly payload?: unknown;
}

export interface Calls {
  /** Asks up to three times while the failure may be over a moment later. */
  read<T extends z.ZodType>(path: string, schema: T, content: Envelope): Promise<z.output<T>>;
  /** Asks once. @param content what to send, or the complete body that is sent as it is. */
  once<T extends z.ZodType>(
    path: string,
    schema: T,
    content: Envelope | string,
    method?: Method,
  ): Promise<z.output<T>>;
  /** Epoch milliseconds `at` as Calypso's clock shows them, if it is noticeably another. */
  serverTime(at: number): number;
}

const readRetriesMax = 2;
const clockToleranceMs = 2000;

export function openCalls({
  transport,
  now,
  deadlineMs,
}: {
  readonly transport: Transport;
  readonly now: () => number;
  readonly deadlineMs: number;
}): Calls {
  function serverTime(at: number): number {
    const difference = transport.clockDifferenceMs();
    return Math.abs(difference) > clockToleranceMs ? at + difference : at;
  }

  /** Built anew for every attempt: the signature covers the time. */
  const envelope = (content: Envelope) => writeExact({ timestamp: serverTime(now()), ...content });

  async function ask<T extends z.ZodType>(
    path: string,
    schema: T,
    sent: { readonly method: Method; readonly body: string; readonly deadline: AbortSignal },
  ): Promise<z.output<T>> {
    const answer = schema.safeParse(await transport.send({ path, ...sent }));
    if (answer.success) return answer.data;
    const fields = answer.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'answer');
    throw new CalypsoUnclear(
      `Calypso's answer to ${path} is not as documented (${fields.join(', ')}). What became of it must be looked up.`,
    );
  }

  return {
    async read(path, schema, content) {
      const deadline = AbortSignal.timeout(deadlineMs);
      for (let retry = 0; ; retry += 1) {
        try {
          return await ask(path, schema, { method: 'POST', body: envelope(content), deadline });
        } catch (error) {
          if (retry === readRetriesMax || !(error instanceof CalypsoError) || !error.transient)
            throw error;
          await pause(retryPauseMs(retry, error), undefined, { signal: deadline }).catch(() => {
            throw error;
          });
        }
      }
    },
    once(path, schema, content, method = 'POST') {
      const body = typeof content === 'string' ? content : envelope(content);
      return ask(path, schema, { method, body, deadline: AbortSignal.timeout(deadlineMs) });
    },
    serverTime,
  };
}

/** Full jitter over a doubling span; a wrong time is corrected by then and needs no pause. */
function retryPauseMs(retry: number, error: CalypsoError): number {
  if (error instanceof CalypsoDeferred && error.again === 'now') return 0;
  return Math.max(error.retryAfterMs ?? 0, Math.random() * 300 * 2 ** retry);
}
