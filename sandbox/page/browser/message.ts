/**
 * One message as its reader sees it: who, when, what it says, what hangs on it. A card that has
 * just changed is lit up for a moment; only edits of plain text carry Slack's mark.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownFile, ShownMessage } from '../wire.ts';
import { Blocks } from './blocks.ts';
import type { Chosen } from './choices.ts';
import { msOf, timeOf } from './dates.ts';
import { personNamed, useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { Avatar } from './people.ts';
import { marked } from './words.ts';

const litMs = 2_000;

export function MessageItem({
  message,
  replies = [],
  goesOn = false,
}: {
  readonly message: ShownMessage;
  /** Given where the thread can be opened from here. */
  readonly replies?: readonly ShownMessage[];
  /** The one before it came from the same hand a moment ago: who and when need not be repeated. */
  readonly goesOn?: boolean;
}): Shown {
  const desk = useDesk();
  const { slack, act } = desk;
  const { channel, ts, blocks, user, version } = message;
  const byApp = user === slack.app.botUserId;
  const lit = useLit(version);
  const press = (element: string, choose?: Chosen) =>
    act({ deed: 'press', on: { channel, ts, version }, element, choose });
  return html`<article
    class=${classes('message', message.ephemeral && 'ephemeral', lit && 'lit', goesOn && 'goes-on')}
    data-ts=${ts}
    aria-label=${`${personNamed(desk, user)} at ${timeOf(msOf(ts))}`}
  >
    <${Avatar} id=${user} />
    <div class="message-main">
      ${message.ephemeral && html`<p class="only-you">Only visible to you</p>`}
      <p class="by">
        <strong>${personNamed(desk, user)}</strong>
        ${byApp && html`<span class="badge">APP</span>`}
        <time datetime=${new Date(msOf(ts)).toISOString()}>${timeOf(msOf(ts))}</time>
        ${message.edited && html`<span class="edited">(edited)</span>`}
      </p>
      ${message.deleted && html`<p class="gone-words">This message was deleted.</p>`}
      ${
        blocks.length > 0
          ? html`<${Blocks} blocks=${blocks} surface=${{ press }} />`
          : message.text !== '' && html`<div class="plain">${marked(desk, message.text)}</div>`
      }
      ${message.files.map((file) => html`<${FileCard} key=${file.id} file=${file} />`)}
      <${Hangings} message=${message} replies=${replies} />
    </div>
  </article>`;
}

function FileCard({ file }: { readonly file: ShownFile }): Shown {
  const { slack } = useDesk();
  const { id, name, size, deleted } = file;
  if (deleted) return html`<p class="gone-words">This file was deleted.</p>`;
  const kind = /\.(\w{1,4})$/.exec(name)?.[1]?.toUpperCase() ?? 'FILE';
  return html`<a class="file" href=${`/files/${id}?as=${slack.me}`} download=${name}>
    <span class="file-kind" aria-hidden="true">${kind}</span>
    <strong>${name}</strong><span>${kilobytes(size)}</span>
  </a>`;
}

const kilobytes = (size: number): string =>
  size < 1_000 ? `${size} bytes` : `${Math.ceil(size / 1_000).toLocaleString()} KB`;

/** The way into the thread, and the app's shortcuts for this message. */
function Hangings({
  message,
  replies,
}: {
  readonly message: ShownMessage;
  readonly replies: readonly ShownMessage[];
}): Shown {
  const { slack, act, go, place } = useDesk();
  const { channel, ts } = message;
  if (message.ephemeral) return null;
  const last = replies.at(-1);
  const inChannel = message.threadTs === undefined && place.thread !== ts;
  const words =
    last === undefined
      ? 'Reply in thread'
      : `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  return html`<p class=${classes('hangings', last === undefined && 'quiet')}>
    ${
      inChannel &&
      html`<button type="button" class="link" onClick=${() => go({ channel, thread: ts })}>
        ${words}
      </button>`
    }
    ${last !== undefined && inChannel && html`<span>last at ${timeOf(msOf(last.ts))}</span>`}
    ${
      slack.atHome &&
      slack.app.messageShortcuts.map(
        ({ name, callbackId }) => html`<button
          type="button"
          class="link"
          onClick=${() => act({ deed: 'messageShortcut', callbackId, channel, ts })}
        >
          ${name}
        </button>`,
      )
    }
  </p>`;
}

/** True for a moment after each change of what is counted. */
function useLit(version: number): boolean {
  const [lit, setLit] = useState(false);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    setLit(true);
    const timer = setTimeout(() => setLit(false), litMs);
    return () => clearTimeout(timer);
  }, [version]);
  return lit;
}
