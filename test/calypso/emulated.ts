/** The emulator with the client and the rail on it, which share no line with it. */
import { expect, onTestFinished } from 'vitest';
import { type CalypsoOptions, startCalypso } from '../../sandbox/calypso/emulator.ts';
import type { PartOrder } from '../../src/approvals/rail/rail.ts';
import { openClient } from '../../src/calypso/client.ts';
import { openRail } from '../../src/calypso/rail.ts';

const balances = { USDT_TRX: '2000000', ETH: '10', TRX: '5' };

export async function startEmulated(
  options: CalypsoOptions = {},
  deadlineMs = 5000,
  now: () => number = () => Date.now(),
) {
  const calypso = await startCalypso({ tickMs: 0, balances, ...options });
  onTestFinished(() => calypso.stop());
  const { url: baseUrl, secret, account } = calypso;
  const client = openClient({
    ...{ baseUrl, key: calypso.key, secret, account, now, perSecond: 1000 },
    deadlineMs,
  });
  const rail = openRail({ client, host: baseUrl, account });
  const submit = (order: PartOrder) => rail.submit(order, rail.attempt(rail.payload(order), now()));
  const observed = async (order: PartOrder) => {
    const seen = await rail.observe(order, calypso.payout(order.key).id);
    return seen.kind === 'seen' ? seen.report : expect.fail(seen.because);
  };
  return { calypso, client, rail, submit, observed, account, now };
}
