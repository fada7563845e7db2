/**
 * Asks the rail about every part that it has, cancels what people want canceled, and records what
 * changed. It never makes the rail pay.
 */
import type { RequestRecord } from '../desk/record.ts';
import { orderOf } from '../rail/order.ts';
import type { PaymentRail } from '../rail/rail.ts';
import { mayStillCancel } from '../request/cancel.ts';
import { elsewhere } from '../sending/checks.ts';
import type { Clock } from '../values/time.ts';
import type { Watch } from './watch.ts';

export function openFollow({
  record,
  rail,
  watch,
  now,
}: {
  record: RequestRecord;
  rail: PaymentRail;
  watch: Watch;
  now: Clock;
}) {
  const at = () => new Date(now()).toISOString();
  return async (number: number): Promise<void> => {
    const request = await record.read(number);
    if (request && elsewhere(request, rail)) return;
    for (const part of request?.parts ?? []) {
      if (!request || part.progress.state !== 'accepted') continue;
      const order = orderOf(number, request.asked.content, part, part.key);
      const { railId } = part.progress;
      const canceled = mayStillCancel(request, part)
        ? await rail.cancel(order, railId, request.cancel?.because ?? '')
        : undefined;
      const seen = await rail.observe(order, railId);
      const about = { at: at(), part: part.part };
      if (seen.kind === 'seen')
        await record.carryOut(number, { kind: 'observe', ...about, report: seen.report });
      // Written down last, so that whoever is told is told what was seen.
      if (canceled && canceled.answer !== 'deferred' && seen.kind === 'seen') {
        const { answer, detail } = canceled;
        await record.carryOut(number, { kind: 'recordCancel', ...about, answer, detail });
      }
    }
    await watch.confirmation(number);
  };
}
