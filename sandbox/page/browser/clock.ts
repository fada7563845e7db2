/** The clock that bot, Slack and Calypso share, and the buttons that move it forward. */
import { useEffect, useState } from 'preact/hooks';
import { timeOf } from './dates.ts';
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';

const minute = 60_000;
const steps = [
  { name: '+1 min', full: 'one minute', ms: minute },
  { name: '+1 h', full: 'one hour', ms: 60 * minute },
  { name: '+1 day', full: 'one day', ms: 24 * 60 * minute },
];

export function Clock(): Shown {
  const { now, act } = useDesk();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  const day = new Date(now()).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
  return html`<div class="clock" role="group" aria-label="Clock">
    <span class="clock-now">${day}, ${timeOf(now())}</span>
    ${steps.map(
      ({ name, full, ms }) => html`<button
        type="button"
        class="chip"
        aria-label=${`${name}: move the clock ${full} forward`}
        onClick=${() => act({ deed: 'forward', ms })}
      >
        ${name}
      </button>`,
    )}
  </div>`;
}
