/** Which payout a trouble is about: the newest, whichever that is, one of them, or every payout. */
import type { CalypsoState, ShownPayout } from '../wire.ts';
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';
import { grouped, spoken } from './money-words.ts';

/** An id of Calypso's, or one of the two words. */
export type Chosen = string;
export const newest: Chosen = 'newest';
const every: Chosen = 'every';

/** Undefined where it is about every payout, or where there is none yet. */
export function chosenPayout({ payouts }: CalypsoState, chosen: Chosen): string | undefined {
  if (chosen === every) return undefined;
  const [first] = payouts;
  return payouts.find(({ id }) => id === chosen)?.id ?? first?.id;
}

export function ChoosePayout({
  chosen,
  choose,
}: {
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}): Shown {
  const { payouts } = useDesk().calypso;
  const [first] = payouts;
  const isThere = payouts.some(({ id }) => id === chosen) || chosen === every;
  return html`<label class="trouble-tool">
    <span>Payout</span>
    <select
      value=${isThere ? chosen : newest}
      onChange=${({ currentTarget }: { currentTarget: HTMLSelectElement }) =>
        choose(currentTarget.value)}
    >
      <option value=${newest}>
        ${first ? `the newest: ${sumOf(first)}` : 'every payout; there is none yet'}
      </option>
      ${payouts.length > 0 && html`<option value=${every}>every payout, from now on</option>`}
      ${payouts.map((one) => html`<option key=${one.id} value=${one.id}>${wordsOf(one)}</option>`)}
    </select>
  </label>`;
}

const sumOf = ({ amount, currency }: ShownPayout): string => `${grouped(amount)} ${currency}`;

const wordsOf = (payout: ShownPayout): string =>
  [sumOf(payout), spoken(payout.state), payout.name].filter((one) => one !== '').join(', ');
