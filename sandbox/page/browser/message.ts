/**
 * One message as its reader sees it: who, when, what it says, what hangs on it. A card that has
 * just changed is lit up for a moment; only edits of plain text carry Slack's mark.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownMessage } from '../wire.ts';
import { Blocks } from './blocks.ts';
import { msOf, timeOf } from './dates.ts';
import { personNamed, useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { Avatar } from './people.ts';
import { marked } from './words.ts';

const litMs = 2_000;

export function MessageItem({
  message,
  replies = [],
}: {
  readonly message: ShownMessage;
  /** Given where the thread can be opened from here. */
  readonly replies?: readonly ShownMessage[];
}): Shown {
  const desk = useDesk();
  const { slack, act } = desk;
  const { channel, ts, blocks, user, version } = message;
  const byApp = user === slack.app.botUserId;
  const lit = useLit(version);
  const press = (element: string, choose?: string) =>
    act({ deed: 'press', on: { channel, ts, version }, element, choose });
  return html`<article
    class=${classes('message', message.ephemeral && 'ephemeral', lit && 'lit')}
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
      ${
        blocks.length > 0
          ? html`<${Blocks} blocks=${blocks} surface=${{ press }} />`
          : message.text !== '' && html`<div class="plain">${marked(desk, message.text)}</div>`
      }
      ${message.files.map(
        ({ id, name, size }) => html`<a
          class="file"
          href=${`/files/${id}?as=${slack.me}`}
          download=${name}
        >
          <strong>${name}</strong><span>${Math.ceil(size / 1024)} KB</span>
        </a>`,
      )}
      <${Hangings} message=${message} replies=${replies} />
    </div>
  </article>`;
}

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
