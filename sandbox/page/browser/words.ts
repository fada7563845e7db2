/**
 * Text objects as nodes: markup only if they say so, emoji by name unless they say not. Everything
 * a person or an app wrote becomes text nodes; a link leads only to http, https or mail, and a
 * link to a message stays on this page.
 */
import type { Json } from '../wire.ts';
import { dated } from './dates.ts';
import { type Desk, personNamed } from './desk.ts';
import { readNames, withEmoji } from './emoji.ts';
import { classes, html, type Shown } from './html.ts';
import { text } from './json.ts';
import { type Span, spansOf } from './mrkdwn.ts';

/** A text object: markup only if it says so. */
export function wordsOf(desk: Desk, object: Json): Shown {
  const words = text(object.text);
  return object.type === 'mrkdwn' ? marked(desk, words) : plainWords(object);
}

/** A plain text object, whose emoji flag is on unless it is off. */
export const plainWords = (object: Json): Shown =>
  broken(object.emoji === false ? text(object.text) : readNames(text(object.text)));

/** Markup as nodes. */
export const marked = (desk: Desk, source: string): Shown =>
  spansOf(source).map((span) => spanOf(desk, span));

function spanOf(desk: Desk, span: Span): Shown {
  switch (span.kind) {
    case 'text':
      return broken(readNames(span.text));
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
      return mentionOf(desk, span.id);
    case 'channel':
      return mention(`#${channelNamed(desk, span.id)}`);
    case 'group':
      return mention(`@${span.name}`);
    case 'date':
      return dated(span.seconds, span.format, desk.now()) || span.fallback;
  }
}

/** Line breaks are kept; emoji are drawn. */
export function broken(words: string): Shown {
  return words
    .split('\n')
    .flatMap((line, index): readonly Shown[] =>
      index === 0 ? withEmoji(line) : [html`<br />`, ...withEmoji(line)],
    );
}

/** Somebody or something named with @ or #; lit up when it is the reader. */
export const mention = (words: string, isMine = false): Shown =>
  html`<span class=${classes('mention', isMine && 'mine')}>${words}</span>`;

export const mentionOf = (desk: Desk, id: string): Shown =>
  mention(`@${personNamed(desk, id)}`, id === desk.slack.me);

export const channelNamed = ({ slack }: Desk, id: string): string =>
  slack.channels.find((channel) => channel.id === id)?.name ?? id;

export function linkTo(desk: Desk, url: string, label: string): Shown {
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
