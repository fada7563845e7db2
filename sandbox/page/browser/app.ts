/**
 * The page as a whole: who I am and what time it is on top, then channels, conversation, thread and
 * Calypso side by side; at phone width one of them at a time.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { CalypsoPanel } from './calypso.ts';
import { Clock } from './clock.ts';
import { Conversation } from './conversation.ts';
import { type Desk, DeskProvider, type Pane, type Place, useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { type Live, listen, perform } from './live.ts';
import { Modals } from './modal.ts';
import { type Note, Notes, useNotes } from './notes.ts';
import { People } from './people.ts';
import { lookedIn, markRead } from './reading.ts';
import { Side } from './side.ts';
import { Thread } from './thread.ts';

const firstPerson = 'U0ALICE';
const firstChannel = 'C0PAYOUTS';
/** The direct message with the app, whoever is looking: it has an id for each person. */
const ownDm = 'dm';

export function App(): Shown {
  const [me, setMe] = useState(() => new URLSearchParams(location.search).get('as') ?? firstPerson);
  const [place, setPlace] = useState<Place>(placeInAddress);
  const [pane, setPane] = useState<Pane>('chat');
  const [live, setLive] = useState<Partial<Live>>({});
  const [isConnected, setConnected] = useState(true);
  const notes = useNotes();
  const aheadMs = useRef(0);

  useEffect(() => {
    const part = (told: Partial<Live>): void => {
      if (told.clock) aheadMs.current = told.clock.now - Date.now();
      setLive((before) => ({ ...before, ...told }));
    };
    return listen(me, { part, connected: setConnected });
  }, [me]);
  useEffect(() => {
    const called = (): void => {
      setPlace(placeInAddress());
      setPane('chat');
    };
    addEventListener('hashchange', called);
    return () => removeEventListener('hashchange', called);
  }, []);

  const { slack, calypso, troubles } = live;
  if (!slack || !calypso || !troubles)
    return html`<p class="starting">The sandbox is opening …</p>`;
  const wanted = place.channel === ownDm ? { ...place, channel: slack.dm } : place;
  const isThere = slack.channels.some(({ id }) => id === wanted.channel);
  const desk: Desk = {
    ...{ slack, calypso, troubles },
    place: isThere ? wanted : { channel: slack.channels[0]?.id ?? '' },
    now: () => Date.now() + aheadMs.current,
    go: ({ channel, ...thread }) => {
      const to = channel === slack.dm ? ownDm : channel;
      history.replaceState(null, '', `#${to}`);
      setPlace({ channel: to, ...thread });
      setPane('chat');
    },
    be: (person) => {
      history.replaceState(null, '', `?as=${person}${location.hash}`);
      setPlace(({ channel }) => ({ channel }));
      setMe(person);
    },
    // Whoever the page shows does it, also while it is about to show somebody else.
    act: async (deed) => {
      const no = await perform(slack.me, deed);
      if (no !== undefined) notes.add(no);
      return no === undefined;
    },
  };
  return html`<${DeskProvider} value=${desk}>
    <${Frame} desk=${desk} pane=${pane} setPane=${setPane} isConnected=${isConnected} notes=${notes} />
  <//>`;
}

const placeInAddress = (): Place => ({
  channel: location.hash.slice(1).split('/')[0] || firstChannel,
});

function Frame({
  desk,
  pane,
  setPane,
  isConnected,
  notes,
}: {
  readonly desk: Desk;
  readonly pane: Pane;
  readonly setPane: (pane: Pane) => void;
  readonly isConnected: boolean;
  readonly notes: { readonly all: readonly Note[] };
}): Shown {
  const { slack, place } = desk;
  const [, reread] = useState(0);
  useEffect(() => {
    const channel = slack.channels.find(({ id }) => id === place.channel);
    lookedIn(slack);
    if (channel && markRead(slack, channel)) reread((count) => count + 1);
  }, [slack, place.channel]);
  return html`<div class=${classes('app', `pane-${pane}`, place.thread !== undefined && 'with-thread')}>
    <header class="top">
      <p class="brand">
        <span class="app-mark" aria-hidden="true"></span>
        <span>Countersign <small>sandbox</small></span>
      </p>
      <${People} />
      <${Clock} />
    </header>
    <${Banners} isConnected=${isConnected} />
    <div class="side"><${Side} /></div>
    <main class="chat"><${Conversation} /></main>
    ${
      place.thread !== undefined &&
      html`<section class="thread" aria-label="Thread"><${Thread} /></section>`
    }
    <aside class="panel" aria-label="Calypso"><${CalypsoPanel} /></aside>
    <nav class="panes" aria-label="Parts of the page">
      ${(['channels', 'chat', 'calypso'] as const).map(
        (name) => html`<button
          type="button"
          aria-pressed=${pane === name}
          onClick=${() => setPane(name)}
        >
          ${paneNames[name]}
        </button>`,
      )}
    </nav>
    <${Modals} />
    <${Notes} notices=${slack.notices} all=${notes.all} />
  </div>`;
}

/** What to try first, and what is not as it should be. */
function Banners({ isConnected }: { readonly isConnected: boolean }): Shown {
  const { slack, act } = useDesk();
  return html`${
    slack.tryFirst !== '' && html`<p class="try"><strong>Try first:</strong> ${slack.tryFirst}</p>`
  }
  ${
    slack.bot === 'stopped' &&
    html`<p class="warning" role="alert">
      The bot is not running.
      <button type="button" class="button" onClick=${() => act({ deed: 'startBot' })}>
        Start it again
      </button>
    </p>`
  }
  ${!isConnected && html`<p class="warning" role="alert">The sandbox does not answer.</p>`}`;
}

const paneNames: Readonly<Record<Pane, string>> = {
  channels: 'Channels',
  chat: 'Chat',
  calypso: 'Calypso',
};
