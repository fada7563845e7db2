/**
 * Buttons and menus on a surface: what is pressed goes to the bot as Slack would send it. A button
 * with a confirm dialog asks first; one that is on its way cannot be pressed twice.
 */
import { useState } from 'preact/hooks';
import type { Json } from '../wire.ts';
import { Choice, type Chosen, chosenIn, isChoice } from './choices.ts';
import { Confirm } from './confirm.ts';
import { classes, html, type Shown } from './html.ts';
import { label, record, records, text } from './json.ts';
import { MenuButton } from './menu.ts';
import { undrawn } from './undrawn.ts';
import { plainWords } from './words.ts';

/** `element` is `block id/action id`; `choose` is what was picked, where there is a choice. */
export type Press = (element: string, choose?: Chosen) => Promise<unknown>;

interface Props {
  readonly id: string;
  readonly element: Json;
  readonly press: Press;
}

export function Pressable(props: Props): Shown {
  const { id, element, press } = props;
  if (element.type === 'button') return html`<${Button} ...${props} />`;
  if (element.type === 'overflow') return html`<${Overflow} ...${props} />`;
  if (!isChoice(element.type)) return undrawn(`${text(element.type)} element`);
  return html`<${Choice}
    element=${element}
    value=${chosenIn({}, element)}
    common=${{}}
    choose=${(value: Chosen) => press(id, value)}
  />`;
}

/** What a message has no room for as buttons; some of it asks once more before it is sent. */
function Overflow({ id, element, press }: Props): Shown {
  const [asking, setAsking] = useState<string>();
  const confirm = record(element.confirm);
  const items = records(element.options).map((option) => ({
    name: label(option.text),
    about: label(option.description),
    run: () => {
      const value = text(option.value);
      if (confirm.text === undefined) void press(id, value);
      else setAsking(value);
    },
  }));
  const yes = async (): Promise<void> => {
    setAsking(undefined);
    if (asking !== undefined) await press(id, asking);
  };
  return html`<${MenuButton} label="More" sign="⋯" items=${items} />
    ${
      asking !== undefined &&
      html`<${Confirm} object=${confirm} yes=${yes} no=${() => setAsking(undefined)} />`
    }`;
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
      ${plainWords(record(element.text))}
    </button>
    ${asking && html`<${Confirm} object=${confirm} yes=${run} no=${() => setAsking(false)} />`}`;
}
