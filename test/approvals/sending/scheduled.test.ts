/** A scheduled request waits with the desk, or with the rail where the policy says so. */
import { describe, expect, it } from 'vitest';
import { aDesk, aPolicy, hour, minute } from '../../support/desk.ts';
import { at } from '../../support/events.ts';
import { bob, carol } from '../../support/people.ts';

const executeAt = at(24 * 60);

async function scheduled(holdAt: 'bot' | 'calypso') {
  const { schedule } = aPolicy();
  const desk = await aDesk({ policy: aPolicy({ schedule: { ...schedule, holdAt } }) });
  const { number } = (await desk.asks({ executeAt })).asked;
  await desk.approves(number, bob, carol);
  desk.passes(5 * minute);
  await desk.sweep.tick();
  return { ...desk, number, state: async () => (await desk.read(number)).stage.state };
}

describe('a scheduled request', () => {
  it('waits with the desk and is sent without a date when its day has come', async () => {
    const desk = await scheduled('bot');
    expect(await desk.state()).toBe('cleared');
    expect(desk.rail.sends).toEqual([]);
    desk.passes(24 * hour);
    await desk.sweep.tick();
    expect(await desk.state()).toBe('sent');
    expect(desk.rail.sends[0]?.body).not.toContain(executeAt);
  });

  it('is sent at once with its date where the rail is to wait', async () => {
    const desk = await scheduled('calypso');
    expect(await desk.state()).toBe('sent');
    expect(desk.rail.sends[0]?.body).toContain(`"executeAt":"${executeAt}"`);
  });

  it('is not sent when the stored payload lost its date', async () => {
    const { schedule } = aPolicy();
    const desk = await aDesk({ policy: aPolicy({ schedule: { ...schedule, holdAt: 'calypso' } }) });
    const { number } = (await desk.asks({ executeAt })).asked;
    await desk.approves(number, bob, carol);
    desk.passes(5 * minute);
    const { readBack } = desk.rail;
    const forgetful = {
      ...desk.rail,
      readBack: (payload: string) => {
        const { executeAt: _, ...rest } = readBack(payload);
        return rest;
      },
    };
    await desk.another({ rail: forgetful }).sweep.look(number);
    expect((await desk.read(number)).stage).toMatchObject({
      state: 'held',
      reason: 'mismatch',
      detail: 'the payload has another time to be executed',
    });
    expect(desk.rail.sends).toEqual([]);
  });
});
