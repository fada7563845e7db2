/** The list of channels, and the app's direct message below; bold with a number where unread. */
import { useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { unreadIn } from './reading.ts';

export function Side(): Shown {
  const { slack } = useDesk();
  const channels = slack.channels.filter(({ kind }) => kind !== 'im');
  const dms = slack.channels.filter(({ id }) => id === slack.dm);
  return html`<nav class="side-list" aria-label="Channels and messages">
    <h2>Channels</h2>
    <${Entries} channels=${channels} />
    ${dms.length > 0 && html`<h2>Apps</h2><${Entries} channels=${dms} />`}
  </nav>`;
}

const lock = html`<svg viewBox="0 0 12 12">
  <rect x="1.5" y="5" width="9" height="6" rx="1.5" />
  <path d="M3.8 5V3.6a2.2 2.2 0 014.4 0V5" />
</svg>`;

/** Slack's sign for a channel that two organisations share. */
const diamonds = html`<svg viewBox="0 0 14 10">
  <path d="M5 1l4 4-4 4-4-4zM9 1l4 4-4 4" />
</svg>`;

function Entries({ channels }: { readonly channels: readonly { readonly id: string }[] }): Shown {
  const { slack, place, go } = useDesk();
  return html`<ul>
    ${slack.channels
      .filter(({ id }) => channels.some((one) => one.id === id))
      .map((channel) => {
        const unread = unreadIn(slack, channel);
        const isHere = channel.id === place.channel;
        const isApp = channel.id === slack.dm;
        return html`<li key=${channel.id}>
          <button
            type="button"
            class=${classes('entry', unread > 0 && 'unread', isHere && 'here')}
            aria-current=${isHere ? 'page' : undefined}
            onClick=${() => go({ channel: channel.id })}
          >
            <span class=${isApp ? 'app-mark mini' : 'hash'} aria-hidden="true">
              ${!isApp && (channel.kind === 'private' ? lock : '#')}
            </span>
            <span class="entry-name">${channel.name}</span>
            ${channel.external && html`<span class="shared-mark" role="img" aria-label="shared with another organisation">${diamonds}</span>`}
            ${unread > 0 && html`<span class="count" aria-label=${`${unread} unread`}>${unread}</span>`}
          </button>
        </li>`;
      })}
  </ul>`;
}
