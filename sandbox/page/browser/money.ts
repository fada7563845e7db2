/** Calypso's balances and payouts, and the hands of the blockchain: move, complete, fail, top up. */
import { useState } from 'preact/hooks';
import type { ShownPayout, ShownWithdrawal } from '../wire.ts';
import { useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { grouped, spoken } from './money-words.ts';

const topUps: Readonly<Record<string, string>> = { BTC: '1', ETH: '10', TRX: '5000' };
const usualTopUp = '100000';
const recipientsShown = 12;

export function Money({ trouble }: { readonly trouble: (payout: string) => void }): Shown {
  const { calypso, act } = useDesk();
  return html`<section aria-labelledby="balances">
      <h3 id="balances">Balances</h3>
      <ul class="balances">
        ${calypso.balances.map(({ code, amount }) => {
          const more = topUps[code] ?? usualTopUp;
          return html`<li key=${code}>
            <span class="code">${code}</span><span class="amount">${grouped(amount)}</span>
            <button
              type="button"
              class="chip"
              aria-label=${`Top up ${code} by ${more}`}
              onClick=${() => act({ deed: 'topUp', currency: code, amount: more })}
            >
              Top up
            </button>
            <button
              type="button"
              class="chip"
              aria-label=${`Empty ${code}`}
              onClick=${() => act({ deed: 'setBalance', currency: code, amount: '0' })}
            >
              Empty
            </button>
          </li>`;
        })}
      </ul>
    </section>
    <section aria-labelledby="payouts">
      <div class="section-head">
        <h3 id="payouts">Payouts</h3>
        <label class="switch">
          <input
            type="checkbox"
            checked=${calypso.movesByItself}
            onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) =>
              act({ deed: 'moveByItself', on: currentTarget.checked })}
          />
          Move by themselves
        </label>
      </div>
      ${
        calypso.payouts.length === 0 &&
        html`<p class="empty">None yet. The bot creates them when a payout is approved and due.</p>`
      }
      ${calypso.payouts.map((payout) => html`<${Payout} key=${payout.id} payout=${payout} trouble=${trouble} />`)}
      <p>
        <button type="button" class="button" onClick=${() => act({ deed: 'trouble', trouble: 'stranger', on: true })}>
          Create one the bot does not know
        </button>
      </p>
    </section>`;
}

function Payout({
  payout,
  trouble,
}: {
  readonly payout: ShownPayout;
  readonly trouble: (payout: string) => void;
}): Shown {
  const { act } = useDesk();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [all, setAll] = useState(false);
  const { id, isFinal, withdrawals } = payout;
  const shown = all ? withdrawals : withdrawals.slice(0, recipientsShown);
  const toggle = (index: number): void =>
    setChosen(chosen.includes(index) ? chosen.filter((one) => one !== index) : [...chosen, index]);
  const fail = async (): Promise<void> => {
    const recipients = chosen.length > 0 ? chosen : withdrawals.map((_one, index) => index);
    await act({ deed: 'fail', payout: id, recipients });
    setChosen([]);
  };
  const sum = `${grouped(payout.amount)} ${payout.currency}`;
  return html`<article class="payout" aria-label=${`${payout.kind} payout of ${sum}`}>
    <header>
      <strong>${sum}</strong>
      <span class=${`state state-${payout.state.toLowerCase()}`}>${spoken(payout.state)}</span>
    </header>
    <p class="fine">${payout.kind} · key <code>${payout.key.slice(0, 8)}…</code> ${payout.name}</p>
    <ol class="recipients">
      ${shown.map(
        (one, index) => html`<li key=${index}>
          <${Recipient}
            one=${one}
            isFinal=${isFinal}
            isChosen=${chosen.includes(index)}
            toggle=${() => toggle(index)}
          />
        </li>`,
      )}
    </ol>
    ${
      shown.length < withdrawals.length &&
      html`<button type="button" class="link" onClick=${() => setAll(true)}>
        Show all ${withdrawals.length}
      </button>`
    }
    ${
      !isFinal &&
      html`<p class="deeds">
        ${
          payout.state === 'PENDING_CONFIRMATION' &&
          html`<button
              type="button"
              class="button"
              onClick=${() => act({ deed: 'confirm', payout: id })}
            >
              Confirm
            </button>
            <button
              type="button"
              class="button"
              onClick=${() => act({ deed: 'decline', payout: id })}
            >
              Decline
            </button>`
        }
        <button type="button" class="button" onClick=${() => act({ deed: 'move', payout: id })}>
          Move on
        </button>
        <button type="button" class="button" onClick=${() => act({ deed: 'complete', payout: id })}>
          Complete
        </button>
        <button type="button" class="button danger" onClick=${fail}>
          ${chosen.length === 0 ? 'Fail all' : `Fail ${chosen.length} of ${withdrawals.length}`}
        </button>
      </p>`
    }
    <button type="button" class="link" onClick=${() => trouble(id)}>Trouble with it</button>
  </article>`;
}

function Recipient({
  one,
  isFinal,
  isChosen,
  toggle,
}: {
  readonly one: ShownWithdrawal;
  readonly isFinal: boolean;
  readonly isChosen: boolean;
  readonly toggle: () => void;
}): Shown {
  const { address, amount, state, errors } = one;
  const words = html`<span class="amount">${grouped(amount)}</span>
    <code title=${address}>${address.slice(0, 8)}…${address.slice(-6)}</code>
    <span class=${classes('fine', `state-${state.toLowerCase()}`)}>${spoken(state)}</span>`;
  return html`${
    isFinal
      ? html`<div class="recipient">${words}</div>`
      : html`<label class="recipient">
            <input type="checkbox" checked=${isChosen} onChange=${toggle} />${words}
          </label>`
  }
    ${errors.map((error) => html`<p class="error pre">${error}</p>`)}`;
}
