/**
 * How Slack says no to an API call: `ok: false`, a name, and sometimes pointers to the cause.
 * The name is the contract; Slack has no HTTP status for it.
 */
import type { Json } from './json.ts';
import { type Problem, printed } from './schema.ts';

export class Refused extends Error {
  readonly error: string;
  readonly more: Json;

  constructor(error: string, more: Json = {}) {
    super(`Slack refused: ${error}`);
    this.error = error;
    this.more = more;
  }
}

/** A refusal with Slack's pointers to every problem. */
export const refusedFor = (error: string, problems: readonly Problem[]): Refused =>
  new Refused(error, {
    ...(error === 'invalid_blocks' ? { errors: problems.map((problem) => problem.message) } : {}),
    response_metadata: { messages: problems.map(printed) },
  });
