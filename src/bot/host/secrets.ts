/**
 * Which values of the environment no line may show: what is secret by its name, and whatever looks
 * like a key though it stands under another name. Nothing here decides what a value is used for.
 */
import { secretCharactersMin } from './scrub.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const secretNames = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'CALYPSO_API_KEY',
  'CALYPSO_SECRET_KEY',
  'SECRETS_KEY',
];

/**
 * For the scrubber of everything that is printed, whether or not the settings are right.
 * @param asked the names of all variables that are read.
 */
export function secretsOf(env: Environment, asked: readonly string[]): readonly string[] {
  const textOf = (name: string) => env[name] ?? '';
  const others = asked.filter((name) => !secretNames.includes(name)).map(textOf);
  const all = [
    ...secretNames.map(textOf),
    ...others.flatMap(passwordsOf),
    ...others.filter(looksLikeKey),
  ];
  return [...new Set(all.flatMap((value) => [value, value.trim()]))].filter(Boolean);
}

/** A value that is told when it is wrong, unless it is long enough to be a secret in the wrong place. */
export function told(text: string): string {
  return text.length < secretCharactersMin
    ? `is ${JSON.stringify(text)}`
    : `has ${text.length} characters`;
}

/** As drawn at random: long, letters and digits, and nothing that paths, hosts and addresses have. */
function looksLikeKey(text: string): boolean {
  if (/^0x[0-9a-f]{40}$/i.test(text)) return false;
  return /^\s*[\w+/=-]{16,}\s*$/.test(text) && /\d/.test(text) && /[a-z]/i.test(text);
}

function passwordsOf(text: string): readonly string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const { password, searchParams } = url;
  return [password, decoded(password), searchParams.get('password') ?? ''];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
