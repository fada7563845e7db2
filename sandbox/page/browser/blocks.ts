/**
 * Blocks as Slack would lay them out: every type the bot uses. A type that is not drawn says so in
 * its place, because a preview that silently drops a block would be worse than a plain one.
 */
import type { Json } from '../wire.ts';
import { type Desk, useDesk } from './desk.ts';
import { type Press, Pressable } from './elements.ts';
import { Field, type Form } from './fields.ts';
import { html, type Shown } from './html.ts';
import { label, record, records, text } from './json.ts';
import { richText } from './rich-text.ts';
import { DataTable, Table } from './table.ts';
import { undrawn } from './undrawn.ts';
import { wordsOf } from './words.ts';

/** Where blocks stand, and what happens when something on them is used. */
export interface Surface {
  readonly press: Press;
  /** In a modal: what is typed, and what is wrong. */
  readonly form?: Form;
}

export function Blocks({ blocks, surface }: { blocks: readonly Json[]; surface: Surface }): Shown {
  const desk = useDesk();
  return html`<div class="blocks">
    ${blocks.map(
      (block) => html`<div key=${text(block.block_id)} class=${`block block-${text(block.type)}`}>
        ${drawn(desk, block, surface)}
      </div>`,
    )}
  </div>`;
}

function drawn(desk: Desk, block: Json, surface: Surface): Shown {
  switch (block.type) {
    case 'header':
      return html`<h3>${wordsOf(desk, record(block.text))}</h3>`;
    case 'section':
      return sectioned(desk, block, surface);
    case 'context':
      return records(block.elements).map(
        (element) => html`<span class="small">${wordsOf(desk, element)}</span>`,
      );
    case 'rich_text':
      return richText(desk, block);
    case 'table':
      return html`<${Table} block=${block} />`;
    case 'data_table':
      return html`<${DataTable} block=${block} />`;
    case 'alert':
      return html`<p class=${`notice notice-${text(block.level) || 'default'}`}>
        ${wordsOf(desk, record(block.text))}
      </p>`;
    case 'divider':
      return html`<hr />`;
    case 'actions':
      return records(block.elements).map((element) => pressable(block, element, surface));
    case 'input':
      return surface.form
        ? html`<${Field} block=${block} form=${surface.form} />`
        : undrawn(`input “${label(block.label)}” outside of a form`);
    default:
      return undrawn(`${text(block.type)} block`);
  }
}

function sectioned(desk: Desk, block: Json, surface: Surface): Shown {
  const fields = records(block.fields);
  const accessory = record(block.accessory);
  return html`<div class="section">
    <div class="section-words">
      ${block.text !== undefined && html`<div>${wordsOf(desk, record(block.text))}</div>`}
      ${
        fields.length > 0 &&
        html`<div class="columns">
          ${fields.map((field) => html`<div>${wordsOf(desk, field)}</div>`)}
        </div>`
      }
    </div>
    ${accessory.type !== undefined && pressable(block, accessory, surface)}
  </div>`;
}

const pressable = (block: Json, element: Json, { press }: Surface): Shown => html`<${Pressable}
  key=${text(element.action_id)}
  id=${`${text(block.block_id)}/${text(element.action_id)}`}
  element=${element}
  press=${press}
/>`;
