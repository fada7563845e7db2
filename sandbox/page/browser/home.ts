/** The app's Home tab as it published it for this person, or a word about why it is empty. */
import { useEffect } from 'preact/hooks';
import { Blocks } from './blocks.ts';
import type { Chosen } from './choices.ts';
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';

export function Home(): Shown {
  const { slack, act } = useDesk();
  const { home, app } = slack;
  useEffect(() => {
    void act({ deed: 'lookAtHome' });
  }, [slack.me]);
  if (!home)
    return html`<div class="nothing">
      <h2>This is ${app.name}’s Home tab</h2>
      <p>
        ${
          app.hasHome
            ? `${app.name} has not published anything for you yet.`
            : `${app.name} has none in its manifest, so Slack shows nothing here.`
        }
      </p>
    </div>`;
  const press = (element: string, choose?: Chosen) =>
    act({ deed: 'press', on: { view: home.id }, element, choose });
  return html`<div class="messages home" tabindex="0" role="region" aria-label="Home">
    <${Blocks} blocks=${home.blocks} surface=${{ press }} />
  </div>`;
}
