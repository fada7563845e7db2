/**
 * Text objects and rich text as nodes. Everything a person or an app wrote becomes text nodes;
 * a link leads only to http, https or mail, and a link to a message stays on this page.
 */
import type { Json } from '../wire.ts';
import { dated } from './dates.ts';
import { type Desk, personNamed } from './desk.ts';
import { withEmoji } from './emoji.ts';
import { html, type Shown } from './html.ts';
import { records, text } from './json.ts';
import { type Span, spansOf } from './mrkdwn.ts';

/** A text object: markup only if it says so. */
export function wordsOf(desk: Desk, object: Json): Shown {
  const words = text(object.text);
  return object.type === 'mrkdwn' ? marked(desk, words) : broken(words);
}

/** Markup as nodes. */
export const marked = (desk: Desk, source: string): Shown =>
  spansOf(source).map((span) => spanOf(desk, span));

function spanOf(desk: Desk, span: Span): Shown {
  switch (span.kind) {
    case 'text':
      return broken(span.text);
    case 'code':
      return html`<code>${span.text}</code>`;
    case 'pre':
      return html`<pre>${span.text}</pre>`;
    case 'bold':
      return html`<strong>${span.inside.map((one) => spanOf(desk, one))}</strong>`;
    case 'italic':
      return html`<em>${span.inside.map((one) => spanOf(desk, one))}</em>`;
    case 'strike':
      return html`<s>${span.inside.map((one) => spanOf(desk, one))}</s>`;
    case 'quote':
      return html`<blockquote>${span.inside.map((one) => spanOf(desk, one))}</blockquote>`;
    case 'link':
      return linkTo(desk, span.url, span.label);
    case 'person':
      return mention(desk, span.id);
    case 'channel':
      return html`<span class="mention">#${channelNamed(desk, span.id)}</span>`;
    case 'group':
      return html`<span class="mention">@${span.name}</span>`;
    case 'date':
      return dated(span.seconds, span.format, desk.now()) || span.fallback;
  }
}

/** Line breaks are kept; emoji are drawn. */
function broken(words: string): Shown {
  return words
    .split('\n')
    .flatMap((line, index): readonly Shown[] =>
      index === 0 ? withEmoji(line) : [html`<br />`, ...withEmoji(line)],
    );
}

const mention = (desk: Desk, id: string): Shown =>
  html`<span class=${id === desk.slack.me ? 'mention mine' : 'mention'}>@${personNamed(desk, id)}</span>`;

const channelNamed = ({ slack }: Desk, id: string): string =>
  slack.channels.find((channel) => channel.id === id)?.name ?? id;

function linkTo(desk: Desk, url: string, label: string): Shown {
  const { archives } = desk.slack;
  if (url.startsWith(archives)) {
    const [channel = '', stamp = ''] = url.slice(archives.length).split('/p');
    const ts = `${stamp.slice(0, -6)}.${stamp.slice(-6)}`;
    const here = `#${channel}/${ts}`;
    return html`<a href=${here}>${label}</a>`;
  }
  if (!/^(https?:|mailto:)/.test(url)) return label;
  return html`<a href=${url} target="_blank" rel="noreferrer noopener">${label}</a>`;
}

/** A rich_text block: paragraphs, lists, quotes and code. */
export const richText = (desk: Desk, block: Json): Shown =>
  records(block.elements).map((part) => {
    const runs = () => records(part.elements).map((run) => richRun(desk, run));
    switch (part.type) {
      case 'rich_text_list': {
        const items = records(part.elements).map(
          (item) => html`<li>${records(item.elements).map((run) => richRun(desk, run))}</li>`,
        );
        return part.style === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
      }
      case 'rich_text_quote':
        return html`<blockquote>${runs()}</blockquote>`;
      case 'rich_text_preformatted':
        return html`<pre>${runs()}</pre>`;
      default:
        return html`<div class="rich">${runs()}</div>`;
    }
  });

function richRun(desk: Desk, run: Json): Shown {
  switch (run.type) {
    case 'link':
      return styled(run, linkTo(desk, text(run.url), text(run.text) || text(run.url)));
    case 'user':
      return mention(desk, text(run.user_id));
    case 'channel':
      return html`<span class="mention">#${channelNamed(desk, text(run.channel_id))}</span>`;
    case 'usergroup':
      return html`<span class="mention">@${text(run.usergroup_id)}</span>`;
    case 'broadcast':
      return html`<span class="mention">@${text(run.range)}</span>`;
    case 'emoji':
      return `:${text(run.name)}:`;
    case 'date':
      return dated(Number(run.timestamp), text(run.format), desk.now());
    default:
      return styled(run, broken(text(run.text)));
  }
}

function styled({ style }: Json, inside: Shown): Shown {
  const has = (name: string): boolean =>
    typeof style === 'object' && style !== null && Reflect.get(style, name) === true;
  let shown = inside;
  if (has('code')) shown = html`<code>${shown}</code>`;
  if (has('strike')) shown = html`<s>${shown}</s>`;
  if (has('underline')) shown = html`<u>${shown}</u>`;
  if (has('italic')) shown = html`<em>${shown}</em>`;
  return has('bold') ? html`<strong>${shown}</strong>` : shown;
}
