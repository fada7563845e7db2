import { describe, expect, it } from 'vitest';
import {
  answerError,
  answerRules,
  CalypsoDeferred,
  CalypsoNotFound,
  CalypsoRefused,
  CalypsoUnclear,
  connectionError,
  unsentRules,
} from '../../src/calypso/errors.ts';

const kinds = {
  refused: CalypsoRefused,
  now: CalypsoDeferred,
  later: CalypsoDeferred,
  unclear: CalypsoUnclear,
  'not-found': CalypsoNotFound,
};

describe('an answer that is not a success', () => {
  it('is what the documentation lets us do next, code by code', () => {
    expect(answerRules.map(({ code, next }) => `${code} ${next}`)).toEqual([
      '000 unclear',
      '001 refused',
      '002 later',
      '003 later',
      '004 not-found',
      '011 now',
      '012 unclear',
      '014 refused',
      '015 refused',
      '016 unclear',
      '429 later',
    ]);
  });

  it.each(answerRules)('$code is $next, whatever the status', ({ code, next }) => {
    for (const status of [400, 401, 500]) {
      const error = answerError({ status, errorCode: code });
      expect(error).toBeInstanceOf(kinds[next]);
      expect(error.code).toBe(code);
      if (error instanceof CalypsoDeferred) expect(error.again).toBe(next);
    }
  });

  it.each([301, 304, 400, 401, 403, 404, 409, 418, 422, 500, 502, 503, 504])(
    'without a code is unclear at HTTP %i',
    (status) => {
      const error = answerError({ status });
      expect(error).toBeInstanceOf(CalypsoUnclear);
      expect(error.transient).toBe(status >= 500);
    },
  );

  it.each(['006', '999', 'E1'])('of the unknown code %s is unclear', (errorCode) => {
    expect(answerError({ status: 400, errorCode })).toBeInstanceOf(CalypsoUnclear);
  });

  it('says the rule, the value and the way out', () => {
    expect(answerError({ status: 400, errorCode: '011', traceId: 'ab12' }).message).toBe(
      'Calypso answered a time outside its window; check the clock of this machine (error 011, trace ab12).',
    );
    expect(answerError({ status: 502 }).message).toBe(
      'Calypso answered something else (HTTP 502). What became of it must be looked up.',
    );
  });
});

const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
const caused = (code: string, syscall?: string) =>
  Object.assign(new Error(code), { code, syscall });

describe('a connection that failed', () => {
  it.each(unsentRules)('before any byte left ($code) is deferred', ({ code, syscall }) => {
    const error = connectionError(failed(caused(code, syscall)));
    expect(error).toBeInstanceOf(CalypsoDeferred);
    expect(error.message).toContain(code);
  });

  it.each([
    caused('ECONNRESET', 'read'),
    caused('UND_ERR_SOCKET'),
    caused('EPIPE', 'write'),
    caused('ETIMEDOUT', 'read'),
    caused('UND_ERR_HEADERS_TIMEOUT'),
    caused('UND_ERR_BODY_TIMEOUT'),
    caused('EHOSTUNREACH', 'read'),
    caused('ENETUNREACH', 'write'),
    caused('ECONNREFUSED'),
    caused('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'),
    new Error('unexpected redirect'),
    undefined,
  ])('when bytes may have left is unclear: %s', (cause) => {
    expect(connectionError(failed(cause))).toBeInstanceOf(CalypsoUnclear);
  });

  it('on every address at once is deferred only if none was reached', () => {
    const refused = caused('ECONNREFUSED', 'connect');
    const reset = caused('ECONNRESET', 'read');
    const all = (...errors: Error[]) => connectionError(failed(new AggregateError(errors)));
    expect(all(refused, refused)).toBeInstanceOf(CalypsoDeferred);
    expect(all(refused, reset)).toBeInstanceOf(CalypsoUnclear);
    expect(all()).toBeInstanceOf(CalypsoUnclear);
  });

  it('by the deadline is unclear and says so', () => {
    const error = connectionError(new DOMException('late', 'TimeoutError'));
    expect(error).toBeInstanceOf(CalypsoUnclear);
    expect(error.message).toContain('no answer came in time');
  });
});
