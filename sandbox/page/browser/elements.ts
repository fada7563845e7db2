/**
 * Buttons and menus on a surface: what is pressed goes to the bot as Slack would send it. A button
 * with a confirm dialog asks first; one that is on its way cannot be pressed twice.
 */
import { useState } from 'preact/hooks';
import type { Json } from '../wire.ts';
import { Confirm } from './confirm.ts';
import { withEmoji } from './emoji.ts';
import { classes, html, type Shown } from './html.ts';
import { label, record, records, text } from './json.ts';
import { undrawn } from './undrawn.ts';

/** `element` is `block id/action id`; `choose` is what was picked, where there is a choice. */
export type Press = (element: string, choose?: string) => Promise<unknown>;

interface Props {
  readonly id: string;
  readonly element: Json;
  readonly press: Press;
}

export function Pressable(props: Props): Shown {
  switch (props.element.type) {
    case 'button':
      return html`<${Button} ...${props} />`;
    case 'static_select':
      return html`<${Menu} ...${props} />`;
    default:
      return undrawn(`${text(props.element.type)} element`);
  }
}

function Button({ id, element, press }: Props): Shown {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const url = text(element.url);
  const run = async (): Promise<void> => {
    if (busy) return;
    setAsking(false);
    setBusy(true);
    if (/^https?:/.test(url)) open(url, '_blank', 'noopener,noreferrer');
    await press(id);
    setBusy(false);
  };
  const confirm = record(element.confirm);
  return html`<button
      type="button"
      class=${classes('button', text(element.style))}
      aria-label=${text(element.accessibility_label) || undefined}
      aria-busy=${busy}
      onClick=${() => (confirm.text === undefined ? run() : setAsking(true))}
    >
      ${withEmoji(label(element.text))}
    </button>
    ${asking && html`<${Confirm} object=${confirm} yes=${run} no=${() => setAsking(false)} />`}`;
}

function Menu({ id, element, press }: Props): Shown {
  const chosen = text(record(element.initial_option).value);
  const name = label(element.placeholder) || 'Choose';
  return html`<select
    class="select"
    aria-label=${name}
    value=${chosen}
    onChange=${(event: { currentTarget: HTMLSelectElement }) => press(id, event.currentTarget.value)}
  >
    <option value="" disabled>${name}</option>
    ${records(element.options).map(
      (option) => html`<option value=${text(option.value)}>${label(option.text)}</option>`,
    )}
  </select>`;
}
