/**
 * Every interactive element and image, field by field, and which of them may stand in which block.
 * An element that is missing here is refused as an unsupported type.
 */
import {
  confirm,
  conversationFilter,
  dispatchConfig,
  imageSource,
  initialAmongOptions,
  markedOption,
  needsOneImage,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
} from './composition.ts';
import type { Json } from './json.ts';
import { limits } from './limits.ts';
import { richTextBlock } from './rich-text.ts';
import {
  anyString,
  type Check,
  type Fields,
  flag,
  items,
  matching,
  oneOf,
  only,
  type Report,
  shape,
  string,
  whole,
} from './schema.ts';

const id = string(255);
const ids = items(id, Number.MAX_SAFE_INTEGER, 0);
const confirmable: Fields = { confirm };
const focusable: Fields = { focus_on_load: flag };
const withPlaceholder: Fields = { placeholder: plainText(limits.placeholder) };
const dispatchable: Fields = { dispatch_action_config: dispatchConfig };
const menu: Fields = { ...confirmable, ...focusable, ...withPlaceholder };
const manyMenu: Fields = { ...menu, max_selected_items: whole(1, Number.MAX_SAFE_INTEGER) };
const typing: Fields = { ...dispatchable, ...focusable, ...withPlaceholder };
const answers: Fields = { response_url_enabled: flag };
const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-03-02');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like 09:30');
const accessible: Fields = {
  accessibility_label: string(limits['button.accessibility_label']),
};

function element(
  type: string,
  required: Fields,
  optional: Fields,
  also?: (value: Json, at: string, report: Report) => void,
): Check {
  return shape(
    { type: oneOf(type), ...required },
    { action_id: string(limits.action_id), ...optional },
    also,
  );
}

const choices: Fields = {
  options: items(plainOption, limits['select.options']),
  option_groups: items(optionGroup, limits['select.option_groups']),
};

function staticMenu(value: Json, at: string, report: Report): void {
  if ((value.options === undefined) === (value.option_groups === undefined)) {
    report(at, 'must define either `options` or `option_groups`');
  }
  initialAmongOptions(value, at, report);
}

function lengthsInOrder(value: Json, at: string, report: Report): void {
  const { min_length: min, max_length: max } = value;
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    report(`${at}/min_length`, 'must not be greater than max_length');
  }
}

const label = plainText(limits['button.text']);
const buttonValue = string(limits['button.value'], 0);
const feedback = shape({ text: label, value: buttonValue }, accessible);
const several = (option: Check, max: number): Fields => ({ options: items(option, max) });
const preset: Fields = { initial_option: plainOption };
const presets: Fields = { initial_options: items(plainOption, limits['select.options']) };
const conversation: Fields = { default_to_current_conversation: flag, filter: conversationFilter };
const query: Fields = { min_query_length: whole(0, Number.MAX_SAFE_INTEGER) };

/** Every element by its type. */
export const elements: Fields = {
  button: element(
    'button',
    { text: label },
    {
      ...confirmable,
      ...accessible,
      value: buttonValue,
      url: string(limits['button.url']),
      style: oneOf('primary', 'danger'),
    },
  ),
  image: shape(
    { type: oneOf('image'), alt_text: string(limits['image.alt_text']) },
    imageSource,
    needsOneImage,
  ),
  overflow: element(
    'overflow',
    several(overflowOption, limits['overflow.options']),
    confirmable,
    initialAmongOptions,
  ),
  checkboxes: element(
    'checkboxes',
    several(markedOption, limits['checkboxes.options']),
    {
      ...confirmable,
      ...focusable,
      initial_options: items(markedOption, limits['checkboxes.options']),
    },
    initialAmongOptions,
  ),
  radio_buttons: element(
    'radio_buttons',
    several(markedOption, limits['radio_buttons.options']),
    { ...confirmable, ...focusable, initial_option: markedOption },
    initialAmongOptions,
  ),
  static_select: element('static_select', {}, { ...menu, ...choices, ...preset }, staticMenu),
  multi_static_select: element(
    'multi_static_select',
    {},
    { ...manyMenu, ...choices, ...presets },
    staticMenu,
  ),
  external_select: element('external_select', {}, { ...menu, ...preset, ...query }),
  multi_external_select: element(
    'multi_external_select',
    {},
    { ...manyMenu, ...presets, ...query },
  ),
  users_select: element('users_select', {}, { ...menu, initial_user: id }),
  multi_users_select: element('multi_users_select', {}, { ...manyMenu, initial_users: ids }),
  conversations_select: element(
    'conversations_select',
    {},
    { ...menu, ...answers, ...conversation, initial_conversation: id },
  ),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    { ...manyMenu, ...conversation, initial_conversations: ids },
  ),
  channels_select: element('channels_select', {}, { ...menu, ...answers, initial_channel: id }),
  multi_channels_select: element(
    'multi_channels_select',
    {},
    { ...manyMenu, initial_channels: ids },
  ),
  datepicker: element('datepicker', {}, { ...menu, initial_date: date }),
  timepicker: element('timepicker', {}, { ...menu, initial_time: time, timezone: anyString }),
  datetimepicker: element(
    'datetimepicker',
    {},
    { ...confirmable, ...focusable, initial_date_time: whole(1_000_000_000, 9_999_999_999) },
  ),
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...typing,
      initial_value: anyString,
      multiline: flag,
      min_length: whole(0, limits['plain_text_input.min_length']),
      max_length: whole(1, limits['plain_text_input.max_length']),
    },
    lengthsInOrder,
  ),
  email_text_input: element('email_text_input', {}, { ...typing, initial_value: anyString }),
  url_text_input: element('url_text_input', {}, { ...typing, initial_value: anyString }),
  number_input: element(
    'number_input',
    { is_decimal_allowed: flag },
    { ...typing, initial_value: anyString, min_value: anyString, max_value: anyString },
  ),
  rich_text_input: element(
    'rich_text_input',
    {},
    {
      ...typing,
      initial_value: richTextBlock,
      min_lines: whole(1, limits['rich_text_input.max_lines']),
      max_lines: whole(1, limits['rich_text_input.max_lines']),
    },
  ),
  file_input: element(
    'file_input',
    {},
    {
      filetypes: items(string(255), Number.MAX_SAFE_INTEGER),
      max_files: whole(1, limits['file_input.max_files']),
    },
  ),
  feedback_buttons: element(
    'feedback_buttons',
    { positive_button: feedback, negative_button: feedback },
    {},
  ),
  icon_button: element(
    'icon_button',
    { icon: anyString, text: label },
    { ...confirmable, ...accessible, value: buttonValue, visible_to_user_ids: ids },
  ),
};

const menus = Object.keys(elements).filter((type) => type.endsWith('_select'));
const pickers = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];

/** Which elements may stand in which place. */
export const inActions = only(elements, [
  ...menus,
  ...pickers,
  'button',
  'overflow',
  'datetimepicker',
  'rich_text_input',
]);
export const inAccessory = only(elements, [...menus, ...pickers, 'button', 'overflow', 'image']);
export const inContextActions = only(elements, ['feedback_buttons', 'icon_button']);
export const inInput = (withFiles: boolean): Fields =>
  only(elements, [
    ...menus,
    ...pickers,
    'datetimepicker',
    ...Object.keys(elements).filter((type) => type.endsWith('_input') && type !== 'file_input'),
    ...(withFiles ? ['file_input'] : []),
  ]);
