/**
 * The moments worth a picture, played by people through Slack as in the tour. Nothing here knows
 * how anything is worded: what came last is what is shown.
 */
import { readFileSync } from 'node:fs';
import type { Message } from '../slack/messages.ts';
import { openDriver } from '../workplace/driver.ts';
import type { Workplace } from '../workplace/workplace.ts';

export const [alice, dave, bob, carol] = ['U0ALICE', 'U0DAVE', 'U0BOB', 'U0CAROL'] as const;
export const payouts = 'C0PAYOUTS';
export const alerts = 'C0ALERTS';

const minute = 60_000;
/** Longer than the send delay of the sandbox's policy. */
const afterTheDelayMs = 2 * minute;
/** Nothing said for this long, more than a tick of the bot: everything is drawn. */
const quietMs = 1_300;
const minutesForAnAlert = 20;

export type Play = ReturnType<typeof openPlay>;

export function openPlay(workplace: Workplace) {
  const { slack, calypso, until, forward } = workplace;
  const people = openDriver(workplace);
  const seenAlerts = new Set<string>();

  /** Waits until the bot has said what it has to say. */
  const settles = async (): Promise<void> => {
    let calls = slack.calls.length;
    let since = performance.now();
    await until('the bot has said everything', () => {
      if (slack.calls.length !== calls) {
        calls = slack.calls.length;
        since = performance.now();
      }
      return performance.now() - since > quietMs;
    });
  };

  /** Asked by alice or dave, approved by bob and carol; it waits to be sent. */
  const cleared = async (person: string, fields: Parameters<typeof people.asks>[1]) => {
    const number = await people.asks(person, fields);
    await people.approves(bob, number);
    await settles();
    await people.approves(carol, number);
    await settles();
    return number;
  };

  const sent = async (person: string, fields: Parameters<typeof people.asks>[1]) => {
    const before = calypso.payouts.length;
    const number = await cleared(person, fields);
    await forward(afterTheDelayMs);
    await until('Calypso has it', () => calypso.payouts.length > before);
    await settles();
    return { number, parts: calypso.payouts.slice(before).map(({ id }) => id) };
  };

  return {
    ...{ slack, calypso, people, until, settles, cleared, sent },
    sendDelayPasses: () => forward(afterTheDelayMs),
    forward,
    /** The alert that came since the last one; the clock goes on until it comes. */
    async newAlert(): Promise<Message> {
      const found = () =>
        slack
          .messages(alerts)
          .findLast(({ ts, threadTs }) => threadTs === undefined && !seenAlerts.has(ts));
      for (let waited = 0; waited < minutesForAnAlert && !found(); waited += 1) {
        await forward(minute);
        await settles();
      }
      const { ts } = await until('an alert', found);
      await settles();
      for (const one of slack.messages(alerts)) seenAlerts.add(one.ts);
      return until('the alert as it stands now', () =>
        slack.messages(alerts).find((one) => one.ts === ts),
      );
    },
    file: (name: string) => ({ file: { name, bytes: readFileSync(sampleFile(name)) } }),
  };
}

const sampleFile = (name: string): URL => new URL(`../samples/${name}`, import.meta.url);
