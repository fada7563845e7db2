/** A thread at the side: the message it hangs on, the replies, and a place to answer. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ShownMessage } from '../wire.ts';
import { Composer } from './composer.ts';
import { msOf } from './dates.ts';
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';
import { MessageItem } from './message.ts';

export function Thread(): Shown {
  const { slack, place, go } = useDesk();
  const channel = slack.channels.find(({ id }) => id === place.channel);
  const messages = channel?.messages ?? [];
  const root = messages.find(({ ts }) => ts === place.thread);
  const replies = messages.filter(({ threadTs }) => threadTs === place.thread);
  const list = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => head.current?.focus(), [place.thread]);
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [replies.length]);
  if (!channel || !root) return null;
  return html`<header class="chat-head">
      <h2 ref=${head} tabindex="-1">Thread</h2>
      <p># ${channel.name}</p>
      <button
        type="button"
        class="icon"
        aria-label="Close the thread"
        onClick=${() => go({ channel: channel.id })}
      >
        ×
      </button>
    </header>
    <div
      class="messages"
      ref=${list}
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label="Replies"
      tabindex="0"
    >
      <${MessageItem} message=${root} />
      <p class="divider">
        <span>${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}</span>
      </p>
      ${replies.map(
        (message, index) => html`<${MessageItem}
          key=${message.ts}
          message=${message}
          goesOn=${goesOn(message, replies[index - 1])}
        />`,
      )}
    </div>
    <${Composer} key=${place.thread} channel=${channel} threadTs=${root.ts} />`;
}

/** As in Slack: the same hand within a few minutes. */
const goesOnWithinMs = 5 * 60_000;

const goesOn = (message: ShownMessage, before: ShownMessage | undefined): boolean =>
  before !== undefined &&
  before.user === message.user &&
  msOf(message.ts) - msOf(before.ts) < goesOnWithinMs &&
  !message.ephemeral;
