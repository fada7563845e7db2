/** True bodies bent out of shape on their way out. The ledger knows nothing of it. */

import { integerToken, isList, isObject, type Json, type JsonObject } from './json.ts';

const listNames = ['result', 'items', 'balances', 'subscriptions'];

/** Replaces a member of the body, or of each item of the lists in it. */
export function withEcho(body: JsonObject, field: string, value: Json): JsonObject {
  const items = listNames.filter((name) => isList(body[name]));
  if (items.length === 0) return { ...body, [field]: value };
  const changed = items.map((name) => {
    const list = body[name];
    const echo = (item: Json) => (isObject(item) ? withEcho(item, field, value) : item);
    return [name, isList(list) ? list.map(echo) : list];
  });
  return { ...body, ...Object.fromEntries(changed) };
}

export const inOtherShape = (body: JsonObject): JsonObject => ({ success: true, data: body });

/** One row that nobody can read; a body without that row stays as it is. */
export function withOddRow(body: JsonObject, at: number): JsonObject {
  const { result: rows } = body;
  if (!isList(rows)) return body;
  const odd = (row: Json, index: number): Json =>
    index === at && isObject(row) ? { ...row, amount: 'many', state: integerToken(7) } : row;
  return { ...body, result: rows.map(odd) };
}
