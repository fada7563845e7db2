/** Bad days to rehearse: each hits the next create or the next webhook once, and is then over. */
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';

const creates = [
  { fault: 'acceptThenDrop', name: 'Accept, then drop the connection' },
  { fault: 'errorAfter', name: 'Accept, then answer 500' },
  { fault: 'slow', name: 'Answer five seconds late' },
  { fault: 'wrongEcho', name: 'Echo another currency' },
  { fault: 'slowDown', name: 'Answer 429, slow down' },
];
const rings = [
  { fault: 'duplicate', name: 'Ring twice' },
  { fault: 'late', name: 'Ring two minutes late' },
  { fault: 'shuffled', name: 'Ring after the next one' },
];

export function Trouble(): Shown {
  const { calypso, slack, act } = useDesk();
  return html`<section>
      <h3>The next payout that is created</h3>
      <${Switches} all=${creates} />
    </section>
    <section>
      <h3>The next webhook</h3>
      <${Switches} all=${rings} />
    </section>
    <section>
      <h3>Waiting to happen</h3>
      ${
        calypso.faults.length === 0
          ? html`<p class="empty">Nothing: all is well.</p>`
          : html`<ul class="armed">
                ${calypso.faults.map((words) => html`<li>${words}</li>`)}
              </ul>
              <button type="button" class="button" onClick=${() => act({ deed: 'noFaults' })}>
                Let all be well
              </button>`
      }
    </section>
    <section>
      <h3>The bot</h3>
      ${
        slack.bot === 'running'
          ? html`<button type="button" class="button danger" onClick=${() => act({ deed: 'pullPlug' })}>
              Pull the bot’s plug
            </button>`
          : html`<button type="button" class="button" onClick=${() => act({ deed: 'startBot' })}>
              Start it again
            </button>`
      }
    </section>`;
}

function Switches({ all }: { readonly all: typeof creates }): Shown {
  const { act } = useDesk();
  return html`<ul class="switches">
    ${all.map(
      ({ fault, name }) => html`<li key=${fault}>
        <button type="button" class="button" onClick=${() => act({ deed: 'fault', fault })}>
          ${name}
        </button>
      </li>`,
    )}
  </ul>`;
}
