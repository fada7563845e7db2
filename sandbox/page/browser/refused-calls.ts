/**
 * Calls of the bot that the local Slack refused, with Slack's own pointers to the cause. The list
 * is meant to stay empty.
 */
import { timeOf } from './dates.ts';
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';

export function RefusedCalls(): Shown {
  const { refused } = useDesk().slack;
  if (refused.length === 0)
    return html`<p class="empty">
      Slack refused nothing. Every message and form of the bot is held against Slack’s documented
      limits; what breaks one appears here.
    </p>`;
  return refused.map(
    ({ at, method, error, pointers }) => html`<article class="refused">
      <p>
        <time>${timeOf(at)}</time> <code>${method}</code> <strong class="bad">${error}</strong>
      </p>
      <ul>
        ${pointers.map((pointer) => html`<li><code>${pointer}</code></li>`)}
      </ul>
    </article>`,
  );
}
