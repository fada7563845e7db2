/**
 * What the record asks for next, one part after the other. Pure; nothing is sent from here.
 */
import { isDeferred, nothingSent, type Part, type Request } from '../request/request.ts';

/** What the record asks for next. */
export type Step =
  | { readonly do: 'check' }
  | { readonly do: 'send'; readonly part: Part }
  | { readonly do: 'look-up'; readonly part: Part }
  | { readonly do: 'nothing' };

/** Pure: parts go in order, one at a time; an open question about one stops the later ones. */
export function nextStep(request: Request, now: string, orphaned = false): Step {
  const { stage } = request;
  const isDue = request.dueAt !== undefined && request.dueAt <= now;
  if (stage.state === 'cleared') return { do: isDue ? 'check' : 'nothing' };
  if (stage.state === 'held' && nothingSent(request)) return { do: 'check' };
  if (isDeferred(request)) return { do: 'check' };
  if (!['sending', 'unclear', 'held'].includes(stage.state)) return { do: 'nothing' };
  const part = request.parts.find((each) => each.progress.state !== 'accepted');
  switch (part?.progress.state) {
    case 'asked':
      return orphaned || part.progress.deadline <= now
        ? { do: 'look-up', part }
        : { do: 'nothing' };
    case 'unclear':
      return { do: 'look-up', part };
    case 'planned':
    case 'deferred':
      return stage.state === 'held' ? { do: 'nothing' } : { do: 'send', part };
    default:
      return { do: 'nothing' };
  }
}
