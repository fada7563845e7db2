/**
 * The small objects that blocks and elements are made of: texts, options, confirm dialogs, filters.
 * Nothing here knows where an object stands; the lengths come from the caller or from `limits.ts`.
 */
import { list, record, sameJson, text } from './json.ts';
import { limits } from './limits.ts';
import {
  byType,
  type Check,
  type Fields,
  flag,
  items,
  oneOf,
  type Report,
  shape,
  string,
} from './schema.ts';

const typed = (type: string): Fields => ({ type: oneOf(type) });

export const plainText = (max: number, min = 1): Check =>
  shape({ ...typed('plain_text'), text: string(max, min) }, { emoji: flag });

export const mrkdwn = (max: number): Check =>
  shape({ ...typed('mrkdwn'), text: string(max) }, { verbatim: flag });

export const anyText = (max: number): Check =>
  byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) });

export const confirm: Check = shape(
  { text: anyText(limits['confirm.text']) },
  {
    title: plainText(limits['confirm.title']),
    confirm: plainText(limits['confirm.confirm']),
    deny: plainText(limits['confirm.deny']),
    style: oneOf('primary', 'danger'),
  },
);

const describedOption = (label: (max: number) => Check, more: Fields = {}): Check =>
  shape(
    { text: label(limits['option.text']), value: string(limits['option.value']) },
    { description: label(limits['option.description']), ...more },
  );

/** An option of a menu. */
export const plainOption = describedOption(plainText);
/** An option of checkboxes and radio buttons, which may use mrkdwn. */
export const markedOption = describedOption(anyText);
/** An option of an overflow menu, which may lead to a page. */
export const overflowOption = describedOption(plainText, { url: string(limits['option.url']) });

export const optionGroup: Check = shape({
  label: plainText(limits['option_group.label']),
  options: items(plainOption, limits['option_group.options']),
});

export const dispatchConfig: Check = shape(
  {},
  { trigger_actions_on: items(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
);

export const conversationFilter: Check = shape(
  {},
  {
    include: items(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
  (value, at, report) => {
    if (Object.keys(value).length === 0) report(at, 'must not be empty');
  },
);

/** The fields that say which picture: an address or a Slack file, never both. */
export const imageSource: Fields = {
  image_url: string(limits['image.image_url']),
  slack_file: shape({}, { id: string(255), url: string(limits['image.image_url']) }),
};

export function needsOneImage(value: unknown, at: string, report: Report): void {
  const given = Object.keys(imageSource).filter((name) => record(value)[name] !== undefined);
  if (given.length !== 1) report(at, 'must define either `image_url` or `slack_file`');
}

/** What is chosen beforehand must be among the options, word for word. */
export function initialAmongOptions(value: unknown, at: string, report: Report): void {
  const element = record(value);
  const offered = [
    ...list(element.options),
    ...list(element.option_groups).flatMap((group) => list(record(group).options)),
  ];
  const seen = new Set<string>();
  for (const option of offered) {
    const name = text(record(option).value);
    if (seen.has(name)) report(at, `option values must be unique: ${name}`);
    seen.add(name);
  }
  const initial = element.initial_option;
  const chosen = [...(initial === undefined ? [] : [initial]), ...list(element.initial_options)];
  for (const option of chosen) {
    if (!offered.some((candidate) => sameJson(candidate, option))) {
      report(at, 'initial option was not found in the options list');
    }
  }
}
