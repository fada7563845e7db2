/**
 * JSON in and out with every number kept as the text it was written in, because an amount
 * that has been a JavaScript number once may have lost digits. No number is ever converted here.
 */

const token = Symbol('number token');

/** A JSON number as its source text, for example `1000000.000001`. */
export type NumberToken = { readonly [token]: string };

export type Json = null | boolean | string | NumberToken | readonly Json[] | JsonObject;

/** Members that are `undefined` are left out when written. */
export type JsonObject = { readonly [name: string]: Json | undefined };

/** `text` must already be a JSON number. */
export const numberToken = (text: string): NumberToken => ({ [token]: text });

/** For counters and identifiers of our own; amounts arrive as text and use `numberToken`. */
export const integerToken = (value: number): NumberToken => numberToken(String(value));

export const isNumberToken = (value: Json | undefined): value is NumberToken =>
  typeof value === 'object' && value !== null && token in value;

export const tokenText = (value: NumberToken): string => value[token];

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !isList(value) && !isNumberToken(value);

/** One member of an object; `undefined` when there is none or `value` is no object. */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  const object: JsonObject = value;
  return object[name];
}

/** Throws `TypeError` for bytes that are not UTF-8 and `SyntaxError` for text that is not JSON. */
export function parseJson(bytes: Uint8Array): Json {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return JSON.parse(text, keepSource);
}

export function writeJson(value: Json): string {
  if (isNumberToken(value)) return tokenText(value);
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeJson(member)}`],
  );
  return `{${members.join(',')}}`;
}

/** Node hands revivers the source text as a third argument, which the type library does not know yet. */
function keepSource(_name: string, value: unknown, ...rest: readonly { source?: string }[]) {
  if (typeof value !== 'number') return value;
  const source = rest[0]?.source;
  if (source === undefined) {
    throw new Error('This Node does not give number sources to JSON revivers; use Node 24.');
  }
  return numberToken(source);
}
