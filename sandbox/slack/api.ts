/**
 * The Web API: who asks, what for, what goes wrong on purpose, and a ledger of every call.
 * It answers like Slack: status 200 even for a no, and `unknown_method` for what does not exist.
 */
import { chatMethods } from './api-chat.ts';
import { fileMethods } from './api-files.ts';
import { peopleMethods } from './api-people.ts';
import { viewMethods } from './api-views.ts';
import type { Faults } from './faults.ts';
import { type Json, list, parsed, record, text } from './json.ts';
import type { World } from './method.ts';
import { Refused } from './refused.ts';

/** One call as it was asked and answered; the token is left out. */
type Call = {
  readonly at: number;
  readonly method: string;
  readonly args: Json;
  readonly ok: boolean;
  readonly error?: string;
  /** Slack's pointers to what was wrong with it. */
  readonly pointers?: readonly string[];
};

export type ApiReply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Json;
      /** Real milliseconds to wait before it is told. */
      readonly afterMs?: number;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' };

export type ApiRequest = {
  readonly method: string;
  readonly contentType: string;
  readonly authorization: string;
  readonly query: string;
  readonly body: string;
};

export type Api = ReturnType<typeof openApi>;

export function openApi({
  world,
  faults,
  botToken,
}: {
  readonly world: World;
  readonly faults: Faults;
  readonly botToken: string;
}) {
  const calls: Call[] = [];
  const methods = {
    ...chatMethods(world),
    ...peopleMethods(world),
    ...viewMethods(world),
    ...fileMethods(world),
  };
  const openToAll = new Set(['api.test']);

  function run(method: string, args: Json, token: string): Json {
    const found = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!found) throw new Refused('unknown_method', { req_method: method });
    if (!openToAll.has(method)) {
      if (token === '') throw new Refused('not_authed');
      if (token !== botToken) throw new Refused('invalid_auth');
    }
    return { ok: true, ...found(args) };
  }

  function attempt(method: string, args: Json, token: string): Json {
    try {
      return run(method, args, token);
    } catch (error) {
      if (error instanceof Refused) return { ok: false, error: error.error, ...error.more };
      throw error;
    }
  }

  function note(method: string, args: Json, body: Json): void {
    const error = text(body.error);
    const ok = body.ok === true;
    const pointers = list(record(body.response_metadata).messages).map(text);
    const no = error === '' ? {} : { error, ...(pointers.length === 0 ? {} : { pointers }) };
    calls.push({ at: world.workspace.now(), method, args, ok, ...no });
    world.workspace.changed('call', method);
  }

  function answer(request: ApiRequest): ApiReply {
    const { token: given, ...args } = argumentsOf(request);
    const token = request.authorization.replace(/^Bearer /, '') || text(given);
    const { method } = request;
    const headers = { 'x-oauth-scopes': [...world.scopes].join(',') };
    const fault = faults.next(method, args);
    const failed = (error: string): Json => ({ ok: false, error });
    switch (fault?.kind) {
      case 'rateLimited': {
        const wait = String(fault.retryAfterSeconds ?? 1);
        note(method, args, failed('ratelimited'));
        const body = failed('ratelimited');
        return { kind: 'answer', status: 429, headers: { ...headers, 'retry-after': wait }, body };
      }
      case 'error500':
        note(method, args, failed('internal_error'));
        return { kind: 'answer', status: 500, headers, body: failed('internal_error') };
      case 'hang':
        note(method, args, failed('hang'));
        return { kind: 'hang' };
      case 'platformError': {
        const body = failed(fault.error ?? 'fatal_error');
        note(method, args, body);
        return { kind: 'answer', status: 200, headers, body };
      }
    }
    const body = attempt(method, args, token);
    note(method, args, body);
    if (fault?.kind === 'dropAfter') return { kind: 'drop' };
    const late = fault?.kind === 'slow' ? { afterMs: fault.ms ?? 2_000 } : {};
    return { kind: 'answer', status: 200, headers, body, ...late };
  }

  return { calls, answer };
}

/** Arguments come as a JSON body or as a form, and may also stand in the address. */
function argumentsOf({ contentType, body, query }: ApiRequest): Json {
  const inAddress = Object.fromEntries(new URLSearchParams(query));
  const inBody = contentType.startsWith('application/json')
    ? record(parsed(body))
    : Object.fromEntries(new URLSearchParams(body));
  return { ...inAddress, ...inBody };
}
