/**
 * Calypso's errors, named by what the caller may do next: refused, deferred, unclear, not found.
 * A message holds the rule, the value and the way out; never a secret, never a body.
 */

/** What is known beside the class. `said` is Calypso's own text, made plain; see `plainText`. */
interface ErrorFacts {
  readonly code?: string | undefined;
  readonly said?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Whether the same read may succeed a moment later. */
  readonly transient?: boolean;
}

export class CalypsoError extends Error {
  readonly code: string | undefined;
  readonly said: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly transient: boolean;

  constructor(message: string, told: ErrorFacts = {}) {
    super(message);
    this.name = new.target.name;
    this.code = told.code;
    this.said = told.said;
    this.retryAfterMs = told.retryAfterMs;
    this.transient = told.transient ?? false;
  }
}

/** Turned down for good; declined only after nothing is found by the key. */
export class CalypsoRefused extends CalypsoError {}

/** Nothing was considered: the same key may be asked again, `now` with a new time or `later`. */
export class CalypsoDeferred extends CalypsoError {
  readonly again: 'now' | 'later';

  constructor(message: string, again: 'now' | 'later', told: ErrorFacts = {}) {
    super(message, told);
    this.again = again;
  }
}

/** It may have happened: look it up by its key, never ask again under another. */
export class CalypsoUnclear extends CalypsoError {}

/** There is no such object, or not yet. */
export class CalypsoNotFound extends CalypsoError {}

interface AnswerRule {
  /** An `errorCode`, or an HTTP status where the answer carries no code. */
  readonly code: string;
  readonly next: 'refused' | 'now' | 'later' | 'unclear' | 'not-found';
  readonly means: string;
  readonly transient: boolean;
}

/** Whatever is not in this table is unclear. */
export const answerRules: readonly AnswerRule[] = [
  { code: '000', next: 'unclear', means: 'an internal error', transient: true },
  { code: '001', next: 'refused', means: 'a bad request', transient: false },
  {
    code: '002',
    next: 'later',
    means: 'an invalid API key; check CALYPSO_API_KEY',
    transient: false,
  },
  {
    code: '003',
    next: 'later',
    means: 'a wrong signature; check CALYPSO_SECRET_KEY',
    transient: false,
  },
  { code: '004', next: 'not-found', means: 'no such object', transient: false },
  {
    code: '011',
    next: 'now',
    means: 'a time outside its window; check the clock of this machine',
    transient: true,
  },
  {
    code: '012',
    next: 'unclear',
    means: 'a payout in the wrong state, e.g. too late to cancel',
    transient: false,
  },
  { code: '014', next: 'refused', means: 'a wrong wallet currency', transient: false },
  {
    code: '015',
    next: 'refused',
    means: 'a currency that does not match the blockchain',
    transient: false,
  },
  {
    code: '016',
    next: 'unclear',
    means: 'a key that exists already or a failed validation',
    transient: false,
  },
  { code: '429', next: 'later', means: 'too many requests', transient: true },
];

/** The error for an answer that is not a success; `errorCode` decides before the HTTP status. */
export function answerError(answer: {
  readonly status: number;
  readonly errorCode?: string | undefined;
  readonly traceId?: string | undefined;
  readonly said?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}): CalypsoError {
  const { status, errorCode, traceId, said, retryAfterMs } = answer;
  const code = errorCode ?? `${status}`;
  const rule = answerRules.find((each) => each.code === code);
  const trace = traceId === undefined ? '' : `, trace ${traceId}`;
  const where = errorCode === undefined ? `HTTP ${status}` : `error ${errorCode}`;
  const message = `Calypso answered ${rule?.means ?? 'something else'} (${where}${trace}).`;
  const told = { code, said, retryAfterMs, transient: rule?.transient ?? status >= 500 };
  switch (rule?.next) {
    case 'refused':
      return new CalypsoRefused(message, told);
    case 'not-found':
      return new CalypsoNotFound(message, told);
    case 'now':
    case 'later':
      return new CalypsoDeferred(message, rule.next, told);
    case 'unclear':
    case undefined:
      return new CalypsoUnclear(`${message} What became of it must be looked up.`, told);
  }
}

/**
 * Failures before any byte of ours was on its way. The system call is part of the rule: Linux
 * reports an unreachable host also for a connection that had carried the request already.
 */
export const unsentRules: readonly { readonly code: string; readonly syscall?: string }[] = [
  { code: 'ECONNREFUSED', syscall: 'connect' },
  { code: 'ENETUNREACH', syscall: 'connect' },
  { code: 'EHOSTUNREACH', syscall: 'connect' },
  { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
  { code: 'EAI_AGAIN', syscall: 'getaddrinfo' },
  { code: 'UND_ERR_CONNECT_TIMEOUT' },
  { code: 'CERT_HAS_EXPIRED' },
  { code: 'CERT_NOT_YET_VALID' },
  { code: 'CERT_REVOKED' },
  { code: 'CERT_UNTRUSTED' },
  { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
  { code: 'UNABLE_TO_GET_ISSUER_CERT' },
  { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
  { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  { code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' },
  { code: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' },
  { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
  { code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
];

/** The error for a `fetch` that was rejected before there was an answer. */
export function connectionError(error: unknown): CalypsoError {
  const cause = error instanceof Error ? error.cause : undefined;
  const causes = cause instanceof AggregateError ? cause.errors : [cause];
  const codes = causes.map((each) => textOf(each, 'code') ?? 'no code').join(', ');
  if (causes.length > 0 && causes.every(isUnsent))
    return new CalypsoDeferred(
      `Calypso could not be reached (${codes}); nothing was sent. It is asked again later.`,
      'later',
      { transient: true },
    );
  const why = isTimeout(error) ? 'no answer came in time' : `the connection failed: ${codes}`;
  return new CalypsoUnclear(`Calypso was asked, but ${why}. What became of it must be looked up.`, {
    transient: true,
  });
}

function isUnsent(cause: unknown): boolean {
  const code = textOf(cause, 'code');
  const rule = unsentRules.find((each) => each.code === code);
  return (
    rule !== undefined && (rule.syscall === undefined || rule.syscall === textOf(cause, 'syscall'))
  );
}

const isTimeout = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'TimeoutError';

function textOf(value: unknown, name: 'code' | 'syscall'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' ? found : undefined;
}
