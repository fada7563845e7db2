/**
 * Bad days to rehearse: what is on now with its way back, then all there are, in groups that open
 * and can be searched. Troubles about one payout are about the one chosen at the top.
 */
import { useState } from 'preact/hooks';
import type { ShownTrouble, ShownTroubleGroup } from '../wire.ts';
import { useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { OnNow } from './on-now.ts';
import { ChoosePayout, type Chosen, chosenPayout } from './payout-choice.ts';

export function Trouble({
  chosen,
  choose,
}: {
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}): Shown {
  const { troubles } = useDesk();
  const [words, setWords] = useState('');
  const [opened, setOpened] = useState<readonly string[]>([]);
  const found = troubles.groups
    .map((group) => ({
      ...group,
      troubles: group.troubles.filter((one) => isFound(group, one, words)),
    }))
    .filter((group) => group.troubles.length > 0);
  const toggle = (name: string): void =>
    setOpened(opened.includes(name) ? opened.filter((one) => one !== name) : [...opened, name]);
  return html`<${OnNow} />
    <div class="trouble-tools">
      <label class="trouble-tool">
        <span>Find</span>
        <input
          type="search"
          placeholder="amount, 404, webhook …"
          value=${words}
          onInput=${({ currentTarget }: { currentTarget: HTMLInputElement }) =>
            setWords(currentTarget.value)}
        />
      </label>
      <${ChoosePayout} chosen=${chosen} choose=${choose} />
    </div>
    ${found.map(
      (group) => html`<${Group}
        key=${group.name}
        group=${group}
        chosen=${chosen}
        isOpen=${words !== '' || opened.includes(group.name)}
        toggle=${() => toggle(group.name)}
      />`,
    )}
    ${found.length === 0 && html`<p class="empty">No trouble has these words.</p>`}
    <${TheBot} />`;
}

function isFound(group: ShownTroubleGroup, { name, about }: ShownTrouble, words: string): boolean {
  const all = `${group.name} ${name} ${about}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function Group({
  group,
  chosen,
  isOpen,
  toggle,
}: {
  readonly group: ShownTroubleGroup;
  readonly chosen: Chosen;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}): Shown {
  const { calypso } = useDesk();
  const payout = chosenPayout(calypso, chosen);
  const on = group.troubles.filter((one) => isOn(one, payout)).length;
  return html`<details class="trouble-group" open=${isOpen}>
    <summary
      onClick=${(event: Event) => {
        event.preventDefault();
        toggle();
      }}
    >
      <div>
        <h3>${group.name}</h3>
        <p class="fine">${group.about}</p>
      </div>
      ${on > 0 && html`<span class="count" aria-label=${`${on} on`}>${on}</span>`}
    </summary>
    <ul>
      ${group.troubles.map(
        (one) => html`<li key=${one.id}><${Switch} trouble=${one} payout=${payout} /></li>`,
      )}
    </ul>
  </details>`;
}

/** What is said of every payout is said of the chosen one too. */
const isOn = ({ isOn: isOnForAll, onFor }: ShownTrouble, payout: string | undefined): boolean =>
  isOnForAll || (payout !== undefined && onFor.includes(payout));

function Switch({
  trouble,
  payout,
}: {
  readonly trouble: ShownTrouble;
  readonly payout: string | undefined;
}): Shown {
  const { act } = useDesk();
  const { id, name, about, kind } = trouble;
  const isDeed = kind === 'done' || kind === 'happens';
  const on = isOn(trouble, payout);
  const isOfPayout = kind === 'done' || (kind === 'said' && !trouble.isOn);
  const deed = { deed: 'trouble', trouble: id, on: !on, ...(isOfPayout && payout && { payout }) };
  return html`<button
      type="button"
      class=${classes('trouble', isDeed && 'deed')}
      aria-pressed=${isDeed ? undefined : on}
      aria-describedby=${about === '' ? undefined : `about-${id}`}
      disabled=${kind === 'done' && payout === undefined}
      onClick=${() => act(deed)}
    >
      <span>${name}</span><span class="mark" aria-hidden="true"></span>
    </button>
    ${about !== '' && html`<p class="fine" id=${`about-${id}`}>${about}</p>`}`;
}

function TheBot(): Shown {
  const { slack, act } = useDesk();
  return html`<section class="trouble-bot">
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
