/**
 * Tables: the plain one, and the data table with its caption and its pages. Numbers stand to the
 * right where the app asked for it; sorting and filtering are left to Slack.
 */
import { useState } from 'preact/hooks';
import type { Json } from '../wire.ts';
import { type Desk, useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { list, record, records, text } from './json.ts';
import { richText } from './rich-text.ts';

export function Table({ block }: { readonly block: Json }): Shown {
  const desk = useDesk();
  const rows = list(block.rows).map(records);
  const columns = list(block.column_settings).map(record);
  return html`<div class="table" tabindex="0" role="region" aria-label="Table">
    <table>
      <tbody>
        ${rows.map((cells) => html`<tr>${cells.map((cell, at) => cellOf(desk, cell, columns[at]))}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

export function DataTable({ block }: { readonly block: Json }): Shown {
  const desk = useDesk();
  const [page, setPage] = useState(0);
  const [head = [], ...rows] = list(block.rows).map(records);
  const size = typeof block.page_size === 'number' ? block.page_size : 5;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = rows.slice(page * size, (page + 1) * size);
  const turn = (by: number) => () => setPage(page + by);
  return html`<div class="table" tabindex="0" role="region" aria-label=${text(block.caption)}>
    <table>
      <caption>${text(block.caption)}</caption>
      <thead>
        <tr>${head.map((cell) => html`<th>${wordsIn(desk, cell)}</th>`)}</tr>
      </thead>
      <tbody>
        ${shown.map((cells) => html`<tr>${cells.map((cell) => cellOf(desk, cell))}</tr>`)}
      </tbody>
    </table>
    ${
      pages > 1 &&
      html`<p class="table-pages">
        <button type="button" class="chip" disabled=${page === 0} onClick=${turn(-1)}>Back</button>
        <span>${page + 1} of ${pages}</span>
        <button type="button" class="chip" disabled=${page + 1 >= pages} onClick=${turn(1)}>On</button>
      </p>`
    }
  </div>`;
}

function cellOf(desk: Desk, cell: Json, { align, is_wrapped: wraps }: Json = {}): Shown {
  const isNumber = cell.type === 'raw_number' || align === 'right';
  const names = [isNumber && 'right', align === 'center' && 'center', wraps === true && 'wraps'];
  return html`<td class=${classes(...names)}>${wordsIn(desk, cell)}</td>`;
}

const wordsIn = (desk: Desk, cell: Json): Shown =>
  cell.type === 'rich_text' ? richText(desk, cell) : text(cell.text);
