/**
 * A bare app beside the local Slack: it notes the events it hears, and asks by plain requests, so
 * that a test reads what Slack says and not what a client makes of it.
 */
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { type SlackOptions, startSlack } from '../../sandbox/slack/emulator.ts';

export type Told = { readonly [name: string]: unknown };

export async function slackWithEar(options: SlackOptions = {}) {
  const slack = await startSlack(options);
  const heard: { readonly event: Told; readonly envelope: Told }[] = [];
  const app = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const body = Buffer.concat(parts).toString('utf8');
    if (request.headers['content-type'] === 'application/json') {
      const { event, ...envelope }: { event: Told } & Told = JSON.parse(body);
      heard.push({ event, envelope });
    }
    response.end();
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const address = app.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  slack.connect(`http://127.0.0.1:${address.port}/slack/events`);
  onTestFinished(async () => {
    app.closeAllConnections();
    app.close();
    await slack.stop();
  });

  const ask = (method: string, args: Told = {}): Promise<Response> =>
    fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
  const call = async (method: string, args?: Told): Promise<Told> =>
    (await ask(method, args)).json();

  return {
    slack,
    ask,
    call,
    /** The name of the no, or `ok`. */
    no: async (method: string, args?: Told): Promise<unknown> => {
      const { ok, error } = await call(method, args);
      return ok === true ? 'ok' : error;
    },
    /** What was heard since the last time. */
    events: (): readonly Told[] => heard.splice(0).map(({ event }) => event),
    envelopes: (): readonly Told[] => heard.splice(0).map(({ envelope }) => envelope),
  };
}
