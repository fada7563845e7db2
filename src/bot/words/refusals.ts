/**
 * A private no: the rule in words, and the way out. One entry for each rule of the desk.
 */
import type { Refusal, RefusalRule } from '../../approvals/vocabulary/refusals.ts';
import { lowered } from './amounts.ts';
import { typed } from './markup.ts';
import { stateWords } from './states.ts';

type Say = (refusal: Refusal) => string;

const refusals: Record<RefusalRule, string | Say> = {
  'not-a-requester':
    'The policy does not name you as a requester, so you cannot ask for payouts. Ask whoever keeps the policy.',
  'draft-not-found': 'This draft is gone; drafts are kept for 14 days. Start again with `/payout`.',
  'draft-already-requested': ({ detail }) =>
    `This draft is payout ${detail ?? ''} already. Nothing was asked twice.`,
  'blocked-by-policy': ({ detail }) =>
    `The policy does not allow this payout (${typed(detail ?? '')}). Nobody was asked.`,
  'request-not-found': ({ detail }) => `There is no payout ${typed(detail ?? '')}.`,
  'own-request':
    'You asked for this payout or shaped it, so your decision cannot count. Somebody else must approve or reject it; you can retract it.',
  'not-an-approver':
    'The policy does not name you as an approver of this payout. Nothing was recorded.',
  'already-decided': 'Your approval is on record already. One person counts once.',
  'fingerprint-changed':
    'This card shows something other than what is on record, so nothing was recorded. Open the newest card of this payout.',
  'not-awaiting': ({ stage }) =>
    `This payout is no longer waiting for approval. ${stage ? `It is: ${lowered(stateWords[stage.state])}.` : ''} Nothing was recorded.`,
  'not-cleared': 'This payout is still waiting for approval. Retract it instead.',
  'not-releasable': 'This payout is not waiting for anybody to let it go on. Nothing was changed.',
  'not-cancelable':
    'There is nothing of this payout at Calypso to cancel now, or it is being canceled already.',
  expired: 'This payout has expired; nobody can approve it any more. It can be asked for again.',
  guest: 'Guests cannot decide about payouts. Ask a full member named by the policy.',
  external: 'People of another workspace cannot decide about payouts.',
  deactivated: 'This account is deactivated, so it cannot decide about payouts.',
  bot: 'Apps and bots cannot decide about payouts.',
  'not-verified':
    'Slack could not confirm who you are just now, so nothing was recorded. Try again in a minute.',
  'nothing-to-take': 'There is no approval of yours to take back.',
  'not-your-request': 'Only the person who asked for it can do this.',
  'too-late-to-retract': ({ stage }) =>
    `It is too late: this payout is ${stage ? lowered(stateWords[stage.state]) : 'under way'}. It was not stopped.`,
  'nothing-unclear': 'Nothing about this payout is unclear any more.',
  'reason-missing': 'Say why in a few words, so that the requester knows what to change.',
};

export function refusalText(refusal: Refusal): string {
  const words = refusals[refusal.rule];
  return typeof words === 'string' ? words : words(refusal);
}
