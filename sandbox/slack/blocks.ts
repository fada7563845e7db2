/**
 * Every block by its type, field by field. What a whole surface must add up to is in `surfaces.ts`.
 * Blocks that the shipped types do not know are refused, like unknown fields.
 */
import { anyText, imageSource, mrkdwn, needsOneImage, plainText } from './composition.ts';
import { elements, inAccessory, inActions, inContextActions, inInput } from './elements.ts';
import { isRecord, type Json, list, records } from './json.ts';
import { limits, type Surface } from './limits.ts';
import { richTextBlock } from './rich-text.ts';
import {
  anyString,
  byType,
  type Check,
  type Fields,
  finite,
  flag,
  items,
  oneOf,
  only,
  type Report,
  shape,
  string,
  whole,
} from './schema.ts';

const blockId: Fields = { block_id: string(limits.block_id) };

function block(
  type: string,
  required: Fields,
  optional: Fields = {},
  also?: (value: Json, at: string, report: Report) => void,
): Check {
  return shape({ type: oneOf(type), ...required }, { ...blockId, ...optional }, also);
}

const needsOneOf =
  (...names: readonly string[]) =>
  (value: Json, at: string, report: Report): void => {
    if (names.every((name) => value[name] === undefined)) {
      report(at, `must define one of: ${names.map((name) => `\`${name}\``).join(', ')}`);
    }
  };

const address = string(limits['image.image_url']);
const picture = byType(only(elements, ['image']));
const contextElement = byType({
  ...only(elements, ['image']),
  plain_text: plainText(limits.text),
  mrkdwn: mrkdwn(limits.text),
});
const cell = byType({
  raw_text: shape({ type: oneOf('raw_text'), text: string(Number.MAX_SAFE_INTEGER) }),
  raw_number: shape({
    type: oneOf('raw_number'),
    value: finite,
    text: string(Number.MAX_SAFE_INTEGER),
  }),
  rich_text: richTextBlock,
});

function evenTable(value: Json, at: string, report: Report): void {
  const rows = list(value.rows).map(list);
  const columns = rows[0]?.length ?? 0;
  rows.forEach((row, index) => {
    if (row.length !== columns) report(`${at}/rows/${index}`, `must have ${columns} cells`);
  });
  records(rows[0]).forEach((head, index) => {
    if (head.type === 'rich_text') report(`${at}/rows/0/${index}`, 'must not be rich_text');
  });
  const header = value.row_header_column_index;
  if (typeof header === 'number' && header >= columns) {
    report(`${at}/row_header_column_index`, `must be less than ${columns}`);
  }
}

const card = block(
  'card',
  {},
  {
    hero_image: picture,
    icon: picture,
    title: mrkdwn(limits['card.title']),
    subtitle: mrkdwn(limits['card.subtitle']),
    body: mrkdwn(limits['card.body']),
    actions: items(byType(only(elements, ['button'])), limits['card.actions']),
  },
  needsOneOf('hero_image', 'title', 'actions', 'body'),
);

const source = shape({ type: oneOf('url'), url: address, text: string(Number.MAX_SAFE_INTEGER) });
const taskCard = block(
  'task_card',
  {
    task_id: string(255),
    title: string(Number.MAX_SAFE_INTEGER),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { details: richTextBlock, output: richTextBlock, sources: items(source, 100) },
);

const simple: Fields = {
  divider: block('divider', {}),
  header: block('header', { text: plainText(limits['header.text']) }),
  section: block(
    'section',
    {},
    {
      text: anyText(limits['section.text']),
      fields: items(anyText(limits['section.field']), limits['section.fields']),
      accessory: byType(inAccessory),
      expand: flag,
    },
    needsOneOf('text', 'fields'),
  ),
  context: block('context', { elements: items(contextElement, limits['context.elements']) }),
  actions: block('actions', { elements: items(byType(inActions), limits['actions.elements']) }),
  rich_text: richTextBlock,
  image: block(
    'image',
    { alt_text: string(limits['image.alt_text']) },
    { ...imageSource, title: plainText(limits['image.title']) },
    needsOneImage,
  ),
  video: block(
    'video',
    {
      video_url: address,
      thumbnail_url: address,
      alt_text: anyString,
      title: plainText(limits['video.title'] - 1),
    },
    {
      title_url: address,
      author_name: string(limits['video.author_name'] - 1),
      provider_name: anyString,
      provider_icon_url: address,
      description: plainText(limits.text),
    },
  ),
  table: block(
    'table',
    { rows: items(items(cell, limits['table.cells']), limits['table.rows']) },
    {
      column_settings: items(
        shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag }),
        limits['table.column_settings'],
      ),
    },
  ),
};

const input = (withFiles: boolean): Check =>
  block(
    'input',
    { label: plainText(limits['input.label']), element: byType(inInput(withFiles)) },
    { hint: plainText(limits['input.hint']), optional: flag, dispatch_action: flag },
  );

const container = block(
  'container',
  {
    child_blocks: items(
      byType({ ...simple, input: input(false) }),
      limits['container.child_blocks'],
    ),
  },
  {
    title: plainText(limits['container.title']),
    rich_text_title: richTextBlock,
    subtitle: anyText(limits['container.subtitle']),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: picture,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
  (value, at, report) => {
    needsOneOf('title', 'rich_text_title')(value, at, report);
    if (value.default_collapsed === true && value.is_collapsible !== true) {
      report(`${at}/default_collapsed`, 'requires is_collapsible');
    }
  },
);

/** Every block by its type, as it may be written on this surface. */
export const blocksOn = (surface: Surface): Fields => ({
  ...simple,
  input: input(surface === 'modal'),
  alert: block(
    'alert',
    { text: anyText(limits['alert.text']) },
    { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: block('carousel', { elements: items(card, limits['carousel.elements']) }),
  container,
  context_actions: block('context_actions', {
    elements: items(byType(inContextActions), limits['context_actions.elements']),
  }),
  data_table: block(
    'data_table',
    {
      rows: items(items(cell, limits['data_table.cells']), limits['data_table.rows']),
      caption: string(Number.MAX_SAFE_INTEGER),
    },
    {
      page_size: whole(1, limits['data_table.page_size']),
      row_header_column_index: whole(0, limits['data_table.cells'] - 1),
    },
    evenTable,
  ),
  markdown: block('markdown', { text: string(limits['message.markdown.characters']) }),
  plan: block('plan', { title: string(Number.MAX_SAFE_INTEGER) }, { tasks: items(taskCard, 100) }),
  task_card: taskCard,
});

/** All blocks of a surface, those inside containers and carousels included. */
export function everyBlock(blocks: unknown): readonly Json[] {
  return records(blocks).flatMap((one) => [
    one,
    ...everyBlock(one.child_blocks),
    ...(one.type === 'carousel' ? everyBlock(one.elements) : []),
    ...everyBlock(one.tasks),
  ]);
}

/** The interactive elements of one block, not of its children. */
export function elementsOf(one: Json): readonly Json[] {
  const type = one.type;
  const found = [
    ...(type === 'section' ? [one.accessory] : []),
    ...(type === 'input' ? [one.element] : []),
    ...(type === 'actions' || type === 'context_actions' ? list(one.elements) : []),
    ...(type === 'card' ? list(one.actions) : []),
  ];
  return found.filter(isRecord).filter((element) => element.type !== 'image');
}
