/**
 * A subscriber for tests of the emulator's webhooks: an HTTP server that keeps what it heard and
 * answers as told, and an emulator whose clock the test moves by hand.
 */

import { createServer } from 'node:http';
import { type CalypsoEmulator, startCalypso } from '../../sandbox/calypso/emulator.ts';
import type { Settings } from '../../sandbox/calypso/settings.ts';
import { type Call, callerOf, keyOne, noon, single, withKey } from './calypso-caller.ts';

export type Heard = {
  readonly key: string;
  readonly sign: string;
  readonly text: string;
  readonly event: { readonly id: number; readonly eventType?: string; readonly data: EventData };
};
type EventData = Readonly<Record<string, unknown>> & { readonly type: string };

export type Ear = {
  readonly calypso: CalypsoEmulator;
  readonly call: Call;
  readonly heard: Heard[];
  /** The status of the next answer; the request just heard is already in `heard`. */
  answerWith: () => number;
  subscribe(wants?: string, id?: string): ReturnType<Call>;
  create(): ReturnType<Call>;
  /** The states told, or the event types where an event has no state. */
  told(): unknown[];
  /** Moves the clock and delivers what is due. */
  pumpAfter(ms: number): Promise<void>;
  stop(): Promise<void>;
};

export const requestId = 'bf9348b7-2c14-46d7-868c-b597852da319';
export const allPayouts = '"notificationServiceTypes":["PAYOUT"]';

export async function startEar(settings: Partial<Settings> = {}): Promise<Ear> {
  let now = noon;
  const heard: Heard[] = [];
  const calypso = await startCalypso({ now: () => now, tickMs: 0, settings });
  const call = callerOf(calypso, () => now);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const { key, sign } = request.headers;
    heard.push({ key: String(key), sign: String(sign), text, event: JSON.parse(text) });
    response.writeHead(ear.answerWith()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}/calypso/webhooks`;

  const ear: Ear = {
    calypso,
    call,
    heard,
    answerWith: () => 200,
    subscribe: (wants = allPayouts, id = requestId) =>
      call('/subscription/webhook/create', `{"requestId":"${id}",${wants},"url":"${url}"}`),
    create: () => call('/payout/create', single('100', withKey(keyOne))),
    told: () => heard.map(({ event }) => event.data.payoutStatus ?? event.data.type),
    async pumpAfter(ms) {
      now += ms;
      await calypso.pump();
    },
    async stop() {
      await calypso.stop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return ear;
}
