/**
 * A field that takes files: picked, dropped, or one of the sandbox's samples with one click. What
 * has the wrong ending is not taken, as in Slack.
 */
import { useRef, useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { type Handed, handed, sampleFile } from './live.ts';

export function FileField({
  common,
  accept,
  max,
  names,
  put,
}: {
  readonly common: object;
  readonly accept: readonly string[];
  readonly max: number;
  readonly names: readonly string[];
  readonly put: (files: readonly Handed[]) => void;
}): Shown {
  const { slack } = useDesk();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [no, setNo] = useState('');
  const take = async (files: readonly File[]): Promise<void> => {
    const fits = files.filter(({ name }) => isOneOf(name, accept)).slice(0, max);
    setNo(fits.length < files.length ? `Only ${accept.join(', ')}, at most ${max}.` : '');
    if (fits.length > 0) put(await Promise.all(fits.map(handed)));
  };
  return html`<div
    class=${classes('drop', over && 'over')}
    onDragOver=${(event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    }}
    onDragLeave=${() => setOver(false)}
    onDrop=${(event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      void take([...(event.dataTransfer?.files ?? [])]);
    }}
  >
    <input
      ...${common}
      ref=${picker}
      type="file"
      class="drop-input"
      accept=${accept.join(',')}
      multiple=${max > 1}
      onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) =>
        take([...(currentTarget.files ?? [])])}
    />
    ${names.map(
      (name) => html`<p class="attached">
        <span>${name}</span>
        <button type="button" class="link" aria-label=${`Remove ${name}`} onClick=${() => put([])}>
          Remove
        </button>
      </p>`,
    )}
    ${names.length === 0 && html`<p class="drop-words" aria-hidden="true">Drop a file here</p>`}
    ${no !== '' && html`<p class="error" role="alert">${no}</p>`}
    ${
      names.length === 0 &&
      slack.samples.length > 0 &&
      html`<p class="samples">
        <span>Samples:</span>
        ${slack.samples.map(
          (name) =>
            html`<button
              type="button"
              class="chip"
              onClick=${async () => take([await sampleFile(name)])}
            >
              ${name}
            </button>`,
        )}
      </p>`
    }
  </div>`;
}

const isOneOf = (name: string, endings: readonly string[]): boolean =>
  endings.length === 0 || endings.some((ending) => name.toLowerCase().endsWith(ending));
