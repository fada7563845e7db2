/**
 * Presses: a button, menu or picker in a message, a modal or the Home tab.
 * What the person cannot see, or what is gone by now, cannot be pressed and throws.
 */
import { elementsOf, everyBlock } from './blocks.ts';
import { type DeedTools, heard, idNamed } from './deeds.ts';
import type { Answer, DeliveryOptions } from './deliver.ts';
import { type Field, filled, type Values, valuesFor, withValue } from './forms.ts';
import { record, text } from './json.ts';
import type { Message, MessageContent } from './messages.ts';
import type { View } from './views.ts';

export type PressOptions = DeliveryOptions & {
  /** What is chosen in a menu, checkbox group or picker: labels, values, names or dates. */
  readonly choose?: string | readonly string[];
  /** Presses an older version of a message, as a screen that was not refreshed still shows it. */
  readonly asOf?: number;
};

/** The one thing on a surface called this: its label, its action id, or `block id/action id`. */
function pressable(blocks: unknown, name: string): Field {
  const all = everyBlock(blocks).flatMap((block) =>
    elementsOf(block).map((element) => ({ block, element })),
  );
  const labelOf = ({ block, element }: Field): string =>
    text(record(element.text).text) || text(record(block.label).text);
  const exact = ({ block, element }: Field) => `${block.block_id}/${element.action_id}` === name;
  const found = all.filter(
    (one) => one.element.action_id === name || labelOf(one) === name || exact(one),
  );
  const [only] = found;
  if (only && found.length === 1) return only;
  const offered = all.map((one) => labelOf(one) || text(one.element.action_id)).join(', ');
  throw new Error(`${found.length} elements are called "${name}". Here are: ${offered}.`);
}

export function openPress(tools: DeedTools) {
  const { workspace, messages, views, triggers, deliveries, payloads } = tools;

  /** The action of a payload, and the values after it. */
  function pressed({ block, element }: Field, values: Values, choose: PressOptions['choose']) {
    const names = {
      action_id: element.action_id,
      block_id: block.block_id,
      action_ts: workspace.newTs(),
    };
    if (element.type === 'button' || element.type === 'icon_button') {
      const { type, text: label, value, style } = element;
      const more = { ...(value === undefined ? {} : { value }), ...(style ? { style } : {}) };
      return { action: { type, text: label, ...more, ...names }, values };
    }
    if (choose === undefined) throw new Error('Say what is chosen: { choose: "…" }.');
    const idOf = (name: string): string => idNamed(workspace, name);
    const value =
      element.type === 'overflow'
        ? { ...filled({ ...element, type: 'static_select' }, choose, idOf), type: 'overflow' }
        : filled(element, choose, idOf);
    return { action: { ...value, ...names }, values: withValue(values, { block, element }, value) };
  }

  function clickMessage(userId: string, where: Message, name: string, options: PressOptions) {
    const person = workspace.knownPerson(userId);
    const current = messages.find(where.channel, where.ts);
    const channel = workspace.channel(where.channel);
    if (!current || !channel) throw new Error('That message is gone; nothing can be pressed.');
    if (!messages.canSee(userId, current)) throw new Error(`${person.name} cannot see it.`);
    const shown: MessageContent | undefined =
      options.asOf === undefined ? current : current.versions[options.asOf];
    if (!shown) throw new Error(`That message has ${current.versions.length} versions.`);
    const message = { ...current, ...shown };
    const blocks = [...shown.blocks, ...shown.attachments.flatMap((one) => everyBlock(one.blocks))];
    const { action, values } = pressed(pressable(blocks, name), valuesFor(blocks), options.choose);
    const target = { channel: channel.id, userId, ts: current.ts };
    const [triggerId, responseUrl] = [triggers.mint(userId), triggers.responseUrl(target)];
    const given = { person, channel, message, values, action, triggerId, responseUrl };
    return deliveries.send(payloads.messageAction(given), 'payload', options);
  }

  function clickView(userId: string, viewId: string, name: string, options: PressOptions) {
    const person = workspace.knownPerson(userId);
    const view = views.find((one) => one.id === viewId && one.userId === userId);
    if (!view) throw new Error(`${person.name} no longer has that view open.`);
    const { action, values } = pressed(pressable(view.blocks, name), view.values, options.choose);
    const after = values === view.values ? view : views.touch(view, { values });
    const payload = payloads.viewAction(person, after, action, triggers.mint(userId));
    return deliveries.send(payload, 'payload', options);
  }

  async function click(
    userId: string,
    where: Message | View | 'modal' | 'home',
    name: string,
    options: PressOptions = {},
  ): Promise<Answer> {
    const surface =
      where === 'modal' ? views.top(userId) : where === 'home' ? views.home(userId) : where;
    if (!surface) throw new Error(`${userId} has no ${String(where)} in front of them.`);
    const answer = await ('ts' in surface
      ? clickMessage(userId, surface, name, options)
      : clickView(userId, surface.id, name, options));
    return heard(workspace, userId, name, answer);
  }

  return { click };
}
