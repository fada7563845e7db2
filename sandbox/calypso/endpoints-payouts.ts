/**
 * Reading and cancelling payouts and reading their withdrawals. A payout younger than
 * `visibleAfterMs` does not exist for any of these.
 */

import {
  isFinal,
  type Payout,
  payoutStates,
  unresolvedErrors,
  type Withdrawal,
  withdrawalStates,
} from './book.ts';
import type { Endpoint, Office } from './endpoints.ts';
import { type Fields, Refused, readFields } from './fields.ts';
import type { Json, JsonObject } from './json.ts';

const usualPageSize = 10;

export function payoutEndpoints(office: Office): Endpoint[] {
  const { settings, book, progress, answers, chance, now } = office;
  const isVisible = ({ createdAt }: Payout) => now() - createdAt >= settings.visibleAfterMs;
  const read = (payload: Json | undefined, members: readonly string[]) =>
    readFields(payload, 'payload', members, settings);

  function found(kind: Payout['kind'] | 'any', id: string | undefined, key: string | undefined) {
    const payout = book.payouts.find(
      (one) =>
        isVisible(one) &&
        (kind === 'any' || one.kind === kind) &&
        (id === undefined || one.id === id) &&
        (key === undefined || one.idempotencyKey === key),
    );
    if (payout === undefined) throw new Refused('004', 'Requested object is not found');
    return payout;
  }
  function getOne(kind: Payout['kind'], payload: Json | undefined): JsonObject {
    const fields = read(payload, ['id', 'idempotencyKey']);
    if (fields.has('id') === fields.has('idempotencyKey')) {
      throw new Refused('001', 'Exactly one of id and idempotencyKey must be given');
    }
    return answers.payout(found(kind, fields.text('id'), fields.uuid('idempotencyKey')));
  }
  function getAll(kind: Payout['kind'], payload: Json | undefined): JsonObject {
    const members = ['stateNames', 'isExecutionDateInFuture', 'pageNumber', 'size'];
    const fields = read(payload, members);
    const states = statesIn(fields, payoutStates);
    const ahead = fields.flag('isExecutionDateInFuture');
    const chosen = book.payouts.filter(
      (one) =>
        one.kind === kind &&
        isVisible(one) &&
        states.includes(one.state) &&
        (ahead === undefined || ahead === (one.executionDate ?? 0) > now()),
    );
    return paged(fields, 'size', chosen, (payout) => answers.payout(payout));
  }
  function statesIn(fields: Fields, known: readonly string[]): readonly string[] {
    const asked = fields.texts('stateNames') ?? [];
    const strange = asked.find((name) => !known.includes(name));
    if (strange !== undefined) throw new Refused('001', `Unknown state ${strange}`);
    return asked.length === 0 && settings.emptyStateNames === 'all' ? known : asked;
  }
  function paged<T>(
    fields: Fields,
    sizeMember: 'size' | 'pageSize',
    oldestFirst: readonly T[],
    shape: (item: T) => JsonObject,
  ): JsonObject {
    const size = fields.count(sizeMember) ?? usualPageSize;
    if (size < 1 || size > settings.pageSizeMax) {
      throw new Refused('001', `${sizeMember} must be from 1 to ${settings.pageSizeMax}`);
    }
    const number = fields.count('pageNumber') ?? (settings.pageBase === 'zero' ? 0 : 1);
    if (number === 0 && settings.pageBase === 'strictlyOne') {
      throw new Refused('001', 'pageNumber must be at least 1');
    }
    const random = settings.listOrder === 'random';
    const ordered = random ? chance.shuffled(oldestFirst) : [...oldestFirst].reverse();
    return answers.page(ordered.map(shape), number, size);
  }
  function cancel(kind: Payout['kind'], payload: Json | undefined): JsonObject {
    const fields = read(payload, ['dealId', 'idempotencyKey', 'message']);
    if (!fields.has('dealId') && !fields.has('idempotencyKey')) {
      throw new Refused('001', 'One of dealId and idempotencyKey must be given');
    }
    const payout = found(kind, fields.text('dealId'), fields.uuid('idempotencyKey'));
    if (payout.state === 'CANCELED' && settings.cancelTwice === 'answer') {
      return answers.payout(payout);
    }
    if (!mayCancel(payout)) throw new Refused('012', 'Invalid Payout state');
    progress.cancel(payout, {
      userId: office.userId,
      firstname: 'API',
      lastname: 'User',
      message: fields.text('message') ?? '',
    });
    return answers.payout(payout);
  }
  function mayCancel(payout: Payout): boolean {
    if (isFinal(payout)) return false;
    if (payout.state !== 'IN_PROGRESS') return true;
    const broadcast = payout.withdrawals.some(({ transactionHash }) => transactionHash);
    return settings.cancelInProgress && (!broadcast || unresolvedErrors(payout).length > 0);
  }

  type Line = { readonly payout: Payout; readonly withdrawal: Withdrawal };
  const linesOf = (payout: Payout): Line[] =>
    payout.withdrawals.map((withdrawal) => ({ payout, withdrawal })).slice(0, listed(payout));
  function listed({ state, withdrawals }: Payout): number {
    if (state !== 'CREATION_IN_PROGRESS') return withdrawals.length;
    if (settings.linesWhileCreating === 'none') return 0;
    const { length } = withdrawals;
    return settings.linesWhileCreating === 'half' ? Math.floor(length / 2) : length;
  }
  const shapeLine = ({ payout, withdrawal }: Line) => answers.withdrawal(payout, withdrawal);

  function getWithdrawals(payload: Json | undefined): JsonObject {
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
    const ofOne = fields.has('dealId') || fields.has('idempotencyKey');
    const payouts = ofOne
      ? [found('any', fields.text('dealId'), fields.uuid('idempotencyKey'))]
      : book.payouts.filter(isVisible);
    const externalId = fields.text('externalId');
    const lines = payouts
      .flatMap(linesOf)
      .filter(
        ({ withdrawal, payout }) =>
          states.includes(withdrawal.state) &&
          (externalId === undefined ||
            externalId === withdrawal.externalId ||
            externalId === payout.externalId),
      );
    return paged(fields, 'pageSize', lines, shapeLine);
  }
  function getWithdrawal(payload: Json | undefined): JsonObject {
    const id = read(payload, ['requestId']).requiredText('requestId');
    const line = book.payouts
      .filter(isVisible)
      .flatMap(linesOf)
      .find(({ withdrawal }) => withdrawal.id === id);
    if (line === undefined) throw new Refused('004', 'Requested object is not found');
    return shapeLine(line);
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
    endpoint('/payout/withdrawal', getWithdrawal),
    endpoint('/payout/withdrawal/all', getWithdrawals),
  ];
}
