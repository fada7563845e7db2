/**
 * The modal in front, with up to two behind it. It is sent as Slack would send it: first what was
 * put in, then the submission; what is wrong appears beside its field and takes the focus.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownView } from '../wire.ts';
import { Blocks } from './blocks.ts';
import type { Chosen } from './choices.ts';
import { useDesk } from './desk.ts';
import { Dialog } from './dialog.ts';
import type { Typed } from './fields.ts';
import { html, type Shown } from './html.ts';

export function Modals(): Shown {
  const { modals } = useDesk().slack;
  const top = modals.at(-1);
  return top && html`<${Modal} key=${top.id} view=${top} behind=${modals.length - 1} />`;
}

function Modal({ view, behind }: { readonly view: ShownView; readonly behind: number }): Shown {
  const { act } = useDesk();
  const [typed, setTyped] = useState<Record<string, Typed>>({});
  const [busy, setBusy] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const wrong = JSON.stringify(view.errors);
  useEffect(() => {
    const field = body.current?.querySelector<HTMLElement>('[aria-invalid]');
    field?.focus();
  }, [wrong]);

  const once = async (deed: object): Promise<void> => {
    if (busy) return;
    setBusy(true);
    await act(deed);
    setBusy(false);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void once({ deed: 'submit', view: view.id, values: typed });
  };
  const close = (): void => void act({ deed: 'close', view: view.id });
  const hasFields = view.blocks.some(({ type }) => type === 'input');
  const surface = {
    press: (element: string, choose?: Chosen) =>
      act({ deed: 'press', on: { view: view.id }, element, choose, values: typed }),
    form: {
      ...{ values: view.values, errors: view.errors, typed },
      type: (block: string, value: Typed) => setTyped((before) => ({ ...before, [block]: value })),
    },
  };
  return html`<${Dialog} name=${view.title} kind="dialog modal" close=${close}>
    <form onSubmit=${submit} novalidate>
      <${Head} title=${view.title} behind=${behind} close=${close} />
      <div
        class="dialog-body"
        ref=${body}
        tabindex="0"
        role="region"
        aria-label=${`Content of ${view.title}`}
        data-first=${hasFields ? undefined : true}
      >
        <${Blocks} blocks=${view.blocks} surface=${surface} />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${close}>${view.close}</button>
        ${
          view.submit !== undefined &&
          html`<button type="submit" class="button primary" aria-busy=${busy}>
            ${view.submit}
          </button>`
        }
      </footer>
    </form>
  <//>`;
}

function Head({
  title,
  behind,
  close,
}: {
  readonly title: string;
  readonly behind: number;
  readonly close: () => void;
}): Shown {
  const { app } = useDesk().slack;
  return html`<header class="dialog-head">
    <span class="app-mark" aria-hidden="true"></span>
    <div>
      <h2>${title}</h2>
      <p>${app.name}${behind > 0 && ` · ${behind} behind`}</p>
    </div>
    <button type="button" class="icon" aria-label="Close" onClick=${close}>×</button>
  </header>`;
}
