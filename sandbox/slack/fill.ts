/**
 * What people do in a modal: fill in, submit, close. Slack's client checks required and typed
 * fields before anything is sent; what the app answers decides what the person sees next.
 */

import { checkedView } from './api-views.ts';
import { type DeedTools, follow, heard, idNamed } from './deeds.ts';
import type { Answer, DeliveryOptions } from './deliver.ts';
import {
  clientErrors,
  type Field,
  fieldNamed,
  filled,
  type Given,
  type GivenFile,
  withValue,
} from './forms.ts';
import { isRecord, type Json, list, parsed, record, records, text } from './json.ts';
import { Refused } from './refused.ts';
import type { View } from './views.ts';

export type Fill = { readonly [labelOrBlockId: string]: Given };

export function openForms(tools: DeedTools) {
  const { workspace, views, files, triggers, deliveries, payloads } = tools;

  function inFront(userId: string, viewId?: string): View {
    const found = views.stack(userId).findLast((one) => viewId === undefined || one.id === viewId);
    if (!found) throw new Error(`${workspace.knownPerson(userId).name} has no such modal open.`);
    return found;
  }

  function uploaded(element: Json, given: readonly GivenFile[], userId: string): Json {
    const max = element.max_files;
    const most = typeof max === 'number' ? max : 10;
    if (given.length > most) throw new Error(`Only ${most} files fit here; ${given.length} given.`);
    const endings = list(element.filetypes).map(text);
    for (const { name } of given) {
      if (endings.length > 0 && !endings.some((end) => name.toLowerCase().endsWith(`.${end}`))) {
        throw new Error(`Slack takes only ${endings.join(', ')} here, not ${name}.`);
      }
    }
    const stored = given.map(({ name, bytes }) => {
      return files.add({ name, bytes, user: userId, channels: [] });
    });
    return { type: 'file_input', files: stored };
  }

  function putIn({ element }: Field, given: Given, userId: string): Json {
    const isFile = element.type === 'file_input';
    if (typeof given === 'string' || !('file' in given || 'files' in given)) {
      if (isFile) throw new Error('This field takes a file: { file: { name, bytes } }.');
      return filled(element, given, (name) => idNamed(workspace, name));
    }
    if (!isFile) throw new Error('This field takes no file.');
    return uploaded(element, 'file' in given ? [given.file] : given.files, userId);
  }

  /** Fields with `dispatch_action` tell the app at once, as soon as they are left. */
  async function fill(
    userId: string,
    given: Fill,
    { viewId, ...options }: DeliveryOptions & { readonly viewId?: string } = {},
  ): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (const [name, one] of Object.entries(given)) {
      const view = inFront(userId, viewId);
      const field = fieldNamed(view.blocks, name);
      const value = putIn(field, one, userId);
      const errors = { ...view.errors };
      delete errors[text(field.block.block_id)];
      const touched = views.touch(view, { values: withValue(view.values, field, value), errors });
      if (field.block.dispatch_action !== true) continue;
      const action = {
        ...value,
        action_id: field.element.action_id,
        block_id: field.block.block_id,
        action_ts: workspace.newTs(),
      };
      const person = workspace.knownPerson(userId);
      const payload = payloads.viewAction(person, touched, action, triggers.mint(userId));
      const answer = await deliveries.send(payload, 'payload', options);
      answers.push(heard(workspace, userId, name, answer));
    }
    return answers;
  }

  function proceed(view: View, body: string): void {
    const said = record(parsed(body));
    switch (said.response_action) {
      case undefined:
        views.close(view);
        break;
      case 'clear':
        views.clear(view.userId);
        break;
      case 'errors':
        showErrors(view, record(said.errors));
        break;
      case 'update':
        views.update(view, checkedView(said.view, 'modal'));
        break;
      case 'push':
        views.push(view.userId, checkedView(said.view, 'modal'));
        break;
      default:
        throw new Refused('invalid_response_action');
    }
  }

  function showErrors(view: View, errors: Json): void {
    const inputs = new Set(
      records(view.blocks)
        .filter((block) => block.type === 'input')
        .map((block) => block.block_id),
    );
    const stray = Object.keys(errors).filter((blockId) => !inputs.has(blockId));
    const said = Object.entries(errors).map(([blockId, words]) => [blockId, text(words)]);
    if (stray.length > 0 || said.length === 0 || said.some(([, words]) => words === '')) {
      throw new Refused('invalid_errors', { stray });
    }
    views.touch(view, { errors: Object.fromEntries(said) });
  }

  async function submit(userId: string, options?: DeliveryOptions): Promise<Answer> {
    const view = inFront(userId);
    if (!isRecord(view.source.submit)) throw new Error('This modal has nothing to submit.');
    const errors = clientErrors(view.blocks, view.values);
    const ready = views.touch(view, { errors });
    if (Object.keys(errors).length > 0) return { status: 0, body: '', failure: 'not_sent' };
    const person = workspace.knownPerson(userId);
    const payload = payloads.viewSubmission(person, ready, triggers.mint(userId));
    const about = text(record(view.source.title).text);
    const answer = heard(
      workspace,
      userId,
      about,
      await deliveries.send(payload, 'payload', options),
    );
    if (answer.status !== 200) return answer;
    follow(workspace, userId, about, () => {
      const now = views.stack(userId).find((one) => one.id === view.id);
      proceed(now ?? ready, answer.body);
    });
    return answer;
  }

  /** Closes the modal in front; the app hears of it only if it asked to. */
  async function closeModal(
    userId: string,
    options?: DeliveryOptions,
  ): Promise<Answer | undefined> {
    const view = inFront(userId);
    const isCleared = view.source.clear_on_close === true;
    if (isCleared) views.clear(userId);
    else views.close(view);
    if (view.source.notify_on_close !== true) return undefined;
    const payload = payloads.viewClosed(workspace.knownPerson(userId), view, isCleared);
    return deliveries.send(payload, 'payload', options);
  }

  return { fill, submit, closeModal };
}
