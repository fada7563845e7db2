/**
 * The controls with which somebody picks something: menus, radio buttons, checkboxes, dates, times
 * and people. A form and a message use the same ones; what a choice means is told by whoever asks.
 */
import type { Json } from '../wire.ts';
import { type Desk, useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';
import { label, record, records, text } from './json.ts';
import { plainWords, wordsOf } from './words.ts';

export type Chosen = string | readonly string[];

interface Props {
  readonly element: Json;
  /** What is chosen now: values of options, ids, or a date or time as Slack writes it. */
  readonly value: Chosen;
  /** Attributes that tie the control to its label. */
  readonly common: Json;
  readonly choose: (value: Chosen) => void;
}

type Changed = { readonly currentTarget: HTMLInputElement | HTMLSelectElement };

/** Element types that are drawn by `Choice`. */
export const choices = [
  'static_select',
  'multi_static_select',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
  'users_select',
] as const;

export const isChoice = (type: unknown): boolean => choices.some((one) => one === type);

export function Choice(props: Props): Shown {
  const desk = useDesk();
  const { element, value, common, choose } = props;
  const change = ({ currentTarget }: Changed): void => choose(currentTarget.value);
  switch (element.type) {
    case 'radio_buttons':
      return boxes(desk, props, 'radio');
    case 'checkboxes':
    case 'multi_static_select':
      return boxes(desk, props, 'checkbox');
    case 'datepicker':
      return html`<input type="date" class="select" ...${common} value=${value} onChange=${change} />`;
    case 'timepicker':
      return html`<input type="time" class="select" ...${common} value=${value} onChange=${change} />`;
    case 'users_select':
      return menu(props, desk.slack.people);
    default:
      return menu(
        props,
        optionsOf(element).map((option) => ({
          id: text(option.value),
          name: label(option.text),
        })),
      );
  }
}

function menu(
  { element, value, common, choose }: Props,
  offered: readonly { readonly id: string; readonly name: string }[],
): Shown {
  const name = label(element.placeholder) || 'Choose';
  return html`<select
    class="select"
    aria-label=${common.id === undefined ? name : undefined}
    ...${common}
    value=${value}
    onChange=${({ currentTarget }: Changed) => choose(currentTarget.value)}
  >
    <option value="">${name}</option>
    ${offered.map((one) => html`<option value=${one.id}>${one.name}</option>`)}
  </select>`;
}

function boxes(desk: Desk, { element, value, common, choose }: Props, type: string): Shown {
  const chosen = typeof value === 'string' ? [value] : value;
  const toggled = (id: string): Chosen => {
    if (type === 'radio') return id;
    return chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
  };
  const name = `${text(common.id)}${text(element.action_id)}`;
  return html`<div class="boxes" role=${type === 'radio' ? 'radiogroup' : 'group'} ...${common}>
    ${optionsOf(element).map((option) => {
      const id = text(option.value);
      return html`<label class="box">
        <input
          type=${type}
          name=${name}
          checked=${chosen.includes(id)}
          onChange=${() => choose(toggled(id))}
        />
        <span>
          ${wordsOf(desk, record(option.text))}
          ${
            option.description !== undefined &&
            html`<small>${plainWords(record(option.description))}</small>`
          }
        </span>
      </label>`;
    })}
  </div>`;
}

/** Options stand in a list, or in groups of lists. */
const optionsOf = (element: Json): readonly Json[] => [
  ...records(element.options),
  ...records(element.option_groups).flatMap(({ options }) => records(options)),
];

/** What Slack holds for an element, or what its app preset. */
export function chosenIn(held: Json, element: Json): Chosen {
  const option = record(held.selected_option ?? element.initial_option);
  const several = held.selected_options ?? element.initial_options;
  switch (element.type) {
    case 'checkboxes':
    case 'multi_static_select':
      return records(several).map(({ value }) => text(value));
    case 'datepicker':
      return text(held.selected_date ?? element.initial_date);
    case 'timepicker':
      return text(held.selected_time ?? element.initial_time);
    case 'users_select':
      return text(held.selected_user ?? element.initial_user);
    default:
      return text(option.value);
  }
}
