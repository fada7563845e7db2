/**
 * Switches that make the Web API misbehave: method by method, for one person, message or channel
 * if that is asked for, a number of times or until it is lifted. A fault only says what goes
 * wrong; `api.ts` makes it happen.
 */
import type { Json } from './json.ts';
import { couldBeTold, type Refusal } from './refusals.ts';

export type Fault = {
  /** A method such as `chat.postMessage`, or `*` for any. */
  readonly on: string;
  /** Only for calls with these arguments, such as `{ user: 'U0BOB' }` or `{ channel, ts }`. */
  readonly where?: { readonly [argument: string]: string };
  /**
   * `rateLimited`: 429 with Retry-After. `error500`: nothing happens. `hang`: nothing happens and
   * nothing is answered. `dropAfter`: it happens, but the socket is cut before the answer.
   * `slow`: it happens, and the answer comes after `ms` real milliseconds. `platformError`:
   * `ok: false` with `error`; nothing happens.
   */
  readonly kind: 'rateLimited' | 'error500' | 'hang' | 'dropAfter' | 'slow' | 'platformError';
  /** How often; once unless told. */
  readonly times?: number | 'always';
  readonly retryAfterSeconds?: number;
  readonly ms?: number;
  readonly error?: Refusal;
};

export type Faults = ReturnType<typeof openFaults>;

export function openFaults() {
  let armed: readonly { readonly fault: Fault; left: number }[] = [];

  const hits = ({ on, where = {} }: Fault, method: string, args: Json): boolean =>
    (on === method || on === '*') &&
    Object.entries(where).every(([name, value]) => args[name] === value);

  return {
    /** Arms it; what is returned lifts it again. */
    add(fault: Fault): () => void {
      const { on, error } = fault;
      if (error !== undefined && !couldBeTold(on, error))
        throw new Error(`Slack never answers ${error} to ${on}.`);
      const one = { fault, left: fault.times === 'always' ? Infinity : (fault.times ?? 1) };
      armed = [...armed, one];
      return () => {
        armed = armed.filter((other) => other !== one);
      };
    },
    clear: (): void => {
      armed = [];
    },
    /** The oldest fault that is armed for this call, used up by one. */
    next(method: string, args: Json): Fault | undefined {
      const found = armed.find(({ fault, left }) => left > 0 && hits(fault, method, args));
      if (found) found.left -= 1;
      return found?.fault;
    },
  };
}
