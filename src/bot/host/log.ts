/**
 * One JSON line per event on standard output, and the adapter through which Bolt writes there too.
 * No line carries a body or a request; of an error only message, stack and code are kept.
 */
import { inspect } from 'node:util';
import { type Logger, LogLevel } from '@slack/bolt';
import { pino } from 'pino';
import { openOutput } from './output.ts';
import { scrubber } from './scrub.ts';

type Fields = Readonly<Record<string, unknown>>;
type Write = (fields: Fields, message: string) => void;

/** Fields are chosen one by one; what went wrong goes under `err`. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** The log of the process itself, with what only its end needs. */
export interface ProcessLog extends Log {
  /** Why everything ends. */
  readonly fatal: Write;
  /** Resolves when all lines are handed over, or after a moment. */
  flush(): Promise<void>;
}

const flushWithinMs = 1_000;

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LevelName = (typeof logLevels)[number];

/**
 * @param secrets values that no line may show; they are replaced in whole lines, as a last resort.
 * @param destination where lines go, standard output unless told.
 */
export function openLog({
  level,
  secrets,
  destination,
}: {
  readonly level: LevelName;
  readonly secrets: readonly string[];
  readonly destination?: { write(line: string): unknown };
}): ProcessLog {
  const output =
    destination === undefined
      ? openOutput(process.stdout, (leftOut) =>
          lines.warn({ leftOut }, 'nobody read the log: lines were left out'),
        )
      : undefined;
  const out = output ?? destination;
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Errors are plain by then; pino's own way would fold their causes into one text.
      serializers: { err: (err: unknown) => err },
      hooks: { streamWrite: scrubber(secrets) },
    },
    { write: (line: string) => void out?.write(line) },
  );
  return {
    debug: (fields, message) => lines.debug(plainFields(fields), message),
    info: (fields, message) => lines.info(plainFields(fields), message),
    warn: (fields, message) => lines.warn(plainFields(fields), message),
    error: (fields, message) => lines.error(plainFields(fields), message),
    fatal: (fields, message) => lines.fatal(plainFields(fields), message),
    flush: async () => output?.flush(flushWithinMs),
  };
}

/**
 * The logger of Bolt and its clients. Their debug lines hold whole payloads, so there are none,
 * whatever level is asked for.
 */
export function boltLogger(log: Log): Logger {
  let name = 'bolt';
  const write =
    (line: Write) =>
    (...parts: unknown[]): void => {
      const err = parts.find((part) => part instanceof Error);
      const message = parts.map(wordsOf).join(' ');
      line(err === undefined ? { from: name } : { from: name, err }, message);
    };
  return {
    debug: () => undefined,
    info: write(log.info),
    warn: write(log.warn),
    error: write(log.error),
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: (given) => {
      name = given;
    },
  };
}

function wordsOf(part: unknown): string {
  if (typeof part === 'string') return part;
  return part instanceof Error ? part.message : inspect(part, { depth: 3 });
}

const depthMax = 3;

function plainFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value, 0)]));
}

/** Errors are cut down wherever they stand: libraries hang whole requests on theirs. */
function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > depthMax) return '…';
  if (value instanceof Error) return plainError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, plain(each, depth + 1)]),
  );
}

function plainError(error: Error, depth: number): unknown {
  const code = 'code' in error ? error.code : undefined;
  const isWord = typeof code === 'string' || typeof code === 'number';
  return {
    message: error.message,
    stack: error.stack,
    ...(isWord ? { code } : {}),
    ...(error.cause instanceof Error ? { cause: plain(error.cause, depth + 1) } : {}),
  };
}
