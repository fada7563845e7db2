/**
 * Canceling what the rail has already: people say so here, the rail does it or does not. What it
 * answers is written down and never believed; only the lines that are observed afterwards count.
 */
import type { Actor } from '../authority/standing.ts';
import { type Refusal, refused } from '../vocabulary/refusals.ts';
import type { AskCancel, RecordCancel } from './commands.ts';
import { type RequestEvent, theDesk } from './events.ts';
import { couldDecide } from './guards.ts';
import { linesOf, type Part, partOf, type Request } from './request.ts';

/** By whoever asked for the payout, or by one who could have rejected it. */
export function mayCancel(actor: Actor, request: Request): Refusal | undefined {
  const no = request.asked.by === actor.by ? undefined : couldDecide(actor, request);
  if (no) return no;
  return isCancelable(request) ? undefined : refused('not-cancelable', request);
}

export function askCancel(
  command: AskCancel & { readonly at: string },
  request: Request,
): readonly RequestEvent[] | Refusal {
  const { at, by, because, press } = command;
  const no = mayCancel(command, request);
  if (no) return no;
  if (because.trim() === '') return refused('reason-missing');
  return [{ type: 'cancelAsked', at, by, because, press }];
}

export function recordCancel(
  command: RecordCancel & { readonly at: string },
  request: Request,
): readonly RequestEvent[] {
  const { at, part, answer, detail } = command;
  if (request.cancel === undefined || partOf(request, part).cancelTried !== undefined) return [];
  return [{ type: 'cancelTried', at, by: theDesk, part, answer, detail }];
}

/** Everything of it is with the rail, something is open, and nobody is canceling it right now. */
export function isCancelable(request: Request): boolean {
  return request.stage.state === 'sent' && !cancelPending(request);
}

/** Whether the rail is still to be asked to cancel this part. */
export function mayStillCancel(request: Request, part: Part): boolean {
  const asked = request.cancel !== undefined && part.cancelTried === undefined;
  const open = linesOf(part).some((line) => line.status === 'open');
  return asked && part.progress.state === 'accepted' && open;
}

export function cancelPending(request: Request): boolean {
  return request.parts.some((part) => mayStillCancel(request, part));
}
