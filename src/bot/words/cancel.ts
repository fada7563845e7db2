/**
 * What is said about canceling at Calypso: what was asked, and what the lines show afterwards.
 * What Calypso answered is never repeated as if it were true.
 */
import type { CancelAnswer, LineProgress } from '../../approvals/rail/reports.ts';
import { cancelPending } from '../../approvals/request/cancel.ts';
import { linesOf, type Request } from '../../approvals/request/request.ts';
import { recipients } from './amounts.ts';

/** To stand after `It` or the name of a part. */
export function cancelWords(lines: readonly LineProgress[], answer: CancelAnswer): string {
  const count = (status: LineProgress['status']) =>
    lines.filter((line) => line.status === status).length;
  const [canceled, paid, open] = [count('canceled'), count('paid'), count('open')];
  if (canceled === lines.length) return 'was canceled. Nobody of it was paid.';
  if (canceled > 0) {
    const rest = [
      ...(paid > 0 ? [`${paid} had been paid already`] : []),
      ...(open > 0 ? [`${open} are still open`] : []),
    ];
    return `was canceled for ${canceled} of ${recipients(lines.length)}; ${rest.join(', ')}.`;
  }
  if (open === 0) return 'was not canceled: it had ended already.';
  switch (answer) {
    case 'refused':
      return 'was not canceled: it was too late. Calypso goes on with it.';
    case 'taken':
      return 'is still open, although Calypso took the cancel. It is watched.';
    case 'unclear':
      return 'may or may not be canceled: Calypso gave no clear answer. It is watched.';
  }
}

/** For the foot of the card of a sent request, with a blank before it; empty if nobody cancels. */
export function cancelState(request: Request): string {
  if (cancelPending(request)) return ' Calypso is being asked to cancel it.';
  const answers = request.parts.flatMap((part) => {
    const open = linesOf(part).some((line) => line.status === 'open');
    return open && part.cancelTried !== undefined ? [part.cancelTried] : [];
  });
  if (answers.includes('unclear'))
    return ' A cancel had no clear answer; what became of it shows here.';
  if (answers.includes('taken')) return ' Calypso took a cancel that does not show yet.';
  return answers.includes('refused') ? ' It was too late to cancel what is open.' : '';
}
