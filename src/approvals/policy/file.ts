/**
 * From the text of a policy file to a policy, or every problem with its line and column. Amounts,
 * ids and durations are quoted text; aliases, duplicate keys and unknown keys are refused.
 */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { sha256 } from '../values/digest.ts';
import { type Policy, policySchema } from './schema.ts';

export interface PolicyProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Dotted path inside the file, empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export const policyBytesMax = 256 * 1024;

export type PolicyReading =
  | { readonly policy: Policy }
  | { readonly problems: readonly PolicyProblem[] };

export function readPolicy(text: string): PolicyReading {
  if (Buffer.byteLength(text) > policyBytesMax)
    return { problems: [whole(`is larger than ${policyBytesMax / 1024} KiB`)] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    strict: true,
    stringKeys: true,
    prettyErrors: false,
  });
  const problem = (offset: number, path: string, message: string): PolicyProblem => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, path, message };
  };
  const unreadable = [...document.errors, ...document.warnings];
  if (unreadable.length > 0)
    return {
      problems: unreadable.map((error) => problem(error.pos[0], '', error.message)),
    };
  const aliases: PolicyProblem[] = [];
  visit(document, {
    Alias: (_, { source, range }) => {
      const message = `uses the alias *${source}; write the value out`;
      aliases.push(problem(range?.[0] ?? 0, '', message));
    },
  });
  if (aliases.length > 0) return { problems: aliases };
  const result = policySchema.safeParse(document.toJS());
  if (result.success) return { policy: { ...result.data, digest: sha256(text) } };
  return {
    problems: result.error.issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') {
        const missing = issue.code === 'invalid_type' && !document.hasIn(issue.path);
        const message = missing ? 'is missing' : issue.message;
        return [problem(valueAt(document, issue.path), issue.path.join('.'), message)];
      }
      // Reported at the key itself; it says why the key is not simply ignored.
      return issue.keys.map((key) =>
        problem(keyAt(document, issue.path, key), [...issue.path, key].join('.'), notKnown),
      );
    }),
  };
}

const notKnown =
  'is not known to this version; a rule that is ignored would protect nobody. Remove it';

/** Where the value stands, or the nearest thing around it that is there. */
function valueAt(document: Document, path: readonly PropertyKey[]): number {
  const node = document.getIn(path, true);
  const start = isNode(node) ? node.range?.[0] : undefined;
  if (start !== undefined || path.length === 0) return start ?? 0;
  return valueAt(document, path.slice(0, -1));
}

function keyAt(document: Document, path: readonly PropertyKey[], key: string): number {
  const around = document.getIn(path, true);
  const pairs = isMap(around) ? around.items : [];
  const found = pairs.map((pair) => pair.key).find((each) => isScalar(each) && each.value === key);
  return (isNode(found) ? found.range?.[0] : undefined) ?? valueAt(document, path);
}

/** `policy.yml:6:21 approvals.0.need.0.count asks for 4 of treasury, which has 3` */
export function policyProblemText(file: string, problem: PolicyProblem): string {
  const place = problem.path === '' ? '' : `${problem.path} `;
  return `${file}:${problem.line}:${problem.column} ${place}${problem.message}`;
}

function whole(message: string): PolicyProblem {
  return { line: 1, column: 1, path: '', message };
}

export type CheckedPolicy = { readonly policy: Policy } | { readonly problems: readonly string[] };

/** @param name shown in front of every problem, as editors jump to it. */
export function checkPolicy(
  text: string,
  name: string,
  currencies: ReadonlySet<string>,
): CheckedPolicy {
  const read = readPolicy(text);
  if ('problems' in read)
    return { problems: read.problems.map((problem) => policyProblemText(name, problem)) };
  const unknown = read.policy.currencies.allowed.filter((code) => !currencies.has(code));
  if (unknown.length > 0)
    return {
      problems: unknown.map(
        (code) => `${name}: currencies.allowed names ${code}, which Calypso does not have`,
      ),
    };
  return { policy: read.policy };
}
