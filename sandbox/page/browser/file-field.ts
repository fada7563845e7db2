/**
 * A field that takes files: picked, dropped, or one of the sandbox's samples with one click. What
 * has the wrong ending is not taken, as in Slack.
 */
import { useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { attached, useDropping } from './dropping.ts';
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
  const [no, setNo] = useState('');
  const take = async (files: readonly File[]): Promise<void> => {
    const fits = files.filter(({ name }) => isOneOf(name, accept)).slice(0, max);
    setNo(fits.length < files.length ? `Only ${accept.join(', ')}, at most ${max}.` : '');
    if (fits.length > 0) put(await Promise.all(fits.map(handed)));
  };
  const { over, handlers } = useDropping(take);
  return html`<div class=${classes('drop', over && 'over')} ...${handlers}>
    <input
      ...${common}
      type="file"
      class="drop-input"
      accept=${accept.join(',')}
      multiple=${max > 1}
      onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) =>
        take([...(currentTarget.files ?? [])])}
    />
    ${attached(names, () => put([]))}
    ${no !== '' && html`<p class="error" role="alert">${no}</p>`}
    ${names.length === 0 && html`<${Offers} take=${take} />`}
  </div>`;
}

function Offers({ take }: { readonly take: (files: readonly File[]) => unknown }): Shown {
  const { samples } = useDesk().slack;
  return html`<p class="drop-words" aria-hidden="true">Drop a file here</p>
    ${
      samples.length > 0 &&
      html`<p class="samples">
        <span>Samples:</span>
        ${samples.map(
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
    }`;
}

const isOneOf = (name: string, endings: readonly string[]): boolean =>
  endings.length === 0 || endings.some((ending) => name.toLowerCase().endsWith(ending));
