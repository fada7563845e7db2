/**
 * What Calypso was asked and what it rang: each request with its exact headers and body and the
 * verdict on its signature, each webhook with the bot's answer and when it is tried again.
 */
import type { ShownDelivery, ShownRequest } from '../wire.ts';
import { timeOf } from './dates.ts';
import { useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';

export function Requests(): Shown {
  const { calypso } = useDesk();
  if (calypso.requests.length === 0) return html`<p class="empty">Nothing was asked yet.</p>`;
  return calypso.requests.map((request) => html`<${Asked} key=${request.id} request=${request} />`);
}

function Asked({ request }: { readonly request: ShownRequest }): Shown {
  const { at, method, path, isCreate, verdict, signature, headers, body, status, response } =
    request;
  const isGood = verdict === 'ok';
  return html`<details class="traffic">
    <summary>
      <time>${timeOf(at)}</time>
      <code class=${isCreate ? 'create' : undefined}>${path.replace('/api/v1', '')}</code>
      <span class=${classes('verdict', isGood ? 'good' : 'bad')}>
        ${status === 0 ? 'no answer' : status}
      </span>
    </summary>
    <dl>
      <dt>Signature</dt>
      <dd class=${signature === 'valid' ? 'good' : 'bad'}>${signature}</dd>
      <dt>Verdict</dt>
      <dd>${verdict}</dd>
      <dt>Request</dt>
      <dd><pre tabindex="0">${`${method} ${path}\n${headerLines(headers)}\n\n${body}`}</pre></dd>
      <dt>Answer</dt>
      <dd><pre tabindex="0">${response === '' ? '(nothing)' : response}</pre></dd>
    </dl>
  </details>`;
}

const headerLines = (headers: ShownRequest['headers']): string =>
  headers.map(([name, value]) => `${name}: ${value}`).join('\n');

export function Rings(): Shown {
  const { calypso, act } = useDesk();
  return html`${calypso.subscriptions.map(
    ({ id, url, blocked }) => html`<p class="subscription" key=${id}>
      <code>${url}</code>
      <button
        type="button"
        class="chip"
        onClick=${() => act({ deed: 'block', subscription: id, on: !blocked })}
      >
        ${blocked ? 'Unblock' : 'Block'}
      </button>
    </p>`,
  )}
  ${calypso.subscriptions.length === 0 && html`<p class="empty">Nobody has subscribed.</p>`}
  ${calypso.waiting.map((one) => html`<${Ring} key=${one.id} one=${one} />`)}
  ${calypso.deliveries.map((one) => html`<${Ring} key=${one.id} one=${one} />`)}`;
}

function Ring({ one }: { readonly one: ShownDelivery }): Shown {
  const { act } = useDesk();
  const { at, type, attempt, status, event, body, response } = one;
  const outcome = status === undefined ? `due ${timeOf(at)}` : status === 0 ? 'no answer' : status;
  const tone = status === undefined ? 'later' : status === 200 ? 'good' : 'bad';
  return html`<details class="traffic">
    <summary>
      <time>${status === undefined ? 'next' : timeOf(at)}</time>
      <span>
        ${type.toLowerCase().replaceAll('_', ' ')}${attempt > 1 && `, attempt ${attempt}`}
      </span>
      <span class=${`verdict ${tone}`}>${outcome}</span>
    </summary>
    <dl>
      <dt>Event</dt>
      <dd>
        ${event}
        ${
          status !== undefined &&
          html`<button
            type="button"
            class="chip"
            onClick=${() => act({ deed: 'ringAgain', event })}
          >
            Ring again
          </button>`
        }
      </dd>
      <dt>Body</dt>
      <dd><pre tabindex="0">${body}</pre></dd>
      ${
        status !== undefined &&
        html`<dt>Answer</dt>
          <dd><pre tabindex="0">${`${status} ${response ?? ''}`}</pre></dd>`
      }
    </dl>
  </details>`;
}
