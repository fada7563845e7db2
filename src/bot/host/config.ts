/**
 * The environment, read once and as a whole: every problem at the same time, or a complete Config.
 * This is the only file that reads `process.env`. No secret has a default and none is ever shown.
 */
import {
  anyText,
  databaseUrl,
  host,
  keyOf32Bytes,
  oneOf,
  origin,
  type Reader,
  secret,
  slackApiUrl,
  wholeNumber,
} from './config-values.ts';
import { type LevelName, logLevels } from './log.ts';
import { secretCharactersMin } from './scrub.ts';
import { type Environment, secretsOf, told } from './secrets.ts';

/** What the commands need that talk to Calypso and to nobody else. */
export type CalypsoReading =
  | {
      readonly calypso: Config['calypso'];
      readonly publicUrl?: string;
      readonly notes: readonly string[];
      readonly secrets: readonly string[];
    }
  | { readonly problems: readonly string[]; readonly secrets: readonly string[] };

export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly signingSecret: string;
    /** Ends with a slash. */
    readonly apiUrl: string;
  };
  readonly calypso: {
    /** An origin, without a slash at the end. */
    readonly apiUrl: string;
    readonly apiKey: string;
    readonly secretKey: string;
    readonly account: string;
    readonly batchMax?: number;
  };
  /** An origin, without a slash at the end; undefined means that nobody can ring. */
  readonly publicUrl?: string;
  readonly databaseUrl: string;
  readonly policyFile: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LevelName;
  /** Every value that no line may show: for `openLog`. */
  readonly secrets: readonly string[];
}

export type ConfigReading =
  /** `notes` are worth a line in the log and stop nothing. */
  | { readonly config: Config; readonly notes: readonly string[] }
  /** The policy's path all the same, so that its problems can be told in the same breath. */
  | {
      readonly problems: readonly string[];
      readonly policyFile: string;
      readonly secrets: readonly string[];
    };

export function readEnvironment(): ConfigReading {
  return readConfig(process.env);
}

export function readCalypsoEnvironment(): CalypsoReading {
  return readCalypsoConfig(process.env);
}

const wayTo = {
  botToken: 'Copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of the Slack app.',
  signingSecret: 'Copy the Signing Secret from "Basic Information" of the Slack app.',
  calypsoKeys: 'Copy it from the API settings of the Calypso dashboard.',
  account: 'Copy the id of the account (0x…) from the Calypso dashboard.',
};

export function readConfig(env: Environment): ConfigReading {
  const read = readings(env);
  const { required, optional, problems } = read;
  const token = secret({ charactersMin: secretCharactersMin, prefix: 'xoxb-' });
  // Kept for the policies that will ask for one-time codes; checked now, so that it is right then.
  optional('SECRETS_KEY', keyOf32Bytes);
  const slack = {
    botToken: required('SLACK_BOT_TOKEN', token, wayTo.botToken),
    signingSecret: required(
      'SLACK_SIGNING_SECRET',
      secret({ charactersMin: secretCharactersMin }),
      wayTo.signingSecret,
    ),
    apiUrl: optional('SLACK_API_URL', slackApiUrl) ?? 'https://slack.com/api/',
  };
  const { calypso, publicUrl } = calypsoFrom(read);
  const values = {
    slack,
    calypso,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    databaseUrl: optional('DATABASE_URL', databaseUrl) ?? 'sqlite:./data/countersign.db',
    policyFile: optional('POLICY_FILE', anyText) ?? './policy.yml',
    host: optional('HOST', host) ?? '127.0.0.1',
    port: optional('PORT', wholeNumber(0, 65_535)) ?? 3000,
    logLevel: optional('LOG_LEVEL', oneOf(logLevels)) ?? 'info',
  };
  const secrets = secretsOf(env, read.asked);
  if (problems.length > 0) return { problems, policyFile: values.policyFile, secrets };
  return {
    config: { ...values, secrets },
    notes: notesOn(calypso.account),
  };
}

export function readCalypsoConfig(env: Environment): CalypsoReading {
  const read = readings(env);
  const { calypso, publicUrl } = calypsoFrom(read);
  const secrets = secretsOf(env, read.asked);
  if (read.problems.length > 0) return { problems: read.problems, secrets };
  return { calypso, ...(publicUrl && { publicUrl }), notes: notesOn(calypso.account), secrets };
}

function calypsoFrom({ required, optional }: ReturnType<typeof readings>) {
  const key = secret({ charactersMin: secretCharactersMin });
  const publicUrl = optional('PUBLIC_URL', origin('https://countersign.example.com'));
  const batchMax = optional('CALYPSO_BATCH_MAX', wholeNumber(1, 10_000));
  const calypsoHost = 'https://api.calypso.money';
  const calypso = {
    apiUrl: optional('CALYPSO_API_URL', origin(calypsoHost)) ?? calypsoHost,
    apiKey: required('CALYPSO_API_KEY', key, wayTo.calypsoKeys),
    secretKey: required('CALYPSO_SECRET_KEY', key, wayTo.calypsoKeys),
    account: required('CALYPSO_ACCOUNT', anyText, wayTo.account),
    ...(batchMax === undefined ? {} : { batchMax }),
  };
  return { calypso, publicUrl };
}

/**
 * Readers that keep what is wrong. A required value that is missing or wrong is read as the empty
 * text: with a problem kept, nobody ever sees it.
 */
function readings(env: Environment) {
  const problems: string[] = [];
  const asked: string[] = [];

  /** An empty variable counts as not set, as people expect of an env file. */
  function optional<Value>(name: string, read: Reader<Value>): Value | undefined {
    asked.push(name);
    const text = env[name];
    if (text === undefined || text === '') return undefined;
    const reading = read(text);
    if ('value' in reading) return reading.value;
    problems.push(`${name} ${reading.flaw}`);
    return undefined;
  }

  function required(name: string, read: Reader<string>, wayOut: string): string {
    if ((env[name] ?? '') === '') problems.push(`${name} is missing. ${wayOut}`);
    return optional(name, read) ?? '';
  }

  return { required, optional, problems, asked };
}

function notesOn(account: string): readonly string[] {
  if (/^0x[0-9a-f]{40}$/i.test(account)) return [];
  return [
    `CALYPSO_ACCOUNT is usually 0x and 40 hex digits; it ${told(account)}. If payouts are refused, compare it with the dashboard.`,
  ];
}
