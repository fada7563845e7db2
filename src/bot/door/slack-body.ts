/**
 * Whether a genuine body of Slack holds what Bolt takes for granted: an object. It is only looked at;
 * Bolt reads the bytes again. Anything else would break where nobody can catch it.
 */
import { parse } from 'node:querystring';

/** @param type the media type, one of the two that Slack sends. */
export function isObject(body: Buffer, type: string): boolean {
  const text = body.toString('utf8');
  if (type === 'application/json') return isJsonObject(text);
  const { payload } = parse(text);
  // A form is an object of its own, unless it carries its payload as JSON.
  return typeof payload !== 'string' || isJsonObject(payload);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
