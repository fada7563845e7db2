/** A ring that comes while the request is being looked at: that look may have asked too early. */
import { expect, it } from 'vitest';
import { aDesk, minute } from '../../support/desk.ts';
import { at } from '../../support/events.ts';

it('a notice that comes during a look has the request looked at once more, right after it', async () => {
  const desk = await aDesk();
  const number = await desk.due();
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  let slow = false;
  const rail: typeof desk.rail = {
    ...desk.rail,
    observe: async (order, railId) => {
      const seen = await desk.rail.observe(order, railId);
      if (slow) {
        asked.resolve();
        await answered.promise;
      }
      return seen;
    },
  };
  const { sweep } = desk.another({ rail });
  await sweep.tick();
  const [payout] = desk.rail.payouts.values();
  if (!payout) return expect.unreachable();

  desk.passes(minute);
  slow = true;
  await sweep.begin();
  await asked.promise;
  slow = false;
  desk.rail.settle(payout.key, 'paid');
  const body = JSON.stringify({ railId: payout.railId });
  await desk.ledger.storeNotice({ subscription: 's', eventId: '1', body, at: at(1) });
  await sweep.begin();
  answered.resolve();
  await sweep.settled();
  expect((await desk.read(number)).stage.state).toBe('sent');

  await sweep.tick();
  expect((await desk.read(number)).stage.state).toBe('completed');
});
