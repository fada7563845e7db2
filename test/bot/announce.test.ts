/** What is queued and what is told: one repaint may stand for many, but never for a later one. */
import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { openLedger } from '../../src/approvals/ledger/open.ts';
import { openAnnouncer, type Render } from '../../src/bot/announce.ts';
import { openLog } from '../../src/bot/log.ts';

const at = '2026-03-02T12:00:00.000Z';
const card = (key: string) => ({ key, lane: 'request:1', kind: 'card', data: { request: 1 } });

async function announcing(onRender: (ledger: Awaited<ReturnType<typeof openLedger>>) => unknown) {
  const ledger = await openLedger({ url: 'sqlite::memory:' });
  const posted: string[] = [];
  const post = async ({ text }: { text: string }) => {
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
  const announcer = openAnnouncer({ ledger, client, render, now: () => Date.parse(at), log });
  return { ledger, announcer, posted };
}

it('one card is told for all that were queued before it was drawn', async () => {
  const { ledger, announcer, posted } = await announcing(() => undefined);
  await ledger.enqueue([card('a'), card('b'), card('c')], at);
  await announcer.pump();
  expect(posted).toEqual(['state 1']);
  expect(await ledger.backlog()).toBe(0);
});

it('what is queued while a card is drawn has it drawn once more', async () => {
  let queued = false;
  const { ledger, announcer, posted } = await announcing(async (queue) => {
    if (!queued) await queue.enqueue([card('b')], at);
    queued = true;
  });
  await ledger.enqueue([card('a')], at);
  await announcer.pump();
  expect(posted).toEqual(['state 1', 'state 2']);
});
