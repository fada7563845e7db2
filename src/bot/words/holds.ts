/**
 * Why a request is on hold, and what ends it.
 */
import type { Stage } from '../../approvals/request/request.ts';
import { typed } from './markup.ts';

export function holdWords(stage: Extract<Stage, { state: 'held' }>): string {
  const detail = typed(stage.detail);
  switch (stage.reason) {
    case 'funds':
      return `short of ${detail}. Top up the account; it goes on by itself within a minute.`;
    case 'policy':
      return `the policy in force does not allow it (${detail}). Retract it, or ask again.`;
    case 'mismatch':
      return `what would be sent is not what was approved (${detail}). Do not repeat it by hand; tell whoever runs the bot.`;
    case 'environment':
      return `${detail}, and the bot now talks to another. It goes on when that is set back.`;
    case 'contradiction':
      return `Calypso contradicts itself (${detail}). Check it in Calypso; then an approver lets it go on.`;
    case 'late':
      return `${detail}. An approver must say to send it now, or the requester retracts it.`;
  }
}
