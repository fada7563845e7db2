/**
 * Reads request objects member by member and refuses with 001 what has the wrong type. `null` and
 * an absent member are the same. Only the form is checked here, never whether a value makes sense.
 */

import { hasExponent } from './decimal.ts';
import { isList, isNumberToken, isObject, type Json, type JsonObject, tokenText } from './json.ts';
import type { Settings } from './settings.ts';

/** The emulator's no: an error code of the documentation and its message. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

/** A no of whoever stands in front of the API: an HTTP status, and no error code. */
export class RefusedWithoutCode extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RefusedWithoutCode';
    this.status = status;
  }
}

export type Fields = ReturnType<typeof readFields>;

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dateShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})?$/;
const listMax = 10_000;

/** `where` names the object in messages, for example `payload`. */
export function readFields(
  value: Json | undefined,
  where: string,
  known: readonly string[],
  settings: Settings,
) {
  const object = objectOf(value, where);
  const stranger = Object.keys(object).find((name) => !known.includes(name));
  if (stranger !== undefined && settings.unknownFields === 'refuse') {
    throw new Refused('001', `Unrecognized field "${stranger}" in ${where}`);
  }
  const wrong = (name: string, wanted: string): Refused =>
    new Refused('001', `${where}.${name} must be ${wanted}`);

  function text(name: string): string | undefined {
    const member = object[name] ?? undefined;
    if (member !== undefined && typeof member !== 'string') throw wrong(name, 'a string');
    return member;
  }
  function list(name: string): readonly Json[] | undefined {
    const member = object[name] ?? undefined;
    if (member === undefined) return undefined;
    if (!isList(member)) throw wrong(name, 'an array');
    if (member.length > listMax) throw wrong(name, `an array of at most ${listMax}`);
    return member;
  }
  return {
    has: (name: string) => (object[name] ?? undefined) !== undefined,
    text,
    requiredText(name: string): string {
      const member = text(name);
      if (member === undefined || member === '') throw wrong(name, 'given');
      return member;
    },
    uuid(name: string): string | undefined {
      const member = text(name);
      if (member !== undefined && !uuidShape.test(member)) throw wrong(name, 'a UUID');
      return member;
    },
    /** Milliseconds; a date without zone is UTC. */
    date(name: string): number | undefined {
      const member = text(name);
      if (member === undefined) return undefined;
      const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(member) ? member : `${member}Z`;
      const at = dateShape.test(member) ? Date.parse(zoned) : Number.NaN;
      if (Number.isNaN(at)) throw wrong(name, 'an ISO 8601 date-time');
      return at;
    },
    flag(name: string): boolean | undefined {
      const member = object[name] ?? undefined;
      if (member !== undefined && typeof member !== 'boolean') throw wrong(name, 'a boolean');
      return member;
    },
    /** The exact text of a number. */
    amount(name: string): string {
      const member = object[name] ?? undefined;
      if (!isNumberToken(member)) throw wrong(name, 'a number');
      const digits = tokenText(member);
      if (digits.length > 60) throw wrong(name, 'a number of at most 60 characters');
      if (hasExponent(digits) && settings.exponentsInRequests === 'refuse') {
        throw wrong(name, 'a number without exponent');
      }
      return digits;
    },
    /** A small count such as a page number. */
    count(name: string): number | undefined {
      const member = object[name] ?? undefined;
      if (member === undefined) return undefined;
      if (!isNumberToken(member) || !/^\d{1,9}$/.test(tokenText(member))) {
        throw wrong(name, 'a whole number');
      }
      return Number.parseInt(tokenText(member), 10);
    },
    texts(name: string): readonly string[] | undefined {
      return list(name)?.map((item) => {
        if (typeof item !== 'string') throw wrong(name, 'an array of strings');
        return item;
      });
    },
    objects(name: string, members: readonly string[]) {
      return list(name)?.map((item, index) =>
        readFields(item, `${where}.${name}[${index}]`, members, settings),
      );
    },
  };
}

function objectOf(value: Json | undefined, where: string): JsonObject {
  if (!isObject(value)) throw new Refused('001', `${where} must be an object`);
  return value;
}
