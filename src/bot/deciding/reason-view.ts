/**
 * The modals that ask why: reject, and cancel. Drawn from the record at the press, as the review
 * is.
 */
import type { ModalView } from '@slack/types';
import type { Request } from '../../approvals/request/request.ts';
import { section } from '../cards/blocks.ts';
import { buttonValue } from '../cards/buttons.ts';
import type { CardContext } from '../cards/card.ts';
import { headBlocks } from './review-view.ts';

export const reasonCharactersMax = 300;

export function rejectView(request: Request, context: CardContext): ModalView {
  return reasonView(request, context, { callback: 'reject', verb: 'Reject' });
}

/** Calypso is asked to cancel; nobody can promise that it still does. */
export function cancelView(request: Request, context: CardContext): ModalView {
  const note =
    'Calypso is asked to cancel what it has not sent yet. What has left cannot be called back.';
  return reasonView(request, context, { callback: 'cancel', verb: 'Cancel', note });
}

function reasonView(
  request: Request,
  context: CardContext,
  { callback, verb, note }: { callback: string; verb: string; note?: string },
): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: buttonValue(request),
    title: { type: 'plain_text', text: `${verb} payout ${request.asked.number}` },
    submit: { type: 'plain_text', text: `${verb} payout` },
    close: { type: 'plain_text', text: 'Not now' },
    blocks: [
      ...headBlocks(request, context),
      ...(note === undefined ? [] : [section(note)]),
      {
        type: 'input',
        block_id: 'because',
        label: { type: 'plain_text', text: 'Why' },
        hint: { type: 'plain_text', text: 'The requester and the channel see this.' },
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: reasonCharactersMax,
        },
      },
    ],
  };
}
