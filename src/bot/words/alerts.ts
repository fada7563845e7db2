/**
 * What is said about each open problem: what happened, what is certain, what to do.
 */
import type { Alert } from '../../approvals/ledger/ledger.ts';
import type { Request } from '../../approvals/request/request.ts';
import { typed } from './markup.ts';
import { paidWords } from './states.ts';

interface AlertWords {
  readonly title: string;
  /** What is certain, and what to do. */
  readonly advice: string;
}

export function detailWords({ kind, detail }: Alert): string {
  const isAmount = kind === 'funds' && /^[\d,.]+ [A-Z]/.test(detail);
  return isAmount ? `Missing: ${typed(detail)}` : typed(detail);
}

export function alertWords(alert: Alert, request: Request | undefined): AlertWords {
  const which = request ? `Payout ${request.asked.number}` : 'Calypso';
  switch (alert.kind) {
    case 'funds':
      return {
        title: `${which} is short of funds`,
        advice:
          'Nothing is lost and nothing is sent twice. Top up the account at Calypso; the payout goes on by itself.',
      };
    case 'confirmation':
      return {
        title: `${which} waits for a confirmation in Calypso`,
        advice:
          'Calypso asks for confirmations of its own, which nobody can give from here. Confirm or decline it in the Calypso dashboard, or cancel it on its card.',
      };
    case 'validation':
      return {
        title: `${which} does not pass Calypso’s checks`,
        advice:
          'The payout is accepted but does not move. Open it in Calypso, or ask their support with the text below.',
      };
    case 'unclear':
      return {
        title: `${which}: Calypso gave no clear answer`,
        advice:
          'It may or may not have been accepted. The bot keeps looking it up by its key. Do not pay it by hand meanwhile.',
      };
    case 'held':
      return {
        title: `${which} is on hold`,
        advice: 'Nothing more of it is sent until this is settled. The card says what ends it.',
      };
    case 'contradiction':
      return {
        title: `${which}: Calypso contradicts what it said before`,
        advice: 'The record is kept as it was. Check the payout in Calypso before anything else.',
      };
    case 'failed':
      return {
        title:
          request?.stage.state === 'partly-paid'
            ? `${which} was paid in part`
            : request?.stage.state === 'canceled'
              ? `${which} was canceled in Calypso`
              : `${which} failed`,
        advice: `${request ? paidWords(request) : ''} Nothing is sent again by itself. Ask anew for those who were not paid.`,
      };
    case 'declined':
      return {
        title: `${which}: Calypso declined a part of it`,
        advice:
          'The parts before it go on; it and the parts after it are not sent. Ask anew for those recipients once this one has ended.',
      };
    case 'deferred':
      return {
        title: `${which} waits: Calypso did not consider it`,
        advice:
          'Nothing was sent. The approvals stand and it is tried again every minute with the same key. If this stays, check the API key and its permissions.',
      };
    case 'stuck':
      return {
        title: `${which}: the bot cannot get on`,
        advice: 'Nothing is sent twice; it tries again by itself. If this stays, look at the log.',
      };
    case 'unexplained':
      return {
        title: 'Calypso reports a payout that nobody asked for here',
        advice: 'Somebody pays outside of Countersign, or with its API key. Find out who.',
      };
    case 'subscription':
      return {
        title: 'Calypso’s webhooks do not reach the bot',
        advice:
          'Payouts are still followed by asking, only slower. Check PUBLIC_URL, and the subscription in the dashboard.',
      };
    case 'clock':
      return {
        title: 'Our clock and Calypso’s disagree',
        advice:
          'The bot corrects for it towards Calypso, but Slack’s requests are refused beyond five minutes. Set the clock of the host.',
      };
    case 'policy':
      return {
        title: 'The policy file is not the policy in force',
        advice: 'What was adopted stays in force; the file on disk has no effect.',
      };
    default:
      return { title: typed(alert.kind), advice: 'See the log.' };
  }
}
