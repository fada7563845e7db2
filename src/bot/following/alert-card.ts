/**
 * One open problem as one message in the alerts channel. It is edited as things change, and says so
 * when it is over; what is said about it is in `words/alerts.ts`.
 */
import type { KnownBlock } from '@slack/types';
import type { Alert } from '../../approvals/ledger/ledger.ts';
import type { Request } from '../../approvals/request/request.ts';
import { closable } from '../../approvals/vocabulary/alerts.ts';
import { section, small } from '../cards/blocks.ts';
import { button, buttonValue } from '../cards/buttons.ts';
import type { Card, CardContext } from '../cards/card.ts';
import { alertWords, detailWords } from '../words/alerts.ts';
import { moment } from '../words/markup.ts';
import { subject } from '../words/states.ts';

export function alertCard(
  alert: Alert,
  request: Request | undefined,
  link: string | undefined,
  here: Pick<CardContext, 'currencies' | 'who'>,
): Card {
  const { title, advice } = alertWords(alert, request);
  const about = request ? subject(request, here) : '';
  if (alert.resolvedAt !== undefined) {
    const text = `✅ Resolved: ${title}`;
    return {
      text: `${text}. ${about}`,
      blocks: [section(`*${text}* ${moment(alert.resolvedAt)}`), ...context(about, link)],
    };
  }
  const blocks: KnownBlock[] = [
    section(`🚨 *${title}*`),
    section(advice),
    ...(alert.detail === '' ? [] : [small(detailWords(alert))]),
    ...context(about, link),
  ];
  const elements = [
    ...(request && alert.kind === 'unclear'
      ? [button('look-again', 'Look again', buttonValue(request))]
      : []),
    ...(closable.includes(alert.kind) ? [button('close-alert', 'Handled', `${alert.id}`)] : []),
  ];
  if (elements.length > 0)
    blocks.push({ type: 'actions', block_id: `alert.${alert.id}.${alert.updatedAt}`, elements });
  return { text: `🚨 ${title}. ${advice} ${about}`, blocks };
}

function context(about: string, link: string | undefined): KnownBlock[] {
  const parts = [...(about === '' ? [] : [about]), ...(link ? [`<${link}|Open the card>`] : [])];
  return parts.length === 0 ? [] : [small(parts.join(' · '))];
}
