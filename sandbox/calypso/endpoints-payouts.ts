/**
 * Reading and cancelling payouts and reading their transfers. A payout younger than
 * `visibleAfterMs` does not exist for any of these. What is answered is what telling.ts makes of
 * the ledger's entry.
 */

import { isFinal, type Payout, unresolvedErrors } from './book.ts';
import type { Endpoint, Office } from './endpoints.ts';
import { Refused, readFields } from './fields.ts';
import type { Json, JsonObject } from './json.ts';
import { openPaging } from './paging.ts';
import { newerPayoutStates, payoutStates, withdrawalStates } from './states.ts';

export function payoutEndpoints(office: Office): Endpoint[] {
  const { settings, book, progress, telling, answers, now } = office;
  const { statesIn, paged } = openPaging(office);
  const read = (payload: Json | undefined, members: readonly string[]) =>
    readFields(payload, 'payload', members, settings);

  /** All of them: where ids are not unique, one id may name several. */
  const named = (id: string | undefined, key: string | undefined): readonly Payout[] =>
    book.payouts.filter(
      (one) =>
        telling.isVisible(one) &&
        (id === undefined || one.id === id) &&
        (key === undefined || book.hasKey(one, key)),
    );
  function found(kind: Payout['kind'], id: string | undefined, key: string | undefined): Payout {
    const payout = named(id, key).find((one) => one.kind === kind);
    if (payout === undefined) throw new Refused('004', 'Requested object is not found');
    return payout;
  }
  function getOne(kind: Payout['kind'], payload: Json | undefined): JsonObject {
    const fields = read(payload, ['id', 'idempotencyKey']);
    if (fields.has('id') === fields.has('idempotencyKey')) {
      throw new Refused('001', 'Exactly one of id and idempotencyKey must be given');
    }
    const payout = found(kind, fields.text('id'), fields.uuid('idempotencyKey'));
    return answers.payout(telling.read(payout));
  }
  function getAll(kind: Payout['kind'], payload: Json | undefined): JsonObject {
    const members = ['stateNames', 'isExecutionDateInFuture', 'pageNumber', 'size'];
    const fields = read(payload, members);
    const accepted = payoutStates.filter(
      (state) => settings.newerStatesFilter === 'accept' || !newerPayoutStates.includes(state),
    );
    const states = statesIn(fields, accepted);
    const ahead = fields.flag('isExecutionDateInFuture');
    const chosen = book.payouts.filter(
      (one) =>
        one.kind === kind &&
        telling.isVisible(one) &&
        states.includes(one.state) &&
        (ahead === undefined || ahead === (one.executionDate ?? 0) > now()),
    );
    const list = kind === 'single' ? 'payouts' : 'massPayouts';
    return paged(fields, list, chosen, (payout) => answers.payout(telling.listed(payout)));
  }
  function cancel(kind: Payout['kind'], payload: Json | undefined): JsonObject {
    const fields = read(payload, ['dealId', 'idempotencyKey', 'message']);
    if (!fields.has('dealId') && !fields.has('idempotencyKey')) {
      throw new Refused('001', 'One of dealId and idempotencyKey must be given');
    }
    const payout = found(kind, fields.text('dealId'), fields.uuid('idempotencyKey'));
    if (payout.state === 'CANCELED' && settings.cancelTwice === 'answer') {
      return answers.payout(telling.listed(payout));
    }
    if (!mayCancel(payout)) throw new Refused('012', 'Invalid Payout state');
    progress.cancel(payout, {
      userId: office.userId,
      firstname: 'API',
      lastname: 'User',
      message: fields.text('message') ?? '',
    });
    return answers.payout(telling.listed(payout));
  }
  function mayCancel(payout: Payout): boolean {
    if (isFinal(payout) || settings.cancelRefusedIn.includes(payout.state)) return false;
    if (payout.state !== 'IN_PROGRESS') return true;
    const broadcast = payout.withdrawals.some(({ transactionHash }) => transactionHash);
    return settings.cancelInProgress && (!broadcast || unresolvedErrors(payout).length > 0);
  }
  function getTransfers(payload: Json | undefined): JsonObject {
    const filters = ['dealId', 'idempotencyKey', 'externalId'];
    const fields = read(payload, ['stateNames', 'pageNumber', 'pageSize', ...filters]);
    if (!filters.some(fields.has)) {
      throw new Refused('001', 'One of dealId, idempotencyKey and externalId must be given');
    }
    const lacksCanceled = settings.canceledFilter === 'refuse';
    const states = statesIn(
      fields,
      withdrawalStates.filter((state) => !(lacksCanceled && state === 'CANCELED')),
    );
    const isOfOne = fields.has('dealId') || fields.has('idempotencyKey');
    const payouts = named(fields.text('dealId'), fields.uuid('idempotencyKey'));
    if (isOfOne && payouts.length === 0) {
      throw new Refused('004', 'Requested object is not found');
    }
    const externalId = fields.text('externalId');
    const lines = payouts
      .flatMap((one) => (isOfOne ? telling.listTransfers(one) : telling.transfers(one)))
      .filter(
        ({ withdrawal, payout }) =>
          states.includes(withdrawal.state) &&
          (externalId === undefined ||
            externalId === withdrawal.externalId ||
            externalId === payout.externalId),
      );
    return paged(fields, 'transfers', lines, answers.withdrawal);
  }
  function getTransfer(payload: Json | undefined): JsonObject {
    const id = read(payload, ['requestId']).requiredText('requestId');
    const line = named(undefined, undefined)
      .flatMap((payout) => telling.transfers(payout))
      .find(({ withdrawal }) => withdrawal.id === id);
    if (line === undefined) throw new Refused('004', 'Requested object is not found');
    return answers.withdrawal(line);
  }

  const endpoint = (path: string, answer: Endpoint['answer']): Endpoint => {
    return { method: 'POST', path, account: true, payload: true, answer };
  };
  return [
    endpoint('/payout', (payload) => getOne('single', payload)),
    endpoint('/payout/all', (payload) => getAll('single', payload)),
    endpoint('/payout/cancel', (payload) => cancel('single', payload)),
    endpoint('/payout/mass', (payload) => getOne('mass', payload)),
    endpoint('/payout/mass/all', (payload) => getAll('mass', payload)),
    endpoint('/payout/mass/cancel', (payload) => cancel('mass', payload)),
    endpoint('/payout/withdrawal', getTransfer),
    endpoint('/payout/withdrawal/all', getTransfers),
  ];
}
