/** What an endpoint is to the server: where it lives, what its envelope needs, what it answers. */

import type { Answers } from './answers.ts';
import type { Book } from './book.ts';
import type { Chance } from './chance.ts';
import type { Funds } from './funds.ts';
import type { Json, JsonObject } from './json.ts';
import type { Progress } from './progress.ts';
import type { Settings } from './settings.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Telling } from './telling.ts';
import type { Webhooks } from './webhooks.ts';

/** Everything an endpoint may use. */
export type Office = {
  readonly settings: Settings;
  readonly account: string;
  readonly companyId: string;
  readonly userId: string;
  readonly now: () => number;
  readonly chance: Chance;
  readonly book: Book;
  readonly funds: Funds;
  readonly progress: Progress;
  readonly telling: Telling;
  readonly answers: Answers;
  readonly subscriptions: Subscriptions;
  readonly webhooks: Webhooks;
  /** What one unit of a code is worth in US dollars, as decimal text. */
  readonly rates: Readonly<Record<string, string>>;
};

export type Endpoint = {
  readonly method: 'POST' | 'DELETE';
  /** Without `/api/v1`. */
  readonly path: string;
  /** Whether the envelope must name the account. */
  readonly account: boolean;
  /** Whether there is a payload to read. */
  readonly payload: boolean;
  /** `undefined` is an empty body. Throws `Refused`. */
  readonly answer: (payload: Json | undefined) => JsonObject | undefined;
};
