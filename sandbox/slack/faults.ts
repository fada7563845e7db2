/**
 * Switches that make the Web API misbehave, a given number of times, method by method.
 * A fault only says what goes wrong; `api.ts` makes it happen.
 */

export type Fault = {
  /** A method such as `chat.postMessage`, or `*` for any. */
  readonly on: string;
  /**
   * `rateLimited`: 429 with Retry-After. `error500`: nothing happens. `hang`: nothing happens and
   * nothing is answered. `dropAfter`: it happens, but the socket is cut before the answer.
   * `platformError`: `ok: false` with `error`.
   */
  readonly kind: 'rateLimited' | 'error500' | 'hang' | 'dropAfter' | 'platformError';
  /** How often; once unless told. */
  readonly times?: number;
  readonly retryAfterSeconds?: number;
  readonly error?: string;
};

export type Faults = ReturnType<typeof openFaults>;

export function openFaults() {
  const armed: { fault: Fault; left: number }[] = [];
  return {
    add: (fault: Fault): void => {
      armed.push({ fault, left: fault.times ?? 1 });
    },
    clear: (): void => {
      armed.length = 0;
    },
    /** The oldest fault that is armed for this method, used up by one. */
    next(method: string): Fault | undefined {
      const found = armed.find(({ fault, left }) => {
        return left > 0 && (fault.on === method || fault.on === '*');
      });
      if (found) found.left -= 1;
      return found?.fault;
    },
  };
}
