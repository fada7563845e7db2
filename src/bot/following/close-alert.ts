/**
 * "Handled": a member named by the policy closes an alert that no later fact would resolve. It
 * changes words only; who closed it is said in the audit channel and stays on record as a press.
 */
import { z } from 'zod';
import { closable } from '../../approvals/vocabulary/alerts.ts';
import { answerRefusal } from '../press/answer.ts';
import type { Conversation } from '../press/conversation.ts';
import { notAMember, stranger } from '../press/gate.ts';
import { type Handlers, pressOf } from '../press/presses.ts';
import { readPress } from '../press/read-press.ts';
import { closedText } from '../words/answers.ts';

const closeData = z.object({ alert: z.number().int() });

export function closingListeners(conversation: Conversation): void {
  const { app, presses, now, team } = conversation;
  app.action('close-alert', async ({ body, ack }) => {
    const pressed = readPress(body, team);
    const no = stranger(conversation, pressed);
    if (no || !/^\d{1,15}$/.test(pressed.value)) {
      await ack();
      if (no) await answerRefusal(conversation, pressed, no);
      return;
    }
    const data = { alert: Number.parseInt(pressed.value, 10) };
    const press = pressOf(pressed, 'close-alert', data, now());
    const taken = await presses.take(press);
    await ack();
    if (taken === 'new') await presses.act(press);
  });
}

export function closingHandlers(conversation: Conversation): Handlers {
  const { ledger, now, tellSoon } = conversation;
  return {
    'close-alert': async ({ key, person, data }) => {
      const no = await notAMember(conversation, person);
      if (no) return answerRefusal(conversation, { key, person, replyTo: person, value: '' }, no);
      const alert = await ledger.alert(closeData.parse(data).alert);
      if (!alert || alert.resolvedAt !== undefined || !closable.includes(alert.kind)) return;
      const at = new Date(now()).toISOString();
      await ledger.resolve(alert.key, at);
      const text = closedText(person, alert.key);
      const told = { key: `audit:${key}`, lane: 'audit', kind: 'audit', data: { text } };
      await ledger.enqueue([told], at);
      tellSoon();
    },
  };
}
