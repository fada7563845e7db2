/**
 * What a text from the environment may be, kind by kind. Each reader answers with the value or
 * with what is wrong: the rule, the value unless it is a secret, the way out. Nothing is repaired.
 */
import { isIP } from 'node:net';
import { postgresFlaw } from '../../approvals/ledger/postgres-url.ts';
import { isLoopback } from '../../approvals/values/loopback.ts';
import { told } from './secrets.ts';

export type Reading<Value> = { readonly value: Value } | { readonly flaw: string };
export type Reader<Value> = (text: string) => Reading<Value>;

/** A secret is never shown: its length and what is odd about it must do. */
export function secret({
  charactersMin,
  prefix,
}: {
  readonly charactersMin: number;
  readonly prefix?: string;
}): Reader<string> {
  return (text) => {
    const length = `it has ${text.length} characters`;
    if (/\s/.test(text)) {
      const where = /\s$/.test(text) ? ', the last one blank (a trailing newline?)' : '';
      return flawed(`must not contain blanks; ${length}${where}. Copy it again without them.`);
    }
    if (!/^[\x21-\x7e]+$/.test(text))
      return flawed(`must be plain ASCII; ${length}, some of them not. Copy it again.`);
    if (prefix !== undefined && !text.startsWith(prefix))
      return flawed(`must begin with ${prefix} and does not; ${length}. Is it another credential?`);
    if (prefix === undefined && text.startsWith('xox'))
      return flawed('must not be a Slack token, and begins like one. Is it another credential?');
    if (text.length < charactersMin)
      return flawed(`must have at least ${charactersMin} characters; ${length}. Copy it again.`);
    return { value: text };
  };
}

export function keyOf32Bytes(text: string): Reading<Uint8Array> {
  const encoding = /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64';
  const bytes = Buffer.from(text, encoding);
  const isExact = encoding === 'hex' || bytes.toString('base64') === text;
  if (isExact && bytes.length === 32) return { value: new Uint8Array(bytes) };
  return flawed(
    `must be 32 bytes in base64 or hex; it has ${text.length} characters. Make one with: openssl rand -base64 32`,
  );
}

export function wholeNumber(min: number, max: number): Reader<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return { value };
    return flawed(`must be a whole number from ${min} to ${max}; it ${told(text)}.`);
  };
}

export function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  return (text) => {
    const value = words.find((word) => word === text);
    if (value !== undefined) return { value };
    return flawed(`must be one of ${words.join(', ')}; it ${told(text)}.`);
  };
}

/** The origin of an https URL, or of any loopback URL: no path, no query, no user, no password. */
export function origin(example: string): Reader<string> {
  return (text) => {
    const url = webUrl(text);
    if (url === undefined) return flawed(`must be a URL such as ${example}; it is not.`);
    if (url.protocol !== 'https:' && !isLoopback(url.hostname))
      return flawed(`must begin with https:// unless it is this machine; it is ${url.origin}.`);
    if (text.replace(/\/$/, '').toLowerCase() !== url.origin && url.href !== `${url.origin}/`)
      return flawed(
        `must be nothing but scheme, host and port; leave out what follows ${url.origin}.`,
      );
    return { value: url.origin };
  };
}

const slackApi = 'https://slack.com/api/';

/** Slack's own Web API, or a local stand-in: the bot token is sent there. */
export function slackApiUrl(text: string): Reading<string> {
  const url = webUrl(text);
  if (url === undefined) return flawed(`must be a URL such as ${slackApi}; it is not.`);
  const href = `${url.origin}${url.pathname.replace(/\/*$/, '/')}`;
  const isPlain = url.search === '' && url.hash === '';
  if (isPlain && (href === slackApi || isLoopback(url.hostname))) return { value: href };
  return flawed(
    `must be ${slackApi} or a plain URL of this machine, because the bot token is sent there; its host is ${url.host}. Leave it out to use Slack.`,
  );
}

export function databaseUrl(text: string): Reading<string> {
  if (/^sqlite:(?:\/\/)?(?!\s).*[^\s/]$/.test(text)) return { value: text };
  const isPostgres = /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text);
  if (isPostgres && new URL(text).pathname.length > 1) {
    const flaw = postgresFlaw(text);
    return flaw === undefined ? { value: text } : flawed(flaw);
  }
  return flawed(
    'must be sqlite:<path> or postgres://<user>:<password>@<host>/<database>; it is neither. Leave it out for sqlite:./data/countersign.db.',
  );
}

export function host(text: string): Reading<string> {
  const isName = /^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(text);
  if (isIP(text) !== 0 || isName) return { value: text };
  return flawed(`must be an address or name to listen on, such as 0.0.0.0; it ${told(text)}.`);
}

export function anyText(text: string): Reading<string> {
  if (text.trim() === text) return { value: text };
  return flawed(`must not begin or end with a blank; it ${told(text)}.`);
}

function flawed(flaw: string): { readonly flaw: string } {
  return { flaw };
}

/** Without a user and a password, which would be shown and kept where no secret belongs. */
function webUrl(text: string): URL | undefined {
  if (/\s/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url : undefined;
}
