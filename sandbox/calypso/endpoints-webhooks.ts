/** The three documented subscription endpoints; deletion is a DELETE with a JSON body. */

import type { Endpoint, Office } from './endpoints.ts';
import { legacyEventTypes, payoutEventTypes } from './events.ts';
import { Refused, readFields } from './fields.ts';
import { integerToken, type Json, type JsonObject } from './json.ts';
import type { Subscription } from './subscriptions.ts';

const services = ['PAYOUT', 'INVOICE', 'RECURRENT', 'CUSTOMER_PURSE', 'FIAT_DEPOSIT'];
const eventTypes: readonly string[] = [...payoutEventTypes, ...legacyEventTypes];
const path = '/subscription/webhook';

export function webhookEndpoints(office: Office): Endpoint[] {
  const { settings, subscriptions, webhooks, answers } = office;

  const shape = (subscription: Subscription, withKeys: boolean): JsonObject => ({
    requestId: subscription.requestId,
    notificationEventTypes: subscription.eventTypes,
    notificationServiceTypes: subscription.serviceTypes,
    url: subscription.url,
    publicKey: withKeys ? subscription.publicKey : undefined,
    secretKey: withKeys ? subscription.secretKey : undefined,
    createdDate: answers.date(subscription.createdAt),
    blockedByErrorCount:
      settings.blockedByErrorCount === 'boolean'
        ? subscription.blocked
        : integerToken(subscription.blocked ? subscription.errorsAt.length : 0),
  });
  function create(payload: Json | undefined): JsonObject {
    const members = ['requestId', 'notificationEventTypes', 'notificationServiceTypes', 'url'];
    const fields = readFields(payload, 'payload', members, settings);
    const requestId = fields.uuid('requestId') ?? '';
    if (requestId === '') throw new Refused('001', 'payload.requestId must be given');
    const url = fields.requiredText('url');
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new Refused('001', 'payload.url must be an http or https URL');
    }
    const wantedEvents = known(fields.texts('notificationEventTypes'), eventTypes);
    const wantedServices = known(fields.texts('notificationServiceTypes'), services);
    if (wantedEvents.length + wantedServices.length === 0) {
      throw new Refused('001', 'Event types or service types must be given');
    }
    if (subscriptions.find(requestId) !== undefined) {
      throw new Refused('001', `Subscription ${requestId} already exists`);
    }
    const subscription = subscriptions.create({
      requestId,
      url,
      eventTypes: wantedEvents,
      serviceTypes: wantedServices,
    });
    return shape(subscription, settings.keysInCreateAnswer);
  }
  function drop(payload: Json | undefined): undefined {
    const requestId = readFields(payload, 'payload', ['requestId'], settings).uuid('requestId');
    if (!subscriptions.drop(requestId ?? '')) {
      throw new Refused('004', 'Requested object is not found');
    }
    webhooks.forget(requestId ?? '');
  }
  return [
    {
      method: 'POST',
      path,
      account: true,
      payload: false,
      answer: () => ({ subscriptions: subscriptions.all.map((one) => shape(one, true)) }),
    },
    { method: 'POST', path: `${path}/create`, account: true, payload: true, answer: create },
    { method: 'DELETE', path, account: true, payload: true, answer: drop },
  ];
}

function known(asked: readonly string[] | undefined, names: readonly string[]): readonly string[] {
  const strange = asked?.find((name) => !names.includes(name));
  if (strange !== undefined) throw new Refused('001', `Unknown notification type ${strange}`);
  return asked ?? [];
}
