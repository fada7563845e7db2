/**
 * The middle of the page: one channel or direct message, oldest first, with a line where the
 * unread begins. Thread replies are in their thread.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShownChannel, ShownMessage } from '../wire.ts';
import { Composer } from './composer.ts';
import { dayOf, msOf } from './dates.ts';
import { useDesk } from './desk.ts';
import { Home } from './home.ts';
import { classes, html, type Shown } from './html.ts';
import { MessageItem } from './message.ts';
import { readUpTo } from './reading.ts';

export function Conversation(): Shown {
  const { slack, place } = useDesk();
  const [tab, setTab] = useState<'messages' | 'home'>('messages');
  const channel = slack.channels.find(({ id }) => id === place.channel);
  if (slack.signedOut !== undefined)
    return html`<div class="nothing"><h1>Signed out</h1><p>${slack.signedOut}</p></div>`;
  if (!channel) return html`<div class="nothing"><p>Pick a channel.</p></div>`;
  const isApp = channel.id === slack.dm;
  return html`<header class="chat-head">
      <h1>${isApp ? channel.name : `# ${channel.name}`}</h1>
      ${
        isApp
          ? html`<${Tabs} tab=${tab} pick=${setTab} />`
          : html`<p class=${classes(channel.external && 'shared')}>${about(channel)}</p>`
      }
    </header>
    ${
      isApp && tab === 'home'
        ? html`<${Home} />`
        : html`<${Messages} key=${`${slack.me} ${channel.id}`} channel=${channel} />
            <${Composer} key=${`write ${slack.me} ${channel.id}`} channel=${channel} />`
    }`;
}

function about({ kind, external, archived }: ShownChannel): string {
  const words = kind === 'private' ? 'Private channel' : 'Public channel';
  const shared = external ? `${words}, shared with another organisation` : words;
  return archived ? `${shared}, archived` : shared;
}

function Tabs({
  tab,
  pick,
}: {
  readonly tab: string;
  readonly pick: (tab: 'messages' | 'home') => void;
}): Shown {
  return html`<div class="tabs">
    ${(['home', 'messages'] as const).map(
      (name) => html`<button type="button" aria-pressed=${tab === name} onClick=${() => pick(name)}>
        ${name === 'home' ? 'Home' : 'Messages'}
      </button>`,
    )}
  </div>`;
}

function Messages({ channel }: { readonly channel: ShownChannel }): Shown {
  const { slack } = useDesk();
  const roots = channel.messages.filter(({ threadTs }) => threadTs === undefined);
  const repliesTo = Map.groupBy(channel.messages, ({ threadTs }) => threadTs);
  const [mark] = useState(() => readUpTo(slack, channel.id));
  const firstNew = roots.find(({ ts, user }) => mark !== '' && ts > mark && user !== slack.me);
  const list = useRef<HTMLDivElement>(null);
  useFollowing(list, roots.length);
  useCalledFor(list, channel.id);
  return html`<div
    class="messages"
    ref=${list}
    role="log"
    aria-live="polite"
    aria-relevant="additions"
    aria-label=${`Messages in ${channel.name}`}
    tabindex="0"
    data-conversation
  >
    ${roots.length === 0 && html`<p class="empty">${emptyWords(channel.id === slack.dm)}</p>`}
    ${roots.map(
      (message, index) => html`<div key=${message.ts}>
        <${Divider} message=${message} before=${roots[index - 1]} isNew=${message === firstNew} />
        <${MessageItem} message=${message} replies=${repliesTo.get(message.ts) ?? []} />
      </div>`,
    )}
  </div>`;
}

const emptyWords = (isApp: boolean): string =>
  isApp
    ? 'Nothing here yet. What you draft, and what waits for your decision, arrives here.'
    : 'Nothing was said here yet.';

function Divider({
  message,
  before,
  isNew,
}: {
  readonly message: ShownMessage;
  readonly before: ShownMessage | undefined;
  readonly isNew: boolean;
}): Shown {
  const day = dayOf(msOf(message.ts));
  const sameDay = before !== undefined && dayOf(msOf(before.ts)) === day;
  if (sameDay && !isNew) return null;
  return html`<p class=${classes('divider', isNew && 'new')}>
    ${!sameDay && html`<span>${day}</span>`} ${isNew && html`<strong>New</strong>`}
  </p>`;
}

/** Stays at the newest message, unless the reader has scrolled up to older ones. */
function useFollowing(list: { current: HTMLDivElement | null }, count: number): void {
  const atEnd = useRef(true);
  useEffect(() => {
    const { current } = list;
    const note = (): void => {
      if (current)
        atEnd.current = current.scrollTop + current.clientHeight > current.scrollHeight - 80;
    };
    current?.addEventListener('scroll', note);
    return () => current?.removeEventListener('scroll', note);
  }, []);
  useLayoutEffect(() => {
    const { current } = list;
    if (current && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [count]);
}

/** A link to a message, such as `#C0PAYOUTS/1732100000.000100`, brings it into sight. */
function useCalledFor(list: { current: HTMLDivElement | null }, channel: string): void {
  useEffect(() => {
    const show = (): void => {
      const [called, ts] = location.hash.slice(1).split('/');
      if (called !== channel || ts === undefined) return;
      const found = list.current?.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
      found?.scrollIntoView({ block: 'center' });
      found?.animate([{ backgroundColor: '#fff3cd' }, { backgroundColor: 'transparent' }], 2_000);
    };
    show();
    addEventListener('hashchange', show);
    return () => removeEventListener('hashchange', show);
  }, [channel]);
}
