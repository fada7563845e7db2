import { describe, expect, it } from 'vitest';
import type { RequestFault } from '../../sandbox/calypso/faults.ts';
import { numberToken } from '../../sandbox/calypso/json.ts';
import { olga } from '../support/people.ts';
import { startEmulated } from './emulated.ts';
import { singleOrder } from './orders.ts';

const otherKey = '81a86936-ca95-4991-b824-ef1ee12f65f3';
const on = '/api/v1/payout/create';
type Expected = readonly [RequestFault, 'accepted' | 'declined' | 'deferred' | 'unclear', 0 | 1];

describe('a fault', () => {
  const faults: readonly Expected[] = [
    [{ on, kind: 'dropBefore' }, 'unclear', 0],
    [{ on, kind: 'acceptThenDrop' }, 'unclear', 1],
    [{ on, kind: 'errorBefore' }, 'unclear', 0],
    [{ on, kind: 'errorAfter' }, 'unclear', 1],
    [{ on, kind: 'truncate' }, 'unclear', 1],
    [{ on, kind: 'slow', ms: 20 }, 'accepted', 1],
    [{ on, kind: 'trickle', ms: 100 }, 'unclear', 1],
    [{ on, kind: 'hang', handled: true }, 'unclear', 1],
    [{ on, kind: 'hang' }, 'unclear', 0],
    [{ on, kind: 'html', handled: true }, 'unclear', 1],
    [{ on, kind: 'empty' }, 'unclear', 0],
    [{ on, kind: 'huge', bytes: 5_000_000 }, 'unclear', 0],
    [{ on, kind: 'gzipBomb', bytes: 50_000_000, handled: true }, 'unclear', 1],
    [{ on, kind: 'redirect', to: 'http://127.0.0.1:1/', handled: true }, 'unclear', 1],
    [{ on, kind: 'status', status: 503 }, 'unclear', 0],
    [{ on, kind: 'status', status: 401 }, 'unclear', 0],
    [{ on, kind: 'status', status: 429, headers: { 'Retry-After': '86400' } }, 'deferred', 0],
    [{ on, kind: 'code', errorCode: '000', handled: true }, 'unclear', 1],
    [{ on, kind: 'code', errorCode: '001' }, 'declined', 0],
    [{ on, kind: 'code', errorCode: '001', handled: true }, 'accepted', 1],
    [{ on, kind: 'code', errorCode: '002' }, 'deferred', 0],
    [{ on, kind: 'code', errorCode: '003' }, 'deferred', 0],
    [{ on, kind: 'code', errorCode: '011' }, 'deferred', 0],
    [{ on, kind: 'code', errorCode: '014' }, 'declined', 0],
    [{ on, kind: 'code', errorCode: '015' }, 'declined', 0],
    [{ on, kind: 'code', errorCode: '016' }, 'unclear', 0],
    [{ on, kind: 'code', errorCode: '777' }, 'unclear', 0],
    [{ on, kind: 'wrongEcho', field: 'amount', value: numberToken('12.6') }, 'unclear', 1],
    [{ on, kind: 'wrongEcho', field: 'currency', value: 'USDT' }, 'unclear', 1],
    [{ on, kind: 'wrongEcho', field: 'depositAddress', value: olga }, 'unclear', 1],
    [{ on, kind: 'wrongEcho', field: 'idempotencyKey', value: otherKey }, 'unclear', 1],
    [{ on, kind: 'skewDate', byMs: 60_000 }, 'accepted', 1],
  ];
  it.each(faults)('%j is %s with %i payouts', async (fault, kind, count) => {
    const endless = fault.kind === 'hang' || fault.kind === 'trickle';
    const { calypso, submit, rail } = await startEmulated({}, endless ? 300 : 5000);
    calypso.fault(fault);
    expect(await submit(singleOrder())).toMatchObject({ kind });
    expect(calypso.payouts).toHaveLength(count);
    expect(calypso.received.filter(({ path }) => path === on)).toHaveLength(1);
    expect(await rail.lookUp(singleOrder())).toMatchObject({
      kind: count === 1 ? 'found' : 'absent',
    });
  });

  it("of the clock is corrected by Calypso's own time", async () => {
    const { calypso, submit } = await startEmulated({ now: () => Date.now() + 3_600_000 });
    expect(await submit(singleOrder())).toMatchObject({ kind: 'deferred', again: 'now' });
    expect(await submit(singleOrder())).toMatchObject({ kind: 'accepted' });
    expect(calypso.payouts).toHaveLength(1);
  });

  it('that answers with another payout is not taken for ours', async () => {
    const { calypso, submit, rail } = await startEmulated();
    const outside = calypso.createOutside({
      currency: 'ETH',
      recipients: [{ depositAddress: olga, amount: '1' }],
    });
    calypso.fault({ on, kind: 'crossTalk', payoutId: outside.id });
    expect(await submit(singleOrder())).toMatchObject({ kind: 'unclear' });
    expect(await rail.lookUp(singleOrder())).toMatchObject({ kind: 'found' });
  });
});
