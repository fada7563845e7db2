/** Subscriptions and the way of a webhook. */

import { count, flag, oneOf } from './switch.ts';

export const webhookSwitches = {
  keysInCreateAnswer: flag(
    'creating a subscription answers with its keys; otherwise only the list has them',
    true,
  ),
  blockedByErrorCount: oneOf('the type of that member', 'boolean', 'number'),
  firstWebhook: oneOf(
    'the first webhook of a payout arrives after the answer of its create, before it, or either',
    'either',
    'afterAnswer',
    'beforeAnswer',
  ),
  eventType: oneOf('whether events name their type', 'sometimes', 'always', 'never'),
  webhookOrder: oneOf('ordered by event, or shuffled among those due', 'ordered', 'shuffled'),
  webhookCopies: count('how often each event is sent', 1),
  batchEvents: oneOf('states of a mass payout are told in one event', 'one', 'perRecipient'),
  webhookDelayMs: count('pause before the first attempt', 0),
  webhookTimeoutMs: count('patience with an answer', 5000),
  timeFactor: count('divides the pauses between attempts and the blocking window', 1),
};
