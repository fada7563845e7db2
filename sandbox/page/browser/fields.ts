/**
 * The fields of a form: label, control, hint, and what is wrong, tied together for people who do
 * not see them beside one another. What is typed stays in the browser until the form is sent.
 */
import type { Json } from '../wire.ts';
import { Choice, type Chosen, chosenIn, isChoice } from './choices.ts';
import { FileField } from './file-field.ts';
import { classes, html, type Shown } from './html.ts';
import { label, list, record, records, text } from './json.ts';
import type { Handed } from './live.ts';
import { undrawn } from './undrawn.ts';

/** What a field holds here: words, what was chosen, or files. */
export type Typed = Chosen | { readonly files: readonly Handed[] };

export interface Form {
  /** As Slack has it: preset, or put in before. */
  readonly values: { readonly [blockId: string]: { readonly [actionId: string]: Json } };
  readonly errors: { readonly [blockId: string]: string };
  readonly typed: { readonly [blockId: string]: Typed };
  readonly type: (blockId: string, value: Typed) => void;
}

export function Field({ block, form }: { readonly block: Json; readonly form: Form }): Shown {
  const id = text(block.block_id);
  const error = form.errors[id];
  const hint = label(block.hint);
  const notes = classes(error !== undefined && `${id}-error`, hint !== '' && `${id}-hint`);
  return html`<div class=${classes('field', error !== undefined && 'wrong')}>
    <label for=${id}>
      ${label(block.label)}
      ${block.optional === true && html` <span class="optional">(optional)</span>`}
    </label>
    ${control(block, form, { id, notes, isWrong: error !== undefined })}
    ${error !== undefined && html`<p class="error" id=${`${id}-error`}>${error}</p>`}
    ${hint !== '' && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

interface Marks {
  readonly id: string;
  readonly notes: string;
  readonly isWrong: boolean;
}

function control(block: Json, form: Form, marks: Marks): Shown {
  const element = record(block.element);
  const typed = form.typed[marks.id];
  const held = record(form.values[marks.id]?.[text(element.action_id)]);
  const common = {
    id: marks.id,
    'aria-describedby': marks.notes || undefined,
    'aria-invalid': marks.isWrong || undefined,
    'aria-required': block.optional !== true,
  };
  const type = (value: Typed): void => form.type(marks.id, value);
  if (isChoice(element.type)) {
    const chosen = typeof typed === 'object' && 'files' in typed ? undefined : typed;
    return html`<${Choice}
      element=${element}
      value=${chosen ?? chosenIn(held, element)}
      common=${common}
      choose=${type}
    />`;
  }
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return words(element, typeof typed === 'string' ? typed : text(held.value), common, type);
    case 'file_input':
      return html`<${FileField}
        common=${common}
        accept=${list(element.filetypes).map((ending) => `.${text(ending)}`)}
        max=${typeof element.max_files === 'number' ? element.max_files : 10}
        names=${filesIn(typed) ?? records(held.files).map((file) => text(file.name))}
        put=${(files: readonly Handed[]) => type({ files })}
      />`;
    default:
      return undrawn(`${text(element.type)} field`);
  }
}

const filesIn = (typed: Typed | undefined): readonly string[] | undefined =>
  typeof typed === 'object' && 'files' in typed ? typed.files.map(({ name }) => name) : undefined;

type OnInput = { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement };

function words(element: Json, value: string, common: object, type: (value: string) => void): Shown {
  const props = {
    ...common,
    value,
    placeholder: label(element.placeholder) || undefined,
    onInput: ({ currentTarget }: OnInput) => type(currentTarget.value),
  };
  return element.multiline === true
    ? html`<textarea rows="4" ...${props}></textarea>`
    : html`<input type="text" autocomplete="off" ...${props} />`;
}
