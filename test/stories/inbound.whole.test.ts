/**
 * What comes in from outside and is not what it claims to be, or comes twice. It is refused before
 * it is parsed, counted, and leaves no trace in the record.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/workplace/bot.ts';
import { bob, dave, maria } from '../support/people.ts';
import { freePort, openStory } from '../support/story.ts';

const story = await openStory({ botPort: await freePort() });
let bot: BotProcess;
beforeAll(async () => {
  bot = await story.startBot();
});
afterAll(() => story.end());

const rent = { purpose: 'Rent', currency: 'USDT_TRX', amount: '250', address: maria };
const refused = (window: string, reason: string) =>
  story.metric(`countersign_inbound_refused_total{window="${window}",reason="${reason}"}`);

describe('a request that is not from Slack', () => {
  it.each([
    ['forged', { signingSecret: 'x'.repeat(32) }, 401],
    ['ten minutes old', { timestampOffsetSeconds: -600 }, 401],
    ['ten minutes ahead', { timestampOffsetSeconds: 600 }, 401],
    ['two megabytes', { mutate: () => ({ text: 'a'.repeat(2 * 1024 * 1024) }) }, 413],
    ['unsigned', { headers: { 'x-slack-signature': '' } }, 401],
  ])('%s is refused, counted, and nothing comes of it', async (_, options, status) => {
    const before = await story.metric('countersign_inbound_refused_total{window="slack"');
    const answer = await story.slack.command(dave, '/payout', '250 USDT_TRX', {
      channel: 'C0PAYOUTS',
      ...options,
    });
    expect(answer).toMatchObject({ status, body: '' });
    expect(await story.metric('countersign_inbound_refused_total{window="slack"')).toBe(before + 1);
    expect(story.slack.modal(dave)).toBeUndefined();
    expect(await story.count('presses')).toBe(0);
  });

  it('is counted by why, so that a wrong secret and a wrong clock can be told apart', async () => {
    const page = await (await fetch(`${bot.url}/metrics`)).text();
    const reasons = page.match(/inbound_refused_total\{window="slack",reason="[^"]+"\} \d+/g) ?? [];
    expect(reasons.length).toBeGreaterThanOrEqual(3);
  });

  it('with one bit of a real decision flipped decides nothing', async () => {
    const number = await story.asks(dave, rent);
    await story.presses(bob, number, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(bob));
    await story.slack.submit(bob);
    await story.happened(number, 'requested', 'approved');
    const delivery = story.slack.lastDelivery;
    if (!delivery) throw new Error('Slack delivered nothing.');
    const body = delivery.body.replace('U0BOB', 'U0CAR');
    expect(body).not.toBe(delivery.body);
    expect((await story.slack.redeliver({ ...delivery, body })).status).toBe(401);
    expect(await story.typesOf(number)).toEqual(['requested', 'approved']);
  });
});

describe('a press that comes again', () => {
  it('as the very same bytes gets 200 and has no effect', async () => {
    const draft = await story.drafts(dave, rent);
    const cards = story.cards().length;
    await story.slack.click(dave, draft, 'Request approval');
    const asked = story.slack.lastDelivery;
    const card = await story.until('the card', () => story.cards()[cards]);
    const number = Number.parseInt(card.text.replace('Payout ', ''), 10);
    await story.approves(bob, number);
    const approved = story.slack.lastDelivery;
    await story.happened(number, 'requested', 'approved');
    await story.quiet();
    const [requests, presses] = [await story.count('requests'), await story.count('presses')];
    const told = story.dms(bob).length + story.dms(dave).length;

    for (const delivery of [asked, approved, approved]) {
      if (!delivery) throw new Error('Slack delivered nothing.');
      expect((await story.slack.redeliver(delivery)).status).toBe(200);
    }
    await story.quiet();
    expect(await story.typesOf(number)).toEqual(['requested', 'approved']);
    expect([await story.count('requests'), await story.count('presses')]).toEqual([
      requests,
      presses,
    ]);
    expect(story.dms(bob).length + story.dms(dave).length).toBe(told);
    await story.presses(dave, number, 'Retract');
    await story.becomes(number, 'Retracted');
  });

  it('by somebody whose finger slipped twice on "Request approval" is one payout', async () => {
    const draft = await story.drafts(dave, rent);
    const requests = await story.count('requests');
    await Promise.all([
      story.slack.click(dave, draft, 'Request approval'),
      story.slack.click(dave, draft, 'Request approval'),
    ]);
    await story.isTold(dave, 'Nothing was asked twice.');
    expect(await story.count('requests')).toBe(requests + 1);
  });
});

describe('a webhook', () => {
  const ring = (body: string, { key, secret }: { key: string; secret: string }) =>
    fetch(`${bot.url}/calypso/webhooks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        key,
        sign: createHmac('sha512', secret).update(body).digest('hex'),
      },
      body,
    });
  const ours = () => {
    const [subscription] = story.calypso.subscriptions;
    if (!subscription) throw new Error('The bot has no subscription.');
    return { key: subscription.publicKey, secret: subscription.secretKey };
  };

  it('of Calypso moves the card without the clock being touched', async () => {
    const number = await story.asks(dave, rent);
    await story.isApproved(number);
    await story.becomes(number, 'Sent, in progress');
    await story.quiet();
    story.settleAtCalypso();
    await story.becomes(number, 'Completed');
    expect(story.calypso.deliveries.every(({ status }) => status === 200)).toBe(true);
  });

  it('that comes again is one notice, and changes nothing', async () => {
    const last = story.calypso.deliveries.at(-1);
    if (!last) throw new Error('Calypso rang nobody.');
    const [notices, events] = [await story.count('notices'), await story.count('events')];
    const rung = story.calypso.deliveries.length;
    story.calypso.redeliver(last.eventId);
    await story.calypso.pump();
    await story.until('it rings again', () => story.calypso.deliveries.length > rung);
    expect(story.calypso.deliveries.at(-1)).toMatchObject({ status: 200, body: last.body });
    expect(await story.count('notices')).toBe(notices);
    expect(await story.count('events')).toBe(events);
    expect(await story.metric('countersign_notices_total{outcome="repeated"}')).toBe(1);
  });

  it('that is forged is refused and counted, whoever signed it', async () => {
    const body = '{"id":1,"data":{"parentExternalId":"somebody-elses"}}';
    const notices = await story.count('notices');
    const before = await refused('calypso', 'signature');
    const wrong = 'f'.repeat(32);
    for (const credentials of [
      { key: wrong, secret: wrong },
      { key: ours().key, secret: wrong },
      { key: story.calypso.key, secret: story.calypso.secret },
    ])
      expect((await ring(body, credentials)).status).toBe(401);
    expect(await refused('calypso', 'signature')).toBe(before + 3);
    expect(await story.count('notices')).toBe(notices);
  });

  it('that is too large is not read', async () => {
    const answer = await ring(JSON.stringify({ filler: 'a'.repeat(300 * 1024) }), ours());
    expect(answer.status).toBe(413);
    expect(await refused('calypso', 'too-large')).toBe(1);
  });

  it('that nobody can read is kept all the same, because its signature is right', async () => {
    const notices = await story.count('notices');
    expect((await ring('this is not JSON', ours())).status).toBe(200);
    expect(await story.count('notices')).toBe(notices + 1);
  });

  it('about a payout nobody asked for here raises one alert, however often it rings', async () => {
    const recipients = [{ depositAddress: maria, amount: '13' }];
    const { id } = story.calypso.createOutside({ currency: 'USDT_TRX', recipients });
    await story.calypso.pump();
    await story.until('it is alerted', () => story.alerts().some((text) => text.includes(id)));
    story.calypso.complete(id);
    await story.calypso.pump();
    await story.until('all is applied', async () => {
      return (await story.count('notices where applied_at is null')) === 0;
    });
    await story.quiet();
    const alerts = story.alerts().filter((text) => text.includes(id));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toContain('Calypso reports a payout that nobody asked for here');
    expect(await story.count(`alerts where key = 'unexplained:${id}'`)).toBe(1);
  });
});
