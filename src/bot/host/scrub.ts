/**
 * The last resort before a line is written: known secrets, in the spellings that software gives
 * them, and whatever looks like a Slack token or a capability address, become `[secret]`.
 * Nobody may rely on it; a secret belongs in no field and in no message to begin with.
 */

/** A shorter value cannot be told from ordinary text, and replacing it would shred the line. */
export const secretCharactersMin = 8;

const mark = '[secret]';

/** Bearer tokens and response urls, known or not, plain or inside an encoded form. */
const tokens = /x(?:ox[a-z]|app)[.-][\w.-]+/gi;
const hooks = /https?(?::|%3a)(?:\\?\/|%2f){2}hooks\.slack(?:-gov)?\.com[^\s"'\\&,]*/gi;
const responseUrls = /(response_urls?[^a-z0-9]{1,12})https?(?::|%3a)[^\s"'\\&,]+/gi;

/** A function that takes the secrets out of a text. Values below the minimum are passed over. */
export function scrubber(secrets: readonly string[]): (text: string) => string {
  const known = knownSpellings(secrets.filter((secret) => secret.length >= secretCharactersMin));
  return (text) => {
    const clean = known === undefined ? text : text.replace(known, mark);
    return clean
      .replace(tokens, mark)
      .replace(hooks, mark)
      .replace(responseUrls, (_, before: string) => `${before}${mark}`);
  };
}

/** The longest first, so that no part of a spelling is left beside the mark. */
function knownSpellings(secrets: readonly string[]): RegExp | undefined {
  const all = [...new Set(secrets.flatMap(spellings))];
  if (all.length === 0) return undefined;
  const patterns = all.sort((one, other) => other.length - one.length).map(pattern);
  return new RegExp(patterns.join('|'), 'gi');
}

/** Also inside JSON, and in JSON inside JSON: quotes and backslashes multiply there. */
function pattern(text: string): string {
  return text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('\\\\', '\\\\+')
    .replaceAll('"', '\\\\*"');
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = [0, 1, 2].map((shift) => base64Inside(bytes, shift));
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/**
 * The characters that base64 gives a secret wherever it stands in a longer text: three of them,
 * by its offset. Characters that also depend on a neighbour are left out.
 */
function base64Inside(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const start = Math.ceil((shift * 8) / 6);
  const end = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(start, end);
}
