/** The panel beside Slack: Calypso's money, its traffic, its bad days, and what Slack refused. */
import { useState } from 'preact/hooks';
import { Requests, Rings } from './calypso-traffic.ts';
import { Trouble } from './calypso-trouble.ts';
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';
import { Money } from './money.ts';
import { type Chosen, newest } from './payout-choice.ts';
import { RefusedCalls } from './refused-calls.ts';

const tabs = {
  Money,
  Requests,
  Webhooks: Rings,
  Trouble,
  'Slack’s no': RefusedCalls,
} as const;
type Tab = keyof typeof tabs;
const names: readonly Tab[] = ['Money', 'Requests', 'Webhooks', 'Trouble', 'Slack’s no'];

export function CalypsoPanel(): Shown {
  const { troubles, slack } = useDesk();
  const [tab, setTab] = useState<Tab>('Money');
  const [chosen, setChosen] = useState<Chosen>(newest);
  const counts: Partial<Record<Tab, number>> = {
    Trouble: troubles.on.length,
    'Slack’s no': slack.refused.length,
  };
  const trouble = (payout: string): void => {
    setChosen(payout);
    setTab('Trouble');
  };
  return html`<header class="panel-head">
      <h2>Calypso</h2>
      <p>the emulated provider, its own ledger</p>
    </header>
    <div class="tabs" role="group" aria-label="Parts of Calypso">
      ${names.map((name) => {
        const count = counts[name] ?? 0;
        return html`<button
          type="button"
          aria-pressed=${tab === name}
          onClick=${() => setTab(name)}
        >
          ${name}${count > 0 && html` <span class="count">${count}</span>`}
        </button>`;
      })}
    </div>
    <div class="panel-body" tabindex="0" role="region" aria-label=${tab}>
      <${tabs[tab]} chosen=${chosen} choose=${setChosen} trouble=${trouble} />
    </div>`;
}
