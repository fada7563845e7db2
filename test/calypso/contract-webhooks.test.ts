import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CalypsoOptions } from '../../sandbox/calypso/emulator.ts';
import { openDoorbell, type Received } from '../../src/calypso/webhook.ts';
import { startEmulated } from './emulated.ts';
import { key, singleOrder } from './orders.ts';

describe('the webhooks of the emulator', () => {
  async function rung(settings: CalypsoOptions['settings'] = {}) {
    const { calypso, client, submit, account, now } = await startEmulated({ settings });
    const received: Received[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = (name: 'key' | 'sign') => [request.headers[name]].flat()[0];
      const body = Buffer.concat(chunks);
      const result = await doorbell.receive({ body, key: text('key'), sign: text('sign') });
      received.push(result);
      response.writeHead(result.status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const publicUrl = `http://127.0.0.1:${port}`;
    const doorbell = openDoorbell({ client, publicUrl, account, now });
    return { calypso, doorbell, received, submit };
  }

  it.each([true, false])('are understood, keys in the first answer: %s', async (inAnswer) => {
    const { calypso, doorbell, received, submit } = await rung({ keysInCreateAnswer: inAnswer });
    expect(await doorbell.ensure()).toBe('created');
    expect(await doorbell.ensure()).toBe('kept');
    const outcome = await submit(singleOrder());
    calypso.complete(key);
    await calypso.pump();
    expect(received.length).toBeGreaterThan(1);
    for (const each of received)
      expect(each).toMatchObject({
        status: 200,
        notice: { subscription: doorbell.subscription, partKey: key },
      });
    const ids = received.map((each) => (each.status === 200 ? each.notice.eventId : ''));
    expect(new Set(ids).size).toBe(ids.length);
    const railIds = received.map((each) => (each.status === 200 ? each.notice.railId : ''));
    expect(outcome).toEqual({ kind: 'accepted', railId: railIds[0] });
  });

  it('with a wrong signature are turned away', async () => {
    const { calypso, doorbell, received, submit } = await rung();
    await doorbell.ensure();
    calypso.fault({ on: 'webhook', kind: 'wrongSign' });
    await submit(singleOrder());
    await calypso.pump();
    expect(received[0]).toMatchObject({ status: 401 });
  });

  it.each(['boolean', 'number'] as const)('may be blocked, told as a %s', async (type) => {
    const { calypso, doorbell } = await rung({ blockedByErrorCount: type });
    await doorbell.ensure();
    const [subscription] = calypso.subscriptions;
    subscription?.errorsAt.push(1);
    calypso.blockSubscription(doorbell.subscription);
    expect(await doorbell.ensure()).toBe('renewed');
    expect(await doorbell.ensure()).toBe('kept');
    expect(calypso.subscriptions).toHaveLength(1);
    calypso.dropSubscription(doorbell.subscription);
    expect(await doorbell.ensure()).toBe('created');
  });
});
