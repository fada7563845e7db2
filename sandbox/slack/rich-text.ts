/**
 * The rich_text block and everything that may stand inside it.
 * It is also what a table cell and a rich text input are made of, so it knows neither.
 */
import { limits } from './limits.ts';
import {
  anyString,
  byType,
  type Check,
  type Fields,
  finite,
  flag,
  items,
  oneOf,
  shape,
  string,
} from './schema.ts';

const unbounded = Number.MAX_SAFE_INTEGER;
const some = string(unbounded);
const style = shape(
  {},
  { bold: flag, code: flag, italic: flag, strike: flag, underline: flag, unlink: flag },
);

const inline = (type: string, required: Fields, optional: Fields = {}): Check =>
  shape({ type: oneOf(type), ...required }, { style, ...optional });

const textRun = inline('text', { text: some });
const link = inline(
  'link',
  { url: string(limits['image.image_url']) },
  { text: anyString, unsafe: flag },
);

const inlines = byType({
  text: textRun,
  link,
  user: inline('user', { user_id: some }),
  usergroup: inline('usergroup', { usergroup_id: some }),
  channel: inline('channel', { channel_id: some }),
  team: inline('team', { team_id: some }),
  emoji: inline('emoji', { name: some }, { unicode: some, url: some }),
  broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  color: inline('color', { value: some }),
  date: inline('date', { timestamp: finite, format: some }, { url: some, fallback: anyString }),
});

const border = oneOf(0, 1);
const section = shape({
  type: oneOf('rich_text_section'),
  elements: items(inlines, unbounded, 0),
});

const parts = byType({
  rich_text_section: section,
  rich_text_list: shape(
    {
      type: oneOf('rich_text_list'),
      style: oneOf('bullet', 'ordered'),
      elements: items(section, unbounded),
    },
    { indent: oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8), border, offset: finite },
  ),
  rich_text_quote: shape(
    { type: oneOf('rich_text_quote'), elements: items(inlines, unbounded) },
    { border },
  ),
  rich_text_preformatted: shape(
    {
      type: oneOf('rich_text_preformatted'),
      elements: items(byType({ text: textRun, link }), unbounded),
    },
    { border, language: some },
  ),
});

export const richTextBlock: Check = shape(
  { type: oneOf('rich_text'), elements: items(parts, unbounded) },
  { block_id: string(limits.block_id) },
);
