/**
 * “See all”: every line, page by page. Read only; nothing can be decided from here.
 */
import { isRefusal, refused } from '../../approvals/vocabulary/refusals.ts';
import { answerRefusal } from '../press/answer.ts';
import type { Conversation } from '../press/conversation.ts';
import { notAMember, requestOf, stranger } from '../press/gate.ts';
import { openView } from '../press/open-view.ts';
import { type Pressed, readPress } from '../press/read-press.ts';
import { linesView, lookedAtDraft, lookedAtRequest } from './lines-view.ts';

export function seeingListeners(conversation: Conversation): void {
  const { app } = conversation;

  app.action('see', async ({ body, ack }) => {
    await ack();
    const pressed = readPress(body, conversation.team);
    const request =
      (await notAMember(conversation, pressed.person)) ?? (await requestOf(conversation, pressed));
    if (isRefusal(request)) return answerRefusal(conversation, pressed, request);
    const context = await conversation.contextOf(pressed.person);
    await openView(conversation, pressed, linesView(lookedAtRequest(request), 1, context));
  });

  for (const action of ['page-back', 'page-on'] as const)
    app.action(action, async ({ body, ack }) => {
      await ack();
      const pressed = readPress(body, conversation.team);
      const view = await turnedPage(conversation, pressed);
      const { viewId: view_id } = pressed;
      if (view && view_id !== undefined)
        await conversation.interactive.views.update({ view_id, view });
    });

  app.action('see-draft', async ({ body, ack }) => {
    await ack();
    const pressed = readPress(body, conversation.team);
    const draft = await conversation.drafts.get(pressed.value);
    if (draft?.by !== pressed.person) {
      await answerRefusal(conversation, pressed, refused('draft-not-found'));
      return;
    }
    const view = linesView(lookedAtDraft(draft), 1, await conversation.contextOf(pressed.person));
    await openView(conversation, pressed, view);
  });
}

async function turnedPage(conversation: Conversation, pressed: Pressed) {
  const [kind, id, page] = pressed.value.split(':');
  if (stranger(conversation, pressed) ?? (await notAMember(conversation, pressed.person)))
    return undefined;
  const context = await conversation.contextOf(pressed.person);
  const number = Number.parseInt(page ?? '1', 10);
  if (kind === 'request') {
    const request = await conversation.desk.read(Number.parseInt(id ?? '', 10));
    return request && linesView(lookedAtRequest(request), number, context);
  }
  const draft = await conversation.drafts.get(id ?? '');
  return draft?.by === pressed.person
    ? linesView(lookedAtDraft(draft), number, context)
    : undefined;
}
