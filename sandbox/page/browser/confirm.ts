/** A confirm dialog, worded by the app: it stands between a press and its sending. */
import type { Json } from '../wire.ts';
import { useDesk } from './desk.ts';
import { Dialog } from './dialog.ts';
import { classes, html, type Shown } from './html.ts';
import { label, record, text } from './json.ts';
import { wordsOf } from './words.ts';

export function Confirm({
  object,
  yes,
  no,
}: {
  readonly object: Json;
  readonly yes: () => void;
  readonly no: () => void;
}): Shown {
  const desk = useDesk();
  const title = label(object.title) || 'Are you sure?';
  return html`<${Dialog} name=${title} kind="dialog confirm" close=${no}>
    <h2>${title}</h2>
    <p>${wordsOf(desk, record(object.text))}</p>
    <div class="dialog-foot">
      <button type="button" class="button" onClick=${no}>${label(object.deny) || 'Cancel'}</button>
      <button
        type="button"
        data-first
        class=${classes('button', text(object.style) === 'danger' ? 'danger' : 'primary')}
        onClick=${yes}
      >
        ${label(object.confirm) || 'Yes'}
      </button>
    </div>
  <//>`;
}
