/**
 * Slack's requests to the app: signed, posted, and kept so that the same bytes can be sent again.
 * Nothing is retried here; what a silence means to the person is decided by whoever asked.
 */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { type Json, record } from './json.ts';

/** One signed request, exactly as it went out. */
export type Delivery = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * What came back. `status` is 0 when nothing did: the app was silent for three seconds, could not
 * be reached, or Slack's client refused to send.
 */
export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly failure?: 'timeout' | 'unreachable' | 'not_sent';
  readonly headers?: Readonly<Record<string, string>>;
};

/** Ways to send something other than what Slack would. */
export type DeliveryOptions = {
  /** The app to send to; the one connected last unless told. */
  readonly to?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signingSecret?: string;
  /** Added to the clock before signing: negative is stale, positive is from the future. */
  readonly timestampOffsetSeconds?: number;
  /** Changes the payload (or the form fields of a command) before it is signed. */
  readonly mutate?: (payload: Json) => Json;
};

export type Encoding = 'form' | 'payload' | 'json';

export type Deliveries = ReturnType<typeof openDeliveries>;

export function openDeliveries({
  now,
  signingSecret,
  answerWithinMs,
}: {
  readonly now: () => number;
  readonly signingSecret: string;
  readonly answerWithinMs: number;
}) {
  const apps: string[] = [];
  const sent: Delivery[] = [];

  function appUrl(to: string | undefined): string {
    const url = to ?? apps.at(-1);
    if (url === undefined) throw new Error('No app is connected. Call connect(url) first.');
    return url;
  }

  function signed(body: string, contentType: string, options: DeliveryOptions): Delivery {
    const seconds = Math.floor(now() / 1000) + (options.timestampOffsetSeconds ?? 0);
    const digest = createHmac('sha256', options.signingSecret ?? signingSecret)
      .update(`v0:${seconds}:${body}`)
      .digest('hex');
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': `v0=${digest}`,
      ...options.headers,
    };
    return { url: appUrl(options.to), headers, body };
  }

  function transmit(delivery: Delivery): Promise<Answer> {
    sent.push(delivery);
    return posted(delivery, answerWithinMs);
  }

  return {
    sent,
    connect: (url: string): void => {
      apps.push(url);
    },
    disconnect: (url: string): void => {
      const at = apps.lastIndexOf(url);
      if (at >= 0) apps.splice(at, 1);
    },
    isConnected: (): boolean => apps.length > 0,
    /** Commands are a form of plain fields, interactions a form with one JSON field, events JSON. */
    send(content: Json, encoding: Encoding, options: DeliveryOptions = {}): Promise<Answer> {
      const payload = options.mutate ? options.mutate(content) : content;
      if (encoding === 'json') {
        return transmit(signed(JSON.stringify(payload), 'application/json', options));
      }
      const fields = encoding === 'form' ? record(payload) : { payload: JSON.stringify(payload) };
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
      return transmit(signed(form.toString(), 'application/x-www-form-urlencoded', options));
    },
    /** The very same signed bytes once more. */
    redeliver: (delivery: Delivery, { to }: { readonly to?: string } = {}): Promise<Answer> =>
      transmit({ ...delivery, url: to ?? delivery.url }),
  };
}

/** One POST on a connection of its own, so that an app that stops is not kept waiting. */
function posted({ url, headers, body }: Delivery, answerWithinMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('error', () => failed('unreachable'));
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        clearTimeout(timer);
        const answered = Buffer.concat(parts).toString('utf8');
        const told = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        const status = response.statusCode ?? 0;
        resolve({ status, body: answered, headers: Object.fromEntries(told) });
      });
    });
    const failed = (failure: 'timeout' | 'unreachable'): void => {
      clearTimeout(timer);
      resolve({ status: 0, body: '', failure });
      outgoing.destroy();
    };
    const timer = setTimeout(() => failed('timeout'), answerWithinMs);
    outgoing.on('error', () => failed('unreachable'));
    outgoing.end(body);
  });
}
