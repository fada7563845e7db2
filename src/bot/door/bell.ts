/**
 * A ring of the provider: verified, stored, answered. What it means is found out afterwards, by
 * asking.
 */
import type { Ledger, Notice } from '../../approvals/ledger/ledger.ts';
import type { Clock } from '../../approvals/values/time.ts';
import type { Metrics } from '../host/metrics.ts';
import type { Ring } from './inbound.ts';

/** Whatever can tell a genuine ring from any other. */
interface Bell {
  receive(
    ring: Ring,
  ): Promise<
    | { readonly status: 200; readonly notice: Omit<Notice, 'at'> }
    | { readonly status: 401 | 503; readonly reason: string }
  >;
}

export function bellOf({
  doorbell,
  ledger,
  metrics,
  now,
  onRing,
}: {
  doorbell: Bell | undefined;
  ledger: Ledger;
  metrics: Metrics;
  now: Clock;
  onRing: () => void;
}) {
  return async (ring: Ring) => {
    if (!doorbell) return { status: 404, reason: 'no-public-url' };
    const received = await doorbell.receive(ring);
    if (received.status !== 200) return received;
    const { subscription, eventId, body } = received.notice;
    const at = new Date(now()).toISOString();
    metrics.noticed(await ledger.storeNotice({ subscription, eventId, body, at }));
    onRing();
    return { status: 200 };
  };
}
