/** What is queued and what is told: one repaint may stand for many, but never for a later one. */
import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { openLedger } from '../../../src/approvals/ledger/open.ts';
import { openLog } from '../../../src/bot/host/log.ts';
import { openOutbox, type Render } from '../../../src/bot/telling/outbox.ts';

const at = '2026-03-02T12:00:00.000Z';
const card = (key: string) => ({ key, lane: 'request:1', kind: 'card', data: { request: 1 } });

async function telling(
  onRender: (ledger: Awaited<ReturnType<typeof openLedger>>) => unknown,
  refusal: (text: string) => string | undefined = () => undefined,
) {
  let passed = 0;
  const now = () => Date.parse(at) + passed;
  const ledger = await openLedger({ url: 'sqlite::memory:' });
  const posted: string[] = [];
  const post = async ({ text }: { text: string }) => {
    const error = refusal(text);
    if (error) throw Object.assign(new Error(error), { data: { error } });
    posted.push(text);
    return { ok: true, channel: 'C1', ts: '1.0' };
  };
  const client = new WebClient('xoxb-not-used');
  Object.assign(client.chat, { postMessage: post, update: post });
  let renders = 0;
  const render: Render = async () => {
    renders += 1;
    const text = `state ${renders}`;
    await onRender(ledger);
    return { channel: 'C1', subject: 'card:1', coversOthers: true, card: { text, blocks: [] } };
  };
  const log = openLog({ level: 'fatal', secrets: [] });
  const outbox = openOutbox({ ledger, client, render, now, log });
  const passes = async (ms: number) => {
    passed += ms;
    await outbox.pump();
  };
  return { ledger, outbox, posted, passes, tries: () => renders };
}

it('one card is told for all that were queued before it was drawn', async () => {
  const { ledger, outbox, posted } = await telling(() => undefined);
  await ledger.enqueue([card('a'), card('b'), card('c')], at);
  await outbox.pump();
  expect(posted).toEqual(['state 1']);
  expect(await ledger.backlog()).toBe(0);
});

it('what is queued while a card is drawn has it drawn once more', async () => {
  let queued = false;
  const { ledger, outbox, posted } = await telling(async (queue) => {
    if (!queued) await queue.enqueue([card('b')], at);
    queued = true;
  });
  await ledger.enqueue([card('a')], at);
  await outbox.pump();
  expect(posted).toEqual(['state 1', 'state 2']);
});

it('what Slack will never take is given up after five tries, and the rest of its lane goes on', async () => {
  const { ledger, posted, passes, tries } = await telling(
    () => undefined,
    (text) => (/ [1-5]$/.test(text) ? 'invalid_blocks' : undefined),
  );
  await ledger.enqueue([card('a'), { ...card('b'), data: { request: 2 } }], at);
  for (let hour = 0; hour < 5; hour++) {
    expect(posted).toEqual([]);
    await passes(3_600_000);
  }
  expect(tries()).toBe(6);
  expect(posted).toEqual(['state 6']);
});

it('what Slack might take later is tried for as long as it takes', async () => {
  const { ledger, posted, passes } = await telling(
    () => undefined,
    (text) => (Number(text.split(' ')[1]) < 30 ? 'not_in_channel' : undefined),
  );
  await ledger.enqueue([card('a')], at);
  for (let hour = 0; hour < 40; hour++) await passes(3_600_000);
  expect(posted).toEqual(['state 30']);
});
