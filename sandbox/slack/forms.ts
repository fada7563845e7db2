/**
 * The state of inputs: what an element holds before anyone touches it, what a person puts in, and
 * what Slack's own client complains about before it sends a form. Files are stored by the caller.
 */
import { elementsOf, everyBlock } from './blocks.ts';
import { type Json, list, record, records, text } from './json.ts';

/** `state.values` of a payload: block id, action id, value. */
export type Values = { readonly [blockId: string]: { readonly [actionId: string]: Json } };
export type Errors = { readonly [blockId: string]: string };

/** What a person puts into a field: text, option labels, names of people or channels, files. */
export type Given =
  | string
  | readonly string[]
  | { readonly file: GivenFile }
  | { readonly files: readonly GivenFile[] };
export type GivenFile = { readonly name: string; readonly bytes: Uint8Array };

export type Field = { readonly block: Json; readonly element: Json };

/** Under which key an element keeps its value, and what presets it. */
const held: { readonly [type: string]: { readonly key: string; readonly preset?: string } } = {
  plain_text_input: { key: 'value', preset: 'initial_value' },
  email_text_input: { key: 'value', preset: 'initial_value' },
  url_text_input: { key: 'value', preset: 'initial_value' },
  number_input: { key: 'value', preset: 'initial_value' },
  rich_text_input: { key: 'rich_text_value', preset: 'initial_value' },
  static_select: { key: 'selected_option', preset: 'initial_option' },
  external_select: { key: 'selected_option', preset: 'initial_option' },
  radio_buttons: { key: 'selected_option', preset: 'initial_option' },
  multi_static_select: { key: 'selected_options', preset: 'initial_options' },
  multi_external_select: { key: 'selected_options', preset: 'initial_options' },
  checkboxes: { key: 'selected_options', preset: 'initial_options' },
  users_select: { key: 'selected_user', preset: 'initial_user' },
  multi_users_select: { key: 'selected_users', preset: 'initial_users' },
  conversations_select: { key: 'selected_conversation', preset: 'initial_conversation' },
  multi_conversations_select: { key: 'selected_conversations', preset: 'initial_conversations' },
  channels_select: { key: 'selected_channel', preset: 'initial_channel' },
  multi_channels_select: { key: 'selected_channels', preset: 'initial_channels' },
  datepicker: { key: 'selected_date', preset: 'initial_date' },
  timepicker: { key: 'selected_time', preset: 'initial_time' },
  datetimepicker: { key: 'selected_date_time', preset: 'initial_date_time' },
  file_input: { key: 'files' },
};

const heldBy = (element: Json) => held[text(element.type)];

const takesMany = (element: Json): boolean =>
  /^multi_|^checkboxes$|^file_input$/.test(text(element.type));

/** The value an element holds now, without its type; empty ones are `null` or an empty list. */
export const valueIn = (element: Json, value: Json): unknown => value[heldBy(element)?.key ?? ''];

/** Every element that holds a value, with the block it stands in. */
const fieldsOf = (blocks: unknown): readonly Field[] =>
  everyBlock(blocks).flatMap((block) =>
    elementsOf(block)
      .filter((element) => heldBy(element) !== undefined)
      .map((element) => ({ block, element })),
  );

/** The values of a surface: kept where block, action and type are the same as before. */
export function valuesFor(blocks: unknown, before: Values = {}): Values {
  const values: Record<string, Record<string, Json>> = {};
  for (const { block, element } of fieldsOf(blocks)) {
    const [blockId, actionId] = [text(block.block_id), text(element.action_id)];
    const previous = before[blockId]?.[actionId];
    const stays = previous?.type === element.type ? previous : undefined;
    values[blockId] = { ...values[blockId], [actionId]: stays ?? presetValue(element) };
  }
  return values;
}

function presetValue(element: Json): Json {
  const keeper = heldBy(element);
  const preset = keeper?.preset === undefined ? undefined : element[keeper.preset];
  const empty = takesMany(element) ? [] : null;
  return { type: element.type, ...(keeper ? { [keeper.key]: preset ?? empty } : {}) };
}

export function withValue(values: Values, { block, element }: Field, value: Json): Values {
  const blockId = text(block.block_id);
  return {
    ...values,
    [blockId]: { ...values[blockId], [text(element.action_id)]: value },
  };
}

/** The one field a person means by a label, a block id or an action id. */
export function fieldNamed(blocks: unknown, name: string): Field {
  const fields = fieldsOf(blocks);
  const named = fields.filter(
    ({ block, element }) =>
      text(record(block.label).text) === name ||
      block.block_id === name ||
      element.action_id === name,
  );
  const [field] = named;
  if (field && named.length === 1) return field;
  const offered = fields.map(({ block }) => text(record(block.label).text)).join(', ');
  throw new Error(`${named.length} fields are called "${name}". This view has: ${offered}.`);
}

const optionsOf = (element: Json): readonly Json[] => [
  ...records(element.options),
  ...records(element.option_groups).flatMap((group) => records(group.options)),
];

function optionNamed(element: Json, name: string): Json {
  const options = optionsOf(element);
  const label = (option: Json): string => text(record(option.text).text);
  const found = options.find((option) => label(option) === name || option.value === name);
  if (!found) throw new Error(`No option "${name}". Offered: ${options.map(label).join(', ')}.`);
  return found;
}

/**
 * The value an element holds after a person put something in.
 * `idOf` turns the name of a person or channel into its id.
 */
export function filled(
  element: Json,
  given: string | readonly string[],
  idOf: (name: string) => string,
): Json {
  const type = text(element.type);
  const key = heldBy(element)?.key ?? 'value';
  const names = typeof given === 'string' ? (given === '' ? [] : [given]) : given;
  const read = (name: string): unknown => {
    if (key.startsWith('selected_option')) return optionNamed(element, name);
    if (/users|conversations|channels/.test(type)) return idOf(name);
    if (type === 'datetimepicker') return Math.floor(Date.parse(name) / 1000);
    return type === 'rich_text_input' ? richText(name) : name;
  };
  const chosen = names.map(read);
  const max = element.max_selected_items;
  if (typeof max === 'number' && chosen.length > max) {
    throw new Error(`Only ${max} can be chosen here; ${chosen.length} were.`);
  }
  return { type, [key]: takesMany(element) ? chosen : (chosen[0] ?? null) };
}

const richText = (typed: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: typed }] }],
});

/** What Slack's client shows under the fields instead of sending the form. */
export function clientErrors(blocks: unknown, values: Values): Errors {
  const errors: Record<string, string> = {};
  for (const block of everyBlock(blocks).filter((one) => one.type === 'input')) {
    const element = record(block.element);
    const blockId = text(block.block_id);
    const value = valueIn(element, values[blockId]?.[text(element.action_id)] ?? {});
    const empty = value === null || value === undefined || value === '' || isEmptyList(value);
    const problem = empty
      ? block.optional === true
        ? undefined
        : 'Please complete this required field.'
      : typeof value === 'string'
        ? textProblem(element, value)
        : undefined;
    if (problem !== undefined) errors[blockId] = problem;
  }
  return errors;
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && list(value).length === 0;

function textProblem(element: Json, value: string): string | undefined {
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && value.length < min) return `Must be at least ${min} characters.`;
  const most = typeof max === 'number' ? max : 3_000;
  if (value.length > most) return `Must be less than ${most + 1} characters.`;
  switch (element.type) {
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Must be an email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Must be a URL.';
    case 'number_input':
      return numberProblem(element, value);
  }
  return undefined;
}

function numberProblem(element: Json, value: string): string | undefined {
  const decimals = element.is_decimal_allowed === true;
  const pattern = decimals ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value)) return decimals ? 'Must be a number.' : 'Must be a whole number.';
  const { min_value: min, max_value: max } = element;
  if (typeof min === 'string' && +value < +min) return `Must be at least ${min}.`;
  if (typeof max === 'string' && +value > +max) return `Must be at most ${max}.`;
  return undefined;
}
