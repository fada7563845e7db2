/** What is not as it should be at Calypso now, each with the way back, and one way back from all. */
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';

export function OnNow(): Shown {
  const { troubles, act } = useDesk();
  if (troubles.on.length === 0)
    return html`<section class="on-now"><p class="fine">Nothing: all is well.</p></section>`;
  return html`<section class="on-now troubled" aria-labelledby="on-now">
    <div class="section-head">
      <h3 id="on-now">On now</h3>
      <button type="button" class="button" onClick=${() => act({ deed: 'calm' })}>
        Let all be well
      </button>
    </div>
    <ul>
      ${troubles.on.map(
        ({ key, name, where, undo, undoName = 'Undo' }) => html`<li key=${key}>
          <p>${name}<span class="fine on-where">${where}</span></p>
          ${
            undo &&
            html`<button
              type="button"
              class="chip"
              aria-label=${`${undoName}: ${name}`}
              onClick=${() => act(undo)}
            >
              ${undoName}
            </button>`
          }
        </li>`,
      )}
    </ul>
  </section>`;
}
