/**
 * Rich text as nodes: paragraphs, lists, quotes and code, and every element that may stand inside
 * them. Text in it is text: no markup and no emoji is read out of what somebody typed.
 */
import type { Json } from '../wire.ts';
import { dated } from './dates.ts';
import type { Desk } from './desk.ts';
import { emojiNamed } from './emoji.ts';
import { classes, html, type Shown } from './html.ts';
import { record, records, text } from './json.ts';
import { broken, channelNamed, linkTo, mention, mentionOf } from './words.ts';

export const richText = (desk: Desk, block: Json): Shown =>
  records(block.elements).map((part) => richPart(desk, part));

function richPart(desk: Desk, part: Json): Shown {
  const runs = (from: Json): Shown => records(from.elements).map((run) => richRun(desk, run));
  const bordered = part.border === 1 && 'bordered';
  switch (part.type) {
    case 'rich_text_list': {
      const items = records(part.elements).map((item) => html`<li>${runs(item)}</li>`);
      const indent = classes(
        `indent-${typeof part.indent === 'number' ? part.indent : 0}`,
        bordered,
      );
      const start = typeof part.offset === 'number' ? part.offset + 1 : 1;
      return part.style === 'ordered'
        ? html`<ol class=${indent} start=${start}>${items}</ol>`
        : html`<ul class=${indent}>${items}</ul>`;
    }
    case 'rich_text_quote':
      return html`<blockquote class=${classes(bordered)}>${runs(part)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre class=${classes(bordered)}>${runs(part)}</pre>`;
    default:
      return html`<div class="rich">${runs(part)}</div>`;
  }
}

const richRun = (desk: Desk, run: Json): Shown => styled(run, elementOf(desk, run));

function elementOf(desk: Desk, run: Json): Shown {
  switch (run.type) {
    case 'text':
      return broken(text(run.text));
    case 'link':
      return linkTo(desk, text(run.url), text(run.text) || text(run.url));
    case 'user':
      return mentionOf(desk, text(run.user_id));
    case 'channel':
      return mention(`#${channelNamed(desk, text(run.channel_id))}`);
    case 'usergroup':
      return mention(`@${text(run.usergroup_id)}`);
    case 'team':
      return mention(`@${text(run.team_id)}`);
    case 'broadcast':
      return mention(`@${text(run.range)}`);
    case 'emoji':
      return emojiNamed(text(run.name));
    case 'color':
      return colour(text(run.value));
    case 'date': {
      const words =
        dated(Number(run.timestamp), text(run.format), desk.now()) || text(run.fallback);
      return text(run.url) === '' ? words : linkTo(desk, text(run.url), words);
    }
    default:
      return `(${text(run.type)})`;
  }
}

/** A colour is told by its name; a swatch only where it is nothing but hex digits. */
function colour(value: string): Shown {
  const isHex = /^#[0-9a-f]{3,8}$/i.test(value);
  return html`<code>
    ${
      isHex &&
      html`<svg class="swatch" viewBox="0 0 8 8" aria-hidden="true">
      <rect width="8" height="8" rx="2" fill=${value} />
    </svg>`
    }${value}</code>`;
}

function styled({ style }: Json, inside: Shown): Shown {
  const has = (name: string): boolean => record(style)[name] === true;
  let shown = inside;
  if (has('code')) shown = html`<code>${shown}</code>`;
  if (has('strike')) shown = html`<s>${shown}</s>`;
  if (has('underline')) shown = html`<u>${shown}</u>`;
  if (has('italic')) shown = html`<em>${shown}</em>`;
  return has('bold') ? html`<strong>${shown}</strong>` : shown;
}
