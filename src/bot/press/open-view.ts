/**
 * Opens a modal for whoever pressed, within Slack’s three seconds or not at all.
 */
import type { ModalView } from '@slack/types';
import { slowText } from '../words/answers.ts';
import { answer } from './answer.ts';
import type { Conversation } from './conversation.ts';
import type { Pressed } from './read-press.ts';

/** Opens a modal for whoever pressed, or says that it was too late to. */
export async function openView(
  conversation: Conversation,
  pressed: Pressed,
  view: ModalView,
): Promise<void> {
  try {
    await conversation.interactive.views.open({ trigger_id: pressed.triggerId, view });
  } catch (error) {
    conversation.log.warn({ person: pressed.person, err: error }, 'a modal could not be opened');
    const { person, replyTo: channel } = pressed;
    await answer(conversation, `${pressed.key}:slow`, { person, channel, text: slowText });
  }
}
